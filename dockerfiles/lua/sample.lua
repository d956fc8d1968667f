local names = { "Ada", "Grace", "Alan" }

for index, name in ipairs(names) do
  print(index .. ". Hello, " .. name .. "!")
end

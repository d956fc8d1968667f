names = ["Ada", "Grace", "Alan"]

names.each_with_index do |name, index|
  puts "#{index + 1}. Hello, #{name}!"
end

names=("Ada" "Grace" "Alan")

for name in "${names[@]}"; do
  echo "Hello, $name!"
done
echo "That were ${#names[@]} names."

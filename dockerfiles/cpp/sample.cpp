#include <iostream>
#include <string>
#include <vector>

int main() {
  const std::vector<std::string> names = {"Ada", "Grace", "Alan"};

  for (const auto& name : names) {
    std::cout << "Hello, " << name << "!\n";
  }
  return 0;
}

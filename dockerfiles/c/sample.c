#include <stdio.h>

int main(void) {
  int squares = 0;

  for (int number = 1; number <= 5; number++) {
    printf("%d squared is %d\n", number, number * number);
    squares += number * number;
  }
  printf("Together: %d\n", squares);
  return 0;
}

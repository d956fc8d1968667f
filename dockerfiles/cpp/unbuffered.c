/* Linked into every program: what it prints is seen at once, also where a prompt ends without a new line. */
#include <stdio.h>

__attribute__((constructor)) static void sandpit_unbuffered(void) { setvbuf(stdout, NULL, _IONBF, 0); }

/* A picture of the paper, for people and tests. */
#ifndef AULA_PRINT_SLIP_PNG_H
#define AULA_PRINT_SLIP_PNG_H

#include <stdbool.h>

struct error;
struct paper;

bool slip_png_write(const char *path, const struct paper *p, struct error *e);

#endif

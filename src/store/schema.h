/* The tables, as migration steps that both engines understand. A step that has been released is never
 * changed. */
#ifndef AULA_STORE_SCHEMA_H
#define AULA_STORE_SCHEMA_H

#include <stddef.h>

extern const char *const schema_steps[];
extern const size_t schema_n_steps;

#endif

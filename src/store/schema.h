/* The tables, as migration steps that both engines understand. A step that has been released is never
 * changed. */
#ifndef AULA_STORE_SCHEMA_H
#define AULA_STORE_SCHEMA_H

#include <stddef.h>

extern const char *const schema_steps[];
extern const size_t schema_n_steps;

/* Every table but feed_state, with its columns and their types (i number, s text, b bytes; any may be NULL): what a
 * move to another engine copies. A test compares it with the tables that the steps make. */
struct schema_table {
	const char *name, *columns, *types;
};
extern const struct schema_table schema_tables[];
extern const size_t schema_n_tables;

#endif

/* Configuration files: INI ([section], key = value, ; or # comments) read by inih against a table of
 * the keys a program knows. An unknown key, a bad value or a repeated key is an error that names file,
 * line and key. Values may be set in the table with a default; `--set section.key=value` overrides. */
#ifndef AULA_BASE_CONFIG_H
#define AULA_BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct error;

enum config_type {
	CONFIG_STRING, /* const char **: copied into the arena */
	CONFIG_INT,    /* int64_t *: min..max; with `choices` only those ("0|90|180") */
	CONFIG_DOUBLE, /* double *: min..max */
	CONFIG_BOOL,   /* bool *: true/false/yes/no/1/0 */
	CONFIG_CHOICE, /* const char **: one of the words in `choices` ("a|b|c") */
};

struct config_key {
	const char *section;
	const char *name;
	enum config_type type;
	void *value; /* where it goes; what stands there before is the default */
	double min, max;
	const char *choices;
	const char *help; /* one line, shown by --help */
	/* CONFIG_STRING: what the program demands of the text, with the reason; NULL takes anything */
	bool (*check)(const char *value, struct error *e);
};

/* Checks for tables. An address: http:// or https://, a host, no blank and no slash at its end. */
bool config_check_address(const char *value, struct error *e);

/* What a value may be and what holds when nothing is said, for people: "1 to 65535; default 8440", "a|b; default a", or "" for a
 * text that is empty unless told. Before config_read; the text is in the arena. */
const char *config_describe(const struct config_key *key, struct arena *a);

/* Reads the file into the table's values. Unknown sections beginning with `skip_prefix` (may be NULL)
 * are left for another reader: see config_sections. */
bool config_read(const char *path, const struct config_key *keys, size_t n_keys, const char *skip_prefix,
		 struct arena *a, struct error *e);
/* "section.key=value" from a command line. */
bool config_set(const char *assignment, const struct config_key *keys, size_t n_keys, struct arena *a,
		struct error *e);

/* One key of a free-form section, in file order. */
struct config_entry {
	const char *section, *name, *value;
	int line;
};
/* All entries of sections whose name begins with prefix. */
bool config_sections(const char *path, const char *prefix, struct config_entry **out, size_t *n,
		     struct arena *a, struct error *e);

#endif

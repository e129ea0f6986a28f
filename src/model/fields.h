/* Inside model/: the description of every record's fields, from which both directions of the codec
 * work. One table a struct; a field's JSON name is its C name. */
#ifndef AULA_MODEL_FIELDS_H
#define AULA_MODEL_FIELDS_H

#include <stddef.h>

#include "model/record.h"

enum field_type {
	FIELD_STRING,	/* const char * */
	FIELD_LTEXT,	/* struct ltext: {"fi":…} */
	FIELD_STRINGS,	/* struct strs */
	FIELD_BOOL,
	FIELD_INT,	/* int */
	FIELD_NUMBER,	/* double, always written */
	FIELD_INSTANT,	/* int64_t; absent = INSTANT_NONE */
	FIELD_DATE,	/* struct date; absent = unset */
	FIELD_CIVIL,	/* struct civil */
	FIELD_CIVILS,	/* struct civils */
	FIELD_WORD,	/* enum, by `words`; absent = 0 */
	FIELD_FLAGS,	/* unsigned bit set, array of `words`: bit i = words[i] */
	FIELD_STRUCT,	/* nested object, left out when empty */
	FIELD_LIST,	/* array of objects: pointer at offset, size_t count at count_offset */
	FIELD_POSITION, /* in struct place: "lat" and "lon" with has_position */
};

struct fields;

struct field {
	const char *name;
	enum field_type type;
	size_t offset;
	size_t count_offset;	    /* FIELD_LIST */
	const char *const *words;   /* FIELD_WORD, FIELD_FLAGS: NULL-terminated */
	const struct fields *inner; /* FIELD_STRUCT, FIELD_LIST */
};

struct fields {
	size_t size; /* of the struct */
	const struct field *v;
	size_t n;
};

const struct fields *fields_of_kind(enum record_kind kind);
extern const struct fields fields_place;
extern const struct fields fields_schedule;

/* What a struct holds before any field is read; see the field types for what "absent" means. */
void fields_set_defaults(const struct fields *f, void *to);
/* Index, or f->n. Documents are written in the order of the table (record_doc_write): looking on from *next,
 * where the one before was found (0 to begin with), meets each name after a step or two. */
size_t fields_find(const struct fields *f, const char *name, size_t *next);
/* After the last field. n_positions: how many FIELD_POSITION there were. */
void fields_settle(const struct fields *f, void *of, int n_positions);

#endif

/* Helpers shared by the spool's JSON files. Only for the .c files of this folder. */
#ifndef AULA_SPOOL_JSON_H
#define AULA_SPOOL_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

struct arena;
struct buf;
struct error;

static inline void json_delete_(cJSON **j)
{
	cJSON_Delete(*j);
}
#define CLEANUP_JSON __attribute__((cleanup(json_delete_)))

/* One whole JSON object and nothing after it; NULL and ERROR_INPUT otherwise. Returns owned. */
cJSON *json_parse_object(const char *json, size_t len, struct error *e);

/* The text of o[name], copied into the arena; NULL when absent or null. Refused: another type, longer than
 * max_bytes, bad UTF-8, control characters other than '\n'. An empty text counts as absent. */
bool json_get_text(const cJSON *o, const char *name, size_t max_bytes, struct arena *a, const char **out,
	       struct error *e);
/* Whether json_get_text would take this text. */
bool json_text_ok(const char *s, size_t max_bytes);

/* Which of n words o[name] is; ERROR_INPUT when none, also when absent. */
bool json_get_word(const cJSON *o, const char *name, const char *const *words, size_t n, int *out, struct error *e);

/* The char[] members of a struct that stand in JSON, in one table, so that writing and reading cannot drift apart. */
struct json_text {
	const char *name;
	size_t offset, size; /* of the member */
	bool needed;	     /* refused when absent; else absent is "" */
	bool (*check)(const char *name, const char *text, struct error *e); /* NULL: any text json_get_text takes */
};
#define JSON_TEXT(type, member) .offset = offsetof(type, member), .size = sizeof((type *)NULL)->member
void json_put_texts(cJSON *o, const void *from, const struct json_text *table, size_t n);
bool json_get_texts(const cJSON *o, void *to, const struct json_text *table, size_t n, struct error *e);

/* Above this a double, and so JSON, no longer holds every whole number. */
#define JSON_INT_MAX ((int64_t)1 << 53)
/* A whole number in range; *out stays as it is when absent. */
bool json_get_int(const cJSON *o, const char *name, int64_t min, int64_t max, int64_t *out, struct error *e);
bool json_get_bool(const cJSON *o, const char *name, bool *out, struct error *e);

/* Adds when not empty / always. Out of memory aborts. */
void json_put_text(cJSON *o, const char *name, const char *s);
void json_put_int(cJSON *o, const char *name, int64_t v);
void json_put_bool(cJSON *o, const char *name, bool v);
cJSON *json_put_array(cJSON *o, const char *name);
cJSON *json_put_object(cJSON *array);
cJSON *json_new_object(void);

/* Appends it on one line. */
bool json_print(const cJSON *o, size_t max_bytes, struct buf *out, struct error *e);

#endif

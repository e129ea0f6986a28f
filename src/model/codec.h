/* Records to and from JSON. Decoding is strict about types and caps and names the field that is wrong
 * ("schedules[2].start: …"); unknown fields are ignored so an older screen reads a newer feed. */
#ifndef AULA_MODEL_CODEC_H
#define AULA_MODEL_CODEC_H

#include <stdbool.h>
#include <stddef.h>

#include "model/record.h"

struct arena;
struct buf;
struct cJSON;
struct error;

#define RECORD_BYTES_MAX ((size_t)256 * 1024) /* JSON text of one record */
#define RECORD_LIST_MAX 200		      /* entries of any list in a record */
#define RECORD_ID_MAX 120

/* doc: the record's own object (without kind and id). Strings are copied into the arena. */
bool record_from_json(struct record *r, enum record_kind kind, const char *id, const struct cJSON *doc,
		      struct arena *a, struct error *e);
/* The same from the doc's text (length given, need not end in NUL), which is what the store, the feed and the cache
 * hold: several times as fast, since a doc as record_doc_write writes it needs no cJSON tree. */
bool record_decode(struct record *r, enum record_kind kind, const char *id, const char *doc, size_t len,
		   struct arena *a, struct error *e);
/* {"kind":…,"id":…,"doc":{…}} as one object, e.g. one NDJSON line (length given, need not end in NUL). */
bool record_parse(struct record *r, const char *text, size_t len, struct arena *a, struct error *e);

/* Canonical doc: fields in the order of the struct, no spaces, absent fields left out; the same record
 * always gives the same bytes. */
void record_doc_write(const struct record *r, struct buf *out);
/* {"kind":…,"id":…,"doc":{…}} without line end. */
void record_line_write(const struct record *r, struct buf *out);

/* JSON string with quotes and escapes; invalid UTF-8 becomes U+FFFD. */
void json_write_string(struct buf *out, const char *s);
/* cJSON_ParseWithLength with the depth and size caps of outside data; caller frees with cJSON_Delete. */
struct cJSON *json_parse(const char *text, size_t len, size_t max_bytes, struct error *e);

#endif

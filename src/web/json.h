/* Writes one JSON value, commas and escapes in place. Keys are literals of the program. */
#ifndef AULA_WEB_JSON_H
#define AULA_WEB_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct json {
	struct buf out;
	bool comma; /* the next value needs one before it */
};

#define JSON_INIT ((struct json){BUF_INIT, false})

void json_open(struct json *j, char bracket);  /* '{' or '[' */
void json_close(struct json *j, char bracket); /* '}' or ']' */
void json_key(struct json *j, const char *key);
void json_text(struct json *j, const char *value); /* NULL writes null */
void json_number(struct json *j, int64_t value);
void json_bool(struct json *j, bool value);
/* A value that is JSON already. */
void json_verbatim(struct json *j, const char *value);

#endif

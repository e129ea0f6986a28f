/* Looking into JSON of other people: every accessor takes a path ("streetAddress.municipality.code"), answers
 * NULL or a default for what is absent, null or of another type, and never fails. */
#ifndef AULA_IMPORT_JSON_H
#define AULA_IMPORT_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/lang.h"

/* Child at a path of object keys; NULL when any step is missing or null. */
const cJSON *j_get(const cJSON *j, const char *path);
/* String, cleaned and trimmed into the arena; a number is written out; NULL for "" and other types. */
const char *j_str(const cJSON *j, const char *path, struct arena *a);
bool j_num(const cJSON *j, const char *path, double *out);  /* number, or a string that is one */
int j_int(const cJSON *j, const char *path, int otherwise); /* also out of range: otherwise */
bool j_true(const cJSON *j, const char *path);
/* The array at the path, or NULL. Iterate with cJSON_ArrayForEach. */
const cJSON *j_list(const cJSON *j, const char *path);

enum j_text { J_PLAIN, J_HTML };
/* A map of languages {"fi":"…","sv":"…"}; null, "" and unknown languages give nothing. A bare string is
 * taken as Finnish. J_HTML: through html_to_text. */
struct ltext j_ltext(const cJSON *j, const char *path, enum j_text form, struct arena *a);

#endif

#include "import/tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "import/csv.h"
#include "import/text.h"

#define TABLE_BYTES_MAX ((size_t)4 * 1024 * 1024)

static bool read_table(struct csv *out, const char *folder, const char *name, struct arena *a,
		       struct error *e)
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	const char *path = arena_printf(a, "%s/%s", folder, name);
	if (!fs_read(path, TABLE_BYTES_MAX, &text, e))
		return false;
	return csv_parse(out, buf_str(&text), text.len, a, e) || error_context(e, "%s", path);
}

static bool load_keywords(struct tables *t, const char *folder, struct arena *a, struct error *e)
{
	struct csv c;
	if (!read_table(&c, folder, "keywords.csv", a, e))
		return false;
	t->keywords.v = ARENA_ARRAY(a, const char *, c.n);
	for (size_t i = 0; i < c.n; i++) {
		const char *id = csv_get(&c, &c.rows[i], "keyword");
		if (id == NULL)
			return error_set(e, ERROR_INPUT, "%s/keywords.csv: row %d: keyword missing", folder,
					 c.rows[i].line);
		t->keywords.v[t->keywords.n++] = id;
	}
	return true;
}

static bool load_mappings(struct tables *t, const char *folder, struct arena *a, struct error *e)
{
	struct csv c;
	if (!read_table(&c, folder, "mapping.csv", a, e))
		return false;
	t->mappings = ARENA_ARRAY(a, struct mapping, c.n);
	for (size_t i = 0; i < c.n; i++) {
		const struct csv_row *row = &c.rows[i];
		struct mapping *m = &t->mappings[t->n_mappings++];
		int64_t weight = 0;
		m->scheme = csv_get(&c, row, "scheme");
		m->code = csv_get(&c, row, "code");
		m->topic = csv_get(&c, row, "topic");
		m->keywords = str_split(a, csv_get(&c, row, "keywords"), " ");
		if (m->scheme == NULL || m->code == NULL)
			return error_set(e, ERROR_INPUT, "%s/mapping.csv: row %d: scheme or code missing",
					 folder, row->line);
		if (!str_to_i64(csv_get(&c, row, "weight"), 1, 9, &weight))
			return error_set(e, ERROR_INPUT, "%s/mapping.csv: row %d: weight is not 1 to 9",
					 folder, row->line);
		m->weight = (int)weight;
		for (size_t k = 0; k < m->keywords.n; k++)
			if (!strs_has(&t->keywords, m->keywords.v[k]))
				return error_set(
					e, ERROR_INPUT,
					"%s/mapping.csv: row %d: keyword '%s' is not in keywords.csv", folder,
					row->line, m->keywords.v[k]);
		if (str_eq(m->scheme, "word"))
			m->code = text_key(a, m->code);
	}
	return true;
}

static bool load_municipalities(struct tables *t, const char *folder, struct arena *a, struct error *e)
{
	struct csv c;
	if (!read_table(&c, folder, "municipalities.csv", a, e))
		return false;
	t->municipalities = ARENA_ARRAY(a, struct municipality, c.n);
	for (size_t i = 0; i < c.n; i++) {
		const struct csv_row *row = &c.rows[i];
		struct municipality *m = &t->municipalities[t->n_municipalities++];
		m->code = csv_get(&c, row, "code");
		m->name_fi = csv_get(&c, row, "name_fi");
		m->name_sv = csv_get(&c, row, "name_sv");
		m->region = csv_get(&c, row, "region");
		const char *lat = csv_get(&c, row, "lat");
		const char *lon = csv_get(&c, row, "lon");
		m->has_position = str_to_double(lat, 59, 71, &m->lat) && str_to_double(lon, 19, 32, &m->lon);
		if (m->code == NULL || strlen(m->code) != 3 || m->name_fi == NULL)
			return error_set(e, ERROR_INPUT,
					 "%s/municipalities.csv: row %d: code or name_fi is wrong", folder,
					 row->line);
		if ((lat != NULL || lon != NULL) && !m->has_position)
			return error_set(e, ERROR_INPUT, "%s/municipalities.csv: row %d: lat or lon is wrong",
					 folder, row->line);
	}
	return true;
}

bool tables_load(struct tables *t, const char *folder, struct arena *a, struct error *e)
{
	*t = (struct tables){0};
	return load_keywords(t, folder, a, e) && load_mappings(t, folder, a, e) &&
	       load_municipalities(t, folder, a, e);
}

const struct municipality *municipality_by_code(const struct tables *t, const char *code)
{
	char three[4];
	if (str_empty(code) || strlen(code) > 3)
		return NULL;
	snprintf(three, sizeof three, "%s%s", strlen(code) == 1 ? "00" : strlen(code) == 2 ? "0" : "", code);
	for (size_t i = 0; i < t->n_municipalities; i++)
		if (str_eq(t->municipalities[i].code, three))
			return &t->municipalities[i];
	return NULL;
}

const struct municipality *municipality_by_name(const struct tables *t, const char *name)
{
	CLEANUP_ARENA struct arena tmp = ARENA_INIT;
	const char *key = text_key(&tmp, name);
	if (str_empty(key))
		return NULL;
	for (size_t i = 0; i < t->n_municipalities; i++) {
		const struct municipality *m = &t->municipalities[i];
		if (str_eq(text_key(&tmp, m->name_fi), key) ||
		    (m->name_sv != NULL && str_eq(text_key(&tmp, m->name_sv), key)))
			return m;
	}
	return NULL;
}

struct strs municipalities_of_region(const struct tables *t, const char *region, struct arena *a)
{
	struct strs out = {.v = ARENA_ARRAY(a, const char *, t->n_municipalities)};
	for (size_t i = 0; i < t->n_municipalities; i++)
		if (str_eq(t->municipalities[i].region, region))
			out.v[out.n++] = t->municipalities[i].code;
	return out;
}

static void vote(struct votes *v, const struct mapping *m)
{
	size_t i = 0;
	const size_t room = sizeof v->topic / sizeof v->topic[0];
	while (m->topic != NULL && i < v->n_topics && !str_eq(v->topic[i].topic, m->topic))
		i++;
	if (m->topic != NULL && i < room) {
		v->topic[i].topic = m->topic;
		v->topic[i].weight += m->weight;
		v->n_topics += i == v->n_topics;
	}
	for (size_t k = 0; k < m->keywords.n && v->n_keywords < KEYWORDS_OF_RECORD_MAX; k++) {
		struct strs have = {.v = v->keyword, .n = v->n_keywords};
		if (!strs_has(&have, m->keywords.v[k]))
			v->keyword[v->n_keywords++] = m->keywords.v[k];
	}
}

bool votes_code(struct votes *v, const struct tables *t, const char *scheme, const char *code)
{
	bool found = false;
	for (size_t i = 0; code != NULL && i < t->n_mappings; i++) {
		const struct mapping *m = &t->mappings[i];
		if (!str_eq(m->scheme, scheme) || strcasecmp(m->code, code) != 0)
			continue;
		vote(v, m);
		found = true;
	}
	return found;
}

/* Is there a word in key (words separated by one blank) that begins with stem? */
static bool has_word(const char *key, const char *stem)
{
	size_t n = strlen(stem);
	for (const char *p = strstr(key, stem); p != NULL; p = strstr(p + 1, stem)) {
		bool at_start = p == key || p[-1] == ' ';
		/* three-letter stems ("ero") must be the whole word: eroaa, erot would be too many */
		if (at_start && (n > 3 || p[n] == ' ' || p[n] == '\0'))
			return true;
	}
	return false;
}

void votes_text(struct votes *v, const struct tables *t, const char *text, struct arena *a)
{
	if (str_empty(text))
		return;
	const char *key = text_key(a, text);
	for (size_t i = 0; i < t->n_mappings; i++)
		if (str_eq(t->mappings[i].scheme, "word") && has_word(key, t->mappings[i].code))
			vote(v, &t->mappings[i]);
}

static int by_name(const void *pa, const void *pb)
{
	return strcmp(*(const char *const *)pa, *(const char *const *)pb);
}

void votes_take(const struct votes *v, struct activity *to, struct arena *a)
{
	struct votes left = *v;
	to->topics.v = ARENA_ARRAY(a, const char *, TOPICS_OF_RECORD_MAX);
	while (to->topics.n < TOPICS_OF_RECORD_MAX && left.n_topics > 0) {
		size_t best = 0;
		for (size_t i = 1; i < left.n_topics; i++) {
			int d = left.topic[i].weight - left.topic[best].weight;
			if (d > 0 || (d == 0 && strcmp(left.topic[i].topic, left.topic[best].topic) < 0))
				best = i;
		}
		to->topics.v[to->topics.n++] = left.topic[best].topic;
		left.topic[best] = left.topic[--left.n_topics];
	}
	to->keywords.v = ARENA_ARRAY(a, const char *, v->n_keywords);
	to->keywords.n = v->n_keywords;
	for (size_t i = 0; i < v->n_keywords; i++)
		to->keywords.v[i] = v->keyword[i];
	if (v->n_keywords > 1)
		qsort(to->keywords.v, v->n_keywords, sizeof *to->keywords.v, by_name);
}

#include "base/config.h"

#include <ini.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"

#define CONFIG_ENTRIES_MAX 1000
#define CONFIG_LINE_MAX 8192 /* bytes; a list of all municipalities' codes is 1,500 */

/* Debian's inih gives its handler no line number; the reader it pulls lines from counts them. */
struct line_reader {
	FILE *f;
	int line;
	bool within; /* the last piece ended before its line did */
};

static char *next_line(char *to, int size, void *user)
{
	struct line_reader *r = user;
	if (fgets(to, size, r->f) == NULL)
		return NULL;
	r->line += !r->within;
	r->within = strchr(to, '\n') == NULL;
	return to;
}

/* inih as shipped takes lines of 200 bytes and joins an indented line to the value before it. */
static void set_up_inih(void)
{
	ini_use_stack = false;
	ini_allow_realloc = true;
	ini_max_line = CONFIG_LINE_MAX;
	ini_allow_multiline = false;
	ini_stop_on_first_error = true;
}

struct reading {
	struct line_reader lines;
	const char *path;
	const struct config_key *keys;
	size_t n_keys;
	const char *skip_prefix;
	bool *seen;
	struct arena *a;
	struct error *e;
	bool failed;
};

static bool set_bool(const struct config_key *k, const char *value)
{
	bool yes = str_eq(value, "true") || str_eq(value, "yes") || str_eq(value, "1");
	bool no = str_eq(value, "false") || str_eq(value, "no") || str_eq(value, "0");
	if (yes || no)
		*(bool *)k->value = yes;
	return yes || no;
}

static bool is_choice(const struct config_key *k, const char *value)
{
	CLEANUP_ARENA struct arena tmp = ARENA_INIT;
	struct strs words = str_split(&tmp, k->choices, "|");
	return strs_has(&words, value);
}

bool config_check_address(const char *value, struct error *e)
{
	const char *host = str_starts(value, "http://") ? value + 7 : str_starts(value, "https://") ? value + 8 : "";
	size_t len = strlen(host);
	bool clean = len > 0 && strchr("/:?#@", host[0]) == NULL && host[len - 1] != '/';
	for (size_t i = 0; clean && i < len; i++)
		clean = (unsigned char)host[i] > ' ' && strchr("\"'<>\\\177", host[i]) == NULL;
	return clean || error_set(e, ERROR_INPUT, "'%s' is not an http:// or https:// address without a slash at its end", value);
}

static bool set_value(const struct config_key *k, const char *value, struct arena *a, struct error *e)
{
	if (k->choices != NULL && !is_choice(k, value))
		return error_set(e, ERROR_INPUT, "'%s' is not one of %s", value, k->choices);
	switch (k->type) {
	case CONFIG_STRING:
		if (k->check != NULL && !k->check(value, e))
			return false;
		*(const char **)k->value = arena_strdup(a, value);
		return true;
	case CONFIG_INT: {
		int64_t v = 0;
		if (!str_to_i64(value, (int64_t)k->min, (int64_t)k->max, &v))
			return error_set(e, ERROR_INPUT, "'%s' is not a whole number from %.0f to %.0f", value,
					 k->min, k->max);
		*(int64_t *)k->value = v;
		return true;
	}
	case CONFIG_DOUBLE:
		return str_to_double(value, k->min, k->max, k->value) ||
		       error_set(e, ERROR_INPUT, "'%s' is not a number from %g to %g", value, k->min, k->max);
	case CONFIG_BOOL:
		return set_bool(k, value) || error_set(e, ERROR_INPUT, "'%s' is neither true nor false", value);
	case CONFIG_CHOICE: *(const char **)k->value = arena_strdup(a, value); return true;
	}
	return false;
}

const char *config_describe(const struct config_key *key, struct arena *a)
{
	switch (key->type) {
	case CONFIG_INT:
		if (key->choices != NULL)
			return arena_printf(a, "%s; default %" PRId64, key->choices, *(const int64_t *)key->value);
		return arena_printf(a, "%.0f to %.0f; default %" PRId64, key->min, key->max, *(const int64_t *)key->value);
	case CONFIG_DOUBLE:
		return arena_printf(a, "%g to %g; default %g", key->min, key->max, *(const double *)key->value);
	case CONFIG_BOOL:
		return *(const bool *)key->value ? "yes or no; default yes" : "yes or no; default no";
	case CONFIG_CHOICE:
		return arena_printf(a, "%s; default %s", key->choices, *(const char *const *)key->value);
	case CONFIG_STRING:
		break;
	}
	const char *text = *(const char *const *)key->value;
	return text == NULL || text[0] == '\0' ? "" : arena_printf(a, "default %s", text);
}

static const struct config_key *find_key(const struct config_key *keys, size_t n, const char *section,
					 const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(keys[i].section, section) && str_eq(keys[i].name, name))
			return &keys[i];
	return NULL;
}

/* inih's handler: 1 = fine, 0 = stop at this line. */
static int on_entry(void *user, const char *section, const char *name, const char *value)
{
	struct reading *r = user;
	int line = r->lines.line;
	if (name == NULL || (r->skip_prefix != NULL && str_starts(section, r->skip_prefix)))
		return 1;
	r->failed = true;
	const struct config_key *k = find_key(r->keys, r->n_keys, section, name);
	if (k == NULL) {
		error_set(r->e, ERROR_INPUT, "%s:%d: unknown key '%s' in section [%s]", r->path, line, name, section);
		return 0;
	}
	size_t i = (size_t)(k - r->keys);
	if (r->seen[i]) {
		error_set(r->e, ERROR_INPUT, "%s:%d: key '%s' in section [%s] stands twice", r->path, line, name,
			  section);
		return 0;
	}
	r->seen[i] = true;
	if (!set_value(k, value, r->a, r->e)) {
		error_context(r->e, "%s:%d: key '%s' in section [%s]", r->path, line, name, section);
		return 0;
	}
	r->failed = false;
	return 1;
}

/* `lines` is the first member of *user, so the handler can see the line number. */
static bool parse_file(const char *path, ini_handler handler, struct line_reader *lines, const bool *failed,
		       struct error *e)
{
	CLEANUP_FILE FILE *f = fopen(path, "re");
	if (f == NULL)
		return error_set_errno(e, "%s", path);
	lines->f = f;
	set_up_inih();
	int line = ini_parse_stream(next_line, lines, handler, lines);
	if (*failed)
		return false;
	if (ferror(f) != 0) /* a folder, a bad disk */
		return error_set_errno(e, "%s", path);
	if (line != 0)
		return error_set(e, ERROR_INPUT, "%s:%d: not of the form 'key = value' or '[section]'", path, line);
	return true;
}

bool config_read(const char *path, const struct config_key *keys, size_t n_keys, const char *skip_prefix,
		 struct arena *a, struct error *e)
{
	CLEANUP_ARENA struct arena tmp = ARENA_INIT;
	struct reading r = {.path = path, .keys = keys, .n_keys = n_keys, .skip_prefix = skip_prefix, .a = a, .e = e};
	r.seen = ARENA_ARRAY(&tmp, bool, n_keys);
	return parse_file(path, on_entry, &r.lines, &r.failed, e);
}

bool config_set(const char *assignment, const struct config_key *keys, size_t n_keys, struct arena *a,
		struct error *e)
{
	CLEANUP_ARENA struct arena tmp = ARENA_INIT;
	const char *eq = strchr(assignment, '=');
	const char *dot = strchr(assignment, '.');
	if (eq == NULL || dot == NULL || dot > eq)
		return error_set(e, ERROR_INPUT, "--set %s: not of the form section.key=value", assignment);
	const char *section = arena_strndup(&tmp, assignment, (size_t)(dot - assignment));
	const char *name = arena_strndup(&tmp, dot + 1, (size_t)(eq - dot - 1));
	const struct config_key *k = find_key(keys, n_keys, section, name);
	if (k == NULL)
		return error_set(e, ERROR_INPUT, "--set %s: unknown key '%s' in section [%s]", assignment, name, section);
	if (!set_value(k, eq + 1, a, e))
		return error_context(e, "--set %s", assignment);
	return true;
}

struct collecting {
	struct line_reader lines;
	const char *prefix;
	const char *path;
	struct config_entry *entries;
	size_t n;
	struct arena *a;
	struct error *e;
	bool failed;
};

static int on_collect(void *user, const char *section, const char *name, const char *value)
{
	struct collecting *c = user;
	int line = c->lines.line;
	if (name == NULL || !str_starts(section, c->prefix))
		return 1;
	if (c->n == CONFIG_ENTRIES_MAX) {
		c->failed = true;
		error_set(c->e, ERROR_LIMIT, "%s:%d: more than %d keys", c->path, line, CONFIG_ENTRIES_MAX);
		return 0;
	}
	c->entries[c->n++] = (struct config_entry){.section = arena_strdup(c->a, section),
						   .name = arena_strdup(c->a, name),
						   .value = arena_strdup(c->a, value),
						   .line = line};
	return 1;
}

bool config_sections(const char *path, const char *prefix, struct config_entry **out, size_t *n,
		     struct arena *a, struct error *e)
{
	struct collecting c = {.prefix = prefix, .path = path, .a = a, .e = e};
	c.entries = ARENA_ARRAY(a, struct config_entry, CONFIG_ENTRIES_MAX);
	if (!parse_file(path, on_collect, &c.lines, &c.failed, e))
		return false;
	*out = c.entries;
	*n = c.n;
	return true;
}

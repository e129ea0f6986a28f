#include "i18n/catalogue.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "i18n/holders.h"
#include "i18n/plural.h"

#define MO_MAGIC 0x950412deU /* GNU gettext manual, "The Format of GNU MO Files" */
#define MO_BYTES_MAX ((size_t)4 * 1024 * 1024)
#define MO_STRINGS_MAX 20000U
#define CONTEXT_END '\004' /* between context and msgid */
#define KEY_MAX 1024

#define DIR_INSTALLED "/usr/share/aula/locale"
#define DIR_SOURCE "build/locale"

struct message {
	const char *key;  /* msgid, with context and CONTEXT_END before it */
	const char *text; /* forms one after the other, each ending in NUL; NULL = dropped */
	const char *end;  /* of the forms */
};

struct catalogue {
	struct buf file;
	struct message *messages; /* sorted by key, as the file is */
	size_t n;
	struct plural plural;
};

static struct catalogue catalogues[LANG_COUNT];

static const char *const file_names[LANG_COUNT] = {
	[LANG_FI] = "fi", [LANG_SV] = "sv", [LANG_SELKO] = "fi@selko", [LANG_SE] = "se", [LANG_RU] = "ru",
	[LANG_UK] = "uk", [LANG_ET] = "et", [LANG_AR] = "ar",	       [LANG_SO] = "so",
};

static void catalogue_fini(struct catalogue *c)
{
	free(c->messages);
	buf_fini(&c->file);
	*c = (struct catalogue){0};
}

static uint32_t word_at(const struct buf *file, size_t at)
{
	uint32_t v;
	memcpy(&v, file->data + at, sizeof v);
	return v;
}

/* String i of the table at `table`: length and offset, then the bytes, which end in NUL. */
static const char *string_at(const struct buf *file, size_t table, size_t i, size_t *len)
{
	size_t at = table + i * 8;
	*len = word_at(file, at);
	size_t offset = word_at(file, at + 4);
	if (offset >= file->len || *len >= file->len - offset || file->data[offset + *len] != '\0')
		return NULL;
	return file->data + offset;
}

static bool table_inside(const struct buf *file, size_t table, size_t n)
{
	return table <= file->len && n <= (file->len - table) / 8;
}

/* key holds msgid and, for a plural, msgid_plural after a NUL. */
static bool forms_agree(const char *key, size_t key_len, const struct message *m)
{
	const char *one = strchr(key, CONTEXT_END);
	one = one == NULL ? key : one + 1;
	const char *many = one + strlen(one) + 1;
	const char *model = many < key + key_len ? many : one;
	for (const char *form = m->text; form < m->end; form += strlen(form) + 1)
		if (!holders_agree(model, form))
			return false;
	return true;
}

static void read_header(struct catalogue *c, const char *text, const char *path)
{
	const char *rule = strstr(text, "Plural-Forms:");
	if (!plural_parse(&c->plural, rule == NULL ? "" : rule))
		log_warning("%s: no usable Plural-Forms: taking two forms", path);
}

static bool read_messages(struct catalogue *c, const char *path, size_t ids, size_t texts, struct error *e)
{
	for (size_t i = 0; i < c->n; i++) {
		struct message *m = &c->messages[i];
		size_t key_len;
		size_t len;
		m->key = string_at(&c->file, ids, i, &key_len);
		m->text = string_at(&c->file, texts, i, &len);
		if (m->key == NULL || m->text == NULL)
			return error_set(e, ERROR_CORRUPT, "%s: message %zu points outside the file", path, i);
		if (i > 0 && strcmp(c->messages[i - 1].key, m->key) >= 0)
			return error_set(e, ERROR_CORRUPT, "%s: messages are not in order at %zu", path, i);
		m->end = m->text + len + 1;
		if (m->key[0] == '\0') {
			read_header(c, m->text, path);
		} else if (!forms_agree(m->key, key_len, m)) {
			log_warning("%s: placeholders of the translation of \"%s\" do not agree: not used", path,
				    m->key);
			m->text = NULL;
		}
	}
	return true;
}

static bool catalogue_read(struct catalogue *c, const char *path, struct error *e)
{
	if (!fs_read(path, MO_BYTES_MAX, &c->file, e))
		return false;
	const struct buf *f = &c->file;
	if (f->len < 28 || word_at(f, 0) != MO_MAGIC || (word_at(f, 4) >> 16) != 0)
		return error_set(e, ERROR_CORRUPT, "%s: not a message catalogue of this machine", path);
	size_t n = word_at(f, 8);
	size_t ids = word_at(f, 12);
	size_t texts = word_at(f, 16);
	if (n > MO_STRINGS_MAX || !table_inside(f, ids, n) || !table_inside(f, texts, n))
		return error_set(e, ERROR_CORRUPT, "%s: its tables are larger than the file", path);
	c->messages = calloc(n + 1, sizeof *c->messages);
	if (c->messages == NULL)
		return error_set(e, ERROR_INTERNAL, "%s: out of memory", path);
	c->n = n;
	(void)plural_parse(&c->plural, "");
	return read_messages(c, path, ids, texts, e);
}

bool i18n_open(const char *dir, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	size_t loaded = 0;
	i18n_close();
	for (int l = 0; l < LANG_COUNT; l++) {
		if (file_names[l] == NULL)
			continue;
		const char *path = arena_printf(&a, "%s/%s.mo", dir, file_names[l]);
		struct error why = ERROR_INIT;
		if (catalogue_read(&catalogues[l], path, &why)) {
			loaded++;
			continue;
		}
		catalogue_fini(&catalogues[l]);
		if (why.kind != ERROR_NOT_FOUND) {
			i18n_close();
			return error_pass(e, &why);
		}
		log_info("no catalogue %s: that language falls back", path);
	}
	return loaded > 0 || error_set(e, ERROR_NOT_FOUND, "%s: no message catalogues (*.mo)", dir);
}

void i18n_close(void)
{
	for (int l = 0; l < LANG_COUNT; l++)
		catalogue_fini(&catalogues[l]);
}

const char *i18n_dir(const char *configured)
{
	if (configured != NULL && configured[0] != '\0')
		return configured;
	return fs_exists(DIR_SOURCE "/fi.mo") ? DIR_SOURCE : DIR_INSTALLED;
}

bool i18n_has(enum lang l)
{
	return l == LANG_EN || (l >= 0 && l < LANG_COUNT && catalogues[l].n > 0);
}

static int compare_key(const void *key, const void *message)
{
	return strcmp(key, ((const struct message *)message)->key);
}

/* The language's own translation, then that of the language it falls back to; NULL: English. */
static const struct message *find(enum lang l, const char *key, const struct plural **plural)
{
	for (int tries = 0; tries < 2; tries++) {
		if (l < 0 || l >= LANG_COUNT)
			return NULL;
		const struct catalogue *c = &catalogues[l];
		const struct message *m =
			c->n == 0 ? NULL : bsearch(key, c->messages, c->n, sizeof *c->messages, compare_key);
		if (m != NULL && m->text != NULL && m->text[0] != '\0') {
			*plural = &c->plural;
			return m;
		}
		l = l == LANG_SELKO || l == LANG_SE ? LANG_FI : LANG_NONE;
	}
	return NULL;
}

const char *tr(enum lang l, const char *msgid)
{
	const struct plural *plural;
	const struct message *m = msgid[0] == '\0' ? NULL : find(l, msgid, &plural);
	return m == NULL ? msgid : m->text;
}

const char *trc(enum lang l, const char *context, const char *msgid)
{
	char key[KEY_MAX];
	size_t n = strlen(context);
	size_t m = strlen(msgid);
	if (n + m + 2 > sizeof key)
		return msgid;
	memcpy(key, context, n);
	key[n] = CONTEXT_END;
	memcpy(key + n + 1, msgid, m);
	key[n + 1 + m] = '\0';
	const struct plural *plural;
	const struct message *found = find(l, key, &plural);
	return found == NULL ? msgid : found->text;
}

const char *trn(enum lang l, const char *one, const char *many, long n)
{
	unsigned long count = n < 0 ? 0UL - (unsigned long)n : (unsigned long)n;
	const struct plural *plural;
	const struct message *m = find(l, one, &plural);
	if (m == NULL)
		return count == 1 ? one : many;
	const char *form = m->text;
	for (unsigned i = plural_index(plural, count); i > 0; i--) {
		const char *next = form + strlen(form) + 1;
		if (next >= m->end)
			break;
		form = next;
	}
	return form;
}

static const char *field_value(va_list ap, const char *name, size_t len)
{
	for (const char *k; (k = va_arg(ap, const char *)) != NULL;) {
		const char *v = va_arg(ap, const char *);
		if (strlen(k) == len && memcmp(k, name, len) == 0)
			return v == NULL ? "" : v;
	}
	return NULL;
}

char *tr_fill(struct arena *a, const char *template_text, ...)
{
	CLEANUP_BUF struct buf out = BUF_INIT;
	for (const char *s = template_text; *s != '\0';) {
		size_t plain = strcspn(s, "{");
		buf_append(&out, s, plain);
		s += plain;
		if (*s == '\0')
			break;
		size_t len = strcspn(s + 1, "}");
		va_list ap;
		va_start(ap, template_text);
		const char *value = s[1 + len] == '}' ? field_value(ap, s + 1, len) : NULL;
		va_end(ap);
		if (value == NULL) {
			buf_putc(&out, *s++);
			continue;
		}
		buf_puts(&out, value);
		s += len + 2;
	}
	return arena_strdup(a, buf_str(&out));
}

#include "model/codec_quick.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "model/codec.h"

#define DEPTH_MAX 16 /* of what is skipped; below the cap of json_parse */

/* The copy ends in NUL, which no token holds: nothing here looks at `end` but the end itself, and who searches. */
struct quick {
	char *at;
	const char *end;
	struct arena *a;
	bool plain; /* whatever stands between two quotes is a string: there is no backslash and no control character */
};

static bool read_object(struct quick *q, const struct fields *f, void *to);

static void *part(void *base, size_t offset)
{
	return (char *)base + offset;
}

static void blanks(struct quick *q)
{
	while (*q->at == ' ' || *q->at == '\n' || *q->at == '\t' || *q->at == '\r')
		q->at++;
}

/* The character after blanks, and the blanks behind it. */
static bool take(struct quick *q, char c)
{
	if (*q->at != c)
		blanks(q);
	if (*q->at != c)
		return false;
	q->at++;
	if (*q->at <= ' ')
		blanks(q);
	return true;
}

static bool take_word(struct quick *q, const char *word)
{
	size_t n = strlen(word);
	if (strncmp(q->at, word, n) != 0)
		return false;
	q->at += n;
	return true;
}

/* --- strings: closed with NUL where the quote was --- */

static bool plain(char c)
{
	return (unsigned char)c >= 0x20 && c != '"' && c != '\\';
}

#define BLOCK 64

/* Written for the compiler to do many at once. */
static unsigned not_plain(const unsigned char *p, size_t n)
{
	unsigned found = 0;
	for (size_t i = 0; i < n; i++)
		found |= (unsigned)(p[i] < 0x20) | (unsigned)(p[i] == '\\');
	return found;
}

static bool all_plain(const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;
	unsigned found = 0;
	for (; len >= BLOCK && found == 0; p += BLOCK, len -= BLOCK)
		found = not_plain(p, BLOCK);
	return found == 0 && not_plain(p, len) == 0;
}

/* What the letter behind a backslash stands for; 0: not sure (\u…). */
static char escaped(char c)
{
	switch (c) {
	case '"':
	case '\\':
	case '/': return c;
	case 'n': return '\n';
	case 't': return '\t';
	case 'r': return '\r';
	case 'b': return '\b';
	case 'f': return '\f';
	default: return '\0';
	}
}

/* From the first backslash on: what follows moves up. */
static bool unescape(struct quick *q, char *p)
{
	char *to = p;
	while (*p != '"') {
		if (plain(*p)) {
			*to++ = *p++;
			continue;
		}
		char c = *p == '\\' ? escaped(p[1]) : '\0';
		if (c == '\0')
			return false;
		*to++ = c;
		p += 2;
	}
	*to = '\0';
	q->at = p + 1;
	return true;
}

static bool take_string(struct quick *q, char **out)
{
	char *p = q->at;
	if (*p++ != '"')
		return false;
	*out = p;
	if (q->plain)
		p = memchr(p, '"', (size_t)(q->end - p));
	else
		while (plain(*p))
			p++;
	if (p == NULL)
		return false;
	if (*p != '"')
		return unescape(q, p);
	*p = '\0';
	q->at = p + 1;
	return true;
}

/* An empty string is an absent one. */
static bool read_string(struct quick *q, const char **out)
{
	char *s;
	if (!take_string(q, &s))
		return false;
	*out = *s != '\0' ? s : NULL;
	return true;
}

/* A member's name and its colon. */
static bool take_name(struct quick *q, char **out)
{
	return take_string(q, out) && take(q, ':');
}

/* --- numbers: what a double holds exactly, without an exponent --- */

#define DIGITS_MAX 15

/* `scale` is the power of ten the digits are to be divided by: both are exact, so the quotient is what strtod
 * gives (Clinger 1990). */
static bool take_number(struct quick *q, int64_t *digits, int *decimals)
{
	bool minus = *q->at == '-';
	int n = 0;
	*digits = 0;
	*decimals = 0;
	q->at += minus;
	const char *first = q->at;
	for (; *q->at >= '0' && *q->at <= '9' && n <= DIGITS_MAX; q->at++, n++)
		*digits = *digits * 10 + (*q->at - '0');
	if (n == 0 || (*first == '0' && n > 1))
		return false;
	if (*q->at == '.') {
		for (q->at++; *q->at >= '0' && *q->at <= '9' && n <= DIGITS_MAX; q->at++, n++, ++*decimals)
			*digits = *digits * 10 + (*q->at - '0');
		if (*decimals == 0)
			return false;
	}
	if (minus)
		*digits = -*digits;
	return n <= DIGITS_MAX && *q->at != 'e' && *q->at != 'E' && !(minus && *digits == 0);
}

static bool read_int(struct quick *q, int *out)
{
	int64_t digits;
	int decimals;
	if (!take_number(q, &digits, &decimals) || decimals > 0 || digits > INT32_MAX || digits < -INT32_MAX)
		return false;
	*out = (int)digits;
	return true;
}

static bool read_number(struct quick *q, double *out)
{
	static const double powers[DIGITS_MAX + 1] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
						      1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
	int64_t digits;
	int decimals;
	if (!take_number(q, &digits, &decimals))
		return false;
	*out = (double)digits / powers[decimals];
	return true;
}

/* --- what this program does not know --- */

static bool skip_value(struct quick *q, int depth);

static bool skip_list(struct quick *q, char close, int depth)
{
	char *name;
	q->at++;
	blanks(q);
	if (take(q, close))
		return true;
	do {
		if (depth >= DEPTH_MAX || (close == '}' && !take_name(q, &name)) || !skip_value(q, depth + 1))
			return false;
	} while (take(q, ','));
	return take(q, close);
}

static bool skip_value(struct quick *q, int depth)
{
	char *text;
	int64_t digits;
	int decimals;
	switch (*q->at) {
	case '{': return skip_list(q, '}', depth);
	case '[': return skip_list(q, ']', depth);
	case '"': return take_string(q, &text);
	case 't': return take_word(q, "true");
	case 'f': return take_word(q, "false");
	case 'n': return take_word(q, "null");
	default: return take_number(q, &digits, &decimals);
	}
}

/* --- fields --- */

static bool read_ltext(struct quick *q, struct ltext *out)
{
	char *tag;
	if (!take(q, '{'))
		return false;
	if (take(q, '}'))
		return true;
	do {
		if (!take_name(q, &tag))
			return false;
		enum lang l = lang_from_tag(tag);
		if (l == LANG_NONE ? !skip_value(q, 1) : !read_string(q, &out->v[l]))
			return false;
	} while (take(q, ','));
	return take(q, '}');
}

/* Each entry of an array by `one`, which gets its number; not sure of more than `most`. */
static bool each_entry(struct quick *q, size_t most, bool (*one)(struct quick *q, void *user, size_t i), void *user)
{
	if (!take(q, '['))
		return false;
	if (take(q, ']'))
		return true;
	size_t n = 0;
	do {
		if (n == most || !one(q, user, n++))
			return false;
	} while (take(q, ','));
	return take(q, ']');
}

struct strings {
	const char *v[RECORD_LIST_MAX];
	size_t n;
};

static bool one_string(struct quick *q, void *user, size_t i)
{
	struct strings *s = user;
	const char *text;
	(void)i;
	if (!read_string(q, &text))
		return false;
	if (text != NULL)
		s->v[s->n++] = text;
	return true;
}

static bool read_strings(struct quick *q, struct strs *out)
{
	struct strings s;
	s.n = 0;
	if (!each_entry(q, RECORD_LIST_MAX, one_string, &s))
		return false;
	out->v = ARENA_ARRAY(q->a, const char *, s.n);
	out->n = s.n;
	if (s.n > 0)
		memcpy(out->v, s.v, s.n * sizeof *s.v);
	return true;
}

struct times {
	struct civil v[SCHEDULE_EXCEPTIONS_MAX];
	size_t n;
};

static bool one_civil(struct quick *q, void *user, size_t i)
{
	struct times *t = user;
	char *s;
	t->v[i] = (struct civil){0};
	t->n = i + 1;
	return take_string(q, &s) && (civil_parse(s, &t->v[i]) || date_parse(s, &t->v[i].date));
}

static bool read_civils(struct quick *q, struct civils *out)
{
	struct times t;
	t.n = 0;
	if (!each_entry(q, SCHEDULE_EXCEPTIONS_MAX, one_civil, &t))
		return false;
	out->v = ARENA_ARRAY(q->a, struct civil, t.n);
	out->n = t.n;
	if (t.n > 0)
		memcpy(out->v, t.v, t.n * sizeof *t.v);
	return true;
}

static bool read_word(struct quick *q, const char *const *words, unsigned *out)
{
	char *s;
	if (!take_string(q, &s))
		return false;
	for (unsigned i = 0; words[i] != NULL; i++) {
		if (strcmp(words[i], s) == 0) {
			*out = i;
			return true;
		}
	}
	return false;
}

struct flags {
	const char *const *words;
	unsigned set;
};

static bool one_flag(struct quick *q, void *user, size_t i)
{
	struct flags *f = user;
	unsigned bit;
	(void)i;
	if (!read_word(q, f->words, &bit))
		return false;
	f->set |= 1U << bit;
	return true;
}

static bool read_flags(struct quick *q, const char *const *words, unsigned *out)
{
	struct flags flags = {.words = words};
	if (!each_entry(q, RECORD_LIST_MAX, one_flag, &flags))
		return false;
	*out = flags.set;
	return true;
}

struct list {
	const struct fields *f;
	char *v;
	size_t n, cap;
};

static bool one_struct(struct quick *q, void *user, size_t i)
{
	struct list *l = user;
	if (i == l->cap) {
		size_t cap = l->cap == 0 ? 2 : l->cap * 2;
		char *grown = arena_array(q->a, cap, l->f->size);
		if (l->n > 0)
			memcpy(grown, l->v, l->n * l->f->size);
		l->v = grown;
		l->cap = cap;
	}
	l->n++;
	return read_object(q, l->f, l->v + i * l->f->size);
}

static bool read_list(struct quick *q, const struct field *f, void *base)
{
	struct list l = {.f = f->inner};
	if (!each_entry(q, RECORD_LIST_MAX, one_struct, &l))
		return false;
	if (l.v == NULL)
		l.v = arena_array(q->a, 0, l.f->size);
	memcpy(part(base, f->offset), &(void *){l.v}, sizeof(void *));
	*(size_t *)part(base, f->count_offset) = l.n;
	return true;
}

static bool read_time(struct quick *q, const struct field *f, void *to)
{
	char *s;
	if (!take_string(q, &s))
		return false;
	struct civil *c = to;
	switch (f->type) {
	case FIELD_INSTANT: return instant_parse(s, to);
	case FIELD_DATE: return date_parse(s, to);
	default: return civil_parse(s, c) || date_parse(s, &c->date);
	}
}

static bool read_field(struct quick *q, const struct field *f, void *base)
{
	void *to = part(base, f->offset);
	switch (f->type) {
	case FIELD_STRING: return read_string(q, to);
	case FIELD_LTEXT: return read_ltext(q, to);
	case FIELD_STRINGS: return read_strings(q, to);
	case FIELD_BOOL:
		*(bool *)to = *q->at == 't';
		return take_word(q, *(bool *)to ? "true" : "false");
	case FIELD_INT: return read_int(q, to);
	case FIELD_NUMBER:
	case FIELD_POSITION: return read_number(q, to);
	case FIELD_INSTANT:
	case FIELD_DATE:
	case FIELD_CIVIL: return read_time(q, f, to);
	case FIELD_CIVILS: return read_civils(q, to);
	case FIELD_WORD: return read_word(q, f->words, to);
	case FIELD_FLAGS: return read_flags(q, f->words, to);
	case FIELD_STRUCT: return read_object(q, f->inner, to);
	case FIELD_LIST: return read_list(q, f, base);
	}
	return false;
}

/* Members, the brace being open. */
static bool read_members(struct quick *q, const struct fields *f, void *to, int *positions)
{
	size_t next = 0;
	uint64_t seen = 0;
	do {
		char *name;
		if (!take_name(q, &name))
			return false;
		size_t i = fields_find(f, name, &next);
		if (i == f->n) {
			if (!skip_value(q, 1))
				return false;
			continue;
		}
		if ((seen >> i & 1) != 0)
			return false;
		seen |= UINT64_C(1) << i;
		if (*q->at == 'n') {
			if (!take_word(q, "null"))
				return false;
			continue;
		}
		if (!read_field(q, &f->v[i], to))
			return false;
		*positions += f->v[i].type == FIELD_POSITION;
	} while (take(q, ','));
	return take(q, '}');
}

static bool read_object(struct quick *q, const struct fields *f, void *to)
{
	int positions = 0;
	fields_set_defaults(f, to);
	if (!take(q, '{') || (!take(q, '}') && !read_members(q, f, to, &positions)))
		return false;
	fields_settle(f, to, positions);
	return true;
}

bool record_quick_read(const struct fields *f, void *to, const char *text, size_t len, struct arena *a)
{
	if (len > RECORD_BYTES_MAX || !utf8_valid(text, len))
		return false;
	char *copy = arena_copy(a, text, len);
	struct quick q = {.at = copy, .end = copy + len, .a = a, .plain = all_plain(text, len)};
	return read_object(&q, f, to) && q.at == q.end;
}

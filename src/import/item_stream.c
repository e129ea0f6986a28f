#include "import/item_stream.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

struct item_stream {
	const char *keys;
	struct item_handler handler;
	struct buf item, rest, key;
	char brackets[ITEM_DEPTH_MAX * 2]; /* what must close, innermost last */
	size_t depth, opened;              /* opened: brackets beyond the room above */
	size_t array_depth;                /* depth inside the array of items; 0: not in it */
	size_t count, at;
	const char *skip_why;
	bool in_string, escaped, is_key, want_value, key_matches;
	bool started, finished, found, in_item;
};

struct item_stream *item_stream_new(const char *keys, const struct item_handler *h)
{
	struct item_stream *s = calloc(1, sizeof *s);
	ASSERT(s != NULL);
	s->keys = keys;
	s->handler = *h;
	s->item.limit = ITEM_BYTES_MAX;
	s->rest.limit = ITEM_REST_BYTES_MAX;
	s->key.limit = 64;
	return s;
}

void item_stream_free(struct item_stream *s)
{
	if (s == NULL)
		return;
	buf_fini(&s->item);
	buf_fini(&s->rest);
	buf_fini(&s->key);
	free(s);
}

size_t item_stream_count(const struct item_stream *s)
{
	return s->count;
}

const char *item_stream_rest(const struct item_stream *s)
{
	return buf_str(&s->rest);
}

static bool key_is_wanted(const struct item_stream *s)
{
	const char *key = buf_str(&s->key);
	size_t n = strlen(key);
	for (const char *p = s->keys; n > 0 && p != NULL && *p != '\0'; p += strcspn(p, "|"), p += *p == '|')
		if (strcspn(p, "|") == n && memcmp(p, key, n) == 0)
			return true;
	return false;
}

static bool damaged(const struct item_stream *s, struct error *e)
{
	return error_set(e, ERROR_INPUT, "damaged JSON at byte %zu", s->at);
}

static bool end_item(struct item_stream *s, struct error *e)
{
	s->in_item = false;
	s->count++;
	if (s->item.overflowed && s->skip_why == NULL)
		s->skip_why = "item too large";
	bool go_on = true;
	if (s->skip_why != NULL)
		s->handler.on_skip(s->handler.user, s->count, s->skip_why);
	else
		go_on = s->handler.on_item(s->handler.user, s->item.data, s->item.len);
	buf_clear(&s->item);
	s->skip_why = NULL;
	return go_on || error_set(e, ERROR_REFUSED, "stopped at item %zu", s->count);
}

/* Where a byte goes: to the item being collected, else to the rest of the root. */
static bool keep(struct item_stream *s, char c, struct error *e)
{
	if (s->in_item) {
		buf_putc(&s->item, c); /* a too large item is noticed at its end */
		return true;
	}
	if (s->array_depth != 0)
		return true; /* commas and blanks between items */
	return buf_putc(&s->rest, c) ||
	       error_set(e, ERROR_LIMIT, "more than %zu bytes beside the items", ITEM_REST_BYTES_MAX);
}

static bool open_bracket(struct item_stream *s, char c, struct error *e)
{
	bool root = s->depth == 0;
	bool items = c == '[' && !s->found && ((root && !s->started) || (s->depth == 1 && s->key_matches));
	if (s->depth < sizeof s->brackets)
		s->brackets[s->depth] = c;
	s->depth++;
	if (s->depth > ITEM_DEPTH_MAX)
		s->skip_why = "nested too deeply";
	if (s->depth > 1000000)
		return error_set(e, ERROR_LIMIT, "nested too deeply at byte %zu", s->at);
	s->want_value = false;
	if (items) {
		if (!keep(s, c, e))
			return false;
		s->found = true;
		s->array_depth = s->depth;
		return true;
	}
	if (s->array_depth != 0 && s->depth == s->array_depth + 1)
		s->in_item = true;
	return keep(s, c, e);
}

static bool close_bracket(struct item_stream *s, char c, struct error *e)
{
	if (s->depth == 0)
		return damaged(s, e);
	s->depth--;
	char open = c == '}' ? '{' : '[';
	if (s->depth < sizeof s->brackets && s->brackets[s->depth] != open)
		return damaged(s, e);
	bool ends_array = s->array_depth != 0 && s->depth + 1 == s->array_depth;
	if (ends_array)
		s->array_depth = 0;
	if (!keep(s, c, e))
		return false;
	s->finished = s->depth == 0;
	if (s->in_item && s->array_depth != 0 && s->depth == s->array_depth)
		return end_item(s, e);
	return true;
}

static bool string_byte(struct item_stream *s, char c, struct error *e)
{
	if (s->escaped) {
		s->escaped = false;
	} else if (c == '\\') {
		s->escaped = true;
	} else if (c == '"') {
		s->in_string = false;
		if (s->is_key)
			s->key_matches = key_is_wanted(s);
		s->is_key = false;
	} else if (s->is_key) {
		buf_putc(&s->key, c);
	}
	return keep(s, c, e);
}

static bool plain_byte(struct item_stream *s, char c, struct error *e)
{
	bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
	if (s->finished)
		return blank || damaged(s, e);
	if (s->depth == 0 && !blank && c != '{' && c != '[')
		return error_set(e, ERROR_INPUT, "not a JSON object or array (begins with '%c')",
				 c > ' ' && c < 0x7f ? c : '?');
	switch (c) {
	case '{':
	case '[': {
		bool ok = open_bracket(s, c, e);
		s->started = true;
		return ok;
	}
	case '}':
	case ']': return close_bracket(s, c, e);
	case '"':
		s->in_string = true;
		if (s->depth == 1 && s->array_depth == 0 && !s->want_value) {
			s->is_key = true;
			buf_clear(&s->key);
		}
		break;
	case ':': s->want_value = s->depth == 1; break;
	case ',':
		if (s->depth == 1) {
			s->want_value = false;
			s->key_matches = false;
		}
		break;
	default: break;
	}
	return keep(s, c, e);
}

bool item_stream_feed(struct item_stream *s, const char *data, size_t len, struct error *e)
{
	static const char bom[] = "\xef\xbb\xbf";
	for (size_t i = 0; i < len; i++, s->at++) {
		if (!s->started && s->at < 3 && data[i] == bom[s->at])
			continue;
		bool ok = s->in_string ? string_byte(s, data[i], e) : plain_byte(s, data[i], e);
		if (!ok)
			return false;
	}
	return true;
}

bool item_stream_end(struct item_stream *s, struct error *e)
{
	if (!s->finished)
		return error_set(e, ERROR_INPUT,
				 s->started ? "ends in the middle, after byte %zu" : "empty (%zu bytes)",
				 s->at);
	if (s->found || s->rest.len == 0)
		return true;
	/* the root itself is the item */
	buf_append(&s->item, s->rest.data, s->rest.len);
	buf_clear(&s->rest);
	return end_item(s, e);
}

#include "feed/page.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/buf.h"
#include "base/error.h"
#include "model/civil.h"
#include "model/codec.h"

#define SIG_LEAD ",\"sig\":\""
#define SIG_TAIL "\"}\n"
#define SIG_LEAD_LEN (sizeof SIG_LEAD - 1)
#define SIG_TAIL_LEN (sizeof SIG_TAIL - 1)
#define SIG_HEX_LEN (KEY_SIGNATURE_HEX_BYTES - 1)
#define SIG_ALL_LEN (SIG_LEAD_LEN + SIG_HEX_LEN + SIG_TAIL_LEN)

bool feed_id_ok(const char *id)
{
	size_t n = 0;
	for (; id != NULL && id[n] != '\0'; n++)
		if (n >= RECORD_ID_MAX || id[n] <= ' ' || id[n] > '~' || id[n] == '"' || id[n] == '\\')
			return false;
	return n > 0;
}

static void put_head(struct buf *out, int64_t seq, const char *kind, const char *id)
{
	ASSERT(feed_id_ok(id) && seq > 0 && seq <= FEED_SEQ_MAX);
	buf_printf(out, "{\"seq\":%lld,\"kind\":\"%s\",\"id\":\"%s\",", (long long)seq, kind, id);
}

void feed_page_put(struct buf *out, int64_t seq, const char *kind, const char *id, const char *doc,
		   size_t doc_len)
{
	put_head(out, seq, kind, id);
	buf_puts(out, "\"doc\":");
	buf_append(out, doc, doc_len);
	buf_puts(out, "}\n");
}

void feed_page_gone(struct buf *out, int64_t seq, const char *kind, const char *id)
{
	put_head(out, seq, kind, id);
	buf_puts(out, "\"gone\":true}\n");
}

void feed_page_finish(struct buf *out, const struct feed_trailer *t, const struct signing_key *key)
{
	char at[21], sig[KEY_SIGNATURE_HEX_BYTES];
	instant_format(t->at, at);
	buf_printf(out,
		   "{\"after\":%lld,\"head\":%lld,\"to\":%lld,\"more\":%s,\"live\":%lld,\"at\":\"%s\","
		   "\"digest\":\"%s\","
		   "\"key\":\"%s\"",
		   (long long)t->after, (long long)t->head, (long long)t->to, t->more ? "true" : "false",
		   (long long)t->live, at, t->digest, key->public_hex);
	signing_key_sign(key, out->data, out->len, sig);
	buf_printf(out, SIG_LEAD "%s" SIG_TAIL, sig);
}

/* --- reading: a cursor over one line, every step of which must fit exactly
 * ---------------------------------- */

struct cursor {
	const char *at, *end;
};

static bool take(struct cursor *c, const char *literal)
{
	size_t n = strlen(literal);
	if ((size_t)(c->end - c->at) < n || memcmp(c->at, literal, n) != 0)
		return false;
	c->at += n;
	return true;
}

static bool take_number(struct cursor *c, int64_t *out)
{
	int64_t v = 0;
	const char *start = c->at;
	for (; c->at < c->end && *c->at >= '0' && *c->at <= '9'; c->at++) {
		v = v * 10 + (*c->at - '0');
		if (v > FEED_SEQ_MAX)
			return false;
	}
	bool leading_zero = c->at - start > 1 && *start == '0';
	*out = v;
	return c->at > start && !leading_zero;
}

/* Up to the closing quote, which is taken too; copied. The texts in question hold no escapes (feed_id_ok). */
static const char *take_text(struct cursor *c, struct arena *a)
{
	const char *start = c->at;
	const char *quote = memchr(start, '"', (size_t)(c->end - start));
	if (quote == NULL || quote - start > RECORD_ID_MAX)
		return NULL;
	c->at = quote + 1;
	return arena_strndup(a, start, (size_t)(quote - start));
}

static bool take_bool(struct cursor *c, bool *out)
{
	*out = take(c, "true");
	return *out || take(c, "false");
}

static bool kind_word_ok(const char *word)
{
	size_t n = strspn(word, "abcdefghijklmnopqrstuvwxyz_");
	return n > 0 && n <= 32 && word[n] == '\0';
}

static bool parse_item(struct feed_item *item, const char *line, size_t len, struct arena *a)
{
	struct cursor c = {line, line + len};
	if (!take(&c, "{\"seq\":") || !take_number(&c, &item->seq) || !take(&c, ",\"kind\":\""))
		return false;
	item->kind_word = take_text(&c, a);
	if (item->kind_word == NULL || !kind_word_ok(item->kind_word) || !take(&c, ",\"id\":\""))
		return false;
	item->kind = record_kind_from_word(item->kind_word);
	item->id = take_text(&c, a);
	if (!feed_id_ok(item->id))
		return false;
	item->gone = take(&c, ",\"gone\":true}");
	if (item->gone)
		return c.at == c.end;
	if (!take(&c, ",\"doc\":{") || c.end - c.at < 2 || memcmp(c.end - 2, "}}", 2) != 0)
		return false;
	item->doc = c.at - 1;
	item->doc_len = (size_t)(c.end - 1 - item->doc);
	return item->doc_len <= RECORD_BYTES_MAX;
}

static bool parse_trailer(struct feed_trailer *t, const char *line, size_t len, struct arena *a)
{
	struct cursor c = {line, line + len};
	const char *at = NULL, *digest = NULL, *key = NULL;
	struct digest d;
	bool ok = take(&c, "{\"after\":") && take_number(&c, &t->after) && take(&c, ",\"head\":") &&
		  take_number(&c, &t->head) && take(&c, ",\"to\":") && take_number(&c, &t->to) &&
		  take(&c, ",\"more\":") && take_bool(&c, &t->more) && take(&c, ",\"live\":") &&
		  take_number(&c, &t->live) && take(&c, ",\"at\":\"") && (at = take_text(&c, a)) != NULL &&
		  take(&c, ",\"digest\":\"") && (digest = take_text(&c, a)) != NULL &&
		  take(&c, ",\"key\":\"") && (key = take_text(&c, a)) != NULL && c.at == c.end;
	if (!ok || !instant_parse(at, &t->at) || !digest_from_hex(digest, &d) ||
	    strlen(key) != KEY_HEX_BYTES - 1)
		return false;
	memcpy(t->digest, digest, sizeof t->digest);
	memcpy(t->key, key, sizeof t->key);
	return true;
}

/* Splits off the signature; *signed_len is what it covers. */
static bool check_signature(const char *text, size_t len, const char *pinned, size_t *signed_len,
			    struct error *e)
{
	if (len > FEED_PAGE_BYTES_MAX)
		return error_set(e, ERROR_LIMIT, "feed page of %zu bytes is over the cap of %zu", len,
				 FEED_PAGE_BYTES_MAX);
	if (len <= SIG_ALL_LEN || text[0] != '{' ||
	    memcmp(text + len - SIG_TAIL_LEN, SIG_TAIL, SIG_TAIL_LEN) != 0 ||
	    memcmp(text + len - SIG_ALL_LEN, SIG_LEAD, SIG_LEAD_LEN) != 0)
		return error_set(e, ERROR_INPUT, "not a feed page, or cut off (%zu bytes)", len);
	*signed_len = len - SIG_ALL_LEN;
	if (!signature_check(pinned, text, *signed_len, text + *signed_len + SIG_LEAD_LEN, SIG_HEX_LEN))
		return error_set(e, ERROR_TRUST, "feed page: wrong signature for key %.8s…", pinned);
	return true;
}

static size_t count_lines(const char *text, size_t len)
{
	size_t n = 0;
	for (const char *p = text; (p = memchr(p, '\n', len - (size_t)(p - text))) != NULL; p++)
		n++;
	return n;
}

static bool check_sense(const struct feed_page *p, const char *pinned, int64_t after, struct error *e)
{
	const struct feed_trailer *t = &p->trailer;
	if (strcmp(t->key, pinned) != 0)
		return error_set(e, ERROR_TRUST, "feed page names key %.8s… but was signed by %.8s…", t->key,
				 pinned);
	if (t->after != after)
		return error_set(e, ERROR_TRUST, "feed page begins after %lld, asked for after %lld",
				 (long long)t->after, (long long)after);
	if (t->to < after || t->to > t->head || t->more != (t->to < t->head))
		return error_set(e, ERROR_TRUST,
				 "feed page contradicts itself: after %lld, to %lld, head %lld",
				 (long long)after, (long long)t->to, (long long)t->head);
	int64_t last = after;
	for (size_t i = 0; i < p->n_items; i++) {
		if (p->items[i].seq <= last || p->items[i].seq > t->to)
			return error_set(e, ERROR_TRUST, "feed page: seq %lld of %s is out of order",
					 (long long)p->items[i].seq, p->items[i].id);
		last = p->items[i].seq;
	}
	return true;
}

bool feed_page_read(struct feed_page *out, const char *text, size_t len, const char *pinned_key_hex,
		    int64_t after, struct arena *a, struct error *e)
{
	size_t signed_len = 0;
	*out = (struct feed_page){0};
	if (!check_signature(text, len, pinned_key_hex, &signed_len, e))
		return false;
	size_t lines = count_lines(text, signed_len);
	if (lines > FEED_LIMIT_MAX)
		return error_set(e, ERROR_LIMIT, "feed page of %zu records is over the cap of %d", lines,
				 FEED_LIMIT_MAX);
	out->items = ARENA_ARRAY(a, struct feed_item, lines);
	const char *line = text, *end = text + signed_len;
	for (size_t i = 0; i < lines; i++) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		ASSERT(stop != NULL);
		if (!parse_item(&out->items[i], line, (size_t)(stop - line), a))
			return error_set(e, ERROR_INPUT, "feed page: line %zu is not a record", i + 1);
		line = stop + 1;
	}
	out->n_items = lines;
	if (!parse_trailer(&out->trailer, line, (size_t)(end - line), a))
		return error_set(e, ERROR_INPUT, "feed page: the last line is not a trailer");
	return check_sense(out, pinned_key_hex, after, e);
}

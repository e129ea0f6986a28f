/* Lists of live records. All but the one with words read one index from where the page begins to where it ends
 * (tests/unit/store/test_plans.c looks); what they leave out is looked up for the records of the page only. */
#include <stdio.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/error.h"
#include "store/internal.h"

#define LIST_WORDS_MAX 8
#define PATTERNS LIST_WORDS_MAX
#define TOTAL_COLUMN 8

/* Of a page, in an inner query so that neither engine joins what the offset skips. */
#define COLUMNS(doc) "SELECT f.kind, f.id, f.source, f.title, c.code, r.seq, r.changed_at, " doc
#define WITH_RECORD                                                                                                    \
	" JOIN records r ON r.kind = f.kind AND r.id = f.id LEFT JOIN codes c ON c.kind = f.kind AND c.id = f.id"
#define LIVE "FROM facts WHERE kind = ?1 AND live = 1"

#define PLAIN(doc)                                                                                                     \
	COLUMNS(doc)                                                                                                   \
	" FROM (SELECT kind, id, source, title " LIVE " ORDER BY title, id LIMIT ?2 OFFSET ?3) f" WITH_RECORD          \
	" ORDER BY f.title, f.id"

#define WORDS                                                                                                          \
	" AND search LIKE ?2 AND search LIKE ?3 AND search LIKE ?4 AND search LIKE ?5 AND search LIKE ?6"              \
	" AND search LIKE ?7 AND search LIKE ?8 AND search LIKE ?9"
/* One walk through the table from its beginning to its end, which the odd terms are for: an index gives a hundred thousand
 * rows in an order that has nothing to do with where they lie. The window counts what the limit leaves out. */
#define SEARCHED(doc)                                                                                                  \
	COLUMNS(doc)                                                                                                   \
	", f.total FROM (SELECT kind, id, source, title, count(*) OVER () AS total FROM facts"                         \
	" WHERE kind || '' = ?1 AND live + 0 = 1" WORDS " ORDER BY title, id LIMIT ?10 OFFSET ?11) f" WITH_RECORD      \
	" ORDER BY f.title, f.id"

#define CHANGED "FROM records WHERE kind = ?1 AND doc IS NOT NULL AND changed_at >= ?2"
#define CHANGES(doc, way)                                                                                              \
	COLUMNS(doc)                                                                                                   \
	" FROM (SELECT kind, id, seq, changed_at, doc " CHANGED " ORDER BY changed_at" way ", seq" way                 \
	" LIMIT ?3 OFFSET ?4) r JOIN facts f ON f.kind = r.kind AND f.id = r.id"                                       \
	" LEFT JOIN codes c ON c.kind = r.kind AND c.id = r.id ORDER BY r.changed_at" way ", r.seq" way

void store_read_record_(struct sql_rows *r, struct store_record *out, bool doc, struct arena *a)
{
	*out = (struct store_record){
		.kind = sql_text(r, 0, a),
		.id = sql_text(r, 1, a),
		.source = sql_text(r, 2, a),
		.title = sql_text(r, 3, a),
		.code = sql_text(r, 4, a),
		.seq = sql_i64(r, 5),
		.changed_at = sql_i64(r, 6),
	};
	if (!doc)
		return;
	const char *text = sql_text_borrow(r, 7, &out->doc_len);
	out->doc = text == NULL ? NULL : arena_strndup(a, text, out->doc_len);
}

static size_t limit_of(const struct store_filter *f)
{
	return f->limit < STORE_LIST_MAX ? f->limit : STORE_LIST_MAX;
}

static bool read_total(struct sql_rows *r, struct store_records *out, struct error *e)
{
	bool ok;
	if (!sql_next(r, &ok, e))
		return false;
	out->total = (size_t)sql_i64(r, 0);
	sql_done(r);
	return true;
}

/* total: each row also says how many there are. */
static bool read_page(struct sql_rows *r, const struct store_filter *f, bool total, struct store_records *out,
		      struct arena *a, struct error *e)
{
	bool ok;
	out->v = ARENA_ARRAY(a, struct store_record, limit_of(f));
	out->n = 0;
	while (sql_next(r, &ok, e)) {
		store_read_record_(r, &out->v[out->n++], f->docs, a);
		if (total)
			out->total = (size_t)sql_i64(r, TOTAL_COLUMN);
	}
	return ok;
}

/* --- without words --- */

/* A number that holds until the head moves: counting 100,000 takes longer than the page. Inside a transaction the head
 * may yet go back, so nothing is kept. */
static bool count_live(struct store *s, enum record_kind kind, struct store_records *out, struct error *e)
{
	struct list_total *kept = &s->totals[kind];
	bool keep = !sql_in_transaction(s->sql);
	if (keep && kept->known && kept->head == s->head.head) {
		out->total = (size_t)kept->n;
		return true;
	}
	if (!read_total(sql_query(s->sql, e, "SELECT count(*) " LIVE, "s", record_kind_word(kind)), out, e))
		return false;
	if (keep)
		*kept = (struct list_total){.head = s->head.head, .n = (int64_t)out->total, .known = true};
	return true;
}

static bool list_plain(struct store *s, const struct store_filter *f, struct store_records *out, struct arena *a,
		       struct error *e)
{
	return count_live(s, f->kind, out, e) &&
	       read_page(sql_query(s->sql, e, f->docs ? PLAIN("r.doc") : PLAIN("NULL"), "sii", record_kind_word(f->kind),
				   (int64_t)limit_of(f), (int64_t)f->offset),
			 f, false, out, a, e);
}

/* --- with words --- */

/* "% word%": search texts begin with a blank and have one before each word. LIKE's own signs are taken out:
 * folded words hold letters and digits. Unused places match anything. */
static const char *word_pattern(const struct strs *words, size_t i, struct arena *a)
{
	if (i >= words->n)
		return "%";
	char *word = arena_strdup(a, words->v[i]);
	for (char *p = word; *p != '\0'; p++)
		if (*p == '%' || *p == '_')
			*p = ' ';
	return arena_printf(a, "%% %s%%", word);
}

static bool list_searched(struct store *s, const struct store_filter *f, struct store_records *out, struct arena *a,
			  struct error *e)
{
	const char *p[PATTERNS], *kind = record_kind_word(f->kind);
	for (size_t i = 0; i < PATTERNS; i++)
		p[i] = word_pattern(&f->words, i, a);
	out->total = 0;
	return read_page(sql_query(s->sql, e, f->docs ? SEARCHED("r.doc") : SEARCHED("NULL"), "sssssssssii", kind, p[0],
				   p[1], p[2], p[3], p[4], p[5], p[6], p[7], (int64_t)limit_of(f), (int64_t)f->offset),
			 f, true, out, a, e);
}

bool store_list(struct store *s, const struct store_filter *f, struct store_records *out, struct arena *a,
		struct error *e)
{
	return f->words.n == 0 ? list_plain(s, f, out, a, e) : list_searched(s, f, out, a, e);
}

/* --- by change --- */

bool store_list_changed(struct store *s, const struct store_filter *f, int64_t since, struct store_records *out,
			struct arena *a, struct error *e)
{
	const char *kind = record_kind_word(f->kind);
	ASSERT(f->words.n == 0);
	return read_total(sql_query(s->sql, e, "SELECT count(*) " CHANGED, "si", kind, since), out, e) &&
	       read_page(sql_query(s->sql, e, f->docs ? CHANGES("r.doc", "") : CHANGES("NULL", ""), "siii", kind, since,
				   (int64_t)limit_of(f), (int64_t)f->offset),
			 f, false, out, a, e);
}

bool store_list_newest(struct store *s, const struct store_filter *f, struct store_records *out, struct arena *a,
		       struct error *e)
{
	const char *kind = record_kind_word(f->kind);
	ASSERT(f->words.n == 0);
	return count_live(s, f->kind, out, e) &&
	       read_page(sql_query(s->sql, e, f->docs ? CHANGES("r.doc", " DESC") : CHANGES("NULL", " DESC"), "siii", kind,
				   (int64_t)0, (int64_t)limit_of(f), (int64_t)f->offset),
			 f, false, out, a, e);
}

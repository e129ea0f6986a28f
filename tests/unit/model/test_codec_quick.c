/* The two readers of a doc agree (model/codec_quick.h): where the quick one is sure, the record is the one cJSON gives;
 * and it is sure of everything our own writer writes. */
#include "unit.h"

#include <cjson/cJSON.h>

#include "model/codec.h"
#include "model/codec_quick.h"

/* Every type of field; written by record_doc_write, see the first test. */
static const char full[] =
	"{\"code\":\"7k4m\",\"type\":\"ongoing\",\"status\":\"cancelled\",\"title\":{\"fi\":\"Omaishoitajien \\\"kahvi\\\\hetki\\\"\","
	"\"sv\":\"Kaffe\\nstund på ö\"},\"place\":\"demo:p1\",\"topics\":[\"peer\",\"old\"],\"age_min\":18,\"attend\":[\"site\","
	"\"online\"],\"reach\":\"regional\",\"schedules\":[{\"freq\":\"weekly\",\"interval\":2,\"byday\":\"WE\",\"start\":"
	"\"2026-03-11T13:00:00\",\"duration_min\":90,\"zone\":\"Europe/Helsinki\",\"exdates\":[\"2026-12-23T00:00:00\"]}],"
	"\"exceptions\":[{\"start\":\"2026-03-25T13:00:00\",\"status\":\"cancelled\",\"note\":{\"fi\":\"Ohjaaja on sairaana\"}}],"
	"\"price\":\"free\",\"signup\":\"no\",\"image\":{\"hash\":\"ab\",\"alt\":{\"fi\":\"Kuppi\"}},\"assured\":\"2026-03-02\","
	"\"expires_at\":\"2027-01-01T00:00:00Z\",\"from\":{\"source\":\"csv:demo\",\"source_id\":\"k\"}}";

static const char place[] = "{\"name\":{\"fi\":\"Talo\"},\"lat\":65.0121,\"lon\":-25.4651,\"approximate\":true}";

static bool quick(enum record_kind kind, const char *doc, size_t len, struct arena *a)
{
	struct record r = {.kind = kind};
	return record_quick_read(fields_of_kind(kind), &r.organisation, doc, len, a);
}

/* What the doc becomes by either way: its canonical form or the error. */
static void read_both(enum record_kind kind, const char *doc, size_t len, struct buf *one, struct buf *two, struct arena *a)
{
	struct error e1 = ERROR_INIT, e2 = ERROR_INIT;
	struct record r;
	if (record_decode(&r, kind, "x", doc, len, a, &e1))
		record_doc_write(&r, one);
	else
		buf_puts(one, e1.text);
	cJSON *tree = json_parse(doc, len, RECORD_BYTES_MAX, &e2);
	if (tree != NULL && record_from_json(&r, kind, "x", tree, a, &e2))
		record_doc_write(&r, two);
	else
		buf_puts(two, e2.text);
	cJSON_Delete(tree);
}

static void assert_agree(enum record_kind kind, const char *doc, size_t len)
{
	struct arena a = ARENA_INIT;
	struct buf one = BUF_INIT, two = BUF_INIT;
	read_both(kind, doc, len, &one, &two, &a);
	if (strcmp(buf_str(&one), buf_str(&two)) != 0)
		print_message("%.*s\n", (int)len, doc);
	assert_string_equal(buf_str(&one), buf_str(&two));
	buf_fini(&one);
	buf_fini(&two);
	arena_fini(&a);
}

static void our_own_documents_are_read_quickly(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct buf one = BUF_INIT, two = BUF_INIT;
	assert_true(quick(KIND_ACTIVITY, full, strlen(full), &a));
	assert_true(quick(KIND_PLACE, place, strlen(place), &a));
	read_both(KIND_ACTIVITY, full, strlen(full), &one, &two, &a);
	assert_string_equal(buf_str(&one), full);
	buf_clear(&one);
	read_both(KIND_PLACE, place, strlen(place), &one, &two, &a);
	assert_string_equal(buf_str(&one), place);
	buf_fini(&one);
	buf_fini(&two);
	arena_fini(&a);
}

/* Whether the quick reader takes them; the other one must read the same either way. */
static void read_places(const char *const *docs, size_t n, bool quickly)
{
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(quick(KIND_PLACE, docs[i], strlen(docs[i]), &a), quickly);
		assert_agree(KIND_PLACE, docs[i], strlen(docs[i]));
	}
	arena_fini(&a);
}

static void a_newer_servers_fields_are_skipped_quickly(void **state)
{
	(void)state;
	static const char *const doc = "{\"future\":{\"a\":[1,-2.5,true,null,{}],\"b\":\"\\\"\"},\"name\":{\"fi\":\"Talo\",\"xx\":[]},\"lat\":1}";
	read_places(&doc, 1, true);
}

static void what_is_unusual_is_left_to_the_other_reader(void **state)
{
	(void)state;
	static const char *const docs[] = {
		"{\"name\":{\"fi\":\"\\u00e4iti\"}}", /* an escape by number */
		"{\"name\":{\"fi\":\"a\"},\"name\":{\"fi\":\"b\"}}",
		"{\"lat\":6.5e1,\"lon\":2}",
		"{\"lat\":65.01212121212121212121,\"lon\":2}",
		"{\"lat\":01,\"lon\":2}",
		"{\"lat\":-0,\"lon\":2}",
		"{\"name\":{\"fi\":\"a\tb\"}}",
		"{\"name\":{\"fi\":\"a\xff\"}}",
		"{\"name\":{\"fi\":7}}",
		"{\"name\":[]}",
		"{\"name\":{\"fi\":\"a\"}",
		"{\"name\":{\"fi\":\"a\"}} {}",
		"\xef\xbb\xbf{}",
		"{\"access\":{}}",
		"[]",
		"",
		"{\"x\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
	};
	read_places(docs, sizeof docs / sizeof docs[0], false);
}

static void blanks_and_nothing_are_no_difference(void **state)
{
	(void)state;
	static const char *const docs[] = {
		" {\n\t\"name\" : { \"fi\" : \"Talo\" } , \"access\" : [ ] , \"lat\" : null , \"from\" : { } } ",
		"{}",
		"{\"name\":{},\"access\":[\"\",\"loop\"],\"postcode\":\"\"}",
		"{\"name\":{\"fi\":\"a\",\"fi-FI\":\"\"},\"municipality\":null}",
	};
	read_places(docs, sizeof docs / sizeof docs[0], true);
}

static void no_list_passes_its_cap(void **state)
{
	(void)state;
	for (int n = RECORD_LIST_MAX; n <= RECORD_LIST_MAX + 1; n++) {
		struct buf doc = BUF_INIT;
		buf_puts(&doc, "{\"title\":{\"fi\":\"x\"},\"topics\":[");
		for (int i = 0; i < n; i++)
			buf_puts(&doc, i > 0 ? ",\"a\"" : "\"a\"");
		buf_puts(&doc, "],\"schedules\":[");
		for (int i = 0; i < n; i++)
			buf_puts(&doc, i > 0 ? ",{\"start\":\"2026-01-01T10:00\"}" : "{\"start\":\"2026-01-01\"}");
		buf_puts(&doc, "]}");
		struct arena a = ARENA_INIT;
		assert_int_equal(quick(KIND_ACTIVITY, doc.data, doc.len, &a), n == RECORD_LIST_MAX);
		assert_agree(KIND_ACTIVITY, doc.data, doc.len);
		arena_fini(&a);
		buf_fini(&doc);
	}
}

/* Every byte of a document left out, and put in the place of others. */
static void they_agree_on_every_slip(void **state)
{
	(void)state;
	static const char slips[] = "\"\\{}[]:,0-.n ";
	char doc[sizeof full];
	size_t len = strlen(full);
	for (size_t at = 0; at < len; at++) {
		assert_agree(KIND_ACTIVITY, full, at); /* cut off here */
		memcpy(doc, full, at);
		memcpy(doc + at, full + at + 1, len - at);
		assert_agree(KIND_ACTIVITY, doc, len - 1);
		memcpy(doc, full, sizeof full);
		for (const char *c = slips; *c != '\0'; c++) {
			doc[at] = *c;
			assert_agree(KIND_ACTIVITY, doc, len);
		}
	}
}

TEST_MAIN(T(our_own_documents_are_read_quickly), T(a_newer_servers_fields_are_skipped_quickly),
	  T(what_is_unusual_is_left_to_the_other_reader), T(blanks_and_nothing_are_no_difference), T(no_list_passes_its_cap),
	  T(they_agree_on_every_slip))

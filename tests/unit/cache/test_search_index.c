#include "fixture.h"

#include "cache/search.h"
#include "cache/search_index.h"
#include "db/db.h"

static struct search *searcher(struct fixture *f)
{
	struct search *s;
	assert_ok(search_open(&s, reader(f), "assets/thesaurus", &f->e), f->e);
	return s;
}

static struct search_result find(struct fixture *f, struct search *s, const char *text)
{
	struct search_result r;
	assert_ok(search_query(s, &f->view, text, 20, &r, &f->a, &f->e), f->e);
	return r;
}

static void assert_found(struct fixture *f, struct search *s, const char *text, const char *ids)
{
	struct search_result r = find(f, s, text);
	const char *got = ids_of(f, &r.cards);
	if (strcmp(got, ids) != 0)
		fail_msg("\"%s\" finds \"%s\", not \"%s\"", text, got, ids);
}

static struct record titled(const char *title, const char *words)
{
	struct record r = event(title, "2026-03-12T12:00");
	r.activity.words_title.v[LANG_FI] = words;
	return r;
}

static void a_page_can_be_searched_once_it_is_committed(void **state)
{
	struct fixture *f = *state;
	begin(f);
	put_centre(f);
	put_activity(f, "a1", titled("Surukahvila", "surukahvila +suru +kahvila"), "p-near");
	commit(f);
	struct search *s = searcher(f);
	assert_found(f, s, "surukahvila", "a1");
	assert_found(f, s, "suru", "a1");
	assert_found(f, s, "kahv", "a1");
	assert_found(f, s, "auto", "");
	begin(f);
	put_activity(f, "a2", titled("Autokerho", "autokerho +auto +kerho"), "p-near");
	commit(f);
	assert_found(f, s, "auto", "a2");
	assert_found(f, s, "suru", "a1");
	search_close(s);
}

static void changes_replace_and_removals_hide(void **state)
{
	struct fixture *f = *state;
	begin(f);
	put_centre(f);
	put_activity(f, "a1", titled("Suru", "suru"), "p-near");
	put_activity(f, "a2", titled("Suru", "suru"), "p-80km");
	commit(f);
	struct search *s = searcher(f);
	assert_found(f, s, "suru", "a1 a2");
	begin(f);
	put_activity(f, "a1", titled("Ilo", "ilo"), "p-near");
	commit(f);
	assert_found(f, s, "suru", "a2");
	assert_found(f, s, "ilo", "a1");
	int64_t was;
	begin(f);
	assert_ok(cache_page_remove(f->w, ++f->seq, "activity", "a2", &was, &f->e), f->e);
	commit(f);
	assert_found(f, s, "suru", "");
	begin(f);
	put_activity(f, "a2", titled("Suru", "suru"), "p-near");
	commit(f);
	assert_found(f, s, "suru", "a2");
	search_close(s);
}

static void a_page_rolled_back_leaves_no_trace(void **state)
{
	struct fixture *f = *state;
	begin(f);
	put_centre(f);
	put_activity(f, "a1", titled("Suru", "suru"), "p-near");
	commit(f);
	begin(f);
	put_activity(f, "a1", titled("Ilo", "ilo"), "p-near");
	cache_page_rollback(f->w);
	struct search *s = searcher(f);
	assert_found(f, s, "suru", "a1");
	assert_found(f, s, "ilo", "");
	search_close(s);
}

static void the_name_of_an_organisation_is_searched_and_follows_it(void **state)
{
	struct fixture *f = *state;
	struct record org = {.kind = KIND_ORGANISATION}, act = titled("Ilta", "ilta");
	org.organisation.name.v[LANG_FI] = "Karhulan Martat";
	org.organisation.from.modified_at = INSTANT_NONE;
	act.activity.organisation = "o1";
	begin(f);
	put_centre(f);
	put(f, KIND_ORGANISATION, "o1", &org);
	put_activity(f, "a1", act, "p-near");
	commit(f);
	struct search *s = searcher(f);
	assert_found(f, s, "karhula", "a1");
	begin(f);
	org.organisation.name.v[LANG_FI] = "Hirvelän Martat";
	put(f, KIND_ORGANISATION, "o1", &org);
	commit(f);
	assert_found(f, s, "karhula", "");
	assert_found(f, s, "hirvelä", "a1");
	search_close(s);
}

static void many_changes_move_up_and_are_all_found(void **state)
{
	struct fixture *f = *state;
	const size_t rounds = 24, each = 30; /* 720 activities: past level 0 more than once */
	begin(f);
	put_centre(f);
	commit(f);
	for (size_t i = 0; i < rounds; i++) {
		begin(f);
		for (size_t k = 0; k < each; k++) {
			char id[32], words[32];
			snprintf(id, sizeof id, "m%zu", i * each + k);
			snprintf(words, sizeof words, "sana%zu yhteinen", i * each + k);
			put_activity(f, id, titled(words, arena_strdup(&f->a, words)), "p-near");
		}
		commit(f);
	}
	struct search *s = searcher(f);
	for (size_t i = 0; i < rounds * each; i += 37) {
		struct search_result r = find(f, s, arena_printf(&f->a, "sana%zu ", i));
		assert_true(r.cards.n >= 1);
		assert_string_equal(r.cards.v[0].id, arena_printf(&f->a, "m%zu", i));
	}
	struct search_result r = find(f, s, "yhteinen");
	assert_int_equal(r.cards.total, rounds * each);
	search_close(s);
}

/* How much a few words find, and what stands first where only one thing has the word, as one text. */
static const char *found_by(struct fixture *f, struct search *s)
{
	static const char *const words[] = {"yhteinen", "kierros3 ", "kierros15 ", "sana7 ", "sana299 ",
					    "ainut1000 ", "ainut2345 ", "ainut4321 "};
	const char *all = "";
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		struct search_result r = find(f, s, words[i]);
		all = arena_printf(&f->a, "%s%s: %zu %s\n", all, words[i], r.cards.total,
				   words[i][0] == 'a' && r.cards.n > 0 ? r.cards.v[0].id : "");
	}
	return all;
}

/* Rounds of 300 that overlap and come round again, so that each level is joined into the one above it, the last too. */
static void joined_levels_find_what_an_index_built_anew_finds(void **state)
{
	struct fixture *f = *state;
	int64_t was;
	begin(f);
	put_centre(f);
	commit(f);
	for (int round = 0; round < 18; round++) {
		begin(f);
		for (int k = 0; k < 300; k++) {
			int n = (round * 280 + k) % 4900;
			const char *id = arena_printf(&f->a, "m%d", n);
			const char *words = arena_printf(&f->a, "sana%d ainut%d kierros%d yhteinen", k, n, round);
			if (k % 50 == 49)
				assert_ok(cache_page_remove(f->w, ++f->seq, "activity", id, &was, &f->e), f->e);
			else
				put_activity(f, id, titled(words, words), "p-near");
		}
		commit(f);
	}
	int64_t last;
	assert_ok(db_get_i64(cache_writer_db(f->w), "SELECT documents FROM search_segment WHERE level=3", 0, &last, &f->e),
		  f->e);
	assert_in_range(last, 3000, 4900); /* it was joined, and names that are gone are not in it */
	struct search *s = searcher(f);
	const char *joined = found_by(f, s);
	struct search_index *x = search_index_new(cache_writer_db(f->w));
	assert_ok(db_begin(cache_writer_db(f->w), &f->e) && search_index_rebuild(x, &f->e) &&
			  db_commit(cache_writer_db(f->w), &f->e),
		  f->e);
	search_index_free(x);
	search_close(s);
	s = searcher(f);
	assert_string_equal(joined, found_by(f, s));
	search_close(s);
}

static void a_damaged_index_is_built_anew_when_the_writer_opens(void **state)
{
	struct fixture *f = *state;
	begin(f);
	put_centre(f);
	put_activity(f, "a1", titled("Suru", "suru"), "p-near");
	commit(f);
	assert_ok(db_exec(cache_writer_db(f->w), "UPDATE search_segment SET data=x'0102030405'", &f->e),
		  f->e);
	struct search *s = searcher(f);
	assert_found(f, s, "suru", ""); /* less, but no failure */
	cache_writer_close(f->w);
	assert_ok(cache_writer_open(&f->w, f->path, &f->e), f->e);
	assert_found(f, s, "suru", "a1");
	search_close(s);
}

/* --- a load of several pages --- */

static void commit_more(struct fixture *f)
{
	struct cache_meta m;
	assert_ok(cache_writer_meta(f->w, &m, &f->e), f->e);
	m.after = f->seq;
	m.loading = true;
	m.signed_at = f->now;
	assert_ok(cache_page_commit(f->w, &m, &f->e), f->e);
}

static void names_may_come_after_the_activities_of_a_load(void **state)
{
	struct fixture *f = *state;
	struct record org = {.kind = KIND_ORGANISATION}, a1 = titled("Ilta", "ilta"), a3 = titled("Talo", "talo");
	org.organisation.name.v[LANG_FI] = "Karhu";
	org.organisation.from.modified_at = INSTANT_NONE;
	a1.activity.organisation = a3.activity.organisation = "o1";
	begin(f);
	put_activity(f, "a1", a1, "p-near");
	put_activity(f, "a2", titled("Karhu", "karhu"), "p-near");
	put_activity(f, "a3", a3, "p-near");
	put_activity(f, "a4", titled("Susi", "susi"), "p-near");
	commit_more(f);
	begin(f);
	put_centre(f);
	put(f, KIND_ORGANISATION, "o1", &org);
	commit(f);
	struct search *s = searcher(f);
	struct search_result r = find(f, s, "karhu");
	assert_int_equal(r.cards.total, 3);
	assert_string_equal(r.cards.v[0].id, "a2"); /* in the title: the strongest */
	assert_int_equal(find(f, s, "oulu").cards.total, 4);
	assert_found(f, s, "susi", "a4");
	search_close(s);
}

static void a_record_put_again_or_taken_away_in_a_load_counts_once(void **state)
{
	struct fixture *f = *state;
	int64_t was;
	begin(f);
	put_centre(f);
	put_activity(f, "a1", titled("Suru", "suru"), "p-near");
	put_activity(f, "a2", titled("Suru", "suru"), "p-near");
	commit_more(f);
	begin(f);
	put_activity(f, "a1", titled("Ilo", "ilo"), "p-near");
	assert_ok(cache_page_remove(f->w, ++f->seq, "activity", "a2", &was, &f->e), f->e);
	commit(f);
	struct search *s = searcher(f);
	assert_found(f, s, "suru", "");
	assert_found(f, s, "ilo", "a1");
	search_close(s);
}

static void a_load_goes_on_after_a_rollback_and_in_another_process(void **state)
{
	struct fixture *f = *state;
	begin(f);
	put_centre(f);
	put_activity(f, "a1", titled("Suru", "suru"), "p-near");
	commit_more(f);
	begin(f);
	put_activity(f, "a2", titled("Ilo", "ilo"), "p-near");
	cache_page_rollback(f->w);
	begin(f);
	put_activity(f, "a3", titled("Koti", "koti"), "p-near");
	commit_more(f);
	cache_writer_close(f->w);
	assert_ok(cache_writer_open(&f->w, f->path, &f->e), f->e);
	cache_writer_set_now(f->w, f->now);
	begin(f);
	put_activity(f, "a4", titled("Meri", "meri"), "p-near");
	commit(f);
	struct search *s = searcher(f);
	assert_found(f, s, "suru", "a1");
	assert_found(f, s, "ilo", "");
	assert_found(f, s, "koti", "a3");
	assert_found(f, s, "meri", "a4");
	search_close(s);
}

static void a_load_from_the_start_replaces_the_index(void **state)
{
	struct fixture *f = *state;
	int64_t n;
	begin(f);
	put_centre(f);
	put_activity(f, "a1", titled("Suru", "suru"), "p-near");
	put_activity(f, "a2", titled("Ilo", "ilo"), "p-near");
	commit(f);
	assert_ok(cache_load_begin(f->w, &f->e), f->e);
	begin(f);
	put_centre(f);
	put_activity(f, "a2", titled("Koti", "koti"), "p-near");
	commit_more(f);
	struct search *s = searcher(f);
	assert_found(f, s, "suru", "a1");
	begin(f);
	put_activity(f, "a3", titled("Meri", "meri"), "p-near");
	assert_ok(cache_page_sweep(f->w, &n, &f->e), f->e);
	commit(f);
	assert_found(f, s, "suru", "");
	assert_found(f, s, "ilo", "");
	assert_found(f, s, "koti", "a2");
	assert_found(f, s, "meri", "a3");
	search_close(s);
}

TEST_MAIN(CASE(a_page_can_be_searched_once_it_is_committed), CASE(changes_replace_and_removals_hide),
	  CASE(a_page_rolled_back_leaves_no_trace),
	  CASE(the_name_of_an_organisation_is_searched_and_follows_it),
	  CASE(many_changes_move_up_and_are_all_found), CASE(joined_levels_find_what_an_index_built_anew_finds),
	  CASE(a_damaged_index_is_built_anew_when_the_writer_opens),
	  CASE(names_may_come_after_the_activities_of_a_load),
	  CASE(a_record_put_again_or_taken_away_in_a_load_counts_once),
	  CASE(a_load_goes_on_after_a_rollback_and_in_another_process),
	  CASE(a_load_from_the_start_replaces_the_index))

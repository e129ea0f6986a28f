/* What staff decide: features, hides, topics, notices, contacts, polls; and details. */
#include "unit/cache/fixture.h"

static const struct list_filter all = {0};
static const char *c1[] = {"c1"}, *c2[] = {"c2"}, *s1[] = {"s1"};

static struct record feature(const char *activity, int order, int64_t from, int64_t until)
{
	struct record r = {.kind = KIND_FEATURE};
	r.feature =
		(struct feature){.activity = activity, .order = order, .from_at = from, .until_at = until};
	r.feature.sentence.v[LANG_FI] = "Tervetuloa";
	return r;
}

static void test_features_in_staffs_order_while_in_force(void **state)
{
	struct fixture *f = *state;
	struct record r;
	struct cards cards;
	begin(f);
	put_centre(f);
	put_activity(f, "a", event("a", NULL), "p-home");
	put_activity(f, "b", event("b", NULL), "p-home");
	put_activity(f, "over", event("c", "2026-03-11T08:00"), "p-home");
	r = feature("a", 2, f->now - 60, f->now + 60);
	put(f, KIND_FEATURE, "f1", &r);
	r = feature("b", 1, INSTANT_NONE, f->now + 600);
	r.feature.centres = (struct strs){c1, 1};
	r.feature.screens = (struct strs){s1, 1};
	put(f, KIND_FEATURE, "f2", &r);
	r = feature("over", 0, INSTANT_NONE, INSTANT_NONE);
	put(f, KIND_FEATURE, "f3", &r);
	r = feature("gone", 0, INSTANT_NONE, INSTANT_NONE);
	put(f, KIND_FEATURE, "f4", &r);
	commit(f);
	assert_ok(cache_features(reader(f), &f->view, &cards, &f->a, &f->e), f->e);
	assert_string_equal(ids_of(f, &cards), "b a");
	assert_true(cards.v[0].featured);
	assert_true(cards.v[0].feature_until == f->now + 600);
	assert_string_equal(cards.v[0].feature_sentence, "Tervetuloa");
	cards = list(f, all);
	assert_true(cards.v[0].featured && cards.v[1].featured);
	f->view.screen = "s2";
	assert_ok(cache_features(f->c, &f->view, &cards, &f->a, &f->e), f->e);
	assert_string_equal(ids_of(f, &cards), "a");
	f->view.now = f->now + 60; /* its end */
	assert_ok(cache_features(f->c, &f->view, &cards, &f->a, &f->e), f->e);
	assert_int_equal(cards.n, 0);
	assert_false(list(f, all).v[0].featured);
	f->view.now = f->now - 61; /* before it begins */
	assert_ok(cache_features(f->c, &f->view, &cards, &f->a, &f->e), f->e);
	assert_int_equal(cards.n, 0);
}

static void put_hide(struct fixture *f, const char *id, const char *what, const char *target,
		     const char **centres)
{
	struct record r = {.kind = KIND_HIDE};
	r.hide = (struct hide){.what = what, .target = target};
	if (centres != NULL)
		r.hide.centres = (struct strs){centres, 1};
	put(f, KIND_HIDE, id, &r);
}

static void test_hidden_things_are_nowhere(void **state)
{
	struct fixture *f = *state;
	struct record r;
	struct detail d;
	static const char *t2[] = {"t2", "t1"};
	begin(f);
	put_centre(f);
	put_activity(f, "a", event("a", NULL), NULL);
	r = event("b", NULL);
	r.activity.organisation = "o1";
	put_activity(f, "of-o1", r, NULL);
	r = event("c", NULL);
	r.activity.topics = (struct strs){t2, 2};
	put_activity(f, "of-t2", r, NULL);
	put_activity(f, "seen", event("d", NULL), NULL);
	put_hide(f, "h1", "activity", "a", c1);
	put_hide(f, "h2", "organisation", "o1", NULL);
	put_hide(f, "h3", "topic", "t2", c1);
	put_hide(f, "h4", "activity", "seen", c2); /* another centre's */
	commit(f);
	assert_list(f, all, "seen");
	assert_false(cache_detail(f->c, &f->view, "a", &d, &f->a, &f->e));
	assert_int_equal(f->e.kind, ERROR_NOT_FOUND);
	assert_true(cache_detail(f->c, &f->view, "seen", &d, &f->a, &f->e));
	f->view.centre = "c2";
	assert_int_equal(list(f, all).n, 2); /* not "of-o1" and "seen" */
}

static void test_detail_has_it_all(void **state)
{
	struct fixture *f = *state;
	struct record r = {.kind = KIND_ORGANISATION};
	struct detail d;
	begin(f);
	put_centre(f);
	r.organisation.name.v[LANG_FI] = "Yhdistys";
	r.organisation.from.modified_at = INSTANT_NONE;
	put(f, KIND_ORGANISATION, "o1", &r);
	r = weekly("Ryhmä", "2026-03-04T13:00");
	r.activity.organisation = "o1";
	r.activity.code = "k7mp";
	r.activity.title.v[LANG_SV] = "Grupp";
	put_activity(f, "a", r, "p-near");
	r = event("expired", NULL);
	r.activity.expires_at = f->now;
	put_activity(f, "expired", r, NULL);
	put_activity(f, "past", event("past", "2026-03-10T13:00"), NULL);
	commit(f);
	f->view.lang = LANG_SV;
	assert_ok(cache_detail(reader(f), &f->view, "a", &d, &f->a, &f->e), f->e);
	assert_string_equal(d.card.title, "Grupp");
	assert_string_equal(d.card.organisation_name, "Yhdistys");
	assert_true(d.has_organisation && d.has_place);
	assert_int_equal(d.n_next, 10);
	assert_int_equal(d.next[0].start.date.day, 11);
	assert_int_equal(d.next[3].start.hour, 13); /* after the clocks changed */
	f->view.lang = LANG_EN;
	assert_ok(cache_detail(f->c, &f->view, "a", &d, &f->a, &f->e), f->e);
	assert_int_equal(d.card.title_lang, LANG_FI);
	assert_string_equal(d.activity.code, "k7mp");
	assert_false(cache_detail(f->c, &f->view, "expired", &d, &f->a, &f->e));
	assert_false(cache_detail(f->c, &f->view, "nothing", &d, &f->a, &f->e));
	assert_ok(cache_detail(f->c, &f->view, "past", &d, &f->a, &f->e), f->e); /* may be open as it ends */
	assert_int_equal(d.n_next, 0);
	f->view.now = INSTANT_NONE;
	assert_true(cache_detail(f->c, &f->view, "expired", &d, &f->a, &f->e));
}

static void put_topic(struct fixture *f, const char *id, int order)
{
	struct record r = {.kind = KIND_TOPIC};
	r.topic.title.v[LANG_FI] = id;
	r.topic.look = "peer";
	r.topic.order = order;
	put(f, KIND_TOPIC, id, &r);
}

static void test_topics_in_the_centres_order(void **state)
{
	struct fixture *f = *state;
	struct named_topic *v;
	size_t n;
	static const char *shown[] = {"t3", "t1", "t2"};
	struct record r = {.kind = KIND_CENTRE};
	r.centre.name.v[LANG_FI] = "Toinen";
	r.centre.zone = ZONE_DEFAULT;
	r.centre.topics = (struct strs){shown, 3};
	begin(f);
	put_centre(f);
	put_topic(f, "t1", 2);
	put_topic(f, "t2", 1);
	put_topic(f, "t3", 3);
	put_topic(f, "t4", 4);
	put(f, KIND_CENTRE, "c2", &r);
	put_hide(f, "h", "topic", "t2", c2);
	put_activity(f, "a", event("a", NULL), NULL);
	commit(f);
	assert_ok(cache_topics(reader(f), &f->view, &v, &n, &f->a, &f->e), f->e);
	assert_int_equal(n, 4);
	assert_string_equal(v[0].id, "t2");
	f->view.centre = "c2";
	assert_ok(cache_topics(f->c, &f->view, &v, &n, &f->a, &f->e), f->e);
	assert_int_equal(n, 2);
	assert_string_equal(v[0].id, "t3");
	assert_string_equal(v[1].id, "t1");
	assert_string_equal(list(f, all).v[0].look, "peer");
	struct strs ids;
	assert_ok(cache_centre_ids(f->c, &ids, &f->a, &f->e), f->e);
	assert_int_equal(ids.n, 2);
	struct centre centre;
	assert_ok(cache_centre(f->c, "c1", &centre, &f->a, &f->e), f->e);
	assert_false(cache_centre(f->c, "c9", &centre, &f->a, &f->e));
	assert_int_equal(f->e.kind, ERROR_NOT_FOUND);
}

static void test_notices_contacts_and_polls_of_this_centre_and_time(void **state)
{
	struct fixture *f = *state;
	struct record r = {.kind = KIND_NOTICE};
	struct notice *notices;
	struct contact *contacts;
	struct named_poll *polls;
	struct poll_answer answers[2] = {{.id = "y"}, {.id = "n"}};
	size_t n;
	begin(f);
	put_centre(f);
	r.notice = (struct notice){.level = "info", .from_at = f->now - 10, .until_at = f->now + 10};
	r.notice.title.v[LANG_FI] = "tieto";
	put(f, KIND_NOTICE, "n1", &r);
	r.notice.level = "warning";
	put(f, KIND_NOTICE, "n2", &r);
	r.notice.centres = (struct strs){c2, 1};
	put(f, KIND_NOTICE, "n3", &r);
	r = (struct record){.kind = KIND_CONTACT};
	r.contact = (struct contact){.type = "helpline", .order = 2};
	r.contact.name.v[LANG_FI] = "toinen";
	put(f, KIND_CONTACT, "k1", &r);
	r.contact.order = 1;
	r.contact.name.v[LANG_FI] = "ensimmäinen";
	put(f, KIND_CONTACT, "k2", &r);
	r = (struct record){.kind = KIND_POLL};
	r.poll = (struct poll){
		.answers = answers, .n_answers = 2, .from_at = INSTANT_NONE, .until_at = f->now};
	r.poll.question.v[LANG_FI] = "?";
	answers[0].text.v[LANG_FI] = answers[1].text.v[LANG_FI] = "x";
	put(f, KIND_POLL, "p1", &r);
	commit(f);
	assert_ok(cache_notices(reader(f), &f->view, &notices, &n, &f->a, &f->e), f->e);
	assert_int_equal(n, 2);
	assert_string_equal(notices[0].level, "warning");
	assert_ok(cache_contacts(f->c, &f->view, &contacts, &n, &f->a, &f->e), f->e);
	assert_int_equal(n, 2);
	assert_string_equal(contacts[0].name.v[LANG_FI], "ensimmäinen");
	assert_ok(cache_polls(f->c, &f->view, &polls, &n, &f->a, &f->e), f->e);
	assert_int_equal(n, 0);
	f->view.now = f->now - 1;
	assert_ok(cache_polls(f->c, &f->view, &polls, &n, &f->a, &f->e), f->e);
	assert_int_equal(n, 1);
	f->view.now = INSTANT_NONE;
	f->view.centre = "c2";
	assert_ok(cache_notices(f->c, &f->view, &notices, &n, &f->a, &f->e), f->e);
	assert_int_equal(n, 3);
}

TEST_MAIN(CASE(test_features_in_staffs_order_while_in_force), CASE(test_hidden_things_are_nowhere),
	  CASE(test_detail_has_it_all), CASE(test_topics_in_the_centres_order),
	  CASE(test_notices_contacts_and_polls_of_this_centre_and_time))

/* Accounts, sessions, audit and throttling on every engine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "backends.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "store/people.h"

#define NOW 1763800000

static const char *centres[] = {"oulu", "raahe"};

static void add_user(struct store *s, const char *name, bool disabled)
{
	struct user u = {.name = name,
			 .display = "Maija",
			 .password = "$argon2id$…",
			 .role = ROLE_CONTACT,
			 .centres = {centres, 2},
			 .lang = "fi",
			 .disabled = disabled,
			 .created_at = NOW,
			 .organisation = "own:o-1"};
	struct error e = ERROR_INIT;
	if (!user_put(s, &u, &e))
		fail_msg("%s", e.text);
}

static void users_are_kept_whole(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct user u, *list;
	size_t n;
	struct error e = ERROR_INIT;
	add_user(b->store, "maija", false);
	add_user(b->store, "aino", true);
	assert_true(user_get(b->store, "maija", &u, &a, &e));
	assert_string_equal(u.display, "Maija");
	assert_int_equal(u.role, ROLE_CONTACT);
	assert_int_equal(u.centres.n, 2);
	assert_string_equal(u.centres.v[1], "raahe");
	assert_null(u.totp);
	assert_string_equal(u.organisation, "own:o-1");
	assert_null(u.email);
	assert_false(user_get(b->store, "nobody", &u, &a, &e));
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
	assert_true(user_list(b->store, &list, &n, &a, &e));
	assert_int_equal(n, 2);
	assert_true(list[0].disabled);
	struct user bad = u;
	bad.name = "Maija Meikäläinen";
	assert_false(user_put(b->store, &bad, &e));
}

static void a_code_is_used_once(void **state)
{
	struct backend *b = *state;
	bool first;
	add_user(b->store, "maija", false);
	assert_true(user_use_totp_step(b->store, "maija", 100, &first, NULL));
	assert_true(first);
	assert_true(user_use_totp_step(b->store, "maija", 100, &first, NULL));
	assert_false(first);
	assert_true(user_use_totp_step(b->store, "maija", 99, &first, NULL));
	assert_false(first);
	assert_true(user_use_totp_step(b->store, "maija", 101, &first, NULL));
	assert_true(first);
}

static void recovery_codes_work_once(void **state)
{
	struct backend *b = *state;
	char codes[RECOVERY_CODES][RECOVERY_CODE_BYTES], more[RECOVERY_CODES][RECOVERY_CODE_BYTES], typed[16];
	bool ok;
	int64_t left;
	assert_true(recovery_renew(b->store, "maija", codes, NULL));
	assert_true(recovery_use(b->store, "aino", codes[0], &ok, NULL));
	assert_false(ok); /* another person's */
	snprintf(typed, sizeof typed, " %.5s%s", codes[0], codes[0] + 6);
	typed[1] = (char)(typed[1] >= 'a' ? typed[1] - 'a' + 'A' : typed[1]);
	assert_true(recovery_use(b->store, "maija", typed, &ok, NULL)); /* without dash, in capitals */
	assert_true(ok);
	assert_true(recovery_use(b->store, "maija", codes[0], &ok, NULL));
	assert_false(ok);
	assert_true(recovery_left(b->store, "maija", &left, NULL));
	assert_int_equal(left, RECOVERY_CODES - 1);
	assert_true(recovery_renew(b->store, "maija", more, NULL));
	assert_true(recovery_use(b->store, "maija", codes[1], &ok, NULL));
	assert_false(ok);
	assert_true(recovery_use(b->store, "maija", "", &ok, NULL));
	assert_false(ok);
}

static void sessions_end_by_every_way(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	char t[SESSION_TOKEN_BYTES], t2[SESSION_TOKEN_BYTES];
	struct session s;
	add_user(b->store, "maija", false);
	assert_true(session_start(b->store, "maija", SESSION_PASSWORD, NOW, t, NULL));
	assert_true(session_start(b->store, "maija", SESSION_FULL, NOW, t2, NULL));
	assert_string_not_equal(t, t2);
	assert_true(session_get(b->store, t, NOW, &s, &a, NULL));
	assert_int_equal(s.stage, SESSION_PASSWORD);
	assert_string_equal(s.user.name, "maija");
	assert_int_equal(strlen(s.csrf), 32);
	assert_true(session_get(b->store, t2, NOW, &s, &a, NULL));
	assert_int_equal(s.stage, SESSION_FULL);
	/* idle */
	assert_false(session_get(b->store, t, NOW + SESSION_IDLE_S, &s, &a, NULL));
	assert_true(session_touch(b->store, t, NOW + SESSION_IDLE_S - 1, NULL));
	assert_true(session_get(b->store, t, NOW + SESSION_IDLE_S + 60, &s, &a, NULL));
	/* too old however busy */
	for (int64_t at = NOW; at < NOW + SESSION_ABSOLUTE_S; at += 600)
		assert_true(session_touch(b->store, t, at, NULL));
	assert_false(session_get(b->store, t, NOW + SESSION_ABSOLUTE_S, &s, &a, NULL));
	/* logout of one; then of all */
	assert_true(session_touch(b->store, t, NOW, NULL));
	assert_true(session_end(b->store, t2, NULL));
	assert_false(session_get(b->store, t2, NOW, &s, &a, NULL));
	assert_true(session_get(b->store, t, NOW, &s, &a, NULL));
	assert_true(session_end_all(b->store, "maija", NULL));
	assert_false(session_get(b->store, t, NOW, &s, &a, NULL));
	/* a disabled account's session is dead at once */
	assert_true(session_start(b->store, "maija", SESSION_FULL, NOW, t, NULL));
	add_user(b->store, "maija", true);
	assert_false(session_get(b->store, t, NOW, &s, &a, NULL));
	assert_false(session_get(b->store, "", NOW, &s, &a, NULL));
}

static void the_audit_log_is_newest_first(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct audit_entry *v;
	size_t n;
	assert_true(store_begin(b->store, NULL));
	for (int i = 0; i < 3; i++) {
		struct audit_entry entry = {.at = NOW + i,
					    .who = "maija",
					    .what = "feature.put",
					    .target = i == 1 ? "f-2" : "f-1",
					    .after = "{}"};
		assert_true(audit_add(b->store, &entry, NULL));
	}
	assert_true(store_commit(b->store, NULL));
	assert_true(audit_list(b->store, NULL, 2, &v, &n, &a, NULL));
	assert_int_equal(n, 2);
	assert_int_equal(v[0].n, 3);
	assert_int_equal(v[0].at, NOW + 2);
	assert_true(audit_list(b->store, "f-2", 10, &v, &n, &a, NULL));
	assert_int_equal(n, 1);
	assert_null(v[0].before);
}

static void guessing_is_throttled(void **state)
{
	struct backend *b = *state;
	bool ok;
	for (int i = 0; i < 5; i++) {
		assert_true(throttle_hit(b->store, "login:maija", 300, 5, NOW + i, &ok, NULL));
		assert_true(ok);
	}
	assert_true(throttle_hit(b->store, "login:maija", 300, 5, NOW + 10, &ok, NULL));
	assert_false(ok);
	assert_true(throttle_hit(b->store, "login:aino", 300, 5, NOW + 10, &ok, NULL));
	assert_true(ok);
	assert_true(throttle_hit(b->store, "login:maija", 300, 5, NOW + 300, &ok, NULL));
	assert_true(ok); /* a new window */
	assert_true(throttle_clear(b->store, "login:maija", NULL));
}

static void an_invitation_opens_once_and_not_for_long(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	char first[INVITATION_TOKEN_BYTES], t[INVITATION_TOKEN_BYTES];
	struct invitation i, *list;
	size_t n;
	struct error e = ERROR_INIT;
	assert_true(invitation_make(b->store, "maija", "admin", NOW, first, NULL));
	assert_true(invitation_make(b->store, "maija", "admin", NOW, t, NULL));
	assert_true(invitation_make(b->store, "aino", "admin", NOW - INVITATION_S, first, NULL));
	assert_false(invitation_get(b->store, first, NOW, &i, &a, &e)); /* too old */
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
	assert_true(invitation_get(b->store, t, NOW + INVITATION_S - 1, &i, &a, NULL));
	assert_string_equal(i.user, "maija");
	assert_string_equal(i.invited_by, "admin");
	assert_false(invitation_get(b->store, t, NOW + INVITATION_S, &i, &a, NULL));
	assert_false(invitation_get(b->store, "", NOW, &i, &a, NULL));
	assert_true(invitation_list(b->store, NOW, &list, &n, &a, NULL));
	assert_int_equal(n, 1);
	assert_true(invitation_end(b->store, "maija", NULL));
	assert_false(invitation_get(b->store, t, NOW, &i, &a, NULL));
}

static void a_new_invitation_replaces_the_old(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	char first[INVITATION_TOKEN_BYTES], second[INVITATION_TOKEN_BYTES];
	struct invitation i;
	assert_true(invitation_make(b->store, "maija", "admin", NOW, first, NULL));
	assert_true(invitation_make(b->store, "maija", "admin", NOW, second, NULL));
	assert_false(invitation_get(b->store, first, NOW, &i, &a, NULL));
	assert_true(invitation_get(b->store, second, NOW, &i, &a, NULL));
}

static void sessions_are_listed_and_ended_one_by_one(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	char t[3][SESSION_TOKEN_BYTES], id[SESSION_ID_BYTES];
	struct session_row *rows;
	struct session s;
	size_t n;
	bool ended;
	add_user(b->store, "maija", false);
	add_user(b->store, "aino", false);
	for (int i = 0; i < 3; i++)
		assert_true(session_start(b->store, i < 2 ? "maija" : "aino", SESSION_FULL, NOW + i, t[i], NULL));
	assert_true(session_note_place(b->store, t[0], "192.0.2.7", "Firefox \xff", NULL));
	assert_true(session_list(b->store, "maija", NOW + 5, &rows, &n, &a, NULL));
	assert_int_equal(n, 2);
	assert_null(rows[0].client);
	assert_string_equal(rows[1].client, "192.0.2.7");
	session_id(t[0], id);
	assert_string_equal(rows[1].id, id);
	assert_true(session_list(b->store, NULL, NOW + 5, &rows, &n, &a, NULL));
	assert_int_equal(n, 3);
	assert_true(session_list(b->store, NULL, NOW + SESSION_IDLE_S + 1, &rows, &n, &a, NULL));
	assert_int_equal(n, 1);
	/* another person's session cannot be named */
	assert_true(session_end_by_id(b->store, "aino", id, &ended, NULL));
	assert_false(ended);
	assert_true(session_end_by_id(b->store, "maija", id, &ended, NULL));
	assert_true(ended);
	assert_false(session_get(b->store, t[0], NOW + 5, &s, &a, NULL));
	assert_true(session_start(b->store, "maija", SESSION_FULL, NOW, t[0], NULL));
	session_id(t[0], id);
	assert_true(session_end_others(b->store, "maija", id, NULL));
	assert_true(session_get(b->store, t[0], NOW + 5, &s, &a, NULL));
	assert_false(session_get(b->store, t[1], NOW + 5, &s, &a, NULL));
	assert_true(session_get(b->store, t[2], NOW + 5, &s, &a, NULL));
}

static void the_log_is_searched_and_paged(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct audit_entry *v;
	struct strs names;
	size_t n;
	static const char *const what[] = {"feature.put", "user.put", "feature.end", "feature_x"};
	assert_true(store_begin(b->store, NULL));
	for (int i = 0; i < 20; i++) {
		struct audit_entry entry = {.at = NOW + i, .who = i % 5 == 0 ? "aino" : "maija", .what = what[i % 4], .target = "t"};
		assert_true(audit_add(b->store, &entry, NULL));
	}
	assert_true(store_commit(b->store, NULL));
	struct audit_filter f = {.what = "feature.", .from_at = INSTANT_NONE, .until_at = INSTANT_NONE, .limit = 4};
	assert_true(audit_find(b->store, &f, &v, &n, &a, NULL));
	assert_int_equal(n, 4);
	assert_int_equal(v[0].n, 19);
	assert_string_equal(v[0].what, "feature.end");
	f.before = v[3].n;
	assert_true(audit_find(b->store, &f, &v, &n, &a, NULL));
	assert_int_equal(v[0].n, 11);
	f = (struct audit_filter){.who = "aino", .from_at = NOW + 5, .until_at = NOW + 15, .limit = 50};
	assert_true(audit_find(b->store, &f, &v, &n, &a, NULL));
	assert_int_equal(n, 2);
	f = (struct audit_filter){.target = "u", .from_at = INSTANT_NONE, .until_at = INSTANT_NONE, .limit = 50};
	assert_true(audit_find(b->store, &f, &v, &n, &a, NULL));
	assert_int_equal(n, 0);
	assert_true(audit_names(b->store, &names, &a, NULL));
	assert_int_equal(names.n, 2);
	assert_string_equal(names.v[0], "aino");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(users_are_kept_whole),          CASE(a_code_is_used_once),
		CASE(recovery_codes_work_once),      CASE(sessions_end_by_every_way),
		CASE(the_audit_log_is_newest_first), CASE(guessing_is_throttled),
		CASE(an_invitation_opens_once_and_not_for_long),
		CASE(a_new_invitation_replaces_the_old),
		CASE(sessions_are_listed_and_ended_one_by_one),
		CASE(the_log_is_searched_and_paged),
	};
	return cmocka_run_group_tests_name("store/people", tests, NULL, NULL);
}

/* The fixture itself: every line is a record the cache takes. With AULA_FIXTURE_CACHE=FILE the cache is left there for
 * scripts: AULA_FIXTURE_NDJSON names the lines (default: the pictures' content), AULA_FIXTURE_NOW the local time. */
#include "unit.h"

#include "model/civil.h"
#include "support/tmpdir.h"
#include "unit/screens/fixture.h"

#define NDJSON "tests/fixtures/kaakkuri.ndjson"

static int64_t local(const char *s)
{
	struct civil c;
	assert_true(civil_parse(s, &c));
	return zone_to_instant(ZONE_DEFAULT, c);
}

static void fills_a_cache(void **state)
{
	(void)state;
	struct error e = ERROR_INIT;
	const char *to = getenv("AULA_FIXTURE_CACHE"), *from = getenv("AULA_FIXTURE_NDJSON"), *now = getenv("AULA_FIXTURE_NOW");
	struct tmpdir dir;
	tmpdir_make(&dir);
	const char *path = tmpdir_file(&dir, "cache.db");
	if (!fixture_apply(to != NULL ? to : path, from != NULL ? from : NDJSON, local(now != NULL ? now : "2026-03-11T11:00:00"), &e))
		fail_msg("%s", e.text);
	tmpdir_remove(&dir);
}

TEST_MAIN(T(fills_a_cache))

#include "server/staff/statistics_sums.h"

#include "base/arena.h"
#include "base/str.h"
#include "server/app.h"
#include "server/kept.h"
#include "server/staff/staff_parts.h"
#include "web/http.h"

static const struct {
	const char *action;
	enum usage_by by;
} lists[SUMS_LISTS] = {
	[SUMS_TOPICS] = {"topic", USAGE_BY_TOPIC},          [SUMS_OPENED] = {"open", USAGE_BY_SUBJECT},
	[SUMS_PRINTED] = {"print", USAGE_BY_SUBJECT},       [SUMS_TRAY] = {"tray", USAGE_BY_SUBJECT},
	[SUMS_UNFOUND] = {USAGE_UNFOUND, USAGE_BY_SUBJECT}, [SUMS_CENTRES] = {"visit", USAGE_BY_CENTRE},
	[SUMS_LANGUAGES] = {"language", USAGE_BY_SUBJECT},  [SUMS_MODES] = {"mode", USAGE_BY_SUBJECT},
};

static const char *const tile_actions[SUMS_TILES] = {"open", "search", USAGE_UNFOUND};

/* What goes to the reader: the question and the room for its answer. */
struct question {
	struct usage_ask ask;
	struct strs centres;
	enum statistics_list only; /* SUMS_LISTS: all */
	struct statistics_sums sums;
};

static void fill(void *what, struct arena *a, const void *user)
{
	struct question *q = what;
	*q = *(const struct question *)user;
	q->ask.from = arena_strdup(a, q->ask.from);
	q->ask.until = arena_strdup(a, q->ask.until);
	if (q->ask.centres == NULL)
		return;
	q->centres = (struct strs){ARENA_ARRAY(a, const char *, q->ask.centres->n), q->ask.centres->n};
	for (size_t i = 0; i < q->centres.n; i++)
		q->centres.v[i] = arena_strdup(a, q->ask.centres->v[i]);
	q->ask.centres = &q->centres;
}

static bool ask_list(struct store *s, struct question *q, enum statistics_list list, struct arena *a,
		     struct error *e)
{
	struct usage_rows *out = &q->sums.lists[list];
	struct usage_ask ask = q->ask;
	ask.action = lists[list].action;
	return list == SUMS_UNFOUND ? usage_unfound(s, &ask, &out->v, &out->n, a, e)
				    : usage_sums(s, &ask, lists[list].by, &out->v, &out->n, a, e);
}

static bool ask_one(struct store *s, void *what, struct arena *a, struct error *e)
{
	struct question *q = what;
	return ask_list(s, q, q->only, a, e);
}

static bool ask_weeks(struct store *s, void *what, struct arena *a, struct error *e)
{
	struct question *q = what;
	struct usage_ask visits = q->ask, printed = q->ask;
	visits.action = "visit";
	printed.action = "print";
	return usage_by_hour(s, &visits, &q->sums.visits, a, e) &&
	       usage_by_hour(s, &printed, &q->sums.printed, a, e);
}

static bool ask_all(struct store *s, void *what, struct arena *a, struct error *e)
{
	struct question *q = what;
	struct usage_ask tile = q->ask;
	tile.limit = 1;
	bool ok = ask_weeks(s, what, a, e);
	for (size_t i = 0; ok && i < SUMS_TILES; i++) {
		tile.action = tile_actions[i];
		ok = usage_sums(s, &tile, USAGE_BY_ACTION, &q->sums.tiles[i].v, &q->sums.tiles[i].n, a, e);
	}
	for (int list = 0; ok && list < SUMS_LISTS; list++)
		ok = ask_list(s, q, (enum statistics_list)list, a, e);
	return ok;
}

static const struct statistics_sums *gather(struct web_request *r, const struct usage_ask *ask,
					    reader_ask_fn *how, enum statistics_list only)
{
	const struct question wish = {.ask = *ask, .only = only};
	void *what;
	return staff_asked(r, "statistics", how, sizeof wish, fill, &wish, &what)
		       ? &((struct question *)what)->sums
		       : NULL;
}

const struct statistics_sums *statistics_list(struct web_request *r, const struct usage_ask *ask,
					      enum statistics_list list)
{
	return gather(r, ask, ask_one, list);
}

const struct statistics_sums *statistics_weeks(struct web_request *r, const struct usage_ask *ask)
{
	return gather(r, ask, ask_weeks, SUMS_LISTS);
}

/* --- kept: screens tell their sums once an hour --- */

static const char *key_of(const struct usage_ask *ask, struct arena *a)
{
	const char *key = arena_printf(a, "%s %s %zu %s", ask->from, ask->until, ask->limit,
				       ask->centres == NULL ? "all" : "of");
	for (size_t i = 0; ask->centres != NULL && i < ask->centres->n; i++)
		key = arena_printf(a, "%s\n%s", key, ask->centres->v[i]);
	return key;
}

const struct statistics_sums *statistics_sums(struct web_request *r, const struct usage_ask *ask,
					      int64_t *counted_at)
{
	struct app *a = web_app(r);
	const char *key = key_of(ask, web_arena(r));
	void *what;
	struct reader_job *job = kept_find(a->kept, key, app_now(a), counted_at);
	if (job != NULL)
		return reader_job_step(job, &what, NULL) == READER_DONE ? &((struct question *)what)->sums
									: NULL;
	const struct statistics_sums *sums = gather(r, ask, ask_all, SUMS_LISTS);
	if (sums == NULL)
		return NULL;
	*counted_at = app_now(a);
	job = web_work(r);
	web_set_work(r, NULL, NULL);
	reader_job_keep(job);
	kept_put(a->kept, key, *counted_at, job, reader_job_free);
	return sums;
}

#include "sync/ahead.h"

#include <string.h>

#include "base/str.h"
#include "base/worker.h"

void ahead_init(struct ahead *a, struct fetcher *f)
{
	*a = (struct ahead){.fetcher = f};
}

void ahead_fini(struct ahead *a)
{
	ahead_drop(a);
	ahead_done(a);
}

static void clear(struct answer *x)
{
	prepared_fini(&x->page);
	http_response_fini(&x->response);
	*x = (struct answer){.fetched = FETCHED_FAILED};
}

/* For the next page. */
static void empty(struct answer *x)
{
	prepared_reset(&x->page);
	http_response_fini(&x->response);
	*x = (struct answer){.fetched = FETCHED_FAILED, .page = x->page};
}

/* In either thread. */
static void ask(void *user)
{
	struct answer *x = user;
	const struct question *q = &x->question;
	x->fetched = fetch_feed(x->fetcher, q->after, q->wait_s, &x->response, &x->state, &x->error);
	if (x->fetched == FETCHED_PAGE)
		x->verified = prepare_page(&x->page, buf_str(&x->response.body), x->response.body.len, q->key,
					   q->after, q->now, &x->error);
}

static struct answer *begin_answer(struct ahead *a, int which, const struct question *q)
{
	struct answer *x = &a->two[which];
	empty(x);
	x->question = *q;
	x->fetcher = a->fetcher;
	return x;
}

void ahead_begin(struct ahead *a, const struct question *q)
{
	if (a->worker == NULL)
		a->worker = worker_new();
	a->under_way = true;
	worker_start(a->worker, ask, begin_answer(a, !a->taken, q));
}

static bool same(const struct question *x, const struct question *y)
{
	return x->after == y->after && x->wait_s == y->wait_s && str_eq(x->key, y->key);
}

const struct answer *ahead_take(struct ahead *a, const struct question *q)
{
	if (a->under_way && same(&a->two[!a->taken].question, q)) {
		worker_wait(a->worker);
		a->under_way = false;
		empty(&a->two[a->taken]);
		a->taken = !a->taken;
	} else {
		ahead_drop(a);
		ask(begin_answer(a, a->taken, q));
	}
	return &a->two[a->taken];
}

void ahead_done(struct ahead *a)
{
	if (a->under_way)
		empty(&a->two[a->taken]);
	else
		clear(&a->two[a->taken]);
}

void ahead_drop(struct ahead *a)
{
	fetcher_stop(a->fetcher, true);
	worker_free(a->worker);
	fetcher_stop(a->fetcher, false);
	a->worker = NULL;
	a->under_way = false;
	clear(&a->two[!a->taken]);
}

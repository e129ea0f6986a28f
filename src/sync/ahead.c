#include "sync/ahead.h"

#include <string.h>

#include "base/str.h"
#include "base/worker.h"

void ahead_init(struct ahead *a, const struct ahead_source *source)
{
	*a = (struct ahead){.source = *source};
	for (size_t i = 0; i < AHEAD_SLOTS; i++)
		a->slots[i].ahead = a;
}

void ahead_fini(struct ahead *a)
{
	ahead_drop(a);
}

static void clear(struct answer *x)
{
	prepared_fini(&x->page);
	http_response_fini(&x->response);
	*x = (struct answer){.ahead = x->ahead, .fetched = FETCHED_FAILED};
}

/* Memory that was made for a usual page serves the next one. */
static void empty(struct answer *x)
{
	if (x->response.body.len > AHEAD_BYTES / AHEAD_PAGES) {
		clear(x);
		return;
	}
	prepared_reset(&x->page);
	http_response_reset(&x->response);
	*x = (struct answer){
		.ahead = x->ahead, .fetched = FETCHED_FAILED, .page = x->page, .response = x->response};
}

/* In either thread. */
static void ask(struct answer *x)
{
	const struct question *q = &x->question;
	const struct ahead_source *s = &x->ahead->source;
	x->asked = true;
	x->fetched = s->fetch(s->user, q->after, q->wait_s, &x->response, &x->state, &x->error);
	if (x->fetched == FETCHED_PAGE)
		x->verified = prepare_page(&x->page, buf_str(&x->response.body), x->response.body.len, q->key,
					   q->after, q->now, &x->error);
}

static struct answer *slot(struct ahead *a, size_t number)
{
	return &a->slots[number % AHEAD_SLOTS];
}

static bool leads_on(const struct answer *x)
{
	return x->asked && x->fetched == FETCHED_PAGE && x->verified && x->page.page.trailer.more;
}

/* In the thread, which has just done the one before. */
static void ask_on(void *user)
{
	struct answer *x = user;
	const struct answer *slots = x->ahead->slots, *before = x == slots ? &slots[AHEAD_SLOTS - 1] : x - 1;
	if (!leads_on(before)) /* as when fetching was stopped */
		return;
	x->question = before->question;
	x->question.after = before->page.page.trailer.to;
	x->question.wait_s = 0;
	ask(x);
}

static void begin_next(struct ahead *a, const struct answer *last)
{
	size_t len = last->response.body.len, most = AHEAD_BYTES / (len > 0 ? len : 1);
	if (!leads_on(last))
		return;
	if (a->worker == NULL)
		a->worker = worker_new();
	for (size_t n = a->n_begun - a->n_taken; n < AHEAD_PAGES && (n < 1 || n < most); n++) {
		struct answer *x = slot(a, a->n_begun++);
		empty(x);
		worker_start(a->worker, ask_on, x);
	}
}

/* The thread ends; what it brought is not wanted. */
static void stop(struct ahead *a)
{
	const struct ahead_source *s = &a->source;
	if (a->worker != NULL && s->stop != NULL)
		s->stop(s->user, true);
	worker_free(a->worker);
	if (a->worker != NULL && s->stop != NULL)
		s->stop(s->user, false);
	a->worker = NULL;
	a->n_begun = a->n_taken;
}

static bool same(const struct question *x, const struct question *y)
{
	return x->after == y->after && x->wait_s == y->wait_s && str_eq(x->key, y->key);
}

/* The next of those begun, when it answers q; else NULL. */
static struct answer *take_begun(struct ahead *a, const struct question *q)
{
	if (a->n_begun == a->n_taken)
		return NULL;
	struct answer *x = slot(a, a->n_taken);
	worker_wait(a->worker, a->n_begun - a->n_taken - 1);
	if (!x->asked || !same(&x->question, q))
		return NULL;
	a->n_taken++;
	return x;
}

const struct answer *ahead_take(struct ahead *a, const struct question *q)
{
	struct answer *x = take_begun(a, q);
	if (x == NULL) {
		stop(a);
		x = slot(a, a->n_begun++);
		a->n_taken = a->n_begun;
		empty(x);
		x->question = *q;
		ask(x);
	}
	begin_next(a, x);
	return x;
}

void ahead_drop(struct ahead *a)
{
	stop(a);
	for (size_t i = 0; i < AHEAD_SLOTS; i++)
		clear(&a->slots[i]);
}

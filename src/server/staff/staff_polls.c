/* Polls: one question, two to four answers, counted at the screens in sums an hour. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/csv.h"
#include "server/staff/plot.h"
#include "server/staff/staff.h"
#include "server/staff/staff_change.h"
#include "server/staff/staff_form.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "server/staff/staff_preview.h"
#include "server/staff/staff_spans.h"
#include "server/view.h"
#include "store/usage.h"
#include "web/http.h"

#define QUESTION_MAX 80
#define ANSWER_MAX 40
#define ANSWERS_MAX 4
#define ANSWERS_LEAST 2
#define POLL_DAYS_MAX 400
#define FIRST_HOUR "20200101T00"
#define LAST_HOUR "99991231T23"

static const char *const answer_ids[ANSWERS_MAX] = {"a1", "a2", "a3", "a4"};

struct poll_form {
	const char *id;
	struct ltext question, answers[ANSWERS_MAX];
	struct strs centres;
	bool everywhere;
	const char *from_day, *from_clock, *until_day, *until_clock;
};

static const char *name_of(const struct record *record, struct web_request *r)
{
	return ltext_get(&record->poll.question, staff_lang(r), NULL);
}

void staff_polls(struct web_request *r)
{
	enum lang l = staff_lang(r);
	const struct span_page page = {
		.kind = KIND_POLL,
		.tab = STAFF_TAB_POLLS,
		.title = tr(l, "Polls"),
		.lead = tr(l, "A visitor who has taken something along is asked one question, once."),
		.new_words = tr(l, "New poll"),
		.new_path = "/staff/poll",
		.edit_path = "/staff/poll?id=",
		.end_path = "/staff/poll/end",
		.results_path = "/staff/poll/results?id=",
		.saved = tr(l, "Published. The screens show it in about a second."),
		.nothing = tr(l, "No polls."),
		.name = name_of,
	};
	staff_span_page(r, &page);
}

/* --- the form --- */

static const char *answer_name(struct web_request *r, size_t i)
{
	return arena_printf(web_arena(r), "answer%zu", i + 1);
}

static void fresh(struct poll_form *x, struct web_request *r)
{
	int64_t now = app_now(web_app(r));
	const struct user *u = &staff_session(r)->user;
	*x = (struct poll_form){0};
	if (u->role == ROLE_CONTACT)
		x->centres = u->centres;
	form_times_of(r, now, &x->from_day, &x->from_clock);
	form_times_of(r, now + (int64_t)14 * 86400, &x->until_day, &x->until_clock);
}

static void of(struct poll_form *x, struct web_request *r, const struct record *record)
{
	const struct poll *p = &record->poll;
	fresh(x, r);
	x->id = record->id;
	x->question = p->question;
	for (size_t i = 0; i < p->n_answers; i++)
		for (size_t j = 0; j < ANSWERS_MAX; j++)
			if (str_eq(p->answers[i].id, answer_ids[j]))
				x->answers[j] = p->answers[i].text;
	x->centres = p->centres;
	x->everywhere = p->centres.n == 0;
	if (p->from_at != INSTANT_NONE)
		form_times_of(r, p->from_at, &x->from_day, &x->from_clock);
	if (p->until_at != INSTANT_NONE)
		form_times_of(r, p->until_at, &x->until_day, &x->until_clock);
}

static void read_form(struct poll_form *x, struct web_request *r)
{
	*x = (struct poll_form){
		.id = form_value(r, "id"),
		.question = form_ltext(r, "question"),
		.centres = form_values(r, "centre", FORM_CENTRES_MAX),
		.everywhere = web_form(r, "everywhere") != NULL,
		.from_day = form_value(r, "from_day"),
		.from_clock = form_value(r, "from_clock"),
		.until_day = form_value(r, "until_day"),
		.until_clock = form_value(r, "until_clock"),
	};
	for (size_t i = 0; i < ANSWERS_MAX; i++)
		x->answers[i] = form_ltext(r, answer_name(r, i));
}

/* An answer keeps its id for life, by its place in the form: what was counted stays its own. */
static void check(const struct poll_form *x, struct form *f, struct poll *out)
{
	bool everywhere;
	*out = (struct poll){.question = x->question,
			     .answers = ARENA_ARRAY(web_arena(f->r), struct poll_answer, ANSWERS_MAX)};
	if (x->question.v[LANG_FI] == NULL)
		form_problem(f, "question_fi", tr(f->lang, "Give the question in Finnish."));
	form_limit_ltext(f, "question", &x->question, QUESTION_MAX);
	for (size_t i = 0; i < ANSWERS_MAX; i++) {
		form_limit_ltext(f, answer_name(f->r, i), &x->answers[i], ANSWER_MAX);
		if (!ltext_empty(&x->answers[i]) && x->answers[i].v[LANG_FI] == NULL)
			form_problem(f, arena_printf(web_arena(f->r), "%s_fi", answer_name(f->r, i)),
				     tr(f->lang, "Give the answer in Finnish too."));
		if (x->answers[i].v[LANG_FI] != NULL)
			out->answers[out->n_answers++] =
				(struct poll_answer){.id = answer_ids[i], .text = x->answers[i]};
	}
	if (out->n_answers < ANSWERS_LEAST)
		form_problem(f, "answer2_fi", tr(f->lang, "Give at least two answers."));
	form_read_centres(f, &out->centres, &everywhere);
	if (everywhere && staff_may_everywhere(&staff_session(f->r)->user))
		out->centres.n = 0;
	out->from_at = form_moment(f, "from", x->from_day, x->from_clock);
	out->until_at = form_moment(f, "until", x->until_day, x->until_clock);
	form_span(f, out->from_at, out->until_at, POLL_DAYS_MAX);
}

static void fill_preview(struct preview *p, struct web_request *r, const struct poll_form *x, const struct poll *poll)
{
	struct record draft = {.kind = KIND_POLL, .id = x->id != NULL ? x->id : "preview:draft", .poll = *poll};
	preview_init(p, r, &x->centres, poll->from_at, poll->until_at);
	p->shows[0] = "poll";
	p->shows[1] = p->shows[2] = NULL;
	p->subject = draft.id;
	if (ltext_empty(&poll->question) || poll->n_answers < ANSWERS_LEAST)
		return;
	if (draft.poll.until_at != INSTANT_NONE && draft.poll.until_at <= p->at)
		draft.poll.until_at = p->at + 60;
	preview_add(p, &draft);
}

static void page(struct form *f, const struct poll_form *x, const struct preview *p, const char *src, const char *problem)
{
	struct html *h = &f->h;
	form_page_begin(f, STAFF_TAB_POLLS, "/staff/polls", tr(f->lang, "Polls"),
			x->id != NULL ? tr(f->lang, "Edit the poll") : tr(f->lang, "New poll"));
	form_open(f, "/staff/poll", "poll", false);
	html_raw(h, "<div class=\"beside\"><div>");
	if (x->id != NULL)
		staff_hidden(h, "id", x->id);
	form_step(f, 1, tr(f->lang, "Question"));
	form_field_ltext(f, tr(f->lang, "Question"), "question", &x->question, QUESTION_MAX, false, true);
	form_step_end(f);
	form_step(f, 2, tr(f->lang, "Answers, two to four"));
	for (size_t i = 0; i < ANSWERS_MAX; i++) {
		html_raw(h, "<div class=\"three even\">");
		form_field_ltext(f, arena_printf(web_arena(f->r), tr(f->lang, "Answer %d"), (int)i + 1),
				 answer_name(f->r, i), &x->answers[i], ANSWER_MAX, false, i < ANSWERS_LEAST);
		html_raw(h, "</div>");
	}
	form_step_end(f);
	form_step(f, 3, tr(f->lang, "In which centres"));
	form_field_centres(f, &x->centres, x->everywhere);
	form_step_end(f);
	form_step(f, 4, tr(f->lang, "When it is on the screens"));
	html_raw(h, "<div class=\"two\">");
	form_field_moment(f, tr(f->lang, "Begins"), "from", x->from_day, x->from_clock);
	form_field_moment(f, tr(f->lang, "Ends"), "until", x->until_day, x->until_clock);
	html_raw(h, "</div>");
	form_step_end(f);
	form_publish(f);
	html_raw(h, "</div>");
	preview_write(f, p, "poll", "/staff/poll/preview", src, problem);
	html_raw(h, "</div>");
	form_close(f);
	form_page_send(f);
}

static void show(struct form *f, const struct poll_form *x)
{
	struct form quiet;
	struct poll poll;
	struct preview p;
	form_init(&quiet, f->r);
	check(x, &quiet, &poll);
	fill_preview(&p, f->r, x, &poll);
	page(f, x, &p, NULL, NULL);
	preview_fini(&p);
}

void staff_poll_page(struct web_request *r)
{
	struct form f;
	struct poll_form x;
	const char *id = web_query(r, "id");
	const struct record *old = id != NULL ? staff_own_record(r, KIND_POLL, id) : NULL;
	if (id != NULL && old == NULL)
		return;
	form_init(&f, r);
	if (old != NULL)
		of(&x, r, old);
	else
		fresh(&x, r);
	show(&f, &x);
}

void staff_poll_preview(struct web_request *r)
{
	struct form f, quiet;
	struct poll_form x;
	struct poll poll;
	struct preview p;
	const char *src, *problem;
	if (!staff_form_ok(r))
		return;
	read_form(&x, r);
	if (x.id != NULL && staff_own_record(r, KIND_POLL, x.id) == NULL)
		return;
	form_init(&f, r);
	form_init(&quiet, r);
	check(&x, &quiet, &poll);
	fill_preview(&p, r, &x, &poll);
	if (!preview_answer(&p, r, &src, &problem))
		page(&f, &x, &p, src, problem);
	preview_fini(&p);
}

void staff_poll_save(struct web_request *r)
{
	struct form f;
	struct poll_form x;
	struct record record = {.kind = KIND_POLL};
	const struct record *old = NULL;
	if (!staff_form_ok(r))
		return;
	read_form(&x, r);
	if (x.id != NULL && (old = staff_own_record(r, KIND_POLL, x.id)) == NULL)
		return;
	form_init(&f, r);
	check(&x, &f, &record.poll);
	if (f.n_problems > 0) {
		show(&f, &x);
		return;
	}
	record.id = x.id != NULL ? x.id : staff_new_id(r, "q");
	if (staff_publish_one(r, old, &record, "poll.put"))
		staff_redirect_saved(r, "/staff/polls", record.id);
}

void staff_poll_end(struct web_request *r)
{
	if (!staff_form_ok(r))
		return;
	const struct record *old = staff_own_record(r, KIND_POLL, web_form(r, "id"));
	if (old == NULL)
		return;
	struct record record = *old;
	int64_t now = app_now(web_app(r));
	record.poll.until_at = now;
	if (record.poll.from_at != INSTANT_NONE && record.poll.from_at >= now)
		record.poll.from_at = now - 1;
	if (staff_publish_one(r, old, &record, "poll.end"))
		staff_redirect_saved(r, "/staff/polls", record.id);
}

/* --- results --- */

struct results {
	const struct record *record;
	int64_t n[ANSWERS_MAX]; /* by place in the poll; 0: fewer than USAGE_LEAST */
	int64_t total;          /* of those that are told */
};

/* Of the centres this person sees. False after answering. */
static bool results_read(struct results *out, struct web_request *r)
{
	struct app *a = web_app(r);
	const struct user *u = &staff_session(r)->user;
	struct usage_count *v;
	size_t n;
	struct error e = ERROR_INIT;
	const char *id = web_query(r, "id");
	*out = (struct results){.record = id != NULL ? view_record(a->store, KIND_POLL, id, web_arena(r)) : NULL};
	if (out->record == NULL || !staff_may_see(u, out->record)) {
		staff_error_page(r, 404, tr(staff_lang(r), "It is not there any more."));
		return false;
	}
	const struct usage_ask ask = {.centres = staff_may_everywhere(u) ? NULL : &u->centres,
				      .action = "poll",
				      .topic = out->record->id,
				      .from = FIRST_HOUR,
				      .until = LAST_HOUR,
				      .least = USAGE_LEAST,
				      .limit = 50};
	if (!usage_list(a->store, &ask, &v, &n, web_arena(r), &e)) {
		log_error("poll: %s", e.text);
		staff_error_page(r, 503, tr(staff_lang(r), "Not available just now"));
		return false;
	}
	const struct poll *p = &out->record->poll;
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < p->n_answers && j < ANSWERS_MAX; j++) {
			if (!str_eq(v[i].subject, p->answers[j].id))
				continue;
			out->n[j] = v[i].n;
			out->total += v[i].n;
		}
	}
	return true;
}

void staff_poll_results(struct web_request *r)
{
	enum lang l = staff_lang(r);
	struct results x;
	struct html h = HTML_INIT;
	struct plot_row rows[ANSWERS_MAX];
	if (!results_read(&x, r))
		return;
	const struct poll *p = &x.record->poll;
	size_t n = p->n_answers < ANSWERS_MAX ? p->n_answers : ANSWERS_MAX;
	const char *few = tr(l, "fewer than five"), *const heads[2] = {tr(l, "Answer"), tr(l, "Times")};
	for (size_t i = 0; i < n; i++)
		rows[i] = (struct plot_row){.label = ltext_get(&p->answers[i].text, l, NULL),
					    .note = x.n[i] > 0 ? NULL : few,
					    .n = x.n[i] > 0 ? x.n[i] : PLOT_FEW};
	staff_begin(&h, r, tr(l, "Results"), STAFF_TAB_POLLS);
	staff_back(&h, "/staff/polls", tr(l, "Polls"));
	staff_title(&h, ltext_get(&p->question, l, NULL),
		    arena_printf(web_arena(r), "%s – %s · %s", staff_moment(web_arena(r), l, p->from_at),
				 staff_moment(web_arena(r), l, p->until_at),
				 arena_printf(web_arena(r), trn(l, "%d answer", "%d answers", (long)x.total), (int)x.total)));
	html_raw(&h, "<section class=\"panel plotted narrow\">");
	plot_rows(&h, tr(l, "Results"), heads, rows, n, l);
	staff_el(&h, "p", " class=\"hint\"",
		 tr(l, "Screens tell their sums after each full hour. Answers that fewer than five have given are not told, so that "
		       "nobody can be recognised."));
	html_raw(&h, "</section><p>");
	staff_link_button(&h, "", NULL, staff_url(web_arena(r), "/staff/poll/csv?id=", x.record->id), tr(l, "Download as CSV"));
	html_raw(&h, "</p>");
	staff_end(&h);
	staff_send(r, &h, 200);
}

void staff_poll_csv(struct web_request *r)
{
	enum lang l = staff_lang(r);
	struct results x;
	struct csv c = CSV_INIT;
	if (!results_read(&x, r))
		return;
	const struct poll *p = &x.record->poll;
	csv_text(&c, tr(l, "Question"));
	csv_text(&c, tr(l, "Answer"));
	csv_text(&c, tr(l, "Times"));
	csv_end_row(&c);
	for (size_t i = 0; i < p->n_answers && i < ANSWERS_MAX; i++) {
		csv_text(&c, ltext_get(&p->question, l, NULL));
		csv_text(&c, ltext_get(&p->answers[i].text, l, NULL));
		if (x.n[i] > 0)
			csv_number(&c, x.n[i]);
		else
			csv_text(&c, tr(l, "fewer than five"));
		csv_end_row(&c);
	}
	csv_send(&c, r, "poll");
}

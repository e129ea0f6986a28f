/* Polls: one question, two to four answers, counted at the screens in sums an hour. */
#include "base/arena.h"
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
#include "server/staff/staff_span_form.h"
#include "server/staff/staff_spans.h"
#include "server/view.h"
#include "store/usage.h"
#include "web/http.h"

#define QUESTION_MAX 80
#define ANSWER_MAX 40
#define ANSWERS_MAX 4
#define ANSWERS_LEAST 2
#define FIRST_HOUR "20200101T00"
#define LAST_HOUR "99991231T23"

static const char *const answer_ids[ANSWERS_MAX] = {"a1", "a2", "a3", "a4"};

struct poll_form {
	struct ltext question, answers[ANSWERS_MAX];
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

static void of(void *own, const struct record *record)
{
	struct poll_form *x = own;
	const struct poll *p = &record->poll;
	x->question = p->question;
	for (size_t i = 0; i < p->n_answers; i++)
		for (size_t j = 0; j < ANSWERS_MAX; j++)
			if (str_eq(p->answers[i].id, answer_ids[j]))
				x->answers[j] = p->answers[i].text;
}

static void read_form(void *own, struct web_request *r)
{
	struct poll_form *x = own;
	x->question = form_ltext(r, "question");
	for (size_t i = 0; i < ANSWERS_MAX; i++)
		x->answers[i] = form_ltext(r, answer_name(r, i));
}

/* An answer keeps its id for life, by its place in the form: what was counted stays its own. */
static void check(const void *own, struct form *f, struct record *record)
{
	const struct poll_form *x = own;
	struct poll *out = &record->poll;
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
}

static int fields(const void *own, struct form *f)
{
	const struct poll_form *x = own;
	form_step(f, 1, tr(f->lang, "Question"));
	form_field_ltext(f, tr(f->lang, "Question"), "question", &x->question, QUESTION_MAX, false, true);
	form_step_end(f);
	form_step(f, 2, tr(f->lang, "Answers, two to four"));
	for (size_t i = 0; i < ANSWERS_MAX; i++) {
		html_raw(&f->h, "<div class=\"three even\">");
		form_field_ltext(f, arena_printf(web_arena(f->r), tr(f->lang, "Answer %d"), (int)i + 1),
				 answer_name(f->r, i), &x->answers[i], ANSWER_MAX, false, i < ANSWERS_LEAST);
		html_raw(&f->h, "</div>");
	}
	form_step_end(f);
	return 3;
}

static bool preview(struct preview *p, const struct record *draft)
{
	preview_only(p, "poll");
	p->subject = draft->id;
	return !ltext_empty(&draft->poll.question) && draft->poll.n_answers >= ANSWERS_LEAST;
}

static const struct span_kind polls = {
	.kind = KIND_POLL,
	.tab = STAFF_TAB_POLLS,
	.list_path = "/staff/polls",
	.list_words = TR("Polls"),
	.path = "/staff/poll",
	.preview_path = "/staff/poll/preview",
	.id = "poll",
	.new_words = TR("New poll"),
	.edit_words = TR("Edit the poll"),
	.letter = "q",
	.put = "poll.put",
	.end = "poll.end",
	.days = 14,
	.days_max = 400,
	.own_bytes = sizeof(struct poll_form),
	.of = of,
	.read = read_form,
	.check = check,
	.fields = fields,
	.preview = preview,
};

void staff_poll_page(struct web_request *r)
{
	span_form_page(r, &polls);
}

void staff_poll_preview(struct web_request *r)
{
	span_form_preview(r, &polls);
}

void staff_poll_save(struct web_request *r)
{
	span_form_save(r, &polls);
}

void staff_poll_end(struct web_request *r)
{
	span_form_end(r, &polls);
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
	*out = (struct results){.record = id != NULL ? view_record(a->store, KIND_POLL, id, web_arena(r))
						     : NULL};
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
				 arena_printf(web_arena(r), trn(l, "%d answer", "%d answers", (long)x.total),
					      (int)x.total)));
	html_raw(&h, "<section class=\"panel plotted narrow\">");
	plot_rows(&h, tr(l, "Results"), heads, rows, n, l);
	staff_el(&h, "p", " class=\"hint\"",
		 tr(l, "Screens tell their sums after each full hour. Answers that fewer than five have "
		       "given are not told, so that "
		       "nobody can be recognised."));
	html_raw(&h, "</section><p>");
	staff_link_button(&h, "", NULL, staff_url(web_arena(r), "/staff/poll/csv?id=", x.record->id),
			  tr(l, "Download as CSV"));
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

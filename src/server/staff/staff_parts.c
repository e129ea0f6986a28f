#include "server/staff/staff_parts.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/page.h"
#include "server/staff/staff_frame.h"
#include "store/store.h"
#include "web/http.h"

void staff_ltext_inner(struct html *h, const struct ltext *text, enum lang l)
{
	enum lang got;
	const char *words = ltext_get(text, l, &got);
	page_text_lang(h, l, got);
	html_raw(h, ">");
	html_text(h, words);
}

void staff_found(struct html *h, enum lang l, size_t total, size_t shown, struct arena *a)
{
	html_text(h, arena_printf(a, trn(l, "%d found", "%d found", (long)total), (int)total));
	if (total <= shown)
		return;
	html_raw(h, " · ");
	html_text(h, arena_printf(a, tr(l, "the first %d are shown: another word narrows them down"), (int)shown));
}

void staff_back(struct html *h, const char *path, const char *words)
{
	html_raw(h, "<p><a class=\"back\"");
	html_link(h, path);
	html_raw(h, ">");
	html_icon(h, "arrow_back");
	html_text(h, words);
	html_raw(h, "</a></p>");
}

void staff_title(struct html *h, const char *title, const char *lead)
{
	staff_el(h, "h1", "", title);
	if (lead != NULL)
		staff_el(h, "p", " class=\"lead\"", lead);
}

void staff_done(struct html *h, const char *text)
{
	if (text == NULL)
		return;
	html_raw(h, "<p class=\"saved\" role=\"status\">");
	html_icon(h, "check_circle");
	html_text(h, text);
	html_raw(h, "</p>");
}

void staff_hidden(struct html *h, const char *name, const char *value)
{
	html_raw(h, "<input type=\"hidden\"");
	html_attr(h, "name", name);
	html_attr(h, "value", value != NULL ? value : "");
	html_raw(h, ">");
}

void staff_field(struct html *h, const struct field *f)
{
	html_raw(h, "<label>");
	html_text(h, f->label);
	field_control(h, f);
	if (f->hint != NULL)
		staff_el(h, "span", " class=\"hint\"", f->hint);
	html_raw(h, "</label>");
}

void staff_option(struct html *h, const char *value, const char *words, bool selected)
{
	html_raw(h, "<option");
	html_attr(h, "value", value);
	html_raw_if(h, selected, " selected>", ">");
	html_text(h, words);
	html_raw(h, "</option>");
}

void staff_button(struct html *h, const char *class_name, const char *icon, const char *words)
{
	html_raw(h, "<button");
	html_attr(h, "class", str_empty(class_name) ? NULL : class_name);
	html_raw(h, ">");
	if (icon != NULL)
		html_icon(h, icon);
	html_text(h, words);
	html_raw(h, "</button>");
}

void staff_link_button(struct html *h, const char *class_name, const char *icon, const char *path, const char *words)
{
	CLEANUP_BUF struct buf all = BUF_INIT;
	buf_printf(&all, "button %s", class_name);
	html_raw(h, "<a");
	html_attr(h, "class", buf_str(&all));
	html_link(h, path);
	html_raw(h, ">");
	if (icon != NULL)
		html_icon(h, icon);
	html_text(h, words);
	html_raw(h, "</a>");
}

void staff_table(struct html *h, enum lang l, const char *caption, const char *const *heads, size_t n)
{
	html_raw(h, "<table class=\"panel\"><caption class=\"skip\">");
	html_text(h, caption);
	html_raw(h, "</caption><thead><tr>");
	for (size_t i = 0; i < n; i++) {
		html_raw(h, "<th scope=\"col\">");
		if (heads[i] != NULL)
			html_text(h, heads[i]);
		else
			staff_el(h, "span", " class=\"skip\"", tr(l, "Actions"));
		html_raw(h, "</th>");
	}
	html_raw(h, "</tr></thead><tbody>");
}

void staff_table_end(struct html *h)
{
	html_raw(h, "</tbody></table>");
}

void staff_cell(struct html *h, const char *head, const char *text)
{
	html_raw(h, "<td");
	html_attr(h, "data-head", head);
	html_raw(h, ">");
	html_text(h, text);
	html_raw(h, "</td>");
}

const char *staff_url(struct arena *a, const char *lead, const char *value)
{
	CLEANUP_BUF struct buf url = BUF_INIT;
	buf_puts(&url, lead);
	html_url_part(&url, value);
	return arena_strdup(a, buf_str(&url));
}

const char *staff_moment(struct arena *a, enum lang l, int64_t at)
{
	if (at == INSTANT_NONE)
		return "–";
	struct civil c = zone_to_civil(ZONE_DEFAULT, at);
	return arena_printf(a, "%s %s", words_date(a, l, c.date, DATE_FULL), words_at_clock(a, l, c, c));
}

const char *staff_typed(struct web_request *r, const char *name)
{
	const char *value = web_form(r, name);
	value = value != NULL ? str_trim(web_arena(r), value) : NULL;
	return str_empty(value) ? NULL : value;
}

bool staff_asked(struct web_request *r, const char *about, reader_ask_fn *ask, size_t size, reader_fill_fn *fill,
		 const void *user, void **what)
{
	struct app *a = web_app(r);
	struct reader_job *job = web_work(r);
	struct error e = ERROR_INIT;
	if (job == NULL) {
		job = reader_job_new(a->reader, r, ask, size, fill, user);
		web_set_work(r, job, reader_job_free);
	}
	enum reader_state state = READER_FAILED;
	if (job != NULL)
		state = reader_job_step(job, what, &e);
	else
		error_set(&e, ERROR_BUSY, "too many questions wait");
	if (state == READER_FAILED)
		staff_unavailable(r, about, &e);
	return state == READER_DONE;
}

void staff_unavailable(struct web_request *r, const char *what, const struct error *e)
{
	store_rollback(((struct app *)web_app(r))->store);
	log_error("%s: %s", what, e->text);
	staff_error_page(r, 503, tr(staff_lang(r), "Not available just now"));
}

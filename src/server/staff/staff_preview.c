#include "server/staff/staff_preview.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "model/codec.h"
#include "server/app.h"
#include "server/staff/staff.h"
#include "server/staff/staff_form.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "server/view.h"
#include "store/devices.h"
#include "store/store.h"
#include "web/http.h"

#define LOOKS_MAX 40

static const char *const PICTURE_WORDS = TR("Picture of the screen with what is in the form");

static const char *const sizes[] = {"1080x1920", "1920x1080", "800x480"};

/* --- which screen --- */

static const char *given(struct web_request *r, const char *name)
{
	return web_method(r) == WEB_POST ? form_value(r, name) : web_query(r, name);
}

static bool parse_size(const char *s, int *w, int *h)
{
	char *end;
	if (s == NULL)
		return false;
	long a = strtol(s, &end, 10), b = *end == 'x' ? strtol(end + 1, &end, 10) : 0;
	if (*end != '\0' || a < 320 || a > 4096 || b < 320 || b > 4096)
		return false;
	*w = (int)a;
	*h = (int)b;
	return true;
}

/* As the screen last told; what is not told is the usual one. */
static void size_of(const struct device *d, int *w, int *h)
{
	cJSON *doc = d->health != NULL ? json_parse(d->health, strlen(d->health), DEVICE_HEALTH_MAX, NULL) : NULL;
	double x = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(doc, "width")),
	       y = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(doc, "height"));
	if (x >= 320 && x <= 4096 && y >= 320 && y <= 4096) {
		*w = (int)x;
		*h = (int)y;
	}
	cJSON_Delete(doc);
}

static const struct device *device_given(struct web_request *r, const char *id)
{
	struct app *a = web_app(r);
	struct device *d = ARENA_NEW(web_arena(r), struct device);
	bool ours = str_starts(id, "d-") && device_get(a->store, id, d, web_arena(r), NULL) &&
		    staff_may_centre(&staff_session(r)->user, d->centre);
	return ours ? d : NULL;
}

static const char *centre_for(struct web_request *r, const struct strs *centres)
{
	struct staff_centre *v = NULL;
	size_t n = 0;
	const struct user *u = &staff_session(r)->user;
	for (size_t i = 0; centres != NULL && i < centres->n; i++)
		if (staff_may_centre(u, centres->v[i]))
			return centres->v[i];
	staff_centres(r, &v, &n);
	return n > 0 ? v[0].id : "";
}

void preview_init(struct preview *p, struct web_request *r, const struct strs *centres, int64_t from, int64_t until)
{
	struct app *a = web_app(r);
	const char *on = given(r, "preview_on"), *lang = given(r, "preview_lang");
	int64_t now = app_now(a);
	const struct device *d = on != NULL ? device_given(r, on) : NULL;
	*p = (struct preview){.shows = {"attract", "home", "detail", "slip"}, .screen = "", .w = 1080, .h = 1920};
	p->app = a;
	p->centre = centre_for(r, centres);
	p->lang = lang != NULL && lang_from_tag(lang) != LANG_NONE ? lang : "fi";
	if (d != NULL) {
		p->centre = d->centre;
		p->screen = d->id;
		size_of(d, &p->w, &p->h);
	} else {
		parse_size(on, &p->w, &p->h);
	}
	p->show = given(r, "show");
	p->subject = "";
	bool over = until != INSTANT_NONE && until <= now;
	p->at = from != INSTANT_NONE && (from > now || over) ? from : now;
	/* a screen that is dark at night is drawn all the same */
	const struct record *centre = view_record(a->store, KIND_CENTRE, p->centre, web_arena(r));
	if (centre != NULL) {
		struct record lit = *centre;
		lit.centre.n_screen_hours = 0;
		preview_add(p, &lit);
	}
}

void preview_only(struct preview *p, const char *show)
{
	memset(p->shows, 0, sizeof p->shows);
	p->shows[0] = show;
}

void preview_fini(struct preview *p)
{
	buf_fini(&p->drafts);
}

/* One that was uploaded a moment ago; the store holds only what media/ has drawn anew. */
static void add_image(struct app *a, const char *hash)
{
	struct arena arena = ARENA_INIT;
	struct store_image image;
	if (store_image_get(a->store, hash, &image, &arena, NULL))
		mirror_put_image(a->mirror, hash, image.bytes, image.len);
	arena_fini(&arena);
}

void preview_add(struct preview *p, const struct record *record)
{
	if (record->kind == KIND_ACTIVITY && record->activity.image.hash != NULL)
		add_image(p->app, record->activity.image.hash);
	record_line_write(record, &p->drafts);
	buf_putc(&p->drafts, '\n');
}

/* --- drawing --- */

static const char *chosen_show(const struct preview *p)
{
	for (size_t i = 0; i < PREVIEW_SHOWS; i++)
		if (p->shows[i] != NULL && str_eq(p->shows[i], p->show))
			return p->show;
	return p->shows[0];
}

static bool is_slip(const struct preview *p)
{
	return str_eq(chosen_show(p), "slip");
}

static struct mirror_job *begin(struct preview *p, struct web_request *r, char key[PICTURES_KEY_BYTES], bool *known)
{
	struct app *a = web_app(r);
	struct arena *arena = web_arena(r);
	struct civil at = zone_to_civil(ZONE_DEFAULT, p->at);
	char day[11];
	struct buf all = BUF_INIT;
	date_format(at.date, day);
	const char *const argv[] = {"preview",	 "--cache",  "%c",	"--work",   "%w",
				    "--out",	 "%o",	     "--size",	arena_printf(arena, "%dx%d", p->w, p->h),
				    "--centre",	 p->centre,  "--screen", p->screen,  "--show",
				    chosen_show(p), "--subject", p->subject, "--lang",	p->lang,
				    "--at",	 arena_printf(arena, "%sT%02d:%02d", day, at.hour, at.minute),
				    "--base",	 a->settings.public_base, NULL};
	buf_printf(&all, "%lld %s\n", (long long)store_head(a->store).head, staff_session(r)->user.name);
	for (size_t i = 0; argv[i] != NULL; i++)
		buf_printf(&all, "%s\n", argv[i]);
	buf_append(&all, buf_str(&p->drafts), p->drafts.len);
	pictures_key(&all, key);
	buf_fini(&all);
	*known = pictures_find(a->pictures, key) != NULL;
	if (*known)
		return NULL;
	struct mirror_job *j = mirror_job_new(a->mirror, argv, buf_str(&p->drafts), p->drafts.len);
	if (is_slip(p))
		mirror_job_print(j);
	return j;
}

/* The work of a request: the run and what its picture will be called. */
struct drawing {
	struct mirror_job *job;
	char key[PICTURES_KEY_BYTES];
};

static void drawing_free(void *work)
{
	struct drawing *d = work;
	mirror_job_free(d->job);
	free(d);
}

static struct drawing *drawing_begin(struct preview *p, struct web_request *r, bool *known)
{
	struct drawing *d = calloc(1, sizeof *d);
	ASSERT(d != NULL);
	d->job = begin(p, r, d->key, known);
	web_set_work(r, d, drawing_free);
	return d;
}

enum mirror_state preview_step(struct preview *p, struct web_request *r, char key[PICTURES_KEY_BYTES], struct error *e)
{
	struct app *a = web_app(r);
	bool known = false;
	struct drawing *d = web_work(r);
	if (d == NULL)
		d = drawing_begin(p, r, &known);
	memcpy(key, d->key, PICTURES_KEY_BYTES);
	if (known)
		return MIRROR_DONE;
	enum mirror_state state = mirror_job_step(d->job, e);
	if (state == MIRROR_DONE)
		pictures_put(a->pictures, key, mirror_job_output(d->job));
	if (state == MIRROR_WAIT && web_calls_before(r) > PREVIEW_PARK_MAX) {
		error_set(e, ERROR_BUSY, "waited too long");
		return MIRROR_FAILED;
	}
	if (state == MIRROR_WAIT)
		web_park(r, MIRROR_POLL_MS);
	return state;
}

/* "Kaakkurin hyvinvointikeskus, ke 11.3. 12.15" */
static const char *where_words(const struct preview *p, struct web_request *r)
{
	struct arena *a = web_arena(r);
	enum lang l = staff_lang(r);
	struct civil at = zone_to_civil(ZONE_DEFAULT, p->at);
	const struct record *centre = view_record(p->app->store, KIND_CENTRE, p->centre, a);
	return arena_printf(a, "%s, %s %s", centre != NULL ? ltext_get(&centre->centre.name, l, NULL) : "",
			    words_date(a, l, at.date, DATE_WEEKDAY), words_clock(a, l, at.hour, at.minute));
}

static void send_picture(struct web_request *r, const char *key)
{
	struct app *a = web_app(r);
	const struct buf *png = pictures_find(a->pictures, key);
	struct buf copy = BUF_INIT;
	if (png == NULL) {
		web_refuse(r, 404, "the picture is gone");
		return;
	}
	buf_append(&copy, png->data, png->len);
	web_set_header(r, "Cache-Control", "private, no-store");
	web_send(r, 200, "image/png", &copy);
}

bool preview_answer(struct preview *p, struct web_request *r, const char **src, const char **problem)
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	char key[PICTURES_KEY_BYTES];
	enum lang l = staff_lang(r);
	const char *accept = web_header(r, "Accept");
	enum mirror_state state = preview_step(p, r, key, &e);
	*src = *problem = NULL;
	if (state == MIRROR_WAIT)
		return true;
	bool picture_only = accept != NULL && str_starts(accept, "image/");
	if (state == MIRROR_DONE && picture_only) {
		/* the script writes it over the picture: another centre may have been ticked since */
		web_set_header(r, "Aula-Where", staff_url(web_arena(r), "", where_words(p, r)));
		send_picture(r, key);
		return true;
	}
	if (state == MIRROR_DONE) {
		*src = arena_printf(web_arena(r), "/staff/picture/%s", key);
		return false;
	}
	log_once("preview", e.text);
	*problem = mirror_able(a->mirror)
			   ? tr(l, "The preview could not be drawn just now. Publishing works all the same.")
			   : tr(l, "There is no preview: the screen program is not installed on this server.");
	if (!picture_only)
		return false;
	web_send_text(r, 503, "text/plain; charset=utf-8", *problem);
	return true;
}

void staff_picture(struct web_request *r)
{
	send_picture(r, web_param(r, "key"));
}

/* --- the right side of the page --- */

static const char *show_words(enum lang l, const char *show)
{
	if (str_eq(show, "attract"))
		return trc(l, "preview", "Idle");
	if (str_eq(show, "home"))
		return trc(l, "preview", "First screen");
	if (str_eq(show, "detail"))
		return trc(l, "preview", "Details");
	if (str_eq(show, "slip"))
		return trc(l, "preview", "Slip");
	if (str_eq(show, "poll"))
		return trc(l, "preview", "Poll");
	if (str_eq(show, "help"))
		return trc(l, "preview", "Advice");
	return trc(l, "preview", "Notices");
}

static void write_where(struct form *f, const struct preview *p)
{
	struct app *a = web_app(f->r);
	struct arena *arena = web_arena(f->r);
	const char *const names[] = {tr(f->lang, "Large, upright"), tr(f->lang, "Large, lying"), tr(f->lang, "Small")};
	struct form_choice choices[LOOKS_MAX];
	struct device *v = NULL;
	size_t n = 0, n_choices = 0;
	const char *own_size = arena_printf(arena, "%dx%d", p->w, p->h);
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
		choices[n_choices++] = (struct form_choice){sizes[i], names[i]};
	if (!device_list(a->store, &v, &n, arena, NULL))
		n = 0;
	for (size_t i = 0; i < n && n_choices < LOOKS_MAX; i++)
		if (v[i].state == DEVICE_ACTIVE && staff_may_centre(&staff_session(f->r)->user, v[i].centre))
			choices[n_choices++] = (struct form_choice){v[i].id, v[i].name};
	form_field_select(f, tr(f->lang, "Screen"), "preview_on", p->screen[0] != '\0' ? p->screen : own_size, choices,
			  n_choices);
	static const struct form_choice langs[] = {{"fi", "suomi"}, {"sv", "svenska"}, {"en", "English"}};
	form_field_select(f, tr(f->lang, "Language"), "preview_lang", p->lang, langs, 3);
}

static void write_buttons(struct form *f, const struct preview *p, const char *action)
{
	struct html *h = &f->h;
	html_raw(h, "<div class=\"shows\">");
	for (size_t i = 0; i < PREVIEW_SHOWS && p->shows[i] != NULL; i++) {
		bool on = str_eq(p->shows[i], chosen_show(p));
		html_raw(h, "<button name=\"show\" formnovalidate");
		html_attr(h, "value", p->shows[i]);
		html_attr(h, "formaction", action);
		html_raw_if(h, on, " class=\"primary\" aria-pressed=\"true\">", " aria-pressed=\"false\">");
		html_text(h, show_words(f->lang, p->shows[i]));
		html_raw(h, "</button>");
	}
	html_raw(h, "</div>");
}

static void write_picture(struct form *f, const struct preview *p, const char *src, const char *problem)
{
	struct html *h = &f->h;
	if (problem != NULL || src == NULL || !html_link_ok(src)) {
		html_raw(h, "<p role=\"status\">");
		html_text(h, problem != NULL ? problem : tr(f->lang, "Press a button below to see it."));
		html_raw(h, "</p>");
		return;
	}
	html_raw(h, "<img");
	html_attr(h, "alt", tr(f->lang, PICTURE_WORDS));
	if (!is_slip(p)) { /* a slip is as long as what it says */
		html_attr_number(h, "width", p->w);
		html_attr_number(h, "height", p->h);
	}
	html_attr(h, "src", src);
	html_raw(h, ">");
}

/* Inside the form, after its fields: a browser without script sends everything typed with the button. */
void preview_write(struct form *f, const struct preview *p, const char *form_id, const char *action, const char *src,
		   const char *problem)
{
	struct html *h = &f->h;
	html_raw(h, "<section class=\"preview\" aria-labelledby=\"preview-title\" data-preview");
	html_attr(h, "data-form", form_id);
	html_attr(h, "data-alt", tr(f->lang, PICTURE_WORDS));
	html_raw(h, "><h2 id=\"preview-title\">");
	html_text(h, tr(f->lang, "This is how it looks"));
	html_raw(h, "</h2><p class=\"hint\" data-where>");
	html_text(h, where_words(p, f->r));
	html_raw_if(h, is_slip(p), "</p><div class=\"glass paper\">", "</p><div class=\"glass\">");
	write_picture(f, p, src, problem);
	html_raw(h, "</div>");
	write_buttons(f, p, action);
	html_raw(h, "<div class=\"two\">");
	write_where(f, p);
	html_raw(h, "</div></section>");
}

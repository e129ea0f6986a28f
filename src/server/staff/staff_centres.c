/* A centre's own facts: when its screens are lit, who its contact person is (by role), when advice is given. */
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "model/codec.h"
#include "server/app.h"
#include "server/staff/hours_form.h"
#include "server/staff/phone_field.h"
#include "server/staff/staff.h"
#include "server/staff/staff_centre_source.h"
#include "server/staff/staff_change.h"
#include "server/staff/staff_form.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "server/staff/staff_preview.h"
#include "server/view.h"
#include "store/store.h"
#include "web/http.h"

#define CONTACTS_MAX 500
#define NAME_MAX_CHARS 60
#define PLACE_MAX_CHARS 80
#define PHONE_TYPED_MAX 30

/* The two contacts of a centre that staff keep here; "person" and "advice" of model/record.h. */
enum { PERSON, ADVICE, N_CONTACTS };
static const char *const contact_types[N_CONTACTS] = {"person", "advice"};

struct contact_form {
	const struct record *now; /* what the screens show, maybe of all centres; NULL: none */
	bool own;		  /* it is this centre's alone: it is changed, else a new one stands before it */
	struct ltext name, place;
	const char *phone;
	struct hours_form hours;
};

struct centre_form {
	struct form form;
	const struct record *centre;
	struct contact_form contacts[N_CONTACTS];
	struct hours_form lit;
};

/* --- the list --- */

void staff_centres_page(struct web_request *r)
{
	enum lang l = staff_lang(r);
	struct app *a = web_app(r);
	struct html h = HTML_INIT;
	struct staff_centre *v = NULL;
	size_t n = 0;
	const char *const heads[] = {tr(l, "Centre"), tr(l, "The screens are lit"), NULL};
	staff_centres(r, &v, &n);
	staff_begin(&h, r, tr(l, "Centres"), STAFF_TAB_CENTRES);
	staff_title(&h, tr(l, "Centres"), tr(l, "Hours of the screens, contact person and advice."));
	staff_saved(&h, r, KIND_CENTRE, tr(l, "Saved. The screens show it in about a second."));
	staff_table(&h, l, tr(l, "Centres"), heads, 3);
	for (size_t i = 0; i < n; i++) {
		const struct record *c = view_record(a->store, KIND_CENTRE, v[i].id, web_arena(r));
		const char *hours = c != NULL ? words_hours(web_arena(r), l, c->centre.screen_hours, c->centre.n_screen_hours, false) : NULL;
		html_raw(&h, "<tr><th scope=\"row\"><strong>");
		html_text(&h, v[i].name);
		html_raw(&h, "</strong></th>");
		staff_cell(&h, heads[1], hours != NULL ? hours : tr(l, "always"));
		html_raw(&h, "<td>");
		if (v[i].may)
			staff_link_button(&h, "", "edit", staff_url(web_arena(r), "/staff/centre?id=", v[i].id), tr(l, "Edit"));
		html_raw(&h, "</td></tr>");
	}
	staff_table_end(&h);
	staff_end(&h);
	staff_send(r, &h, 200);
}

/* --- what stands --- */

static bool before(const struct record *a, const struct record *b)
{
	return b == NULL || a->contact.order < b->contact.order ||
	       (a->contact.order == b->contact.order && strcmp(a->id, b->id) < 0);
}

/* As the help screen chooses: the first by order of those for the centre. */
static bool find_contacts(struct centre_form *x, struct web_request *r)
{
	struct app *a = web_app(r);
	const struct store_filter filter = {.kind = KIND_CONTACT, .limit = CONTACTS_MAX};
	struct store_records list;
	struct error e = ERROR_INIT;
	if (!store_list(a->store, &filter, &list, web_arena(r), &e)) {
		log_error("centre: %s", e.text);
		staff_error_page(r, 503, tr(staff_lang(r), "Not available just now"));
		return false;
	}
	for (size_t i = 0; i < list.n; i++) {
		const struct record *c = view_record(a->store, KIND_CONTACT, list.v[i].id, web_arena(r));
		for (int t = 0; c != NULL && t < N_CONTACTS; t++) {
			struct contact_form *k = &x->contacts[t];
			bool here = c->contact.centres.n == 0 || strs_has(&c->contact.centres, x->centre->id);
			if (!str_eq(c->contact.type, contact_types[t]) || !here || !before(c, k->now))
				continue;
			k->now = c;
			k->own = c->contact.centres.n == 1;
		}
	}
	return true;
}

/* False after answering. */
static bool begin(struct centre_form *x, struct web_request *r, const char *id)
{
	*x = (struct centre_form){.centre = staff_own_record(r, KIND_CENTRE, id)};
	form_init(&x->form, r);
	return x->centre != NULL && find_contacts(x, r);
}

static void fill(struct centre_form *x, struct arena *a)
{
	hours_of(&x->lit, x->centre->centre.screen_hours, x->centre->centre.n_screen_hours);
	for (int t = 0; t < N_CONTACTS; t++) {
		struct contact_form *k = &x->contacts[t];
		if (k->now == NULL)
			continue;
		const struct contact *c = &k->now->contact;
		k->name = c->name;
		k->place = c->place;
		k->phone = words_phone(a, c->phone);
		hours_of(&k->hours, c->hours, c->n_hours);
	}
}

static const char *field(struct web_request *r, int t, const char *name)
{
	return arena_printf(web_arena(r), "%s_%s", contact_types[t], name);
}

static void read_form(struct centre_form *x)
{
	struct web_request *r = x->form.r;
	hours_read(&x->lit, r, "lit");
	for (int t = 0; t < N_CONTACTS; t++) {
		struct contact_form *k = &x->contacts[t];
		k->name = form_ltext(r, field(r, t, "name"));
		k->place = form_ltext(r, field(r, t, "place"));
		k->phone = form_value(r, field(r, t, "phone"));
		hours_read(&k->hours, r, field(r, t, "hours"));
	}
}

/* --- what it means --- */

static void check_contact(const struct contact_form *k, struct form *f, int t, const struct centre_form *x,
			  struct record *out)
{
	struct web_request *r = f->r;
	const char *const *centre = &x->centre->id;
	*out = (struct record){.kind = KIND_CONTACT,
			       .id = k->own && k->now != NULL ? k->now->id : staff_new_id(r, "c")};
	if (k->now != NULL)
		out->contact = k->now->contact;
	struct contact *c = &out->contact;
	c->type = contact_types[t];
	if (!k->own) {
		c->centres = (struct strs){ARENA_ARRAY(web_arena(r), const char *, 1), 1};
		c->centres.v[0] = *centre;
		c->order = k->now != NULL ? k->now->contact.order - 1 : 0;
	}
	for (int l = 0; l <= LANG_EN; l++) { /* the others stay */
		c->name.v[l] = k->name.v[l];
		c->place.v[l] = k->place.v[l];
	}
	c->phone = k->phone != NULL ? phone_field(k->phone, web_arena(r)) : NULL;
	if (k->phone != NULL && c->phone == NULL)
		form_problem(f, field(r, t, "phone"), tr(f->lang, "This is no telephone number."));
	if (k->name.v[LANG_FI] == NULL && (k->phone != NULL || !ltext_empty(&k->name)))
		form_problem(f, arena_printf(web_arena(r), "%s_fi", field(r, t, "name")), tr(f->lang, "Give the name in Finnish."));
	form_limit_ltext(f, field(r, t, "name"), &k->name, NAME_MAX_CHARS);
	form_limit_ltext(f, field(r, t, "place"), &k->place, PLACE_MAX_CHARS);
	hours_check(&k->hours, f, field(r, t, "hours"), &c->hours, &c->n_hours);
}

static void check(struct centre_form *x, struct form *f, struct record *centre, struct record contacts[N_CONTACTS])
{
	*centre = *x->centre;
	hours_check(&x->lit, f, "lit", &centre->centre.screen_hours, &centre->centre.n_screen_hours);
	for (int t = 0; t < N_CONTACTS; t++)
		check_contact(&x->contacts[t], f, t, x, &contacts[t]);
}

/* --- the page --- */

static void write_contact(const struct contact_form *k, struct form *f, int t)
{
	struct web_request *r = f->r;
	form_step(f, 0, t == PERSON ? tr(f->lang, "Contact person") : tr(f->lang, "Advice service"));
	form_field_ltext(f, t == PERSON ? tr(f->lang, "Role, not a person's name") : tr(f->lang, "Name of the service"),
			 field(r, t, "name"), &k->name, NAME_MAX_CHARS, false, false);
	form_field_ltext(f, tr(f->lang, "Where to find"), field(r, t, "place"), &k->place, PLACE_MAX_CHARS, false, false);
	const struct field phone = {.label = tr(f->lang, "Phone"),
					 .name = field(r, t, "phone"),
					 .value = k->phone,
					 .type = "tel",
					 .max = PHONE_TYPED_MAX};
	form_field(f, &phone);
	hours_write(&k->hours, f, field(r, t, "hours"), tr(f->lang, "Hours"), NULL);
	form_step_end(f);
}

static void fill_preview(struct preview *p, struct centre_form *x)
{
	struct form quiet;
	struct record centre, contacts[N_CONTACTS];
	struct strs here = {(const char **)(uintptr_t)&x->centre->id, 1};
	form_init(&quiet, x->form.r);
	check(x, &quiet, &centre, contacts);
	preview_init(p, x->form.r, &here, INSTANT_NONE, INSTANT_NONE);
	preview_only(p, "help");
	for (int t = 0; t < N_CONTACTS; t++)
		if (!ltext_empty(&contacts[t].contact.name))
			preview_add(p, &contacts[t]);
}

static void page(struct centre_form *x, const struct preview *p, const char *src, const char *problem)
{
	struct form *f = &x->form;
	form_page_begin(f, STAFF_TAB_CENTRES, "/staff/centres", tr(f->lang, "Centres"),
			ltext_get(&x->centre->centre.name, f->lang, NULL));
	staff_centre_sources(f, x->centre);
	form_open(f, "/staff/centre", "centre", false);
	html_raw(&f->h, "<div class=\"beside\"><div>");
	staff_hidden(&f->h, "id", x->centre->id);
	for (int t = 0; t < N_CONTACTS; t++)
		write_contact(&x->contacts[t], f, t);
	hours_write(&x->lit, f, "lit", tr(f->lang, "When the screens are lit"),
		    tr(f->lang, "No hours at all: always. A day without hours: dark all day; a touch lights the screen."));
	html_raw(&f->h, "<div class=\"actions\">");
	staff_button(&f->h, "primary", "check", tr(f->lang, "Save"));
	html_raw(&f->h, "</div></div>");
	preview_write(f, p, "centre", "/staff/centre/preview", src, problem);
	html_raw(&f->h, "</div>");
	form_close(f);
	form_page_send(f);
}

static void show(struct centre_form *x)
{
	struct preview p;
	fill_preview(&p, x);
	page(x, &p, NULL, NULL);
	preview_fini(&p);
}

void staff_centre_page(struct web_request *r)
{
	struct centre_form x;
	if (!begin(&x, r, web_query(r, "id")))
		return;
	fill(&x, web_arena(r));
	show(&x);
}

void staff_centre_preview(struct web_request *r)
{
	struct centre_form x;
	struct preview p;
	const char *src, *problem;
	if (!staff_form_ok(r) || !begin(&x, r, form_value(r, "id")))
		return;
	read_form(&x);
	fill_preview(&p, &x);
	if (!preview_answer(&p, r, &src, &problem))
		page(&x, &p, src, problem);
	preview_fini(&p);
}

static bool same(const struct record *a, const struct record *b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	record_doc_write(a, &x);
	record_doc_write(b, &y);
	bool out = str_eq(buf_str(&x), buf_str(&y));
	buf_fini(&x);
	buf_fini(&y);
	return out;
}

/* Only what changed is published. A contact whose name was emptied goes, when it is the centre's own. */
static size_t changes_of(const struct centre_form *x, struct record *centre, struct record *contacts,
			 struct staff_change out[N_CONTACTS + 1])
{
	size_t n = 0;
	for (int t = 0; t < N_CONTACTS; t++) {
		const struct contact_form *k = &x->contacts[t];
		bool empty = k->name.v[LANG_FI] == NULL;
		struct record compare = contacts[t];
		if (!k->own && k->now != NULL) {
			compare.contact.centres = k->now->contact.centres;
			compare.contact.order = k->now->contact.order;
		}
		if (k->now != NULL && same(k->now, &compare))
			continue;
		if (!empty)
			out[n++] = (struct staff_change){k->own ? k->now : NULL, &contacts[t], "contact.put"};
		else if (k->own)
			out[n++] = (struct staff_change){k->now, NULL, "contact.end"};
	}
	if (!same(x->centre, centre))
		out[n++] = (struct staff_change){x->centre, centre, "centre.put"};
	return n;
}

void staff_centre_save(struct web_request *r)
{
	struct centre_form x;
	struct record centre, contacts[N_CONTACTS];
	struct staff_change changes[N_CONTACTS + 1];
	struct error e = ERROR_INIT;
	if (!staff_form_ok(r) || !begin(&x, r, form_value(r, "id")))
		return;
	read_form(&x);
	check(&x, &x.form, &centre, contacts);
	if (x.form.n_problems > 0) {
		show(&x);
		return;
	}
	size_t n = changes_of(&x, &centre, contacts, changes);
	if (n > 0 && !staff_publish(r, changes, n, &e)) {
		log_error("centre: %s", e.text);
		staff_error_page(r, 503, tr(x.form.lang, "Not available just now"));
		return;
	}
	/* one change can be taken back by its button; of several none, rather than half of what was done */
	const struct staff_change *one = n == 1 ? &changes[0] : NULL;
	const struct record *what = one == NULL ? NULL : one->after != NULL ? one->after : one->before;
	staff_redirect_saved(r,
			     what != NULL ? arena_printf(web_arena(r), "/staff/centres?kind=%s", record_kind_word(what->kind))
					  : "/staff/centres",
			     what != NULL ? what->id : "-");
}

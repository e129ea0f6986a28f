/* Before the first content is there: says so, with the progress and the emergency number; no dead buttons. A screen
 * that is to be enrolled shows its code here, and one that was taken out of use says that. */
#include "base/arena.h"
#include "base/str.h"
#include "screens/part.h"
#include "screens/screen.h"
#include "ui/ui.h"

static const char *progress(const struct build *b)
{
	const struct cache_state *s = &b->frame->state;
	if (s->load_total <= 0)
		return T(b, "The content is being fetched for the first time.");
	long percent = (long)(100 * s->load_have / s->load_total);
	return arena_printf(b->a, "%s %ld %%", T(b, "The content is being fetched for the first time."),
			    percent > 100 ? 100 : percent);
}

static void emergency(struct build *b, double side)
{
	struct text_box sos = build_text(
		b, build_rect(b, side, build_h(b) - (build_small(b) ? 100 : 220), build_w(b) - 2 * side, 90), TYPE_H3,
		b->t->on_sign, T(b, "In an emergency call 112"));
	const struct semantics sem = {.id = "emergency", .role = ROLE_STATUS, .stop = true, .focus = FOCUS_TABLE};
	sos.valign = VALIGN_CENTRE;
	sos.max_lines = 1;
	sos.sizes_px = build_sizes(b, 44);
	widget_icon_line(b->f, sos.r, "sos", metrics_px(b->m, 72), metrics_px(b->m, 20), &sos, b->t->on_sign, &sem);
}

/* --- enrolment --- */

/* Design px of the three sizes: where words, code and QR stand. */
struct places {
	double x, y, w;			      /* words, from the top */
	double qr_x, qr_y, qr_side;
	int heading, lead, code, small;	      /* text */
	double heading_h, lead_h, code_h, line_h;
};

static struct places places_of(const struct build *b)
{
	if (build_small(b))
		return (struct places){16, 8, 490, 520, 24, 264, 38, 38, 72, 38, 90, 92, 96, 92};
	if (build_landscape(b))
		return (struct places){72, 110, 1050, 1230, 170, 560, 72, 40, 140, 40, 190, 170, 190, 62};
	return (struct places){48, 110, build_w(b) - 96, (build_w(b) - 620) / 2, 930, 620, 72, 40, 150, 40, 190, 170, 210, 66};
}

static double line(struct build *b, const struct places *p, double y, double h, int px, colour ink, const char *s,
		   const char *id)
{
	const struct semantics sem = {
		.id = id, .role = ROLE_TEXT, .stop = id != NULL, .focus = id != NULL ? FOCUS_TABLE : FOCUS_HEADING};
	struct text_box t = build_text(b, build_rect(b, p->x, y, p->w, h), TYPE_BODY, ink, s);
	t.bold = id != NULL;
	t.sizes_px = build_sizes(b, px);
	t.max_lines = h > 120 ? 3 : h > 70 ? 2 : 1;
	/* a code and an address are read from the left in every language */
	t.direction = id != NULL ? TEXT_LTR : t.direction;
	t.align = id != NULL && b->m->rtl ? TEXT_END : TEXT_START;
	node_text(b->f, &t, &sem);
	return y + h;
}

static void qr(struct build *b, const struct places *p, const char *url)
{
	struct rect square = build_rect(b, p->qr_x, p->qr_y, p->qr_side, p->qr_side);
	square.h = square.w = square.w < square.h ? square.w : square.h;
	int module = qr_module_for(b->f->in.ui->qrs, url, QR_M, square.w);
	const struct semantics sem = {.id = "enrol:qr",
				      .role = ROLE_IMAGE,
				      .stop = true,
				      .focus = FOCUS_TABLE,
				      .label = T(b, "Code for your phone"),
				      .hint = part_address_shown(url)};
	node_fill(b->f, square, 0xFFFFFFFF);
	if (module > 0)
		node_qr(b->f, square, url, QR_M, module, &sem);
}

static void enrolment(struct build *b)
{
	const struct device_status *d = b->device;
	const struct places p = places_of(b);
	bool revoked = d->link == DEVICE_LINK_REVOKED, code = d->code[0] != '\0';
	double y = p.y;
	build_heading(b, build_rect(b, p.x, y, p.w, p.heading_h), p.heading, 2, b->t->on_sign,
		      revoked ? T(b, "This screen has been taken out of use.") : T(b, "This screen waits for its centre."));
	y += p.heading_h;
	/* 7": the code matters more than what it is for */
	if (!code || !build_small(b))
		y = line(b, &p, y, p.lead_h, p.lead, b->t->on_sign2,
		 code ? T(b, "For staff: open the address, log in and type the code. Check that the page shows the same "
			     "fingerprint.")
		      : T(b, "The server has not been reached yet. The code comes here."),
		 NULL);
	if (code) {
		y = line(b, &p, y, p.code_h, p.code, b->t->on_sign, d->code, "enrol:code");
		y = line(b, &p, y, p.line_h, p.small, b->t->on_sign, part_address_breaking(b, d->url), "enrol:address");
		line(b, &p, y, build_small(b) ? 48 : p.line_h, p.small, b->t->on_sign2, d->fingerprint, "enrol:fingerprint");
		qr(b, &p, d->url_complete[0] != '\0' ? d->url_complete : d->url);
	}
	emergency(b, p.x);
	b->first_focus = code ? "enrol:code" : "emergency";
}

void screen_first_build(struct build *b)
{
	bool land = build_landscape(b), small = build_small(b);
	double w = build_w(b), side = small ? 16 : 48;
	node_fill(b->f, RECT(0, 0, b->m->w, b->m->h), b->t->sign);
	b->f->background = b->t->sign;
	if (b->device->link == DEVICE_LINK_REVOKED || b->device->link == DEVICE_LINK_ASKING ||
	    b->device->link == DEVICE_LINK_CODE) {
		enrolment(b);
		return;
	}
	if (b->t->pictures && !small)
		node_picture(b->f, build_rect(b, land ? w - 600 : (w - 436) / 2, land ? 140 : 240, 436, 654),
			     "arches", -1, 0, true, NULL);
	double y = small ? 40 : land ? 200 : 1000, text_w = (land ? w - 800 : w) - 2 * side;
	struct rect r = build_heading(b, build_rect(b, side, y, text_w, small ? 120 : 250), small ? 44 : 72,
				      2, b->t->on_sign, T(b, "Welcome. This screen is starting."));
	build_label(
		b,
		RECT(r.x, r.y + r.h + metrics_px(b->m, 24), metrics_px(b->m, text_w), metrics_px(b->m, 160)),
		TYPE_BODY, b->t->on_sign2, progress(b));
	emergency(b, side);
}

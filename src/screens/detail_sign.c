/* The sign of the detail page: topic, title and organisation, beside the picture where they leave it room. */
#include "base/arena.h"
#include "screens/screen_detail.h"

#define TOPIC_ICON 44 /* of the line above the title */
#define TOPIC_GAP 12

struct sign_lines {
	struct text_box topic, title, organisation;
	int h_topic, h_title, h_organisation;
};

static void sign_measure(struct build *b, const struct viewmodel_detail *vm, const struct detail_words *w,
			 struct rect r, struct sign_lines *s)
{
	bool land = build_landscape(b);
	const char *topic = ltext_get(&vm->topic.title, b->lang, NULL), *organisation = w->organisation;
	s->topic = build_text(b, rect_inset(r, 0, 0, metrics_px(b->m, TOPIC_ICON + TOPIC_GAP), 0), TYPE_FACT, b->t->on_sign,
			      build_join(b, " · ", topic, w->sign_languages));
	s->topic.max_lines = 1;
	if (w->sign_languages != NULL && (topic == NULL || node_text_size(b->f, &s->topic).truncated)) {
		s->topic.s = topic;
		organisation = build_join(b, " · ", organisation, w->sign_languages);
	}
	s->title = build_text(b, r, TYPE_H2, b->t->on_sign, vm->d.card.title);
	s->title.max_lines = 2;
	s->title.sizes_px = build_sizes(b, land ? 72 : 56);
	s->title.lang = build_other_lang(b, vm->d.card.title_lang);
	build_whole_words(b, &s->title);
	s->organisation = build_text(b, r, TYPE_LEAD, b->t->on_sign, organisation);
	s->organisation.max_lines = 2;
	s->organisation.line_pct = 118;
	s->organisation.sizes_px = build_sizes(b, build_px(b, 34));
	s->h_topic = s->topic.s == NULL ? 0 : node_text_size(b->f, &s->topic).h + metrics_px(b->m, 8);
	s->h_title = node_text_size(b->f, &s->title).h;
	s->h_organisation =
		organisation == NULL ? 0 : node_text_size(b->f, &s->organisation).h + metrics_px(b->m, 8);
}

/* Whole, and the name of the group at a size that is read from a distance. */
static bool sign_fits(struct build *b, const struct sign_lines *s, int h)
{
	struct text_box t = s->title;
	int least = metrics_em(b->m, build_landscape(b) ? 56 : 44), used = 0;
	const int *px = t.sizes_px;
	while (px[used] != 0 && px[used] >= least)
		used++;
	int *sizes = ARENA_ARRAY(b->a, int, (size_t)used + 1);
	for (int i = 0; i < used; i++)
		sizes[i] = px[i];
	t.sizes_px = used > 0 ? sizes : px;
	struct text_size title = node_text_size(b->f, &t);
	bool cut = s->organisation.s != NULL && node_text_size(b->f, &s->organisation).truncated;
	return !title.truncated && !cut && s->h_topic + s->h_title + s->h_organisation <= h;
}

struct semantics detail_heading(const struct build *b, const struct viewmodel_detail *vm)
{
	return (struct semantics){.id = "heading",
				  .role = ROLE_HEADING,
				  .level = 1,
				  .stop = true,
				  .focus = FOCUS_HEADING,
				  .lang = build_other_lang(b, vm->d.card.title_lang)};
}

void detail_sign(struct build *b, const struct viewmodel_detail *vm, const struct detail_words *w,
		 struct rect r, double picture_w)
{
	enum look look = theme_look_from(vm->d.card.look);
	struct look_colours c = theme_look(b->t, look);
	bool dark = b->t->name == THEME_DARK;
	const struct semantics text = {.role = ROLE_TEXT};
	const struct semantics head = detail_heading(b, vm);
	int side = metrics_px(b->m, 48), pw = metrics_px(b->m, picture_w);
	node_fill(b->f, r, dark || look == LOOK_NONE ? b->t->sign : c.line);
	if (dark)
		node_fill(b->f, RECT(r.x, r.y + r.h - metrics_px(b->m, 4), r.w, metrics_px(b->m, 4)),
			  b->t->primary);
	struct sign_lines s;
	struct rect in = RECT(r.x + side, r.y, r.w - side - pw - metrics_px(b->m, 16), r.h);
	sign_measure(b, vm, w, in, &s);
	if (!b->t->pictures || !sign_fits(b, &s, r.h)) { /* long names take the picture's room */
		in.w = r.w - 2 * side;
		sign_measure(b, vm, w, in, &s);
	} else {
		struct rect corner = RECT(r.x + r.w - pw, r.y, pw, r.h);
		if (!part_image(b, corner, &vm->image) && c.art_detail != NULL)
			node_picture(b->f, corner, c.art_detail, -1, 0, true, NULL);
	}
	int y = r.y + (r.h - s.h_topic - s.h_title - s.h_organisation) / 2;
	if (s.h_topic > 0) {
		s.topic.r = RECT(in.x, y, in.w, s.h_topic);
		widget_icon_line(b->f, s.topic.r, c.icon, metrics_px(b->m, TOPIC_ICON), metrics_px(b->m, TOPIC_GAP), &s.topic, b->t->on_sign,
				 &text);
	}
	s.title.r = RECT(in.x, y + s.h_topic, in.w, s.h_title);
	node_text(b->f, &s.title, &head);
	s.organisation.r =
		RECT(in.x, y + s.h_topic + s.h_title + metrics_px(b->m, 8), in.w, s.h_organisation);
	if (s.h_organisation > 0)
		node_text(b->f, &s.organisation, &text);
}

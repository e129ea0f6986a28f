/* Ways on: a topic's tile, and from where there is nothing: icon, what it does, what it gives. */
#include "base/arena.h"
#include "screens/part.h"

struct part_way part_way_topics(const struct build *b)
{
	return (struct part_way){"way:topics", "palette", T(b, "Browse topics"), T(b, "The topics on the home screen"),
				 {ACT_HOME, 0, NULL}};
}

struct part_way part_way_help(const struct build *b)
{
	const char *advice = ltext_get(&b->frame->centre.advice_name, b->lang, NULL);
	const char *phone = b->frame->advice_phone == NULL ? NULL : words_phone(b->a, b->frame->advice_phone);
	return (struct part_way){"way:help",
				 "support_agent",
				 T(b, "Ask a person"),
				 build_join(b, " ", advice == NULL ? T(b, "Advice service") : advice, phone),
				 {ACT_OPEN_DOCK, SCREEN_HELP, NULL},
				 phone};
}

void part_way(struct build *b, struct rect r, const struct part_way *w, bool primary)
{
	const struct semantics sem = {.id = w->id,
				      .role = ROLE_BUTTON,
				      .label = w->title,
				      .hint = w->text,
				      .focus = FOCUS_TABLE,
				      .action = w->action};
	int part = node_open_part(b->f, r, primary ? PART_PRIMARY : PART_PLAIN, LOOK_NONE, &sem);
	struct part_colours c = node_part_ink(b->f, part);
	struct rect face = node_part_face(b->f, part);
	int icon = metrics_px(b->m, 72), x = face.x + metrics_px(b->m, 44);
	node_icon(b->f, RECT(x, face.y + (face.h - icon) / 2, icon, icon), w->icon, c.ink);
	int left = metrics_px(b->m, 148), arrow = metrics_px(b->m, 56), right = metrics_px(b->m, 96);
	colour title_ink = primary ? c.ink : b->t->ink, text_ink = primary ? c.ink : b->t->ink2;
	struct text_box t = build_text(b,
				       RECT(face.x + left, face.y + face.h / 2 - metrics_px(b->m, 56),
					    face.w - left - right, metrics_px(b->m, 60)),
				       TYPE_H3, title_ink, w->title);
	t.max_lines = 1;
	t.sizes_px = build_sizes(b, build_px(b, 44));
	node_text(b->f, &t, NULL);
	struct text_box s = build_text(
		b, RECT(t.r.x, face.y + face.h / 2 + metrics_px(b->m, 2), t.r.w, metrics_px(b->m, 46)),
		TYPE_FACT, text_ink, w->text);
	s.max_lines = 1;
	s.sizes_px = build_sizes(b, build_px(b, 32));
	if (build_small(b) && node_text_size(b->f, &s).truncated)
		s.s = w->text_short; /* spoken whole */
	if (!build_small(b) && s.s != NULL && node_text_size(b->f, &s).truncated) {
		s.max_lines = 2;
		s.line_pct = 105;
		s.r.h = face.y + face.h - s.r.y;
	}
	if (s.s != NULL)
		node_text(b->f, &s, NULL);
	node_icon(b->f,
		  RECT(face.x + face.w - arrow - metrics_px(b->m, 40), face.y + (face.h - arrow) / 2, arrow,
		       arrow),
		  "chevron_right", c.ink);
	node_close(b->f);
}

void part_topic_tile(struct build *b, struct widget_tile w, const struct named_topic *t, size_t i, size_t n, bool quiet)
{
	const char *subtitle = ltext_get(&t->topic.subtitle, b->lang, NULL);
	w.look = theme_look_from(t->topic.look);
	w.title = ltext_get(&t->topic.title, b->lang, NULL);
	w.subtitle = quiet ? NULL : subtitle;
	const struct semantics sem = {.id = arena_printf(b->a, "topic:%s", t->id),
				      .role = ROLE_BUTTON,
				      .label = w.title,
				      .hint = subtitle,
				      .position = (int)i + 1,
				      .of = (int)n,
				      .focus = FOCUS_TABLE,
				      .action = {ACT_OPEN, SCREEN_RESULTS, t->id}};
	if (b->first_focus == NULL)
		b->first_focus = sem.id;
	widget_tile(b->f, &w, &sem);
}

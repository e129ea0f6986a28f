/* The centre's notices in full. */
#include "base/arena.h"
#include "base/str.h"
#include "screens/part.h"
#include "screens/screen.h"

#define PER_PAGE 3

struct viewmodel_notices {
	struct notice *v;
	size_t n;
};

static bool load(void **vm, const struct load *l, const struct screen_in *in, struct error *e)
{
	struct viewmodel_notices *p = ARENA_NEW(l->a, struct viewmodel_notices);
	*vm = p;
	if (!cache_notices(l->cache, &l->view, &p->v, &p->n, l->a, e))
		return false;
	while (in->place->page > 0 && in->place->page * PER_PAGE >= p->n)
		in->place->page--;
	return true;
}

/* In at most r; returns how high it is. */
static int one(struct build *b, const struct notice *n, struct rect r, size_t i)
{
	const struct semantics sem = {.id = arena_printf(b->a, "notice:%zu", i),
				      .role = ROLE_STATUS,
				      .stop = true,
				      .focus = FOCUS_TABLE};
	struct widget_notice w = {.r = r,
				  .kind = str_eq(n->level, "warning") ? NOTICE_WARNING : NOTICE_INFO,
				  .title = ltext_get(&n->title, b->lang, NULL),
				  .text = ltext_get(&n->text, b->lang, NULL),
				  .title_px = 44,
				  .text_px = 36};
	int h = build_small(b) ? r.h : widget_notice_height(b->f, &w), least = metrics_px(b->m, 148);
	w.r.h = h > r.h ? r.h : h < least ? least : h;
	widget_notice(b->f, &w, &sem);
	return w.r.h;
}

static void build_wide(struct build *b, const struct viewmodel_notices *vm)
{
	bool small = build_small(b);
	size_t per_page = small ? 1 : 2, n_pages = (vm->n + per_page - 1) / per_page,
	       page = b->place->page < n_pages ? b->place->page : 0;
	if (!small)
		part_side_art(b, "arches", -1,
			      part_side_sign(b, T(b, "Notices from this centre"),
					     vm->n == 0 ? T(b, "There are no notices now.") : NULL, 840));
	struct rect r = small ? build_rect(b, 8, 6, 784, 236) : build_rect(b, 720, 40, 1160, 370);
	for (size_t i = page * per_page; i < vm->n && i < (page + 1) * per_page; i++)
		r.y += one(b, &vm->v[i], r, i) + metrics_px(b->m, 20);
	part_pager(b, small ? build_rect(b, 8, 254, 784, 105) : build_rect(b, 720, 836, 1160, 104), page,
		   n_pages);
}

static void build(struct build *b, const void *data)
{
	const struct viewmodel_notices *vm = data;
	double w = build_w(b) - 96;
	b->f->background = b->t->page;
	if (!build_portrait(b)) {
		build_wide(b, vm);
		part_dock(b);
		return;
	}
	part_sign(b, LOOK_NONE, 0, 320);
	part_status(b, LOOK_NONE, true);
	build_heading(b, build_rect(b, 48, 124, w, 88), 72, 1, b->t->on_sign,
		      T(b, "Notices from this centre"));
	if (vm->n == 0)
		build_label(b, build_rect(b, 48, 380, w, 80), TYPE_BODY, b->t->ink,
			    T(b, "There are no notices now."));
	size_t from = b->place->page * PER_PAGE;
	struct rect r = build_rect(b, 48, 360, w, 376);
	for (size_t i = from; i < vm->n && i < from + PER_PAGE; i++)
		r.y += one(b, &vm->v[i], r, i) + metrics_px(b->m, 24);
	part_pager(b, build_rect(b, 48, 1608, w, 104), b->place->page, (vm->n + PER_PAGE - 1) / PER_PAGE);
	b->first_focus = "notice:0";
	part_dock(b);
}

const struct screen SCREEN_DEF_NOTICES = {"notices", load, build};

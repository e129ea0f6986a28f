/* What the ui tests share: an engine on the repository's assets and a frame of a given size. */
#ifndef AULA_TESTS_UI_BENCH_H
#define AULA_TESTS_UI_BENCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/error.h"
#include "ui/metrics.h"
#include "ui/node.h"
#include "ui/ui.h"

struct bench {
	struct ui ui;
	struct metrics m;
	struct arena arena;
	struct frame f;
};

static inline void bench_open(struct bench *b, int w, int h, bool rtl)
{
	struct error e = ERROR_INIT;
	*b = (struct bench){0};
	if (!ui_open(&b->ui, &(struct ui_paths){.assets = "assets"}, &e))
		fail_msg("%s", e.text);
	metrics_init(&b->m, &(struct metrics_in){.panel_w = w, .panel_h = h, .rtl = rtl});
}

static inline struct frame *bench_frame(struct bench *b, enum theme_name theme)
{
	arena_reset(&b->arena);
	frame_begin(&b->f, &b->arena,
		    &(struct frame_in){.ui = &b->ui, .m = &b->m, .theme = theme_get(theme), .lang = "fi"});
	return &b->f;
}

static inline void bench_close(struct bench *b)
{
	arena_fini(&b->arena);
	ui_close(&b->ui);
}

#endif

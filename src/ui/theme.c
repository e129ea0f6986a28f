#include "ui/theme.h"

#include <stddef.h>

#include "base/assert.h"
#include "base/str.h"

#define C(rgb) (0xFF000000u | (rgb))

static const struct theme themes[THEME_COUNT] = {
	[THEME_LIGHT] =
		{
			.name = THEME_LIGHT,
			.page = C(0xF6F4EF),
			.surface = C(0xFFFFFF),
			.ink = C(0x14212B),
			.ink2 = C(0x46545F),
			.sign = C(0x073A50),
			.on_sign = C(0xFFFFFF),
			.on_sign2 = C(0xCFE3EC),
			.sign_line = C(0x2C6480),
			.accent = C(0xF2B27A),
			.primary = C(0x0B4F6C),
			.on_primary = C(0xFFFFFF),
			.plain = C(0x0B4F6C),
			.neutral = C(0x6B7884),
			.key_bed = C(0xE4DED1),
			.key = C(0x756F60),
			.info_face = C(0xDCEBF1),
			.info_ink = C(0x073A50),
			.info_bar = C(0x0B4F6C),
			.error = C(0xA3182A),
			.error_face = C(0xFBE6E8),
			.on_error = C(0xFFFFFF),
			.warning_face = C(0xFFF0CC),
			.warning_ink = C(0x4A2E00),
			.warning_icon = C(0x7A4B00),
			.warning_bar = C(0xE0A030),
			.success = C(0x1E6B3C),
			.success_face = C(0xE1F1E6),
			.success_ink = C(0x1A5A34),
			.hairline = C(0xDDD6C8),
			.dim_sheet = 0xAD14212Bu,
			.dim_dialog = 0xB214212Bu,
			.caption = C(0x14212B),
			.on_caption = C(0xFFFFFF),
			.caption_icon = C(0xFFCF33),
			.caption_border = COLOUR_NONE,
			.dock_line = COLOUR_NONE,
			.dock = C(0x073A50),
			.dock_open = C(0x0B4F6C),
			.on_dock = C(0xFFFFFF),
			.dock_icon = C(0xFFFFFF),
			.dock_hairline = C(0x2C6480),
			.not_available = C(0x9AA5AE),
			.not_available_ink = C(0x46545F),
			.pressed = C(0xDCEBF1),
			.pressed_primary = C(0x073A50),
			.ring_inner = C(0x14212B),
			.ring_outer = C(0xFFCF33),
			.ring_sign = C(0xFFCF33),
			.ring_inner_px = 6,
			.ring_outer_px = 6,
			.surface_border_px = 0,
			.surface_border = COLOUR_NONE,
			.pictures = true,
		},
	[THEME_DARK] =
		{
			.name = THEME_DARK,
			.page = C(0x000000),
			.surface = C(0x101820),
			.ink = C(0xFFFFFF),
			.ink2 = C(0xD5DEE5),
			.sign = C(0x000000),
			.on_sign = C(0xFFFFFF),
			.on_sign2 = C(0xD5DEE5),
			.sign_line = C(0x9FB3C1),
			.accent = C(0xFFD84D),
			.primary = C(0xFFD84D),
			.on_primary = C(0x000000),
			.plain = C(0xFFD84D),
			.neutral = C(0x9FB3C1),
			.key_bed = C(0x000000),
			.key = C(0x9FB3C1),
			.info_face = C(0x101820),
			.info_ink = C(0xFFFFFF),
			.info_bar = C(0xFFD84D),
			.error = C(0xFF9C9C),
			.error_face = C(0x101820),
			.on_error = C(0x000000),
			.warning_face = C(0x101820),
			.warning_ink = C(0xFFFFFF),
			.warning_icon = C(0xFFD84D),
			.warning_bar = C(0xFFD84D),
			.success = C(0x7BE3A1),
			.success_face = C(0x101820),
			.success_ink = C(0x7BE3A1),
			.hairline = C(0x9FB3C1),
			.dim_sheet = 0xCC000000u,
			.dim_dialog = 0xCC000000u,
			.caption = C(0x101820),
			.on_caption = C(0xFFFFFF),
			.caption_icon = C(0xFFD84D),
			.caption_border = C(0xFFD84D),
			.dock_line = C(0xFFD84D),
			.dock = C(0x000000),
			.dock_open = C(0xFFD84D),
			.on_dock = C(0xFFFFFF),
			.dock_icon = C(0xFFD84D), /* yellow: press here */
			.dock_hairline = C(0x9FB3C1),
			.not_available = C(0x9FB3C1),
			.not_available_ink = C(0xD5DEE5),
			.pressed = C(0x3A3414),
			.pressed_primary = C(0xB8931F),
			.ring_inner = C(0x000000),
			.ring_outer = C(0x00E5FF),
			.ring_sign = C(0x00E5FF),
			.ring_inner_px = 4,
			.ring_outer_px = 6,
			.surface_border_px = BORDER,
			.surface_border = C(0x9FB3C1),
			.pictures = false,
		},
};

static const struct {
	const char *word, *icon, *art, *art_wide, *art_detail;
	uint32_t line, deep, tint;
	int wide_row;
} looks[LOOK_COUNT] = {
	{"peer", "diversity_3", "topic-peer", "topic-peer-wide", "topic-peer-detail", 0x0A5A66, 0x07434D,
	 0xD9ECEE, 0},
	{"mind", "psychology", "topic-mind", "topic-mind", "topic-mind", 0x5B3A8C, 0x432A69, 0xE9E2F4, 350},
	{"old", "elderly", "topic-old", "topic-old", "topic-old", 0x7A4B00, 0x5B3800, 0xF6E8CF, 396},
	{"family", "family_restroom", "topic-family", "topic-family", "topic-family", 0x93295C, 0x6E1D44,
	 0xF6E0EA, 400},
	{"ill", "cardiology", "topic-ill", "topic-ill", "topic-ill", 0x1B5698, 0x133F71, 0xDDE9F6, 170},
	{"daily", "food_bank", "topic-daily", "topic-daily", "topic-daily", 0x4B5A14, 0x38440E, 0xEAEFD5,
	 330},
	{"hobby", "palette", "topic-hobby", "topic-hobby", "topic-hobby", 0x1A633A, 0x124A2B, 0xDFF0E5, 420},
	{"vol", "volunteer_activism", "topic-vol", "topic-vol", "topic-vol", 0x9C3523, 0x762718, 0xFAE3DD,
	 260},
};

static const struct type_style types[TYPE_COUNT] = {
	[TYPE_ATTRACT] = {112, true, 108}, [TYPE_H1] = {72, true, 118},
	[TYPE_DIALOG] = {64, true, 115},   [TYPE_H2] = {56, true, 115},
	[TYPE_H3] = {44, true, 125},       [TYPE_BIG_BUTTON] = {40, true, 118},
	[TYPE_CARD] = {38, true, 118},     [TYPE_BUTTON] = {36, true, 118},
	[TYPE_BODY] = {36, false, 136},    [TYPE_LEAD] = {34, false, 130},
	[TYPE_FACT] = {32, false, 130},    [TYPE_META] = {30, false, 125},
	[TYPE_SMALL] = {28, false, 125},   [TYPE_SMALL_BOLD] = {28, true, 125},
};

const struct theme *theme_get(enum theme_name name)
{
	ASSERT(name >= 0 && name < THEME_COUNT);
	return &themes[name];
}

struct look_colours theme_look(const struct theme *t, enum look l)
{
	bool dark = t->name == THEME_DARK;
	if (l < 0 || l >= LOOK_COUNT)
		return (struct look_colours){
			.line = dark ? t->plain : t->primary,
			.on_line = t->on_primary,
			.deep = dark ? t->ink : t->sign,
			.tint = t->info_face,
		};
	return (struct look_colours){
		.line = dark ? t->plain : C(looks[l].line),
		.on_line = dark ? C(0x000000) : C(0xFFFFFF),
		.deep = dark ? t->ink : C(looks[l].deep),
		.tint = dark ? t->surface : C(looks[l].tint),
		.icon = looks[l].icon,
		.art = looks[l].art,
		.art_wide = looks[l].art_wide,
		.art_detail = looks[l].art_detail,
		.wide_row = looks[l].wide_row,
	};
}

enum look theme_look_from(const char *word)
{
	for (int i = 0; i < LOOK_COUNT; i++)
		if (word != NULL && str_eq(word, looks[i].word))
			return (enum look)i;
	return LOOK_NONE;
}

/* A button that is white (dark theme: surface) with everything else in one colour. */
static struct part_colours outlined(const struct theme *t, colour line, colour ink)
{
	return (struct part_colours){
		.face = t->surface,
		.border = line,
		.foot = line,
		.ink = ink,
		.ink2 = t->ink2,
		.pressed_face = t->pressed,
		.selected_face = t->primary,
		.selected_ink = t->on_primary,
		.border_px = BORDER,
		.foot_px = FOOT,
		.radius = RADIUS_BUTTON,
	};
}

static struct part_colours primary_part(const struct theme *t)
{
	bool dark = t->name == THEME_DARK;
	return (struct part_colours){
		.face = t->primary,
		.border = t->primary,
		.foot = dark ? C(0xB8931F) : C(0x04293A),
		.ink = t->on_primary,
		.ink2 = dark ? t->on_primary : C(0xCFE3EC),
		.pressed_face = t->pressed_primary,
		.selected_face = t->primary,
		.selected_ink = t->on_primary,
		.border_px = BORDER,
		.foot_px = FOOT,
		.radius = RADIUS_BUTTON,
	};
}

static struct part_colours board_part(const struct theme *t)
{
	bool dark = t->name == THEME_DARK;
	return (struct part_colours){
		.face = dark ? t->surface : t->primary,
		.border = dark ? t->surface_border : t->primary,
		.foot = dark ? t->plain : C(0x5F9DB8),
		.ink = C(0xFFFFFF),
		.ink2 = t->on_sign2,
		.pressed_face = dark ? t->pressed : C(0x0E5F82),
		.selected_face = t->primary,
		.selected_ink = t->on_primary,
		.border_px = dark ? BORDER : 0,
		.foot_px = FOOT_LOW,
		.radius = RADIUS_BOARD,
	};
}

static struct part_colours sign_part(const struct theme *t)
{
	struct part_colours c = board_part(t);
	if (t->name != THEME_DARK)
		c.border = c.foot = C(0x7FA9BB);
	c.border_px = BORDER;
	c.foot_px = FOOT;
	c.radius = RADIUS_BUTTON;
	return c;
}

static struct part_colours dock_part(const struct theme *t)
{
	bool dark = t->name == THEME_DARK;
	return (struct part_colours){
		.face = t->dock,
		.border = t->dock,
		.foot = t->dock,
		.ink = t->on_dock,
		.ink2 = t->on_sign2,
		.pressed_face = dark ? t->pressed : t->dock_open,
		.selected_face = t->dock_open,
		.selected_ink = dark ? t->on_primary : t->on_dock,
	};
}

struct part_colours theme_part(const struct theme *t, enum part_kind kind, enum look l)
{
	struct part_colours c = outlined(t, t->plain, t->plain);
	switch (kind) {
	case PART_PRIMARY: return primary_part(t);
	case PART_PLAIN: break;
	case PART_NEUTRAL: return outlined(t, t->neutral, t->ink);
	case PART_KEY:
		c = outlined(t, t->key, t->ink);
		c.radius = RADIUS_KEY;
		return c;
	case PART_LINE: return outlined(t, theme_look(t, l).line, t->ink);
	case PART_BOARD: return board_part(t);
	case PART_SIGN: return sign_part(t);
	case PART_DANGER: return outlined(t, t->error, t->error);
	case PART_DOCK: return dock_part(t);
	}
	return c;
}

struct type_style theme_type(enum type_role role)
{
	ASSERT(role >= 0 && role < TYPE_COUNT);
	return types[role];
}

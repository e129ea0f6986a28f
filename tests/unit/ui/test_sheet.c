/* The component sheet: every part in every state, after design/00-components.png. The golden picture is
 * exact; make it anew with AULA_GOLDEN=accept and look at it. */
#include "bench.h"

#include <stdio.h>

#include "base/fs.h"
#include "ui/draw.h"
#include "ui/screenshot.h"
#include "ui/semantic.h"
#include "ui/widget.h"

#define SHEET_W 1920
#define SHEET_H 1800
#define ACT ((struct action){.verb = 1})

static void words(struct frame *f, int x, int y, int w, const char *s, int px, bool bold, colour ink)
{
	node_text(f, &(struct text_box){.r = RECT(x, y, w, 0), .s = s, .px = px, .bold = bold, .ink = ink},
		  NULL);
}

static void heading(struct frame *f, int x, int y, const char *s)
{
	words(f, x, y, 800, s, 40, true, f->in.theme->ink);
}

static void caption(struct frame *f, int x, int y, int w, const char *s)
{
	words(f, x, y, w, s, 22, false, f->in.theme->ink2);
}

static void sheet_head(struct frame *f)
{
	const struct theme *t = f->in.theme;
	node_fill(f, RECT(0, 0, SHEET_W, 120), t->sign);
	node_picture(f, RECT(52, 34, 56, 56), "aula-mark", 0, 0, false, NULL);
	words(f, 136, 28, 300, "Aula", 50, true, t->on_sign);
	words(f, 268, 43, 900, "Osat, 32 tuuman pystynäyttö, mitat pikseleinä", 28, false, t->on_sign2);
}

static void sheet_buttons(struct frame *f)
{
	heading(f, 48, 152, "Jalka: kaikki, mitä voi painaa");
	widget_button(
		f, &(struct widget_button){.r = RECT(48, 216, 212, 96), .kind = PART_PLAIN, .label = "Lepo"},
		&(struct semantics){.id = "rest", .action = ACT});
	widget_button(f,
		      &(struct widget_button){
			      .r = RECT(276, 216, 212, 96), .kind = PART_PLAIN, .label = "Painettu"},
		      &(struct semantics){.id = "pressed", .action = ACT});
	widget_button(
		f,
		&(struct widget_button){.r = RECT(504, 216, 212, 96),
					.kind = PART_NEUTRAL,
					.label = "Valittu",
					.icon_px = 40},
		&(struct semantics){.id = "chosen", .role = ROLE_CHOICE, .selected = true, .action = ACT});
	widget_button(
		f,
		&(struct widget_button){
			.r = RECT(732, 216, 212, 96), .kind = PART_PLAIN, .label = "Ei käytössä"},
		&(struct semantics){
			.id = "off", .disabled = true, .why = "olet ensimmäisellä sivulla", .action = ACT});
	widget_button(f,
		      &(struct widget_button){
			      .r = RECT(980, 216, 236, 96), .kind = PART_PRIMARY, .label = "Kohdistettu"},
		      &(struct semantics){.id = "focus", .action = ACT});
	caption(f, 48, 336, 860,
		"Reuna 2, jalka 8, säde 18. Painettuna jalka katoaa ja osa laskeutuu 6. Valittu pysyy "
		"alhaalla ja saa merkin.");
}

static void sheet_topics(struct frame *f)
{
	const struct theme *t = f->in.theme;
	static const char *const codes[] = {"#0A5A66", "#5B3A8C", "#7A4B00", "#93295C",
					    "#1B5698", "#4B5A14", "#1A633A", "#9C3523"};
	heading(f, 48, 412, "Aihepainike 480 × 128");
	widget_tile(f,
		    &(struct widget_tile){.r = RECT(48, 478, 480, 128),
					  .look = LOOK_PEER,
					  .title = "Vertaistuki",
					  .subtitle = "saman kokeneita"},
		    &(struct semantics){.id = "tile", .action = ACT});
	caption(f, 48, 624, 480, "112 / 80     otsikko 36, selite 28, väli 20");
	heading(f, 580, 412, "Aiheiden värit");
	for (int i = 0; i < LOOK_COUNT; i++) {
		struct look_colours l = theme_look(t, (enum look)i);
		int x = 580 + i % 4 * 158, y = 478 + i / 4 * 108;
		node_box(f, RECT(x + 60, y + 8, 78, 60), &(struct box_style){.face = l.tint, .radius = 14});
		node_fill(f, RECT(x + 60, y + 8, 44, 60), l.deep);
		node_box(f, RECT(x, y, 76, 76), &(struct box_style){.face = l.line, .radius = 16});
		node_icon(f, RECT(x + 8, y + 8, 60, 60), l.icon, l.on_line);
		caption(f, x, y + 78, 150, codes[i]);
	}
}

static void sheet_lists(struct frame *f)
{
	const struct theme *t = f->in.theme;
	heading(f, 48, 690, "Tuloskortti 984 × 116");
	widget_card(f,
		    &(struct widget_card){.r = RECT(48, 756, 984, 116),
					  .look = LOOK_PEER,
					  .top = "tänään",
					  .clock = "13.00",
					  .title = "Omaishoitajien kahvihetki",
					  .meta_icon = "location_on",
					  .meta = "Tässä talossa"},
		    &(struct semantics){.id = "card:1", .action = ACT, .position = 1, .of = 2});
	widget_card(f,
		    &(struct widget_card){.r = RECT(48, 884, 984, 116),
					  .look = LOOK_PEER,
					  .top = "ma 16.3.",
					  .clock = "18.00",
					  .struck = true,
					  .title = "Surevien keskusteluryhmä",
					  .meta_icon = "directions_walk",
					  .meta = "Maikkulan kerhotila",
					  .tag = TAG_CANCELLED,
					  .tag_text = "Peruttu"},
		    &(struct semantics){.id = "card:2", .action = ACT, .position = 2, .of = 2});
	node_box(f, RECT(48, 1030, 984, 176), &(struct box_style){.face = t->sign, .radius = 20});
	widget_board_row(f,
			 &(struct widget_board_row){.r = RECT(64, 1058, 952, 112),
						    .clock = "13.00",
						    .title = "Omaishoitajien kahvihetki",
						    .meta_icon = "location_on",
						    .meta = "Tässä talossa"},
			 &(struct semantics){.id = "board", .action = ACT, .focus = FOCUS_SIGN});
	widget_card(f,
		    &(struct widget_card){.r = RECT(48, 1220, 984, 116),
					  .look = LOOK_OLD,
					  .spine = true,
					  .top = "10.00",
					  .clock = "–11.30",
					  .title = "Muistikahvila",
					  .meta_icon = "location_on",
					  .meta = "Kaukovainion kirjasto, 900 m"},
		    &(struct semantics){.id = "card:3", .action = ACT});
}

static void sheet_dock(struct frame *f)
{
	const struct widget_dock_cell cells[] = {
		{.id = "dock:back", .icon = "arrow_back", .label = "Takaisin", .action = ACT},
		{.id = "dock:home", .icon = "home", .label = "Alkuun", .action = ACT},
		{.id = "dock:language",
		 .icon = "language",
		 .label = "Language",
		 .open = true,
		 .lang = "en",
		 .action = ACT},
		{.id = "dock:access", .icon = "accessibility_new", .label = "Helppokäyttö", .action = ACT},
		{.id = "dock:help", .icon = "support_agent", .label = "Neuvonta", .action = ACT},
	};
	widget_dock(f, RECT(48, 1366, 1080, 184), cells, 5);
}

static void sheet_notices(struct frame *f)
{
	static const char *const words_of[] = {"Tiedote", "Tarkista aika", "Peruttu", "Lisätty listalle"};
	for (int i = 0; i < 4; i++)
		widget_notice(f,
			      &(struct widget_notice){.r = RECT(48 + i * 301, 1580, 285, 84),
						      .kind = (enum notice_kind)i,
						      .text = words_of[i]},
			      NULL);
	widget_notice(f,
		      &(struct widget_notice){.r = RECT(48, 1680, 984, 104),
					      .strong = true,
					      .title = "Peruttu: ohjaaja on sairas",
					      .text = "Seuraava kerta ma 30.3. klo 18.00"},
		      NULL);
	widget_fact(f,
		    &(struct widget_fact){.r = RECT(1080, 1680, 600, 96),
					  .look = LOOK_PEER,
					  .icon = "schedule",
					  .value = "Tänään klo 13.00–14.30",
					  .text = "Joka toinen keskiviikko"},
		    NULL);
}

static void sheet_type(struct frame *f)
{
	static const struct {
		const char *s;
		int px;
		bool bold;
		int y;
	} rows[] = {
		{"13.00", 112, true, 200},
		{"Kohtaamisia", 72, true, 350},
		{"Kahvihetki", 56, true, 448},
		{"Tänään", 44, true, 522},
		{"Leipäteksti 54 merkkiä", 36, false, 584},
		{"Tiedot ja selitteet", 32, false, 636},
		{"Pienin sallittu koko", 28, false, 682},
	};
	static const char *const arabic = "لقاء قهوة لمن يرعى قريبًا له، الساعة 10:30 (040 123 4567)";
	heading(f, 1260, 152, "Kirjaimet");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		words(f, 1260, rows[i].y, 640, rows[i].s, rows[i].px, rows[i].bold, f->in.theme->ink);
	words(f, 1260, 730, 620, arabic, 32, false, f->in.theme->ink);
	for (int i = 0; i < LOOK_COUNT && f->in.theme->pictures; i++)
		node_picture(f, RECT(1260 + i % 2 * 312, 866 + i / 2 * 192, 296, 176),
			     theme_look(f->in.theme, (enum look)i).art, -1, 16, false, NULL);
}

static void sheet(struct bench *b, enum theme_name theme)
{
	struct frame *f = bench_frame(b, theme);
	sheet_head(f);
	sheet_buttons(f);
	sheet_topics(f);
	sheet_lists(f);
	sheet_dock(f);
	sheet_notices(f);
	sheet_type(f);
	node_qr(f, RECT(1700, 1640, 160, 160), "https://aula.example/7k4m", QR_M, 4, NULL);
	frame_end(f);
}

/* Exact, or written anew when asked for. */
static void compare(const char *name, const struct canvas *c)
{
	char golden[256], actual[256], diff[256];
	struct error e = ERROR_INIT;
	struct screenshot_difference d;
	snprintf(golden, sizeof golden, "tests/unit/ui/golden/%s.png", name);
	snprintf(actual, sizeof actual, "build/golden-actual/%s.png", name);
	snprintf(diff, sizeof diff, "build/golden-actual/%s-diff.png", name);
	assert_true(fs_mkdirs("build/golden-actual", &e));
	assert_true(screenshot_write(actual, canvas_pixels(c), canvas_w(c), canvas_h(c), &e));
	const char *mode = getenv("AULA_GOLDEN");
	if (mode != NULL && strcmp(mode, "accept") == 0)
		assert_true(screenshot_write(golden, canvas_pixels(c), canvas_w(c), canvas_h(c), &e));
	if (!screenshot_compare(golden, canvas_pixels(c), canvas_w(c), canvas_h(c), diff, &d, &e))
		fail_msg("%s", e.text);
	if (d.pixels != 0)
		fail_msg("%s: %lld pixels differ (most %d) in %d,%d %dx%d; see %s", name, (long long)d.pixels,
			 d.max_channel, d.where.x, d.where.y, d.where.w, d.where.h, actual);
}

static void draw_sheet(const char *name, enum theme_name theme, bool rtl, const char *focused)
{
	struct bench b;
	bench_open(&b, 1080, 1920, rtl);
	b.m.w = SHEET_W;
	b.m.h = SHEET_H;
	sheet(&b, theme);
	struct canvas *c = canvas_new(SHEET_W, SHEET_H);
	canvas_draw(c, &b.ui, &b.f,
		    &(struct draw_state){.pressed = node_key("pressed"), .focused = node_key(focused)});
	compare(name, c);
	canvas_free(c);
	bench_close(&b);
}

static void sheet_light_is_as_accepted(void **state)
{
	(void)state;
	draw_sheet("sheet-light", THEME_LIGHT, false, "focus");
}

static void sheet_dark_is_as_accepted(void **state)
{
	(void)state;
	draw_sheet("sheet-dark", THEME_DARK, false, "dock:access");
}

static void sheet_right_to_left_is_as_accepted(void **state)
{
	(void)state;
	draw_sheet("sheet-rtl", THEME_LIGHT, true, "dock:access");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sheet_light_is_as_accepted),
		cmocka_unit_test(sheet_dark_is_as_accepted),
		cmocka_unit_test(sheet_right_to_left_is_as_accepted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

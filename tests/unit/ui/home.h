/* A home screen by the numbers of design/screens.md 02, for timing, damage and checks; not the product's own.
 */
#ifndef AULA_TESTS_UI_HOME_H
#define AULA_TESTS_UI_HOME_H

#include <stdio.h>

#include "bench.h"
#include "ui/widget.h"

static inline void home_sign(struct frame *f)
{
	const struct theme *t = f->in.theme;
	node_fill(f, RECT(0, 0, 1080, 868), t->sign);
	node_picture(f, RECT(48, 26, 44, 44), "aula-mark", 0, 0, false, NULL);
	node_text(f,
		  &(struct text_box){.r = RECT(110, 24, 600, 48),
				     .s = "Kaakkurin hyvinvointikeskus",
				     .px = 32,
				     .ink = t->on_sign,
				     .valign = VALIGN_CENTRE},
		  NULL);
	node_text(f,
		  &(struct text_box){.r = RECT(880, 20, 152, 56),
				     .s = "12.15",
				     .px = 44,
				     .bold = true,
				     .ink = t->on_sign,
				     .align = TEXT_END,
				     .valign = VALIGN_CENTRE},
		  NULL);
	node_text(f,
		  &(struct text_box){.r = RECT(48, 124, 984, 86),
				     .s = "Apua, seuraa ja tekemistä",
				     .px = 72,
				     .bold = true,
				     .line_pct = 118,
				     .ink = t->on_sign},
		  &(struct semantics){.id = "title",
				      .role = ROLE_HEADING,
				      .level = 1,
				      .stop = true,
				      .focus = FOCUS_HEADING});
	node_text(f,
		  &(struct text_box){.r = RECT(48, 214, 984, 0),
				     .s = "Lähialueen järjestöjen ryhmiä ja tapahtumia.",
				     .px = 36,
				     .ink = t->on_sign2},
		  NULL);
}

static inline void home_board(struct frame *f)
{
	static const char *const rows[] = {"Omaishoitajien kahvihetki", "Digituki: tuo oma puhelin",
					   "Kävelyryhmä, kaikki mukaan", "Uupumuksen vertaisryhmä"};
	static const char *const clocks[] = {"13.00", "14.00", "16.30", "18.00"};
	const struct action act = {.verb = 1};
	for (int i = 0; i < 4; i++) {
		char id[32];
		snprintf(id, sizeof id, "row:%d", i);
		widget_board_row(
			f,
			&(struct widget_board_row){.r = RECT(48, 366 + i * 120, 984, 112),
						   .clock = clocks[i],
						   .title = rows[i],
						   .meta_icon = "location_on",
						   .meta = "Tässä talossa"},
			&(struct semantics){
				.id = id, .action = act, .focus = FOCUS_SIGN, .position = i + 1, .of = 4});
	}
}

static inline void home_topics(struct frame *f)
{
	static const char *const titles[] = {"Vertaistuki",       "Mieli ja päihteet", "Ikäihmiset",
					     "Perheet ja nuoret", "Sairaus ja vamma",  "Arjen apu",
					     "Harrastukset",      "Vapaaehtoiseksi"};
	static const char *const subtitles[] = {
		"saman kokeneita",  "jaksaminen, kriisit", "muisti, omaishoito",  "lapset, vanhemmat",
		"potilasjärjestöt", "ruoka, raha, koti",   "liikunta, kulttuuri", "anna aikaasi"};
	for (int i = 0; i < LOOK_COUNT; i++) {
		char id[32];
		snprintf(id, sizeof id, "topic:%d", i);
		widget_tile(
			f,
			&(struct widget_tile){.r = RECT(i % 2 == 0 ? 48 : 552, 948 + i / 2 * 140, 480, 128),
					      .look = (enum look)i,
					      .title = titles[i],
					      .subtitle = subtitles[i]},
			&(struct semantics){
				.id = id, .action = {.verb = 2, .number = i}, .position = i + 1, .of = 8});
	}
}

static inline void home_ways(struct frame *f)
{
	const struct action act = {.verb = 1};
	widget_button(f,
		      &(struct widget_button){.r = RECT(48, 1516, 600, 96),
					      .kind = PART_PLAIN,
					      .icon = "search",
					      .label = "Hae sanalla",
					      .note = "esim. uni",
					      .start = true},
		      &(struct semantics){.id = "search", .action = act});
	widget_button(f,
		      &(struct widget_button){.r = RECT(672, 1516, 360, 96),
					      .kind = PART_PLAIN,
					      .icon = "calendar_month",
					      .label = "Kalenteri"},
		      &(struct semantics){.id = "calendar", .action = act});
	node_fill(f, RECT(0, 1632, 1080, 104), f->in.theme->error_face);
	widget_button(f,
		      &(struct widget_button){.r = RECT(744, 1644, 288, 80),
					      .kind = PART_DANGER,
					      .icon = "chevron_right",
					      .label = "Kriisiapua",
					      .icon_after = true},
		      &(struct semantics){.id = "crisis", .action = act});
}

static inline void home_dock(struct frame *f)
{
	const struct action act = {.verb = 1};
	const struct widget_dock_cell cells[] = {
		{.id = "dock:stop", .icon = "logout", .label = "Lopeta", .action = act},
		{.id = "dock:home", .icon = "home", .label = "Alkuun", .open = true, .action = act},
		{.id = "dock:language", .icon = "language", .label = "Language", .lang = "en", .action = act},
		{.id = "dock:access", .icon = "accessibility_new", .label = "Helppokäyttö", .action = act},
		{.id = "dock:help", .icon = "support_agent", .label = "Neuvonta", .action = act},
	};
	widget_dock(f, widget_dock_rect(f->in.m), cells, 5);
}

static inline void home_build(struct frame *f)
{
	home_sign(f);
	home_board(f);
	home_topics(f);
	home_ways(f);
	home_dock(f);
}

#endif

/* The acts that stand outside act.c; see act.h for what each takes. */
#ifndef AULA_SCREENS_ACT_INSIDE_H
#define AULA_SCREENS_ACT_INSIDE_H

#include "screens/app_inside.h"

struct action;

/* Goes on to a screen or opens a sheet, keeping the focus of the place left. */
struct place_on_path *act_go(struct app *app, enum screen_kind kind, const char *arg);

void act_filter_when(struct app *app, const struct action *a);
void act_filter_where(struct app *app, const struct action *a);
void act_filter_language(struct app *app, const struct action *a);
void act_filter_attend(struct app *app, const struct action *a);
void act_filter_age(struct app *app, const struct action *a);
void act_filter_toggle(struct app *app, const struct action *a);
void act_filter_clear(struct app *app, const struct action *a);
void act_filter_without(struct app *app, const struct action *a);
void act_key(struct app *app, const struct action *a);
void act_key_erase(struct app *app, const struct action *a);
void act_key_clear(struct app *app, const struct action *a);
void act_key_mode(struct app *app, const struct action *a);
void act_word(struct app *app, const struct action *a);
void act_show_hits(struct app *app, const struct action *a);
void act_pin_digit(struct app *app, const struct action *a);
void act_pin_erase(struct app *app, const struct action *a);
void act_staff(struct app *app, const struct action *a);

#endif

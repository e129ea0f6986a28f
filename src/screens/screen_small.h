/* The home, list and detail screens where they differ most from the portrait pictures: the 7" panel
 * (screen_small.c: three rows of 20 mm and a bar, no status bar, no pictures), large text (screen_large.c:
 * one column, more pages) and the low view (screen_low.c: everything that acts in the lower 800 px). */
#ifndef AULA_SCREENS_SCREEN_SMALL_H
#define AULA_SCREENS_SCREEN_SMALL_H

#include "screens/build.h"
#include "screens/viewmodel_detail.h"
#include "screens/viewmodel_home.h"
#include "screens/viewmodel_results.h"

void screen_home_small(struct build *b, const struct viewmodel_home *vm);

void screen_home_large(struct build *b, const struct viewmodel_home *vm);
void screen_results_large(struct build *b, const struct viewmodel_results *vm);
void screen_detail_large(struct build *b, const struct viewmodel_detail *vm);

void screen_home_low(struct build *b, const struct viewmodel_home *vm);
void screen_results_low(struct build *b, const struct viewmodel_results *vm);
void screen_detail_low(struct build *b, const struct viewmodel_detail *vm);

#endif

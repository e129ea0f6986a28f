/* The list page's words, shared by the topic list, the filter sheet and the empty page. */
#ifndef AULA_SCREENS_SCREEN_RESULTS_H
#define AULA_SCREENS_SCREEN_RESULTS_H

#include "screens/part.h"
#include "screens/viewmodel_results.h"

size_t results_per_page(const struct metrics *m);
/* "18 maksutonta ryhmää", "12 ryhmää ja palvelua, joista 5 maksutonta", "Ei ryhmiä". */
const char *results_count_words(const struct build *b, const struct viewmodel_results *vm);
/* "8 ryhmää"; n > 0. */
const char *results_groups(const struct build *b, size_t n);
/* Title, count and lead of the list. */
struct part_heading results_heading(const struct build *b, const struct viewmodel_results *vm);
/* Nothing to show: ways on (11). */
void screen_empty_build(struct build *b, const struct viewmodel_results *vm);
/* The list without its dock, also drawn under the filter sheet. */
void screen_results_build(struct build *b, const struct viewmodel_results *vm);

/* 7": in screen_small.c. */
void screen_results_small(struct build *b, const struct viewmodel_results *vm);

#endif

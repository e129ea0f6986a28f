/* Counting for the inside of struct app; see count.c. */
#ifndef AULA_SCREENS_COUNT_H
#define AULA_SCREENS_COUNT_H

#include <stdbool.h>

struct action;
struct app;

/* With the topic whose list led there. action: enum report_action. */
void count_thing(struct app *app, int action, const char *activity);
/* The slip has come out. subject as in print_start. */
void count_print(struct app *app, const char *subject);
/* The word as it stands was what the visitor meant: counted once, as found or with its words as found nothing. */
void count_search(struct app *app);
/* This act on the search screen means that typing is over. */
bool count_search_ends(const struct app *app, const struct action *a);
/* The idle picture shows its card. */
void count_attract(struct app *app);

#endif

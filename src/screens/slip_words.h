/* The slip's text, in the visitor's language and the same words as the screen. */
#ifndef AULA_SCREENS_SLIP_WORDS_H
#define AULA_SCREENS_SLIP_WORDS_H

#include <stdbool.h>
#include <stddef.h>

struct app;
struct arena;
struct slip;

/* subject: activity id, "" = own list, "help" = the numbers of the help page. false when there is nothing to
 * print. */
bool slip_words_make(struct slip *s, struct app *app, const char *subject, struct arena *a);
/* Path of the list's page: "l/7k4m-9xqf"; NULL when nothing on it has a code. */
const char *slip_list_path(const char *const *codes, size_t n, struct arena *a);

#endif

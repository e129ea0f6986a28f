/* Sends the letters of store/mail.h: one at a time, on a thread of its own because SMTP blocks; the store is touched by the
 * loop's thread only. Without mail.url there is none. */
#ifndef AULA_SERVER_MAILER_H
#define AULA_SERVER_MAILER_H

#include <stdbool.h>

struct app;
struct error;
struct loop;
struct mailer;
struct settings;

/* Whether letters can be sent at all: what pages that offer it ask. */
bool mailer_configured(const struct settings *s);
/* Borrows the app. *out is NULL when mail is not configured. ERROR_INPUT names the key that is wrong. */
bool mailer_open(struct mailer **out, struct app *a, struct loop *l, struct error *e);
/* A letter was put (after the commit): look at once. NULL is nothing to do. */
void mailer_look(struct mailer *m);
/* Waits for the letter under way. NULL is fine. */
void mailer_close(struct mailer *m);

#endif

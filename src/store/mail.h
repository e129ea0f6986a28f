/* Letters that wait for the mail server: contact requests from the phone pages. They hold what a visitor
 * wrote, so a letter is deleted when the mail server has taken it, and at the latest MAIL_KEPT_S after it was
 * written. */
#ifndef AULA_STORE_MAIL_H
#define AULA_STORE_MAIL_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct error;
struct store;

#define MAIL_KEPT_S ((int64_t)3 * 86400)
#define MAIL_WAITING_MAX 500 /* letters at once; a flood is refused, not stored */
#define MAIL_LEASE_S 300     /* a server that took a letter and died is not waited for longer */
#define MAIL_RETRY_MAX_S 7200

struct mail {
	const char *id; /* made by mail_put; also the Message-ID's left side, so a letter sent twice is seen
			   as one */
	const char *to;
	const char *reply_to; /* NULL: none */
	const char *subject;  /* ASCII */
	const char *body;     /* UTF-8, lines end with \n */
	int64_t created_at, tries;
};

/* ERROR_BUSY when too many wait. m->id is not read. Inside a transaction. */
bool mail_put(struct store *s, const struct mail *m, int64_t now, struct error *e);
/* The letter that is due longest, if any; until its lease ends no other server gets it. Inside a transaction.
 */
bool mail_take(struct store *s, int64_t now, struct mail *out, bool *found, struct arena *a, struct error *e);
/* The mail server has it: forgotten. Inside a transaction. */
bool mail_sent(struct store *s, const char *id, struct error *e);
/* Tried in vain: again after a wait that doubles with every try. Inside a transaction. */
bool mail_failed(struct store *s, const char *id, int64_t now, struct error *e);
/* Deletes what is too old; *lost = how many were never sent. Inside a transaction. */
bool mail_purge(struct store *s, int64_t now, int64_t *lost, struct error *e);

/* After the commit: what was deleted is gone from the journal, too. *settled false: somebody is reading, ask
 * again. */
bool mail_settle(struct store *s, bool *settled, struct error *e);

/* How many wait, and when the next is due (INSTANT_NONE: none). */
bool mail_state(struct store *s, int64_t *waiting, int64_t *next_at, struct error *e);

#endif

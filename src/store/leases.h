/* Who does a job that several processes of one store could do, so that nothing runs twice: importers' runs, the mail
 * queue, chores. A lease has a name, a holder and an end; whoever holds it renews it by taking it again, and when
 * the holder dies it passes on at its end.
 *
 * One statement each, so they work inside a transaction and outside (then they do not queue with other writers).
 *
 * The ends are wall-clock times of the machines, which must agree within LEASE_SKEW_S (NTP does): another's lease
 * counts as over that much later than it says. A holder must stop, or renew, before its own end. */
#ifndef AULA_STORE_LEASES_H
#define AULA_STORE_LEASES_H

#include <stdbool.h>
#include <stdint.h>

struct error;
struct store;

#define LEASE_SKEW_S 5
#define LEASE_SECONDS_MAX 86400
#define LEASE_NAME_MAX 120 /* bytes of a name, and of a holder */

struct lease_wish {
	const char *name;   /* "chores", "mail", "import:linkedevents:helsinki" */
	const char *holder; /* one process or one run: "web-2/1234/9f3a" */
	int64_t seconds;    /* from now on */
	int64_t rest_s;     /* not when another holder has done the job less than this ago; 0: never mind */
};
/* Takes or renews; *held false: another has it, or has just done the job. ERROR_INPUT: name, holder or time out of
 * bounds. */
bool lease_take(struct store *s, const struct lease_wish *w, int64_t now, bool *held, struct error *e);
/* Ends it; done: the job is finished and not to be done again soon. Harmless when another holds it. */
bool lease_release(struct store *s, const char *name, const char *holder, bool done, int64_t now,
		   struct error *e);

#endif

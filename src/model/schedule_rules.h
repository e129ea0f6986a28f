/* The rules nearly every schedule has: daily, weekly and monthly, without libical. libical (with ICU) takes
 * about 100 µs for one weekly rule, which is most of the time that applying a feed takes; it stays for all
 * other rules, and the tests hold both against each other. Internal to schedule.c. */
#ifndef AULA_MODEL_SCHEDULE_RULES_H
#define AULA_MODEL_SCHEDULE_RULES_H

#include "model/schedule.h"

struct simple_rule {
	const struct schedule *s;
	unsigned weekdays; /* bit 0 = Monday, of BYDAY without ordinals; 0 = not given */
	unsigned months;   /* bit 0 = January; 0 = not given */
};

/* False: libical's work. */
bool simple_rule_of(const struct schedule *s, struct simple_rule *out);

/* Calls take with each start of the rule in order, until it returns false or past last_day. Dates before
 * from_day (days since 1970-01-01) may be left out. COUNT and UNTIL are seen to; exclusions are the caller's.
 */
void simple_rule_follow(const struct simple_rule *r, int32_t from_day, int32_t last_day,
			bool (*take)(void *user, struct civil start), void *user);

#endif

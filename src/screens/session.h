/* One visit: what the visitor has chosen and put on the list. Nothing here outlives "Lopeta" or the
 * time-out: session_reset is the only thing that ends a visit, and it clears every byte. */
#ifndef AULA_SCREENS_SESSION_H
#define AULA_SCREENS_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/codec.h" /* RECORD_ID_MAX */
#include "model/lang.h"
#include "ui/metrics.h" /* enum text_step */

#define SESSION_PICKS_MAX 9     /* three pages of the list; the code's address stays short */
#define SESSION_QUERY_BYTES 128 /* typed word, with its NUL */
#define SESSION_SLOW_TOUCH_MS 1500 /* EN 301 549 5.8: adjustable, 0.5 s and more */
#define SESSION_VOLUME_MAX 5
#define SESSION_VOLUME_DEFAULT 3

struct session {
	enum lang lang;
	enum text_step text;
	bool dark;
	bool speech;
	bool low_view;  /* everything that acts in the lower 800 px */
	bool more_time; /* 150 + 60 s instead of 90 + 30 */
	bool still;     /* no moving effects */
	bool slow_touch; /* a second touch of the same target counts only after SESSION_SLOW_TOUCH_MS */
	int volume;     /* 1..SESSION_VOLUME_MAX */
	char picks[SESSION_PICKS_MAX][RECORD_ID_MAX + 1];
	size_t n_picks;
	char query[SESSION_QUERY_BYTES];
	bool poll_offered; /* once a visit */
};

/* lang: what the screen starts in. */
void session_reset(struct session *s, enum lang lang);
/* The accessibility screen's "Palauta alkuperäiset asetukset": settings only, list and word stay. */
void session_restore_settings(struct session *s);

/* Own list. Adding one twice is fine; false when the list is full. */
bool session_pick(struct session *s, const char *id);
bool session_unpick(struct session *s, const char *id);
bool session_has_pick(const struct session *s, const char *id);

/* Seconds without a touch until the question, and seconds the question stands, from the configured base. */
int64_t session_idle_s(const struct session *s, int64_t idle_s);
int64_t session_question_s(const struct session *s, int64_t question_s);

/* The typed word. A character that does not fit is dropped (false). */
bool session_query_add(struct session *s, const char *utf8);
void session_query_erase(struct session *s); /* last code point */

#endif

/* Dates, clocks, schedules, distances, prices, opening hours and numbers as a person would say them, in
 * every language of the screens. Wording: design/tokens.md §11. Text comes from the catalogues
 * (assets/po); nothing here reads a clock or a zone: callers give local wall-clock times.
 *
 * Returned text is in the arena, or static when there is no arena; "" never stands for "unknown": then the
 * result is NULL and the caller leaves the line out. Texts begin in lower case where the language does
 * ("tänään klo 13.00"); words_capital makes the first letter large where a line begins.
 *
 * Right-to-left languages: ranges of times and dates are wrapped in U+2066 … U+2069, so they keep
 * their order wherever they stand. Those characters have no width; whoever draws or speaks drops them. */
#ifndef AULA_I18N_WORDS_H
#define AULA_I18N_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/record.h"

struct arena;

/* First letter in upper case (Latin and Cyrillic; others unchanged). */
char *words_capital(struct arena *a, const char *s);
/* First letter in lower case (A to Z and Cyrillic А to Я, with which names of topics begin; others unchanged). */
char *words_small(struct arena *a, const char *s);
/* "a", "a ja b", "a, b ja c". NULL when n is 0. */
char *words_list(struct arena *a, enum lang l, const char *const *items, size_t n);
/* Keeps a piece of left-to-right text (a name, an address) whole inside right-to-left text; the same text
 * in other languages. */
const char *words_isolate(struct arena *a, enum lang l, const char *s);

/* -- days -- */

enum weekday_form {
	WEEKDAY_SHORT, /* "ke" */
	WEEKDAY_LONG,  /* "keskiviikko" */
	WEEKDAY_ON,    /* "keskiviikkona" */
	WEEKDAY_FROM,  /* "keskiviikolta": content of that day */
};
/* weekday: 1 = Monday … 7 = Sunday. Static. */
const char *words_weekday(enum lang l, int weekday, enum weekday_form form);
/* month: 1–12; "maaliskuu". Static. */
const char *words_month(enum lang l, int month);

enum date_form {
	DATE_SHORT,	   /* "12.3."			 calendar, "seuraavaksi 25.3." */
	DATE_WEEKDAY,	   /* "to 12.3."		 cards, status bar */
	DATE_WEEKDAY_LONG, /* "keskiviikko 11.3."	 heading of the calendar */
	DATE_WEEKDAY_ON,   /* "keskiviikkona 11.3."	 heading of the board */
	DATE_FULL,	   /* "2.3.2026"		 checked on, paper */
	DATE_FULL_WEEKDAY, /* "ke 11.3.2026"		 paper */
};
char *words_date(struct arena *a, enum lang l, struct date d, enum date_form form);
/* "tänään", "huomenna", else "to 12.3."; with the year when it is more than 300 days away. today unset
 * (time unknown): always the date. */
char *words_day(struct arena *a, enum lang l, struct date d, struct date today);
/* Day of the month alone, as on the calendar's buttons: "11.". */
char *words_day_of_month(struct arena *a, enum lang l, struct date d);

/* -- clocks -- */

/* "13.00" */
char *words_clock(struct arena *a, enum lang l, int hour, int minute);
/* "13.00–14.30" */
char *words_clock_range(struct arena *a, enum lang l, struct civil start, struct civil end);
/* "–14.30": the second line of a calendar card. */
char *words_clock_until(struct arena *a, enum lang l, struct civil end);
/* For opening hours and schedules, full hours without minutes: "9–15", "9–15.30". */
char *words_clock_span(struct arena *a, enum lang l, struct civil start, struct civil end);
/* "klo 13.00"; and "klo 13.00–14.30" when end differs from start. */
char *words_at_clock(struct arena *a, enum lang l, struct civil start, struct civil end);

/* "tänään klo 13.00–14.30", "to 12.3. klo 17.30", "pe 13.3.–su 15.3." (all day, end exclusive midnight),
 * "tänään, koko päivän". end equal to start: the end is not known. */
char *words_when(struct arena *a, enum lang l, struct civil start, struct civil end, bool all_day,
		 struct date today);
/* "12 min", "1 h 30 min" */
char *words_duration(struct arena *a, enum lang l, int minutes);

/* -- schedules -- */

enum schedule_words {
	SCHEDULE_PLAIN = 0,
	SCHEDULE_CLOCK = 1,  /* with "klo 17–19" */
	SCHEDULE_SEASON = 2, /* with "syyskuu–toukokuu", "27.5. asti" */
};
/* "joka toinen keskiviikko", "maanantaisin ja torstaisin", "joka kuun ensimmäinen lauantai", "arkipäivisin",
 * "joka päivä", "joka vuosi 6.12."; given dates: "11.3., 18.3. ja 25.3." those not before `today` (four at
 * most, then "…"). NULL when it happens once, or the rule cannot be said honestly in a few words. */
char *words_schedule(struct arena *a, enum lang l, const struct schedule *s, unsigned flags, struct date today);
/* All the schedules of an activity, at most three, joined with "; ". NULL when none can be said. */
char *words_schedules(struct arena *a, enum lang l, const struct activity *activity, unsigned flags,
		      struct date today);
/* words_schedules and the occurrence after the one shown: "joka toinen keskiviikko, seuraavaksi 25.3.".
 * next.date unset: no "seuraavaksi". NULL when there is nothing to say. */
char *words_repeats(struct arena *a, enum lang l, const struct activity *activity, unsigned flags,
		    struct civil next, struct date today);
/* The days of a weekly schedule for a time block: "ma–pe", "ma, ke", "joka päivä"; NULL when not weekly. */
char *words_schedule_days(struct arena *a, enum lang l, const struct schedule *s);

/* -- opening hours -- */

/* "ma–pe klo 9–15, la klo 10–14"; "joka päivä, ympäri vuorokauden" when always. NULL when none are known. */
char *words_hours(struct arena *a, enum lang l, const struct open_hours *hours, size_t n, bool always);

struct open_state {
	bool known, open;
	bool always;
	struct civil until; /* open: when it closes */
	struct civil next;  /* closed: when it opens next, within a week; date unset: never */
};
/* Whether now (local) falls within the hours. A closing time not after the opening time is past midnight. */
struct open_state words_open_state(const struct open_hours *hours, size_t n, bool always, struct civil now);
/* "avoinna nyt, klo 15 asti", "avoinna nyt", "suljettu nyt, avoinna ti 12.5. klo 9". NULL when not known. */
char *words_open_now(struct arena *a, enum lang l, const struct open_hours *hours, size_t n, bool always,
		     struct civil now);

/* -- ages of content -- */

/* "Tiedot ovat maanantailta 9.3. klo 16.40" */
char *words_content_from(struct arena *a, enum lang l, struct civil at);
/* "Tiedot tarkistettu 2.3.2026" */
char *words_checked_on(struct arena *a, enum lang l, struct date d);

/* -- places, prices, people -- */

/* "600 m" in steps of 50 under 1 km, else "7 km"; NULL when metres < 0 (unknown). */
char *words_distance(struct arena *a, enum lang l, double metres);
/* "10 min kävellen" */
char *words_walk(struct arena *a, enum lang l, int minutes);
/* "maksuton", the price's own text in that language, or "maksullinen"; NULL when unknown. */
char *words_price(struct arena *a, enum lang l, enum price_kind price, const struct ltext *text);
/* "ei tarvitse ilmoittautua", "ilmoittaudu viimeistään ke 25.3."; NULL when unknown. */
char *words_signup(struct arena *a, enum lang l, enum signup signup, struct date until);
/* How one takes part without coming: "etänä, videopuhelu", "puhelimessa"; NULL when on site (then the place
 * says it). With both: "paikalla tai etänä". */
const char *words_attend(enum lang l, unsigned attend);
/* "wheelchair" → "pyörätuoli"; NULL for a word that is not known. */
const char *words_access(enum lang l, const char *access);
/* Name of a language in lower case, by BCP 47 tag: "suomi", "ruotsi", "fse" → "suomalainen viittomakieli".
 * Unknown tags come back as they are. */
const char *words_language(enum lang l, const char *tag);
/* "peruttu"; "siirretty" when moved and when no new time is known yet; NULL when scheduled. */
const char *words_status(enum lang l, enum activity_status status);
/* "5–12-vuotiaat", "yli 65-vuotiaat", "alle 18-vuotiaat"; NULL when any age. */
char *words_ages(struct arena *a, enum lang l, int age_min, int age_max);

/* A number as it is written in Finland: "+358401234567" → "040 123 4567", "+35893105015" → "09 310 5015",
 * short national numbers as they are; foreign numbers with "+". Never isolated: it is also printed alone. */
char *words_phone(struct arena *a, const char *number);

#endif

/* Inside speech/: how one language says the written forms that voices read wrongly. */
#ifndef AULA_SPEECH_RULES_H
#define AULA_SPEECH_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/lang.h"

struct buf;

struct clock_time {
	int hour, minute;
	bool has_minute; /* written "13.00", not "13" */
};

struct word_pair {
	const char *written, *spoken;
};

struct speech_rules {
	/* numbers and what is built on them */
	void (*number)(struct buf *out, int64_t n);
	void (*range)(struct buf *out, int64_t from, int64_t to);		/* "5–7" */
	void (*clock)(struct buf *out, struct clock_time t);			/* "13.00" */
	void (*clock_range)(struct buf *out, struct clock_time from, struct clock_time to);
	void (*date)(struct buf *out, int day, int month, int year);		/* year 0: none */
	void (*price)(struct buf *out, int64_t euros, int cents);		/* cents 0: none */
	void (*floor)(struct buf *out, int n, const char *word);		/* NULL: no ordinals read */
	void (*position)(struct buf *out, int64_t n, int64_t of);		/* "3 / 7" */
	/* words */
	const char *decimal;		 /* "pilkku" */
	const char *dot, *slash, *at, *dash_word, *low_line; /* in addresses */
	const char *to_word;		 /* between two dates, "5–7-vuotiaat" */
	const char *percent, *euro_many;
	const struct word_pair *per;	 /* behind a price and a slash: "krt" → "kerralta" */
	const char *per_word;		 /* before any other word there; NULL: a pause */
	const char *thousands;		 /* marks between groups of three beside the blank: ","; NULL: none */
	bool decimal_point;		 /* "3.5" is a decimal number, not only "3,5" */
	bool twelve_hours;		 /* "10am–2pm" */
	const char *section;		 /* "§" */
	const char *quarters[3];	 /* "¼", "½", "¾" by themselves; NULL: left to the voice */
	const char *and_quarters[3];	 /* behind a whole number: "ja puoli" */
	const char *one_and_half;	 /* "puolitoista"; NULL: as any other */
	bool half_a_unit;		 /* a unit behind "½" is one: "half hour" */
	bool halves_of_unit;		 /* and behind "2½": "två och en halv timme" */
	const struct word_pair *units;	 /* after a number: "m" → "metriä" (several), "m1" → one */
	const struct word_pair *abbreviations; /* whole words, with their dot: "klo", "esim." */
	const char *clock_before;	 /* words that announce a clock, each between blanks: " klo kello " */
	const char *days[8];		 /* 1–7: short weekdays as written on boards */
	const char *day_words[8];	 /* as said: "maanantaina" */
	const char *day_from[8], *day_to[8]; /* "maanantaista", "perjantaihin" */
	const char *floor_words;	 /* " kerros kerroksen kerroksessa " */
	const char *ordinal_suffixes;	 /* " st nd rd th "; NULL: none */
	bool ordinal_colon;		 /* a colon stands before them: "2:a" */
	const char *floor_short;	 /* "3 krs": the word behind a bare number that makes it an ordinal; NULL: none */
	bool ordinal_dot;		 /* a dot before a small letter makes an ordinal: "joka 2. viikko" */
	const char *and_word;		 /* between two short weekdays: "ti ja to" */
	const char *day_more[8];	 /* other short weekdays: "tors" */
	const char *plus;		 /* "65+", "+5 °C" */
	const char *minus;		 /* "−10 °C" */
	const struct word_pair *joined;	 /* behind a number's hyphen: "65-v." */
	const char *joiner;		 /* said for the hyphen of "65-vuotiaat" */
	const char *one_before_unit;	 /* Swedish "en minut"; NULL: the plain number */
	bool spell_numbers;		 /* false: digits are left to the voice */
};

extern const struct speech_rules speech_rules_fi, speech_rules_sv, speech_rules_en, speech_rules_ru, speech_rules_uk,
	speech_rules_et, speech_rules_ar;

/* NULL: there is no voice (Northern Sámi, Somali). */
const struct speech_rules *speech_rules_for(enum lang l);

#endif

#include <string.h>

#include "base/arena.h"
#include "i18n/forms.h"

#define PHONE_DIGITS_MAX 20

static char *number_in(struct arena *a, const char *template_text, int n)
{
	return tr_fill(a, template_text, "n", arena_printf(a, "%d", n), NULL);
}

char *words_distance(struct arena *a, enum lang l, double metres)
{
	if (!(metres >= 0) || metres > 1e8)
		return NULL;
	int fifties = (int)((metres + 25) / 50);
	if (fifties < 20)
		return number_in(a, trc(l, "distance", "{n} m"), fifties == 0 ? 50 : fifties * 50);
	return number_in(a, trc(l, "distance", "{n} km"), (int)(metres / 1000 + 0.5));
}

char *words_walk(struct arena *a, enum lang l, int minutes)
{
	return tr_fill(a, tr(l, "{n} min on foot"), "n", arena_printf(a, "%d", minutes), NULL);
}

char *words_price(struct arena *a, enum lang l, enum price_kind price, const struct ltext *text)
{
	if (price == PRICE_FREE)
		return arena_strdup(a, trc(l, "price", "free of charge"));
	if (price != PRICE_PAID)
		return NULL;
	const char *own = text == NULL ? NULL : ltext_get(text, l, NULL);
	return arena_strdup(a, own != NULL ? words_isolate(a, l, own) : trc(l, "price", "has a price"));
}

char *words_signup(struct arena *a, enum lang l, enum signup signup, struct date until)
{
	switch (signup) {
	case SIGNUP_UNKNOWN: return NULL;
	case SIGNUP_NO: return arena_strdup(a, tr(l, "no need to sign up"));
	case SIGNUP_YES: break;
	}
	if (!date_is_set(until))
		return arena_strdup(a, tr(l, "sign up in advance"));
	return tr_fill(a, tr(l, "sign up by {day}"), "day", words_date(a, l, until, DATE_WEEKDAY), NULL);
}

const char *words_attend(enum lang l, unsigned attend)
{
	switch (attend) {
	case ATTEND_ONLINE: return trc(l, "taking part", "online, video call");
	case ATTEND_PHONE: return trc(l, "taking part", "by phone");
	case ATTEND_ONLINE | ATTEND_PHONE: return trc(l, "taking part", "online or by phone");
	case ATTEND_SITE | ATTEND_ONLINE: return trc(l, "taking part", "on site or online");
	case ATTEND_SITE | ATTEND_PHONE: return trc(l, "taking part", "on site or by phone");
	case ATTEND_SITE | ATTEND_ONLINE | ATTEND_PHONE:
		return trc(l, "taking part", "on site, online or by phone");
	default: return NULL;
	}
}

const char *words_access(enum lang l, const char *access)
{
	static const struct {
		const char *word, *msgid;
	} table[] = {
		{"wheelchair", TRC("accessibility", "wheelchair")},
		{"toilet", TRC("accessibility", "accessible toilet")},
		{"loop", TRC("accessibility", "induction loop")},
		{"parking", TRC("accessibility", "accessible parking")},
		{"rollator", TRC("accessibility", "walker")},
	};
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		if (str_eq(table[i].word, access))
			return trc(l, "accessibility", table[i].msgid);
	return NULL;
}

const char *words_language(enum lang l, const char *tag)
{
	static const struct {
		const char *tag, *msgid;
	} table[] = {
		{"fi", TRC("language", "Finnish")},	 {"sv", TRC("language", "Swedish")},
		{"en", TRC("language", "English")},	 {"fi-x-selko", TRC("language", "plain Finnish")},
		{"se", TRC("language", "Northern Sámi")}, {"ru", TRC("language", "Russian")},
		{"uk", TRC("language", "Ukrainian")},	 {"et", TRC("language", "Estonian")},
		{"ar", TRC("language", "Arabic")},	 {"so", TRC("language", "Somali")},
		{"ku", TRC("language", "Kurdish")},	 {"fa", TRC("language", "Persian")},
		{"prs", TRC("language", "Dari")},	 {"fr", TRC("language", "French")},
		{"de", TRC("language", "German")},	 {"es", TRC("language", "Spanish")},
		{"tr", TRC("language", "Turkish")},	 {"vi", TRC("language", "Vietnamese")},
		{"th", TRC("language", "Thai")},	 {"zh", TRC("language", "Chinese")},
		{"fse", TRC("language", "Finnish sign language")},
	};
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		if (str_eq(table[i].tag, tag))
			return trc(l, "language", table[i].msgid);
	return tag;
}

const char *words_status(enum lang l, enum activity_status status)
{
	switch (status) {
	case STATUS_CANCELLED: return trc(l, "status", "cancelled");
	case STATUS_POSTPONED: return trc(l, "status", "postponed");
	case STATUS_RESCHEDULED: return trc(l, "status", "moved");
	case STATUS_SCHEDULED: break;
	}
	return NULL;
}

char *words_ages(struct arena *a, enum lang l, int age_min, int age_max)
{
	const char *min = arena_printf(a, "%d", age_min);
	const char *max = arena_printf(a, "%d", age_max);
	if (age_max >= 99)
		age_max = 0;
	if (age_min <= 0 && age_max <= 0)
		return NULL;
	if (age_max <= 0)
		return tr_fill(a, trc(l, "ages", "aged {min} and over"), "min", min, NULL);
	if (age_min <= 0)
		return tr_fill(a, trc(l, "ages", "aged {max} at most"), "max", max, NULL);
	return tr_fill(a, trc(l, "ages", "aged {min}–{max}"), "min", min, "max", max, NULL);
}

/* Digits in groups of three, the last group two to four: "123 4567", "123 456". */
static const char *grouped(struct arena *a, const char *digits)
{
	size_t n = strlen(digits);
	if (n <= 4)
		return digits;
	if (n == 8)
		return arena_printf(a, "%.4s %s", digits, digits + 4);
	return arena_printf(a, "%.3s %s", digits, grouped(a, digits + 3));
}

/* Digits of the prefix of a Finnish number that begins with 0: mobile and company numbers three, free,
 * service and the oldest mobile numbers four, area codes two (02, 03, 05, 06, 08, 09) or three (013–019). Source: Traficom's
 * numbering (regulation 32). */
static int finnish_prefix(const char *d)
{
	static const char four[] = "0800 0600 0700 0100 0200 0400 0500";
	for (const char *p = four; p < four + sizeof four - 1; p += 5)
		if (strncmp(d, p, 4) == 0)
			return 4;
	bool area_two = strchr("35689", d[1]) != NULL && strncmp(d, "030", 3) != 0;
	if (area_two && strncmp(d, "050", 3) != 0)
		return 2;
	return d[1] == '2' && strncmp(d, "020", 3) != 0 && strncmp(d, "029", 3) != 0 ? 2 : 3;
}

/* Digits of the country code at the start of an international number (ITU-T E.164 list). */
static int country_prefix(const char *d)
{
	if (d[0] == '1' || d[0] == '7')
		return 1;
	static const char two[] = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 "
				  "60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";
	for (const char *p = two; *p != '\0'; p += 3)
		if (strncmp(p, d, 2) == 0)
			return 2;
	return 3;
}

char *words_phone(struct arena *a, const char *number)
{
	char d[PHONE_DIGITS_MAX + 2] = "";
	size_t n = 0;
	if (number == NULL)
		return NULL;
	bool abroad = number[0] == '+' && strncmp(number, "+358", 4) != 0;
	const char *s = number;
	if (strncmp(s, "+358", 4) == 0) {
		d[n++] = '0';
		s += 4;
	}
	for (s += abroad; *s != '\0'; s++) {
		if (strchr(" -()", *s) != NULL)
			continue;
		if (*s < '0' || *s > '9' || n == PHONE_DIGITS_MAX)
			return arena_strdup(a, number);
		d[n++] = *s;
	}
	if (n <= 6 || (!abroad && d[0] != '0'))
		return arena_strdup(a, d);
	int prefix = abroad ? country_prefix(d) : finnish_prefix(d);
	return arena_printf(a, "%s%.*s %s", abroad ? "+" : "", prefix, d, grouped(a, d + prefix));
}

#include "speech/recognise.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/str.h"
#include "speech/rules.h"

#define EN_DASH "\xe2\x80\x93"
#define EURO "\xe2\x82\xac"
#define WORD_MAX 48

static size_t digits_at(const char *p)
{
	return strspn(p, "0123456789");
}

/* A hyphen or en dash, blanks around it allowed; its length or 0. */
static size_t dash_at(const char *p)
{
	size_t n = strspn(p, " ");
	size_t mark = str_starts(p + n, EN_DASH) ? strlen(EN_DASH) : (size_t)(p[n] == '-');
	if (mark == 0)
		return 0;
	n += mark;
	return n + strspn(p + n, " ");
}

/* U+0080–U+00BF and U+2000–U+2FFF (lead bytes C2 and E2) are signs: dashes, the euro, the middle dot. */
static bool sign_byte(unsigned char c)
{
	return c == 0xc2 || c == 0xe2;
}

static bool word_goes_on(const char *p)
{
	return isalnum((unsigned char)*p) || ((unsigned char)*p >= 0xc0 && !sign_byte((unsigned char)*p));
}

size_t recognise_plain(const char *p)
{
	size_t n = 0;
	while (word_goes_on(p + n)) {
		n++;
		while (((unsigned char)p[n] & 0xc0) == 0x80) /* the rest of a character goes with its first byte */
			n++;
	}
	if (n > 0)
		return n;
	n = 1;
	while (((unsigned char)p[n] & 0xc0) == 0x80)
		n++;
	return n;
}

static int64_t number_of(const char *p, size_t n)
{
	char text[20];
	if (n >= sizeof text)
		return -1;
	memcpy(text, p, n);
	text[n] = '\0';
	int64_t v = -1;
	return str_to_i64(text, 0, INT64_MAX, &v) ? v : -1;
}

/* The word at p (letters only), lower-cased in ASCII; its length. */
static size_t word_at(const char *p, char out[WORD_MAX])
{
	size_t n = 0;
	while ((isalpha((unsigned char)p[n]) || (unsigned char)p[n] >= 0x80) && n + 1 < WORD_MAX &&
	       !str_starts(p + n, EN_DASH) && !str_starts(p + n, EURO)) {
		out[n] = (char)tolower((unsigned char)p[n]);
		n++;
	}
	out[n] = '\0';
	return n;
}

static bool in_list(const char *list, const char *word)
{
	char padded[WORD_MAX + 2];
	snprintf(padded, sizeof padded, " %s ", word);
	return list != NULL && word[0] != '\0' && strstr(list, padded) != NULL;
}

static const char *lookup(const struct word_pair *table, const char *written)
{
	for (; table != NULL && table->written != NULL; table++)
		if (strcmp(table->written, written) == 0)
			return table->spoken;
	return NULL;
}

/* --- addresses: aula.example/7k4m, neuvonta@example.org, https://… --- */

/* A code is spelled, a name is read. */
static void say_part(struct recogniser *r, const char *p, size_t n)
{
	bool has_digit = false;
	for (size_t i = 0; i < n; i++)
		has_digit |= isdigit((unsigned char)p[i]) != 0;
	if (!has_digit) {
		buf_append(r->out, p, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_puts(r->out, ", ");
		if (isdigit((unsigned char)p[i]) && r->rules->spell_numbers)
			r->rules->number(r->out, p[i] - '0');
		else
			buf_putc(r->out, p[i]);
	}
}

static const char *mark_word(const struct speech_rules *rules, char c)
{
	switch (c) {
	case '.': return rules->dot;
	case '/': return rules->slash;
	case '@': return rules->at;
	case '-': return rules->dash_word;
	default: return NULL;
	}
}

static size_t address_length(const char *p)
{
	size_t n = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_@/:");
	while (n > 0 && strchr(".:-/", p[n - 1]) != NULL)
		n--;
	return n;
}

/* Has a dot between two letters of a name ending in letters, like example.org or aula.example/7k4m. */
static bool looks_like_address(const char *p, size_t n)
{
	if (n < 4 || !isalpha((unsigned char)p[0]))
		return false;
	const char *slash = memchr(p, '/', n);
	size_t host = slash != NULL ? (size_t)(slash - p) : n;
	size_t dot = host;
	while (dot > 0 && p[dot - 1] != '.')
		dot--;
	if (dot < 2 || host - dot < 2)
		return memchr(p, '@', n) != NULL;
	for (size_t i = dot; i < host; i++)
		if (!isalpha((unsigned char)p[i]))
			return false;
	return isalnum((unsigned char)p[dot - 2]) != 0;
}

static size_t try_address(struct recogniser *r, const char *p)
{
	size_t skip = str_starts(p, "https://") ? 8 : str_starts(p, "http://") ? 7 : 0;
	size_t n = address_length(p + skip);
	if (!looks_like_address(p + skip, n))
		return 0;
	const char *q = p + skip;
	for (size_t i = 0; i < n;) {
		const char *word = mark_word(r->rules, q[i]);
		if (word != NULL) {
			buf_printf(r->out, " %s ", word);
			i++;
			continue;
		}
		size_t part = 0;
		while (i + part < n && mark_word(r->rules, q[i + part]) == NULL)
			part++;
		say_part(r, q + i, part);
		i += part;
	}
	return skip + n;
}

/* --- telephone numbers: digit by digit, a pause between groups --- */

static size_t phone_length(const char *p, int *n_digits)
{
	size_t n = p[0] == '+';
	*n_digits = 0;
	for (;;) {
		size_t d = digits_at(p + n);
		if (d == 0)
			break;
		n += d;
		*n_digits += (int)d;
		if ((p[n] == ' ' || p[n] == '-') && digits_at(p + n + 1) >= 2)
			n++;
		else
			break;
	}
	return n;
}

static bool short_public_number(const char *p, size_t n)
{
	bool grouped = n == 7 && strncmp(p, "116 ", 4) == 0; /* "116 117" */
	return (n == 3 && strncmp(p, "112", 3) == 0) || ((n == 6 || n == 5) && strncmp(p, "116", 3) == 0) || grouped;
}

static size_t try_phone(struct recogniser *r, const char *p)
{
	int n_digits = 0;
	size_t n = phone_length(p, &n_digits);
	bool national = (p[0] == '0' || p[0] == '+') && n_digits >= 6 && n_digits <= 15;
	bool part_of_more = word_goes_on(p + n) || (p[n] == '.' && isdigit((unsigned char)p[n + 1]));
	if ((!national && !short_public_number(p, n)) || part_of_more)
		return 0;
	bool first = true;
	for (size_t i = 0; i < n; i++) {
		if (!isdigit((unsigned char)p[i]) && p[i] != '+') {
			buf_putc(r->out, ',');
			continue;
		}
		if (!first)
			buf_putc(r->out, ' ');
		first = false;
		if (p[i] == '+')
			buf_puts(r->out, "plus");
		else if (r->rules->spell_numbers)
			r->rules->number(r->out, p[i] - '0');
		else
			buf_putc(r->out, p[i]);
	}
	return n;
}

/* --- dates and clocks --- */

static size_t parse_clock(const char *p, bool bare_hour, struct clock_time *t)
{
	size_t n = digits_at(p);
	int64_t hour = n >= 1 && n <= 2 ? number_of(p, n) : -1;
	if (hour < 0 || hour > 24)
		return 0;
	*t = (struct clock_time){.hour = (int)hour};
	if ((p[n] == '.' || p[n] == ':') && digits_at(p + n + 1) == 2 && p[n + 1] < '6') {
		size_t end = n + 3;
		bool date_follows = p[end] == '.' && isdigit((unsigned char)p[end + 1]);
		if (date_follows || word_goes_on(p + end))
			return 0;
		t->minute = (int)number_of(p + n + 1, 2);
		t->has_minute = true;
		return end;
	}
	return bare_hour && !word_goes_on(p + n) ? n : 0;
}

static size_t try_clock(struct recogniser *r, const char *p)
{
	struct clock_time from = {0};
	struct clock_time to = {0};
	size_t n = parse_clock(p, r->clock_next, &from);
	if (n == 0)
		return 0;
	size_t dash = dash_at(p + n);
	size_t m = dash > 0 ? parse_clock(p + n + dash, true, &to) : 0;
	if (m > 0 && !str_starts(p + n + dash + m, " " EURO)) {
		r->rules->clock_range(r->out, from, to);
		return n + dash + m;
	}
	if (str_starts(p + n, " " EURO) || str_starts(p + n, EURO))
		return 0;
	r->rules->clock(r->out, from);
	return n;
}

/* "11.3.", "11.3.2026", "2026-03-11" */
static size_t parse_date(const char *p, int *day, int *month, int *year)
{
	size_t n = digits_at(p);
	if (n == 4 && p[4] == '-' && digits_at(p + 5) == 2 && p[7] == '-' && digits_at(p + 8) == 2) {
		*year = (int)number_of(p, 4);
		*month = (int)number_of(p + 5, 2);
		*day = (int)number_of(p + 8, 2);
		return *month >= 1 && *month <= 12 && *day >= 1 && *day <= 31 ? 10 : 0;
	}
	if (n < 1 || n > 2 || p[n] != '.')
		return 0;
	size_t m = digits_at(p + n + 1);
	if (m < 1 || m > 2 || p[n + 1 + m] != '.')
		return 0;
	*day = (int)number_of(p, n);
	*month = (int)number_of(p + n + 1, m);
	*year = 0;
	if (*day < 1 || *day > 31 || *month < 1 || *month > 12)
		return 0;
	size_t end = n + m + 2;
	if (digits_at(p + end) == 4) {
		*year = (int)number_of(p + end, 4);
		end += 4;
	}
	return end;
}

static size_t try_date(struct recogniser *r, const char *p)
{
	int day = 0;
	int month = 0;
	int year = 0;
	size_t n = parse_date(p, &day, &month, &year);
	if (n == 0)
		return 0;
	r->rules->date(r->out, day, month, year);
	size_t dash = dash_at(p + n);
	if (dash > 0 && parse_date(p + n + dash, &day, &month, &year) > 0) {
		buf_printf(r->out, " %s ", r->rules->to_word);
		return n + dash;
	}
	/* the dot of "11.3." also ends a sentence; a voice needs it for the pause */
	if (p[n] == '\0' && p[n - 1] == '.')
		buf_putc(r->out, '.');
	return n;
}

/* --- numbers with something behind them --- */

/* "2,50" or "2.50" before a euro sign: cents. */
static size_t try_price(struct recogniser *r, const char *p)
{
	size_t n = digits_at(p);
	int64_t euros = n > 0 && n < 7 ? number_of(p, n) : -1;
	if (euros < 0)
		return 0;
	int cents = 0;
	if ((p[n] == ',' || p[n] == '.') && digits_at(p + n + 1) == 2) {
		cents = (int)number_of(p + n + 1, 2);
		n += 3;
	}
	size_t blank = p[n] == ' ';
	if (str_starts(p + n + blank, EURO)) {
		r->rules->price(r->out, euros, cents);
		return n + blank + strlen(EURO);
	}
	size_t dash = cents == 0 ? dash_at(p + n) : 0;
	size_t m = dash > 0 ? digits_at(p + n + dash) : 0;
	blank = m > 0 && p[n + dash + m] == ' ';
	if (m == 0 || !str_starts(p + n + dash + m + blank, EURO))
		return 0;
	r->rules->range(r->out, euros, number_of(p + n + dash, m));
	buf_printf(r->out, " %s", r->rules->euro_many);
	return n + dash + m + blank + strlen(EURO);
}

static void say_number(struct recogniser *r, int64_t whole, const char *decimals, size_t n_decimals)
{
	r->rules->number(r->out, whole);
	if (n_decimals == 0)
		return;
	buf_printf(r->out, " %s", r->rules->decimal);
	for (size_t i = 0; i < n_decimals; i++) {
		buf_putc(r->out, ' ');
		r->rules->number(r->out, decimals[i] - '0');
	}
}

/* Says the unit behind a number; its length with the blank, or 0. */
static size_t say_unit(struct recogniser *r, const char *p, bool one)
{
	size_t blank = *p == ' ';
	char word[WORD_MAX + 1];
	size_t n = word_at(p + blank, word);
	if (p[blank] == '%') {
		buf_printf(r->out, " %s", r->rules->percent);
		return blank + 1;
	}
	if (n == 0 || word_goes_on(p + blank + n))
		return 0;
	const char *spoken = NULL;
	if (one) {
		char singular[WORD_MAX + 1];
		snprintf(singular, sizeof singular, "%s1", word);
		spoken = lookup(r->rules->units, singular);
	}
	if (spoken == NULL)
		spoken = lookup(r->rules->units, word);
	if (spoken == NULL)
		return 0;
	buf_printf(r->out, " %s", spoken);
	return blank + n;
}

/* "1. kerroksen": the ordinal agrees with the word for floor. "2nd", "1:a" need no word. */
static size_t try_floor(struct recogniser *r, const char *p)
{
	size_t n = digits_at(p);
	char word[WORD_MAX];
	if (r->rules->floor == NULL || n < 1 || n > 2)
		return 0;
	size_t colon = p[n] == ':'; /* Swedish "2:a" */
	size_t suffix = word_at(p + n + colon, word);
	if (suffix > 0 && colon == r->rules->ordinal_colon && in_list(r->rules->ordinal_suffixes, word)) {
		r->rules->floor(r->out, (int)number_of(p, n), "");
		return n + colon + suffix;
	}
	if (p[n] != '.' || p[n + 1] != ' ')
		return 0;
	word_at(p + n + 2, word);
	if (!in_list(r->rules->floor_words, word))
		return 0;
	r->rules->floor(r->out, (int)number_of(p, n), word);
	return n + 1;
}

static size_t try_position(struct recogniser *r, const char *p)
{
	size_t n = digits_at(p);
	if (n == 0 || n > 6 || strncmp(p + n, " / ", 3) != 0)
		return 0;
	size_t m = digits_at(p + n + 3);
	if (m == 0 || m > 6)
		return 0;
	r->rules->position(r->out, number_of(p, n), number_of(p + n + 3, m));
	return n + 3 + m;
}

/* "20 000": groups of three with blanks between. */
static size_t grouped_number(const char *p, int64_t *v)
{
	size_t n = digits_at(p);
	if (n == 0 || n > 9)
		return 0;
	*v = number_of(p, n);
	while (n > 0 && p[n] == ' ' && digits_at(p + n + 1) == 3 && *v < 1000000 && digits_at(p) <= 3 && p[0] != '0') {
		*v = *v * 1000 + number_of(p + n + 1, 3);
		n += 4;
	}
	return n;
}

/* "65-vuotiaat": the hyphen only joins. Its length (0 or 1). */
static size_t joining_hyphen(const char *p)
{
	return p[0] == '-' && word_goes_on(p + 1) && !isdigit((unsigned char)p[1]);
}

/* "90100 Oulu": digit by digit. */
static size_t try_postcode(struct recogniser *r, const char *p)
{
	if (digits_at(p) != 5 || p[5] != ' ' || !r->rules->spell_numbers)
		return 0;
	bool capital = isupper((unsigned char)p[6]) || (unsigned char)p[6] == 0xc3;
	for (size_t i = 0; capital && i < 5; i++) {
		if (i > 0)
			buf_putc(r->out, ' ');
		r->rules->number(r->out, p[i] - '0');
	}
	return capital ? 5 : 0;
}

static size_t try_number(struct recogniser *r, const char *p)
{
	int64_t v = 0;
	size_t n = grouped_number(p, &v);
	if (n == 0)
		return 0;
	size_t dash = dash_at(p + n);
	size_t m = dash > 0 ? digits_at(p + n + dash) : 0;
	if (m > 0 && m < 7 && !word_goes_on(p + n + dash + m)) {
		int64_t to = number_of(p + n + dash, m);
		n += dash + m;
		if (joining_hyphen(p + n) == 0) {
			r->rules->range(r->out, v, to);
			return n + say_unit(r, p + n, false);
		}
		r->rules->number(r->out, v);
		buf_printf(r->out, " %s ", r->rules->to_word);
		r->rules->number(r->out, to);
		buf_puts(r->out, r->rules->joiner);
		return n + 1;
	}
	size_t decimals = p[n] == ',' ? digits_at(p + n + 1) : 0;
	if (decimals > 3)
		decimals = 0;
	if (word_goes_on(p + n) && !r->rules->spell_numbers)
		return 0;
	bool one_thing = v == 1 && decimals == 0 && r->rules->one_before_unit != NULL;
	size_t before = r->out->len;
	if (one_thing)
		buf_puts(r->out, r->rules->one_before_unit);
	else
		say_number(r, v, p + n + 1, decimals);
	n += decimals > 0 ? decimals + 1 : 0;
	if (joining_hyphen(p + n) != 0) {
		buf_puts(r->out, r->rules->joiner);
		return n + 1;
	}
	size_t unit = say_unit(r, p + n, v == 1 && decimals == 0);
	if (one_thing && unit == 0) { /* no unit: the plain "one" */
		r->out->len = before;
		say_number(r, v, NULL, 0);
	}
	return n + unit;
}

/* --- words --- */

static int weekday_of(const struct speech_rules *rules, const char *word)
{
	for (int d = 1; d <= 7; d++)
		if (rules->days[d] != NULL && strcmp(rules->days[d], word) == 0)
			return d;
	return 0;
}

static bool followed_by_time(const char *p)
{
	return p[0] == ' ' && isdigit((unsigned char)p[1]);
}

static size_t try_weekday(struct recogniser *r, const char *p)
{
	char word[WORD_MAX];
	size_t n = word_at(p, word);
	int from = n > 0 ? weekday_of(r->rules, word) : 0;
	if (from == 0 || word_goes_on(p + n))
		return 0;
	size_t dash = dash_at(p + n);
	size_t m = dash > 0 ? word_at(p + n + dash, word) : 0;
	int to = m > 0 ? weekday_of(r->rules, word) : 0;
	if (to != 0 && !word_goes_on(p + n + dash + m)) {
		buf_printf(r->out, "%s %s", r->rules->day_from[from], r->rules->day_to[to]);
		r->clock_next = true;
		return n + dash + m;
	}
	/* "la" may also be a word; a day on a board has a date, a clock or nothing behind it */
	if (!followed_by_time(p + n) && p[n] != '\0' && p[n] != ',' && p[n] != '.' && !str_starts(p + n, " kl"))
		return 0;
	buf_puts(r->out, r->rules->day_words[from]);
	r->clock_next = true;
	return n + (p[n] == '.' && followed_by_time(p + n + 1));
}

static size_t try_clock_word(struct recogniser *r, const char *p)
{
	char word[WORD_MAX];
	size_t n = word_at(p, word);
	if (n == 0 || !in_list(r->rules->clock_before, word))
		return 0;
	size_t dot = p[n] == '.';
	if (!followed_by_time(p + n + dot))
		return 0;
	r->clock_next = true;
	return n + dot + 1; /* the clock itself says "kello" */
}

/* Bytes of `written` at p, letters compared without case (ASCII); 0 when p is something else or a longer word. */
static size_t written_at(const char *p, const char *written)
{
	size_t n = strlen(written);
	return strncasecmp(p, written, n) == 0 && !word_goes_on(p + n) ? n : 0;
}

static size_t try_abbreviation(struct recogniser *r, const char *p)
{
	const char *spoken = NULL;
	size_t longest = 0; /* "krs." before "krs" */
	for (const struct word_pair *w = r->rules->abbreviations; w != NULL && w->written != NULL; w++) {
		size_t n = written_at(p, w->written);
		if (n > longest) {
			longest = n;
			spoken = w->spoken;
		}
	}
	if (spoken == NULL)
		return 0;
	buf_puts(r->out, spoken);
	/* an abbreviation's dot that also ends the text stays as a pause */
	if (p[longest - 1] == '.' && p[longest] == '\0')
		buf_putc(r->out, '.');
	return longest;
}

static size_t try_clock_if_announced(struct recogniser *r, const char *p)
{
	size_t n = try_clock(r, p);
	r->clock_next = false;
	return n;
}

size_t recognise(struct recogniser *r, const char *p)
{
	static size_t (*const of_digits[])(struct recogniser *, const char *) = {
		try_date, try_price, try_floor, try_position, try_clock_if_announced, try_phone, try_postcode, try_number,
	};
	static size_t (*const of_words[])(struct recogniser *, const char *) = {
		try_clock_word, try_weekday, try_abbreviation, try_address,
	};
	if (isdigit((unsigned char)*p) || (*p == '+' && isdigit((unsigned char)p[1]))) {
		for (size_t i = 0; i < sizeof of_digits / sizeof of_digits[0]; i++) {
			size_t n = of_digits[i](r, p);
			if (n > 0)
				return n;
		}
		return 0;
	}
	for (size_t i = 0; i < sizeof of_words / sizeof of_words[0]; i++) {
		size_t n = of_words[i](r, p);
		if (n > 0)
			return n;
	}
	/* the middle dot between facts, and "12 € / kerta", are a pause */
	size_t sign = str_starts(p, "\xc2\xb7") ? 2 : p[0] == '/' && p[1] == ' ';
	if (sign > 0) {
		while (r->out->len > 0 && r->out->data[r->out->len - 1] == ' ')
			r->out->len--;
		buf_putc(r->out, ',');
	}
	return sign;
}

void recogniser_saw_plain(struct recogniser *r, const char *p, size_t len)
{
	if (len != 1 || (*p != ' ' && *p != ','))
		r->clock_next = false;
}

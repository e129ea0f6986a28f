#include "import/contact.h"

#include <ctype.h>
#include <string.h>

#include "base/str.h"
#include "import/text.h"

#define E164_DIGITS_MAX 15
#define E164_DIGITS_MIN 7
#define URL_MAX 500
#define EMAIL_MAX 120

/* Digits and a leading '+' of the first number; stops at a letter, comma or slash once digits began. */
static void phone_digits(const char *text, char out[32])
{
	size_t n = 0;
	for (const char *p = text; *p != '\0' && n < 30; p++) {
		if (*p == '(' && strncmp(p, "(0)", 3) == 0 && n > 0 && out[0] == '+') {
			p += 2;
			continue;
		}
		if (isdigit((unsigned char)*p) || (*p == '+' && n == 0))
			out[n++] = *p;
		else if (n > 0 && strchr(" -().\xc2\xa0", *p) == NULL)
			break;
	}
	out[n] = '\0';
}

static bool is_short_number(const char *digits)
{
	size_t n = strlen(digits);
	return str_eq(digits, "112") || (n == 6 && str_starts(digits, "116")) ||
	       (n == 5 && str_starts(digits, "118"));
}

static const char *e164(struct arena *a, const char *country, const char *digits)
{
	size_t n = strlen(country) + strlen(digits);
	if (n < E164_DIGITS_MIN || n > E164_DIGITS_MAX || strspn(digits, "0123456789") != strlen(digits))
		return NULL;
	return arena_printf(a, "+%s%s", country, digits);
}

const char *phone_normalise(struct arena *a, const char *text)
{
	char digits[32];
	if (text == NULL)
		return NULL;
	phone_digits(text, digits);
	if (is_short_number(digits))
		return arena_strdup(a, digits);
	if (digits[0] == '+') {
		/* "+358 040…" is a common slip */
		const char *rest = digits + 1 + (str_starts(digits, "+3580") ? 4 : 0);
		return digits[1] == '0' ? NULL : e164(a, rest == digits + 5 ? "358" : "", rest);
	}
	if (str_starts(digits, "00"))
		return e164(a, "", digits + 2);
	if (digits[0] == '0')
		return e164(a, "358", digits + 1);
	return NULL;
}

const char *phone_join(struct arena *a, const char *prefix, const char *number)
{
	if (str_empty(number))
		return NULL;
	if (str_empty(prefix) || number[0] == '+' || number[0] == '0')
		return phone_normalise(a, number);
	return phone_normalise(a, arena_printf(a, "%s %s", prefix, number));
}

static char *lower(struct arena *a, const char *s, size_t n)
{
	char *out = arena_strndup(a, s, n);
	for (char *p = out; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	return out;
}

/* Letters, digits, dots, hyphens, non-ASCII; at least one dot with something around it. */
static bool host_ok(const char *host, size_t n)
{
	bool dot = false;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)host[i];
		if (!isalnum(c) && c != '-' && c != '.' && c < 0x80)
			return false;
		if (c == '.') {
			if (i == 0 || i + 1 == n || host[i - 1] == '.')
				return false;
			dot = true;
		}
	}
	return dot;
}

const char *url_normalise(struct arena *a, const char *text)
{
	if (text == NULL)
		return NULL;
	const char *s = text_line(a, text);
	size_t len = strlen(s);
	if (len == 0 || len > URL_MAX || strpbrk(s, " <>\"'`{}|\\^") != NULL)
		return NULL;
	const char *scheme = "https";
	const char *rest = s;
	if (strncasecmp(s, "https://", 8) == 0) {
		rest = s + 8;
	} else if (strncasecmp(s, "http://", 7) == 0) {
		scheme = "http";
		rest = s + 7;
	} else if (strstr(s, "://") != NULL || strchr(s, '@') != NULL) {
		return NULL;
	}
	size_t authority = strcspn(rest, "/?#");
	size_t host = strcspn(rest, "/?#:");
	size_t port = authority - host;
	if (!host_ok(rest, host) ||
	    (port > 0 && (port == 1 || strspn(rest + host + 1, "0123456789") < port - 1)))
		return NULL;
	return arena_printf(a, "%s://%s%s", scheme, lower(a, rest, host), rest + host);
}

const char *email_normalise(struct arena *a, const char *text)
{
	if (text == NULL)
		return NULL;
	char *s = text_line(a, text);
	if (strncasecmp(s, "mailto:", 7) == 0)
		s += 7;
	s[strcspn(s, "?")] = '\0';
	const char *at_words[] = {"(at)", "[at]", " at ", "(a)"};
	for (size_t i = 0; i < sizeof at_words / sizeof at_words[0] && strchr(s, '@') == NULL; i++) {
		char *found = strcasestr(s, at_words[i]);
		if (found != NULL)
			s = arena_printf(a, "%.*s@%s", (int)(found - s), s, found + strlen(at_words[i]));
	}
	const char *at = strchr(s, '@');
	if (at == NULL || at == s || strlen(s) > EMAIL_MAX || strchr(at + 1, '@') != NULL)
		return NULL;
	for (const char *p = s; p < at; p++)
		if (!isalnum((unsigned char)*p) && strchr("!#$%&'*+-/=?^_`{|}~.", *p) == NULL)
			return NULL;
	if (!host_ok(at + 1, strlen(at + 1)))
		return NULL;
	return arena_printf(a, "%.*s@%s", (int)(at - s), s, lower(a, at + 1, strlen(at + 1)));
}

const char *business_id_normalise(struct arena *a, const char *text)
{
	/* check digit: weights 7 9 10 5 8 4 2, modulo 11 (Finnish Patent and Registration Office) */
	static const int weights[] = {7, 9, 10, 5, 8, 4, 2};
	char digits[9] = "";
	size_t n = 0;
	for (const char *p = text; p != NULL && *p != '\0'; p++) {
		if (isdigit((unsigned char)*p) && n < 8)
			digits[n++] = *p;
		else if (isdigit((unsigned char)*p) || strchr("FIfi- ", *p) == NULL)
			return NULL;
	}
	if (n != 8)
		return NULL;
	int sum = 0;
	for (int i = 0; i < 7; i++)
		sum += weights[i] * (digits[i] - '0');
	int rest = sum % 11;
	int check = rest == 0 ? 0 : 11 - rest;
	if (check == 10 || check != digits[7] - '0')
		return NULL;
	return arena_printf(a, "%.7s-%c", digits, digits[7]);
}

const char *postcode_normalise(struct arena *a, const char *text)
{
	if (text == NULL)
		return NULL;
	const char *s = str_trim(a, text);
	bool ok = strlen(s) == 5 && strspn(s, "0123456789") == 5 && !str_eq(s, "00000");
	return ok ? s : NULL;
}

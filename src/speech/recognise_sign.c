/* Signs that voices leave out or read in English: "½", "§", "−10 °C", "&". */
#include "speech/recognise_inside.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"

#define DEGREES_AHEAD_MAX 24 /* bytes looked at for the "°" */

/* Does what begins here, "10 °C" or "10…+5 °C", end in degrees? */
static bool degrees_ahead(const char *p)
{
	static const char *const between[] = {EN_DASH, MINUS, "…"};
	for (size_t i = 0; i < DEGREES_AHEAD_MAX && p[i] != '\0';) {
		if (str_starts(p + i, "°"))
			return true;
		size_t n = strchr("0123456789,.+- ", p[i]) != NULL;
		for (size_t k = 0; k < sizeof between / sizeof between[0] && n == 0; k++)
			n = str_starts(p + i, between[k]) ? strlen(between[k]) : 0;
		if (n == 0)
			return false;
		i += n;
	}
	return false;
}

/* The hyphen and the plus are signs of a number only before degrees, the minus always. */
static size_t sign_of_number(struct recogniser *r, const char *p)
{
	size_t n = str_starts(p, MINUS) ? strlen(MINUS) : *p == '-' || *p == '+';
	const char *word = *p == '+' ? r->rules->plus : r->rules->minus;
	if (n == 0 || !isdigit((unsigned char)p[n]) || word == NULL || (n == 1 && !degrees_ahead(p + n)))
		return 0;
	buf_printf(r->out, "%s ", word);
	return n;
}

static bool blank_before(const struct recogniser *r)
{
	return r->out->len > 0 && r->out->data[r->out->len - 1] == ' ';
}

size_t recognise_sign(struct recogniser *r, const char *p)
{
	const char *and_word = r->rules->and_word;
	if (*p == '\xc2' && str_starts(p, SECTION) && r->rules->section != NULL) {
		size_t n = strlen(SECTION);
		buf_printf(r->out, "%s%s", r->rules->section, isdigit((unsigned char)p[n]) ? " " : "");
		return n;
	}
	if (*p == '&' && p[1] == ' ' && and_word != NULL && blank_before(r)) {
		buf_puts(r->out, and_word);
		return 1;
	}
	size_t n = sign_of_number(r, p);
	return n > 0 || *p != '\xc2' ? n : recognise_number(r, p); /* "½ tuntia" */
}

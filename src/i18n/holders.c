#include "i18n/holders.h"

#include <stddef.h>
#include <string.h>

/* What an argument is read as: conversion letter folded by type, with its length modifier. */
struct conversion {
	int position; /* 1… */
	char type;    /* 'd' any integer, 'f', 's', 'c', 'p' */
	char length;  /* 0, 'h', 'l', 'L' (ll), 'z', 'j', 't' */
};

struct holders {
	struct conversion conversion[HOLDERS_MAX];
	size_t n_conversions;
	struct {
		const char *at;
		size_t len;
	} field[HOLDERS_MAX];
	size_t n_fields;
	bool positional;
};

static char folded(char c)
{
	if (c != '\0' && strchr("diouxX", c) != NULL)
		return 'd';
	if (c != '\0' && strchr("eEfFgGaA", c) != NULL)
		return 'f';
	return c == 's' || c == 'c' || c == 'p' ? c : '\0';
}

/* One conversion after '%'. Widths taken from an argument ('*') and %n are never allowed. */
static const char *read_conversion(const char *s, struct holders *h)
{
	struct conversion c = {.position = (int)h->n_conversions + 1};
	size_t digits = strspn(s, "0123456789");
	if (digits > 0 && digits <= 2 && s[digits] == '$') {
		c.position = s[0] - '0';
		if (digits == 2)
			c.position = c.position * 10 + s[1] - '0';
		h->positional = true;
		s += digits + 1;
	}
	s += strspn(s, "-+ #0'");
	s += strspn(s, "0123456789.");
	if (*s != '\0' && strchr("hlzjt", *s) != NULL) {
		c.length = *s++;
		if (*s == c.length && (*s == 'l' || *s == 'h'))
			c.length = *s++ == 'l' ? 'L' : 'H';
	}
	c.type = folded(*s);
	if (c.type == '\0' || h->n_conversions == HOLDERS_MAX)
		return NULL;
	h->conversion[h->n_conversions++] = c;
	return s + 1;
}

static const char *read_field(const char *s, struct holders *h)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz_0123456789");
	if (n == 0 || s[n] != '}' || h->n_fields == HOLDERS_MAX)
		return NULL;
	h->field[h->n_fields].at = s;
	h->field[h->n_fields++].len = n;
	return s + n + 1;
}

static bool read_holders(const char *s, struct holders *h)
{
	*h = (struct holders){0};
	while (s != NULL && *s != '\0') {
		if (s[0] == '%' && s[1] == '%')
			s += 2;
		else if (s[0] == '%')
			s = read_conversion(s + 1, h);
		else if (s[0] == '{')
			s = read_field(s + 1, h);
		else
			s++;
	}
	return s != NULL;
}

static bool field_known(const struct holders *h, const char *at, size_t len)
{
	for (size_t i = 0; i < h->n_fields; i++)
		if (h->field[i].len == len && memcmp(h->field[i].at, at, len) == 0)
			return true;
	return false;
}

bool holders_agree(const char *msgid, const char *translation)
{
	struct holders want;
	struct holders have;
	if (!read_holders(msgid, &want) || !read_holders(translation, &have))
		return false;
	for (size_t i = 0; i < have.n_conversions; i++) {
		const struct conversion *c = &have.conversion[i];
		if (c->position < 1 || (size_t)c->position > want.n_conversions)
			return false;
		const struct conversion *w = &want.conversion[c->position - 1];
		if (c->type != w->type || c->length != w->length)
			return false;
	}
	/* printf with positions must name them all without a gap */
	if (have.positional && have.n_conversions != want.n_conversions)
		return false;
	for (size_t i = 0; i < have.n_fields; i++)
		if (!field_known(&want, have.field[i].at, have.field[i].len))
			return false;
	return true;
}

#include "model/lang.h"

#include <string.h>
#include <strings.h>

static const struct {
	const char *tag;
	const char *own_name;
} langs[LANG_COUNT] = {
	[LANG_FI] = {"fi", "Suomi"},
	[LANG_SV] = {"sv", "Svenska"},
	[LANG_EN] = {"en", "English"},
	[LANG_SELKO] = {"fi-x-selko", "Selkosuomi"},
	[LANG_SE] = {"se", "Davvi­sámegiella"},
	[LANG_RU] = {"ru", "Русский"},
	[LANG_UK] = {"uk", "Українська"},
	[LANG_ET] = {"et", "Eesti"},
	[LANG_AR] = {"ar", "العربية"},
	[LANG_SO] = {"so", "Soomaali"},
};

const char *lang_tag(enum lang l)
{
	return l >= 0 && l < LANG_COUNT ? langs[l].tag : "";
}

const char *lang_own_name(enum lang l)
{
	return l >= 0 && l < LANG_COUNT ? langs[l].own_name : "";
}

enum lang lang_from_tag(const char *tag)
{
	if (tag == NULL)
		return LANG_NONE;
	for (int l = 0; l < LANG_COUNT; l++) /* as our own documents have it */
		if (tag[0] == langs[l].tag[0] && strcmp(tag, langs[l].tag) == 0)
			return (enum lang)l;
	if (strcasecmp(tag, "selko") == 0)
		return LANG_SELKO;
	for (int l = 0; l < LANG_COUNT; l++)
		if (strcasecmp(tag, langs[l].tag) == 0)
			return (enum lang)l;
	size_t n = strcspn(tag, "-_");
	for (int l = 0; n == 2 && l < LANG_COUNT; l++)
		if (strlen(langs[l].tag) == n && strncasecmp(tag, langs[l].tag, n) == 0)
			return (enum lang)l;
	return LANG_NONE;
}

bool lang_is_rtl(enum lang l)
{
	return l == LANG_AR;
}

const char *ltext_get(const struct ltext *t, enum lang want, enum lang *got)
{
	const enum lang order[] = {want, LANG_FI, LANG_EN, LANG_SV};
	for (unsigned i = 0; i < sizeof order / sizeof order[0]; i++) {
		if (order[i] >= 0 && order[i] < LANG_COUNT && t->v[order[i]] != NULL) {
			if (got != NULL)
				*got = order[i];
			return t->v[order[i]];
		}
	}
	for (int l = 0; l < LANG_COUNT; l++) {
		if (t->v[l] != NULL) {
			if (got != NULL)
				*got = (enum lang)l;
			return t->v[l];
		}
	}
	if (got != NULL)
		*got = LANG_NONE;
	return NULL;
}

bool ltext_empty(const struct ltext *t)
{
	return ltext_get(t, LANG_FI, NULL) == NULL;
}

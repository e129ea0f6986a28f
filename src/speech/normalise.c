#include "speech/normalise.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "speech/recognise.h"
#include "speech/rules.h"

const char *speech_voice(enum lang l)
{
	switch (l) {
	case LANG_FI:
	case LANG_SELKO: return "fi";
	case LANG_SV: return "sv";
	case LANG_EN: return "en-gb";
	case LANG_RU: return "ru";
	case LANG_UK: return "uk";
	case LANG_ET: return "et";
	case LANG_AR: return "ar";
	case LANG_SE:
	case LANG_SO:
	case LANG_COUNT:
	case LANG_NONE: break;
	}
	return NULL;
}

const struct speech_rules *speech_rules_for(enum lang l)
{
	switch (l) {
	case LANG_FI:
	case LANG_SELKO: return &speech_rules_fi;
	case LANG_SV: return &speech_rules_sv;
	case LANG_EN: return &speech_rules_en;
	case LANG_RU: return &speech_rules_ru;
	case LANG_UK: return &speech_rules_uk;
	case LANG_ET: return &speech_rules_et;
	case LANG_AR: return &speech_rules_ar;
	case LANG_SE:
	case LANG_SO:
	case LANG_COUNT:
	case LANG_NONE: break;
	}
	return NULL;
}

/* Soft hyphen, zero-width characters, bidi controls: seen by nobody, stumbled over by voices. */
static bool unspoken(uint32_t cp)
{
	return cp == 0xad || (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e) ||
	       (cp >= 0x2060 && cp <= 0x2069) || cp == 0xfeff;
}

static char *clean(struct arena *a, const char *text)
{
	size_t len = strlen(text);
	char *out = arena_alloc(a, len * 3 + 1); /* a bad byte becomes the three of U+FFFD */
	size_t n = 0;
	for (size_t at = 0; at < len && n + 4 < SPEECH_TEXT_MAX;) {
		uint32_t cp = utf8_next(text, len, &at);
		if (cp == 0xa0 || cp == 0x202f || cp == 0x2009 || cp == '\t' || cp == '\n' || cp == '\r')
			cp = ' ';
		if (!unspoken(cp) && cp >= 0x20 && cp != 0x7f)
			n += utf8_put(cp, out + n);
	}
	out[n] = '\0';
	return out;
}

const char *speech_normalise(enum lang l, const char *text, struct arena *a)
{
	const struct speech_rules *rules = speech_rules_for(l);
	const char *p = clean(a, text);
	if (rules == NULL)
		return p;
	CLEANUP_BUF struct buf out = BUF_INIT;
	struct recogniser r = {.rules = rules, .out = &out};
	while (*p != '\0') {
		size_t taken = recognise(&r, p);
		if (taken == 0) {
			taken = recognise_plain(p);
			buf_append(&out, p, taken);
			recogniser_saw_plain(&r, p, taken);
		}
		p += taken;
	}
	return arena_strdup(a, buf_str(&out));
}

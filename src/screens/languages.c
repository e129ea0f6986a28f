#include "screens/languages.h"

#include "base/cleanup.h"

static void add(struct languages *out, enum lang l)
{
	for (size_t i = 0; i < out->n; i++) {
		if (out->v[i] == l)
			return;
	}
	if (l != LANG_NONE)
		out->v[out->n++] = l;
}

struct languages languages_offered(const struct centre *c, const char *configured)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct languages out = {.n = 0};
	struct strs tags = c->languages.n > 0 ? c->languages : str_split(&a, configured, " ,");
	for (size_t i = 0; i < tags.n; i++)
		add(&out, lang_from_tag(tags.v[i]));
	add(&out, LANG_FI);
	return out;
}

bool languages_has_voice(enum lang l)
{
	return l != LANG_SE && l != LANG_SO;
}

#include "model/record.h"

static const char *const kind_words[KIND_COUNT] = {
	[KIND_ORGANISATION] = "organisation", [KIND_PLACE] = "place",	  [KIND_ACTIVITY] = "activity",
	[KIND_TOPIC] = "topic",		      [KIND_CENTRE] = "centre",	  [KIND_FEATURE] = "feature",
	[KIND_HIDE] = "hide",		      [KIND_NOTICE] = "notice",	  [KIND_CONTACT] = "contact",
	[KIND_POLL] = "poll",
};

const char *record_kind_word(enum record_kind k)
{
	return k >= 0 && k < KIND_COUNT ? kind_words[k] : "";
}

enum record_kind record_kind_from_word(const char *word)
{
	for (int k = 0; k < KIND_COUNT; k++)
		if (str_eq(word, kind_words[k]))
			return (enum record_kind)k;
	return KIND_NONE;
}

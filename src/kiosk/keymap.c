#include "kiosk/keymap.h"

#include <string.h>
#include <strings.h>

#define KEY_NAME_MAX 40

/* True when one of the blank-separated words is `name` ("_" stands for a blank inside it). */
static bool has_word(const char *words, const char *name)
{
	size_t want = strlen(name);
	while (*words != '\0') {
		size_t len = strcspn(words, " ");
		bool same = len == want;
		for (size_t i = 0; same && i < len; i++) {
			char c = words[i] == '_' ? ' ' : words[i];
			char n = name[i] == '_' ? ' ' : name[i];
			same = strncasecmp(&c, &n, 1) == 0;
		}
		if (same)
			return true;
		words += len + (words[len] == ' ');
	}
	return false;
}

bool keymap_find(const char *const words[APP_KEY_COUNT], const char *name, enum app_key *out)
{
	if (*name == '\0' || strlen(name) > KEY_NAME_MAX)
		return false;
	for (int k = 0; k < APP_KEY_COUNT; k++) {
		if (words[k] != NULL && has_word(words[k], name)) {
			*out = (enum app_key)k;
			return true;
		}
	}
	return false;
}

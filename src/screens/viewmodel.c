#include "screens/viewmodel.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/fs.h"
#include "base/str.h"

#define HASH_HEX 64

struct list_filter viewmodel_filter(const struct filters *f, const char *topic)
{
	return (struct list_filter){
		.topic = topic,
		.when = f->when,
		.where = f->where,
		.language = f->language,
		.free = f->free,
		.wheelchair = f->wheelchair,
		.loop = f->loop,
		.age = f->age,
		.attend = f->attend,
	};
}

/* "cc_by", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/": in words that may stand on the picture; NULL for what
 * is no public licence ("event_only"). */
static const char *licence_words(const struct load *l, const char *licence)
{
	static const char *const KINDS[] = {"by-nc-nd", "by-nc-sa", "by-nc", "by-nd", "by-sa", "by"};
	char plain[80];
	size_t n = 0;
	for (const char *p = licence; *p != '\0' && n + 1 < sizeof plain; p++)
		plain[n++] = *p == ' ' || *p == '_' ? '-' : (char)tolower((unsigned char)*p);
	plain[n] = '\0';
	bool cc = strncmp(plain, "cc-", 3) == 0 || strstr(plain, "creativecommons.org/licenses/") != NULL;
	for (size_t i = 0; cc && i < sizeof KINDS / sizeof KINDS[0]; i++) {
		if (strstr(plain, KINDS[i]) == NULL)
			continue;
		char *words = arena_printf(l->a, "CC %s", KINDS[i]);
		for (char *p = words; *p != '\0'; p++)
			*p = (char)toupper((unsigned char)*p);
		return words;
	}
	return NULL;
}

static bool needs_no_credit(const char *licence)
{
	return licence != NULL && (strcasestr(licence, "cc0") != NULL || strcasestr(licence, "zero") != NULL ||
				   strcasestr(licence, "public domain") != NULL || strcasestr(licence, "pdm") != NULL);
}

static const char *credit_of(const struct load *l, const struct image *image)
{
	const char *licence = str_empty(image->license) ? NULL : licence_words(l, image->license);
	if (str_empty(image->credit) || needs_no_credit(image->license))
		return NULL;
	return licence == NULL ? image->credit : arena_printf(l->a, "%s, %s", image->credit, licence);
}

struct shown_image viewmodel_image(const struct load *l, const struct image *image)
{
	struct shown_image out = {0};
	/* the hash becomes a file name: nothing but a hash may */
	if (l->images == NULL || image->hash == NULL || strlen(image->hash) != HASH_HEX ||
	    strspn(image->hash, "0123456789abcdef") != HASH_HEX)
		return out;
	const char *path = arena_printf(l->a, "%s/%s.png", l->images, image->hash);
	if (!fs_exists(path))
		return out;
	out.path = path;
	out.alt = ltext_get(&image->alt, l->view.lang, &out.alt_lang);
	out.credit = credit_of(l, image);
	return out;
}

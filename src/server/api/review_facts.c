#include "server/api/review_facts.h"

#include <string.h>

#include "analysis/fold.h"
#include "base/arena.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/str.h"
#include "server/view.h"

#define KEY_BYTES_MAX 300

/* Folded words joined by one blank; legal forms of associations left out. NULL: no letter in it. */
static const char *name_words(const char *name, struct arena *a)
{
	static const char *const forms[] = {"ry", "rf", "rekisteroity", "yhdistys", "oy", "sr"};
	CLEANUP_BUF struct buf out = BUF_INIT;
	CLEANUP_BUF struct buf word = BUF_INIT;
	struct strs words = name == NULL ? (struct strs){0} : str_split(a, name, " \t\n,.;:/()\"!?&+-");
	for (size_t i = 0; i < words.n && out.len < KEY_BYTES_MAX; i++) {
		bool form = false;
		buf_clear(&word);
		fold_base(words.v[i], strlen(words.v[i]), &word);
		for (size_t j = 0; j < sizeof forms / sizeof forms[0]; j++)
			form = form || str_eq(buf_str(&word), forms[j]);
		if (!form && word.len > 0)
			buf_printf(&out, "%s%s", out.len > 0 ? " " : "", buf_str(&word));
	}
	return out.len > 0 && out.len <= KEY_BYTES_MAX ? arena_strdup(a, buf_str(&out)) : NULL;
}

static void organisation_facts(const struct organisation *x, struct review_row *out, struct arena *a)
{
	const char *name = name_words(ltext_get(&x->name, LANG_FI, NULL), a);
	/* departments of a municipality share its business id and are not the same */
	bool authority = str_eq(x->type, "municipality") || str_eq(x->type, "county");
	out->name_key = name != NULL ? arena_printf(a, "o|%s", name) : NULL;
	out->contact_key =
		!str_empty(x->business_id) && !authority ? arena_printf(a, "b|%.40s", x->business_id) : NULL;
	out->text_at = x->from.modified_at;
}

static int n_languages(const struct ltext *t)
{
	int n = 0;
	for (enum lang l = 0; l < LANG_COUNT; l++)
		n += !str_empty(t->v[l]);
	return n;
}

static int64_t notes_of(const struct activity *x)
{
	int64_t notes = 0;
	if (x->place == NULL && (x->attend & (ATTEND_PHONE | ATTEND_ONLINE)) == 0)
		notes |= REVIEW_NO_PLACE;
	if (n_languages(&x->title) == 1)
		notes |= REVIEW_ONE_LANGUAGE;
	if (x->phone == NULL && x->email == NULL && x->web == NULL && x->signup_url == NULL)
		notes |= REVIEW_NO_CONTACT;
	if (ltext_empty(&x->summary) && ltext_empty(&x->text))
		notes |= REVIEW_NO_TEXT;
	if (x->organisation == NULL)
		notes |= REVIEW_NO_ORGANISATION;
	if (x->topics.n == 0)
		notes |= REVIEW_NO_TOPIC;
	return notes;
}

static const char *municipality_of(struct store *s, const struct activity *x, struct arena *a)
{
	const struct record *place = view_record(s, KIND_PLACE, x->place, a);
	if (x->place == NULL)
		return "remote";
	return place != NULL && place->place.municipality != NULL ? place->place.municipality : "?";
}

static int64_t checked_at(const struct activity *x)
{
	int64_t assured = date_is_set(x->assured) ? zone_day_start(ZONE_DEFAULT, x->assured) : INSTANT_NONE;
	if (x->from.modified_at == INSTANT_NONE || assured == INSTANT_NONE)
		return assured != INSTANT_NONE ? assured : x->from.modified_at;
	return assured > x->from.modified_at ? assured : x->from.modified_at;
}

static void activity_facts(struct store *s, const struct activity *x, struct review_row *out, struct arena *a)
{
	const char *name = name_words(ltext_get(&x->title, LANG_FI, NULL), a);
	const char *contact = x->phone != NULL ? x->phone : x->email;
	out->organisation = x->organisation;
	out->notes = notes_of(x);
	out->text_at = checked_at(x);
	if (name != NULL)
		out->name_key = arena_printf(a, "a|%s|%s", name, municipality_of(s, x, a));
	if (contact != NULL && x->n_schedules > 0 && !x->schedules[0].all_day) {
		struct civil start = x->schedules[0].start;
		out->contact_key = arena_printf(a, "c|%.120s|%d %02d:%02d", contact, date_weekday(start.date), start.hour,
						start.minute);
	}
}

void review_facts(struct store *s, const struct record *r, const char *source, struct review_row *out,
		  struct arena *a)
{
	*out = (struct review_row){.kind = r->kind, .id = r->id, .source = source, .text_at = INSTANT_NONE};
	if (r->kind == KIND_ORGANISATION)
		organisation_facts(&r->organisation, out, a);
	else
		activity_facts(s, &r->activity, out, a);
}

#include "screens/detail_words.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "model/geo.h"
#include "screens/part.h"

#define ACCESS_WORDS_MAX 8
#define WALK_MAX_M 2000.0
#define MINUTE_S 60

static struct civil end_of(const struct occurrence *o)
{
	return civil_add_minutes(o->start, (int32_t)((o->end_at - o->start_at) / MINUTE_S));
}

static const char *when_words(const struct build *b, const struct occurrence *o)
{
	return build_capital(b, words_when(b->a, b->lang, o->start, end_of(o), o->all_day, b->frame->today));
}

static void make_when(struct detail_words *w, const struct build *b, const struct viewmodel_detail *vm)
{
	const struct activity *a = &vm->d.activity;
	w->when.icon = "schedule";
	if (vm->shown == NULL) {
		const char *hours =
			words_schedules(b->a, b->lang, a, SCHEDULE_CLOCK | SCHEDULE_SEASON, b->frame->today);
		w->when.value = hours != NULL ? build_capital(b, hours) : T(b, "Ongoing help");
		w->when.text = hours != NULL ? NULL : T(b, "Ask for the times by phone");
		return;
	}
	const char *shown = when_words(b, vm->shown);
	if (w->cancelled) {
		w->when.value =
			vm->after == NULL
				? T(b, "The next time is not known")
				: tr_fill(b->a, T(b, "Next time {when}"), "when",
					  words_when(b->a, b->lang, vm->after->start, vm->after->start,
						     vm->after->all_day, b->frame->today),
					  NULL);
		w->when.text = shown;
		w->when.struck = true;
		return;
	}
	w->when.value = shown;
	const struct civil none = {0};
	w->when.text =
		build_capital(b, words_repeats(b->a, b->lang, a, SCHEDULE_PLAIN,
					       vm->after == NULL ? none : vm->after->start, b->frame->today));
}

static void make_where(struct detail_words *w, const struct build *b, const struct viewmodel_detail *vm)
{
	const struct card *c = &vm->d.card;
	const char *rest = NULL, *note = part_split_note(b, c->place_note, &rest);
	const char *words = part_place_words(b, c);
	if (note != NULL && lang_is_rtl(b->lang)) /* "1. kerros" stays in one piece among Arabic */
		note = arena_printf(b->a, "\u2068%s\u2069", note);
	w->where.icon = part_place_icon(c);
	if (c->here) {
		w->where.value = build_join(b, ", ", words, note);
		w->where.text = rest;
		return;
	}
	w->where.value = words;
	if (c->attend != 0 && (c->attend & ATTEND_SITE) == 0) {
		w->where.text = note;
		return;
	}
	const char *street = vm->d.has_place ? ltext_get(&vm->d.place.street, b->lang, NULL) : NULL;
	const char *city = vm->d.has_place ? ltext_get(&vm->d.place.city, b->lang, NULL) : c->city;
	const char *walk = NULL;
	if (!c->approximate && c->distance_m >= 0 && c->distance_m <= WALK_MAX_M)
		walk = words_walk(b->a, b->lang, geo_walk_minutes(c->distance_m));
	const char *address = build_join(b, ", ", street, str_eq(city, words) ? NULL : city);
	w->where.text = build_join(b, " · ", build_join(b, ", ", address, note), walk);
}

static void make_price(struct detail_words *w, const struct build *b, const struct viewmodel_detail *vm)
{
	const struct activity *a = &vm->d.activity;
	const char *price = build_capital(b, words_price(b->a, b->lang, a->price, &a->price_text));
	const char *signup = build_capital(b, words_signup(b->a, b->lang, a->signup, a->signup_until));
	w->price.icon = "euro";
	w->price.value = price != NULL ? price : signup;
	w->price.text = price != NULL ? signup : NULL;
	if (price == NULL)
		w->price.icon = "checklist";
}

static void make_access(struct detail_words *w, const struct build *b, const struct viewmodel_detail *vm)
{
	const struct strs *access =
		vm->d.activity.access.n > 0 ? &vm->d.activity.access : &vm->d.place.access;
	const char *text = NULL;
	for (size_t i = 0; i < access->n && i < ACCESS_WORDS_MAX; i++)
		text = build_join(b, " · ", text, words_access(b->lang, access->v[i]));
	if (text == NULL)
		return;
	w->access.icon = "accessible";
	w->access.value = strs_has(access, "wheelchair") ? T(b, "Accessible") : T(b, "Accessibility");
	w->access.text = build_capital(b, text);
}

/* Spoken at the group: "Kielet: suomi, viittomakieli". */
static const char *language_line(const struct build *b, const struct strs *languages)
{
	const char *names[LANG_COUNT];
	size_t n = 0;
	for (size_t i = 0; i < languages->n && n < LANG_COUNT; i++)
		names[n++] = words_language(b->lang, languages->v[i]);
	if (n == 0)
		return NULL;
	const char *list = words_list(b->a, b->lang, names, n);
	return n == 1 ? tr_fill(b->a, T(b, "Language: {language}"), "language", list, NULL)
		      : tr_fill(b->a, T(b, "Languages: {languages}"), "languages", list, NULL);
}

static void make_languages(struct detail_words *w, const struct build *b, const struct viewmodel_detail *vm)
{
	const struct strs *languages = &vm->d.activity.languages;
	bool own = strs_has(languages, lang_tag(b->lang)) || (b->lang == LANG_SELKO && strs_has(languages, lang_tag(LANG_FI)));
	w->languages = language_line(b, languages);
	if (languages->n > 1 || !own) /* what the visitor takes for granted is not said */
		w->notable_languages = w->languages;
}

static void make_text(struct detail_words *w, const struct build *b, const struct viewmodel_detail *vm)
{
	const struct activity *a = &vm->d.activity;
	enum lang got = LANG_NONE, other = LANG_NONE;
	const char *text = ltext_get(&a->text, b->lang, &got);
	const char *summary = ltext_get(&a->summary, b->lang, &other);
	if (text == NULL || (summary != NULL && other == b->lang && got != b->lang)) {
		text = summary;
		got = other;
	}
	w->text = text;
	w->text_lang = build_other_lang(b, got);
	if (w->access.value == NULL && (a->attend & ATTEND_SITE) != 0)
		w->text = build_join(b, " ", text, T(b, "Ask about accessibility."));
	bool plain = b->lang == LANG_SELKO && got == LANG_FI;
	if (got != LANG_NONE && got != b->lang && !plain)
		w->only_in = tr_fill(b->a, T(b, "The text is only in {language}"), "language",
				     words_language(b->lang, lang_tag(got)), NULL);
	if (w->only_in != NULL && a->languages.n == 1 && str_eq(a->languages.v[0], lang_tag(got)))
		w->notable_languages = NULL; /* once is enough */
}

static void make_banner(struct detail_words *w, const struct build *b, const struct viewmodel_detail *vm)
{
	enum activity_status s = vm->shown != NULL ? vm->shown_status : vm->d.activity.status;
	bool today = vm->shown != NULL && date_is_set(b->frame->today) &&
		     date_compare(vm->shown->start.date, b->frame->today) == 0;
	w->cancelled = s == STATUS_CANCELLED || s == STATUS_POSTPONED;
	if (s == STATUS_CANCELLED)
		w->banner = today ? T(b, "Today's meeting is cancelled") : T(b, "This meeting is cancelled");
	else if (s != STATUS_SCHEDULED)
		w->banner = build_capital(b, words_status(b->lang, s));
	w->banner_text = ltext_get(&vm->d.activity.status_note, b->lang, NULL);
	for (size_t i = 0; vm->shown != NULL && i < vm->d.activity.n_exceptions; i++) {
		const struct exception *x = &vm->d.activity.exceptions[i];
		if (civil_compare(x->start, vm->shown->start) == 0 && !ltext_empty(&x->note))
			w->banner_text = ltext_get(&x->note, b->lang, NULL);
	}
}

static void make_checked(struct detail_words *w, const struct build *b, const struct viewmodel_detail *vm)
{
	const struct activity *a = &vm->d.activity;
	const char *by = a->from.attribution != NULL ? a->from.attribution : a->from.source;
	const char *source = by == NULL ? NULL
					: tr_fill(b->a, T(b, "Source: {source}"), "source",
						  words_isolate(b->a, b->lang, by), NULL);
	const char *license = a->from.license;
	if (source != NULL && license != NULL)
		source = build_join(b, ", ", source, license);
	w->checked = build_join(b, ". ",
				date_is_set(a->assured) ? words_checked_on(b->a, b->lang, a->assured) : NULL,
				source);
}

void detail_words_make(struct detail_words *w, const struct build *b, const struct viewmodel_detail *vm)
{
	const struct activity *a = &vm->d.activity;
	*w = (struct detail_words){.path = a->code};
	make_banner(w, b, vm);
	make_when(w, b, vm);
	make_where(w, b, vm);
	make_price(w, b, vm);
	make_access(w, b, vm);
	make_languages(w, b, vm);
	make_text(w, b, vm);
	make_checked(w, b, vm);
	if (vm->d.has_organisation)
		w->organisation =
			words_isolate(b->a, b->lang, ltext_get(&vm->d.organisation.name, b->lang, NULL));
	const char *phone = a->phone != NULL         ? a->phone
			    : vm->d.has_organisation ? vm->d.organisation.phone
						     : NULL;
	if (phone != NULL) {
		w->phone = words_phone(b->a, phone);
		enum lang got = LANG_NONE;
		w->phone_label = ltext_get(&a->phone_label, b->lang, &got);
		bool read = got == b->lang || (b->lang == LANG_SELKO && got == LANG_FI); /* who can is told more */
		if (w->phone_label == NULL || !read || a->phone == NULL)
			w->phone_label = T(b, "Call for more information");
	} else {
		w->signup = ltext_get(&a->signup_note, b->lang, NULL);
		if (w->signup == NULL && a->signup_url != NULL)
			w->signup = T(b, "Sign up on the page behind the code");
	}
}

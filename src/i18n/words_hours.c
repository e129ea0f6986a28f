#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "i18n/forms.h"

#define DAY_MINUTES 1440

/* "09:00" → minutes of the day; -1 when it is not a clock. "24:00" is allowed as a closing time. */
static int minutes_of(const char *clock)
{
	struct civil c;
	if (str_eq(clock, "24:00"))
		return DAY_MINUTES;
	char text[20] = "2000-01-01T";
	if (clock == NULL || strlen(clock) > 8)
		return -1;
	snprintf(text + 11, sizeof text - 11, "%s", clock);
	return civil_parse(text, &c) ? c.hour * 60 + c.minute : -1;
}

static unsigned days_of(const struct open_hours *h)
{
	unsigned days = 0;
	for (size_t i = 0; i < h->days.n; i++) {
		int day = form_day_of_code(h->days.v[i]);
		if (day >= 0)
			days |= 1U << day;
	}
	return days;
}

static struct civil civil_of(struct date day, int minutes)
{
	return civil_add_minutes((struct civil){.date = day}, minutes);
}

static const char *say_hours(struct arena *a, enum lang l, const struct open_hours *h)
{
	unsigned days = days_of(h);
	int opens = minutes_of(h->opens);
	int closes = minutes_of(h->closes);
	if (days == 0 || opens < 0 || closes < 0)
		return NULL;
	const char *names = days == 0x7fU ? trc(l, "schedule", "every day") : form_days_short(a, l, days);
	struct date any = {2001, 1, 1};
	const char *span = words_clock_span(a, l, civil_of(any, opens),
					    civil_of(any, closes > opens ? closes : closes + DAY_MINUTES));
	return tr_fill(a, trc(l, "opening hours", "{days} {clock}"), "days", names, "clock",
		       tr_fill(a, trc(l, "clock, full hours", "{span}"), "span", span, NULL), NULL);
}

char *words_hours(struct arena *a, enum lang l, const struct open_hours *hours, size_t n, bool always)
{
	if (always)
		return arena_strdup(a, tr(l, "every day, around the clock"));
	char *out = NULL;
	for (size_t i = 0; i < n; i++) {
		const char *one = say_hours(a, l, &hours[i]);
		if (one != NULL)
			out = out == NULL ? arena_strdup(a, one)
					  : tr_fill(a, trc(l, "list", "{list}, {item}"), "list", out, "item", one, NULL);
	}
	return out;
}

/* Takes one day's hours into the state. */
static void see_hours(struct open_state *state, struct civil from, struct civil to, struct civil now)
{
	if (civil_compare(from, now) <= 0 && civil_compare(now, to) < 0) {
		if (!state->open || civil_compare(to, state->until) > 0)
			state->until = to;
		state->open = true;
	} else if (civil_compare(from, now) > 0 &&
		   (!date_is_set(state->next.date) || civil_compare(from, state->next) < 0)) {
		state->next = from;
	}
}

struct open_state words_open_state(const struct open_hours *hours, size_t n, bool always, struct civil now)
{
	struct open_state state = {.known = always, .open = always, .always = always};
	for (size_t i = 0; i < n && !always; i++) {
		int opens = minutes_of(hours[i].opens);
		int closes = minutes_of(hours[i].closes);
		if (opens < 0 || closes < 0)
			continue;
		state.known = true;
		if (closes <= opens)
			closes += DAY_MINUTES;
		for (int d = -1; d <= 7; d++) {
			struct date day = date_add(now.date, d);
			if (days_of(&hours[i]) >> (date_weekday(day) - 1) & 1U)
				see_hours(&state, civil_of(day, opens), civil_of(day, closes), now);
		}
	}
	return state;
}

char *words_open_now(struct arena *a, enum lang l, const struct open_hours *hours, size_t n, bool always,
		     struct civil now)
{
	struct open_state state = words_open_state(hours, n, always, now);
	if (!state.known)
		return NULL;
	if (state.always)
		return arena_strdup(a, tr(l, "open now"));
	struct civil at = state.open ? state.until : state.next;
	if (!date_is_set(at.date))
		return arena_strdup(a, tr(l, "closed now"));
	const char *clock = words_clock_span(a, l, at, at);
	if (state.open)
		return tr_fill(a, tr(l, "open now, until {time}"), "time", clock, NULL);
	return tr_fill(a, tr(l, "closed now, opens {day} at {time}"), "day", words_day(a, l, at.date, now.date), "time",
		       clock, NULL);
}

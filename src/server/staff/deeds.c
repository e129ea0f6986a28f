#include "server/staff/deeds.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"

static const struct {
	const char *what, *words;
} deeds[] = {
	{"login", TR("Logged in")},
	{"login.proxy", TR("Logged in through the county's sign-in")},
	{"feature.put", TR("Feature saved")},
	{"feature.end", TR("Feature ended")},
	{"feature.undo", TR("Feature: change taken back")},
	{"draft.save", TR("Draft saved")},
	{"draft.publish", TR("Draft published")},
	{"draft.discard", TR("Draft thrown away")},
	{"activity.put", TR("Activity written")},
	{"activity.undo", TR("Activity: change taken back")},
	{"place.put", TR("Place written")},
	{"notice.put", TR("Notice saved")},
	{"notice.end", TR("Notice ended")},
	{"notice.undo", TR("Notice: change taken back")},
	{"poll.put", TR("Poll saved")},
	{"poll.end", TR("Poll ended")},
	{"poll.undo", TR("Poll: change taken back")},
	{"hide.put", TR("Hidden from the screens")},
	{"hide.end", TR("Shown on the screens again")},
	{"hide.undo", TR("Hidden: change taken back")},
	{"centre.put", TR("Hours of the screens saved")},
	{"centre.undo", TR("Hours of the screens: change taken back")},
	{"centre.source", TR("Hours of the screens as their source has them")},
	{"contact.source", TR("Contact as its source has it")},
	{"contact.put", TR("Contact saved")},
	{"contact.end", TR("Contact removed")},
	{"contact.undo", TR("Contact: change taken back")},
	{"user.invite", TR("Person invited")},
	{"user.join", TR("Invitation used")},
	{"user.put", TR("Person changed")},
	{"user.link", TR("New link made")},
	{"user.second-on", TR("Second step turned on")},
	{"user.second-off", TR("Second step reset")},
	{"user.password", TR("Password changed")},
	{"user.codes", TR("Recovery codes made")},
	{"user.disable", TR("Person disabled")},
	{"user.enable", TR("Person enabled")},
	{"user.language", TR("Language changed")},
	{"session.end", TR("Sessions ended")},
	{"listing.send", TR("Listing sent for approval")},
	{"listing.publish", TR("Listing published")},
	{"listing.refuse", TR("Listing sent back")},
	{"listing.rule", TR("Rule for organisations changed")},
	{"review.flag", TR("\"Out of date\" handled")},
	{"review.apart", TR("Kept apart")},
	{"review.merge", TR("Merged")},
	{"review.unmerge", TR("Merge undone")},
	{"sweep.accept", TR("Removal accepted")},
	{"sweep.keep", TR("Removal refused")},
	{"device.add", TR("Screen added")},
	{"device.renew", TR("Screen's credential renewed")},
	{"device.revoke", TR("Screen taken out of use")},
	{"device.enrol", TR("Screen taken into use")},
	{"device.enrol-again", TR("Screen taken into use again")},
	{"device.enrol-refused", TR("A new screen was refused")},
	{"device.rename", TR("Screen renamed")},
	{"device.move", TR("Screen moved")},
	{"device.ask", TR("Picture or log asked for")},
	{"device.quarantine", TR("Screen shut out: its card has been copied")},
	{"store.restored", TR("Store brought back from a copy")},
	{"key.adopt", TR("Signing key taken over")},
};

/* Who stands in the log without being a person. */
static const struct {
	const char *who, *words;
} doers[] = {
	{"command line", TR("The server's administrator")},
	{"server", TR("The server itself")},
};

const char *deed_words(const char *what, enum lang l)
{
	for (size_t i = 0; i < sizeof deeds / sizeof deeds[0]; i++)
		if (str_eq(deeds[i].what, what))
			return tr(l, deeds[i].words);
	return what;
}

const char *deed_doer(const char *who, enum lang l)
{
	for (size_t i = 0; i < sizeof doers / sizeof doers[0]; i++)
		if (str_eq(doers[i].who, who))
			return tr(l, doers[i].words);
	return who;
}

/* Fields of records and forms, as the pages call them; several say the same of different kinds. */
static const struct {
	const char *field, *words;
} fields[] = {
	{"title", TR("Title")},	      {"text", TR("Text")},		{"name", TR("Name")},
	{"display", TR("Name")},      {"phone", TR("Phone")},		{"place", TR("Where")},
	{"email", TR("E-mail")},      {"order", TR("Order")},		{"centres", TR("Centres")},
	{"centre", TR("Centre")},     {"screens", TR("Screens")},	{"screen", TR("Screens")},
	{"hours", TR("Hours")},	      {"screen_hours", TR("When the screens are lit")},
	{"days", TR("Days")},	      {"opens", TR("Opens")},		{"closes", TR("Closes")},
	{"from_at", TR("Begins")},    {"from_day", TR("Begins")},	{"until_at", TR("Ends")},
	{"until_day", TR("Ends")},    {"sentence", TR("Sentence")},	{"activity", TR("Activity")},
	{"topic", TR("Topic")},	      {"topics", TR("Topic")},		{"image", TR("Picture")},
	{"role", TR("Role")},	      {"lang", TR("Language")},		{"organisation", TR("Organisation")},
	{"question", TR("Question")}, {"answers", TR("Answers")},	{"schedules", TR("When it is held")},
	{"room", TR("Room or way in")}, {"place_note", TR("Room or way in")}, {"street", TR("Street")},
	{"city", TR("Town")},	      {"price", TR("Price")},
};

static const char *field_part(const char *part, enum lang l, struct arena *a)
{
	int64_t index;
	enum lang own = lang_from_tag(part);
	if (own != LANG_NONE)
		return words_language(l, lang_tag(own));
	if (str_to_i64(part, 0, INT32_MAX, &index))
		return arena_printf(a, "%lld", (long long)index + 1);
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		if (str_eq(fields[i].field, part))
			return tr(l, fields[i].words);
	return part;
}

const char *deed_field(const char *path, enum lang l, struct arena *a)
{
	struct strs parts = str_split(a, path, ".");
	const char *out = "";
	for (size_t i = 0; i < parts.n; i++) {
		char *part = arena_strdup(a, parts.v[i]), *tail = strrchr(part, '_');
		enum lang own = tail != NULL ? lang_from_tag(tail + 1) : LANG_NONE; /* a form's "title_fi" */
		if (own != LANG_NONE)
			*tail = '\0';
		out = arena_printf(a, "%s%s%s", out, i > 0 ? " · " : "", field_part(part, l, a));
		if (own != LANG_NONE)
			out = arena_printf(a, "%s · %s", out, words_language(l, lang_tag(own)));
	}
	return out;
}

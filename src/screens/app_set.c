/* Visit settings by name, for scripts and pictures. */
#include "base/str.h"
#include "screens/app_inside.h"

static bool set_flag(bool *flag, const char *value)
{
	*flag = str_eq(value, "1");
	return *flag || str_eq(value, "0");
}

bool app_set(struct app *app, const char *name, const char *value)
{
	struct session *s = &app->session;
	int64_t n = 0;
	bool ok = false;
	if (str_eq(name, "lang")) {
		enum lang l = lang_from_tag(value);
		ok = l != LANG_NONE;
		s->lang = ok ? l : s->lang;
	} else if (str_eq(name, "text")) {
		ok = str_to_i64(value, 0, TEXT_STEP_COUNT - 1, &n);
		s->text = ok ? (enum text_step)n : s->text;
	} else if (str_eq(name, "dark")) {
		ok = set_flag(&s->dark, value);
	} else if (str_eq(name, "low")) {
		ok = set_flag(&s->low_view, value);
	} else if (str_eq(name, "still")) {
		ok = set_flag(&s->still, value);
	} else if (str_eq(name, "touch")) {
		ok = set_flag(&s->slow_touch, value);
	} else if (str_eq(name, "speech")) {
		ok = set_flag(&s->speech, value);
	}
	if (ok)
		app_apply_settings(app);
	return ok;
}

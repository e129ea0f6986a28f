#include "server/staff/staff_device.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "web/http.h"
#include "web/json.h"

static bool may_see(const struct user *u, const char *centre)
{
	return staff_may_everywhere(u) || strs_has(&u->centres, centre);
}

bool staff_device_find(struct web_request *r, const char *id, bool change, struct device *out)
{
	struct app *a = web_app(r);
	const struct user *u = &staff_session(r)->user;
	enum lang l = staff_lang(r);
	struct error e = ERROR_INIT;
	if (id == NULL || !device_get(a->store, id, out, web_arena(r), &e)) {
		if (id != NULL && e.kind != ERROR_NOT_FOUND)
			log_error("screen: %s", e.text);
		bool absent = id == NULL || e.kind == ERROR_NOT_FOUND;
		staff_error_page(r, absent ? 404 : 503,
				 absent ? tr(l, "There is no such screen.") : tr(l, "Not available just now"));
		return false;
	}
	if (!may_see(u, out->centre)) {
		log_warning("staff: screen %s refused to %s", out->id, u->name);
		staff_error_page(r, 404, tr(l, "There is no such screen."));
		return false;
	}
	if (change && !staff_may_centre(u, out->centre)) {
		log_warning("staff: change of screen %s refused to %s", out->id, u->name);
		staff_error_page(r, 403, tr(l, "Your role does not include this."));
		return false;
	}
	return true;
}

const char *staff_device_centre_name(struct web_request *r, const char *centre)
{
	struct staff_centre *centres = NULL;
	size_t n = 0;
	staff_centres(r, &centres, &n);
	for (size_t i = 0; i < n; i++)
		if (str_eq(centres[i].id, centre))
			return centres[i].name;
	return centre;
}

void staff_device_centres(struct html *h, struct web_request *r, const char *selected)
{
	struct staff_centre *centres = NULL;
	size_t n = 0;
	staff_centres(r, &centres, &n);
	html_raw(h, "<select name=\"centre\" required>");
	if (str_empty(selected))
		staff_option(h, "", tr(staff_lang(r), "Choose the centre"), false);
	for (size_t i = 0; i < n; i++)
		if (centres[i].may)
			staff_option(h, centres[i].id, centres[i].name, str_eq(centres[i].id, selected));
	html_raw(h, "</select>");
}

const char *staff_device_doc(struct web_request *r, const char *name, const char *centre)
{
	struct json j = JSON_INIT;
	json_open(&j, '{');
	json_key(&j, "name");
	json_text(&j, name);
	json_key(&j, "centre");
	json_text(&j, centre);
	json_close(&j, '}');
	const char *out = arena_strdup(web_arena(r), buf_str(&j.out));
	buf_fini(&j.out);
	return out;
}

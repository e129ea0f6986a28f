#include "server/routes.h"

#include "base/error.h"
#include "base/str.h"
#include "server/api/api.h"
#include "server/api/hsds.h"
#include "server/app.h"
#include "server/phone/phone.h"
#include "server/staff/picture_upload.h"
#include "server/staff/staff.h"
#include "server/staff/staff_change.h"
#include "store/device_files.h"
#include "store/runs.h"
#include "web/http.h"

#define FORM_BYTES_MAX ((size_t)64 * 1024)
#define REPORT_BYTES_MAX ((size_t)256 * 1024)

static const struct web_route routes[] = {
	/* machines */
	{WEB_GET, "/v1/feed", api_feed, 0, ACCESS_PUBLIC},
	{WEB_GET, "/v1/key", api_key, 0, ACCESS_PUBLIC},
	{WEB_GET, "/v1/image/:hash", api_image, 0, ACCESS_PUBLIC},
	{WEB_POST, "/v1/ingest", api_ingest, API_INGEST_BYTES_MAX, ACCESS_IMPORTER},
	{WEB_POST, "/v1/run", api_run, REPORT_BYTES_MAX, ACCESS_IMPORTER},
	{WEB_POST, "/v1/report", api_report, API_REPORT_BYTES_MAX, ACCESS_DEVICE},
	{WEB_POST, "/v1/lease", api_lease, 0, ACCESS_IMPORTER},
	{WEB_POST, "/v1/enrol", api_enrol, API_ENROL_BYTES_MAX, ACCESS_PUBLIC},
	{WEB_POST, "/v1/enrol/token", api_enrol_token, API_ENROL_BYTES_MAX, ACCESS_PUBLIC},
	{WEB_POST, "/v1/device/picture", api_device_picture, DEVICE_PICTURE_BYTES_MAX, ACCESS_DEVICE},
	{WEB_POST, "/v1/device/log", api_device_log, DEVICE_LOG_BYTES_MAX, ACCESS_DEVICE},
	{WEB_GET, "/healthz", api_health, 0, ACCESS_PUBLIC},
	{WEB_GET, "/readyz", api_ready, 0, ACCESS_PUBLIC},
	{WEB_GET, "/metrics", api_metrics, 0, ACCESS_PUBLIC},
	{WEB_GET, "/hsds", hsds_about, 0, ACCESS_PUBLIC},
	{WEB_GET, "/hsds/services", hsds_services, 0, ACCESS_PUBLIC},
	{WEB_GET, "/hsds/services/:id", hsds_service, 0, ACCESS_PUBLIC},
	/* staff */
	{WEB_GET, "/staff", staff_home, 0, ACCESS_LOGIN},
	{WEB_GET, "/staff/login", staff_login_page, 0, ACCESS_LOGIN},
	{WEB_POST, "/staff/login", staff_login, FORM_BYTES_MAX, ACCESS_LOGIN},
	{WEB_POST, "/staff/logout", staff_logout, FORM_BYTES_MAX, ACCESS_LOGIN},
	{WEB_GET, "/staff/second", staff_second_page, 0, ACCESS_LOGIN},
	{WEB_POST, "/staff/second", staff_second, FORM_BYTES_MAX, ACCESS_LOGIN},
	{WEB_GET, "/staff/account", staff_account, 0, ACCESS_ORGANISATION},
	{WEB_POST, "/staff/account/second-on", staff_second_on, FORM_BYTES_MAX, ACCESS_ORGANISATION},
	{WEB_POST, "/staff/account/password", staff_password, FORM_BYTES_MAX, ACCESS_ORGANISATION},
	{WEB_GET, "/staff/features", staff_features, 0, ACCESS_READER},
	{WEB_GET, "/staff/features/new", staff_feature_find, 0, ACCESS_CONTACT},
	{WEB_GET, "/staff/feature", staff_feature_page, 0, ACCESS_READER},
	{WEB_POST, "/staff/feature", staff_feature_save, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_GET, "/staff/feature/preview", staff_feature_picture, 0, ACCESS_CONTACT},
	{WEB_POST, "/staff/feature/preview", staff_feature_preview, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/feature/draft", staff_feature_draft, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/write/draft", staff_write_draft, PICTURE_FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/draft/discard", staff_draft_discard, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_GET, "/staff/write", staff_write_page, 0, ACCESS_CONTACT},
	{WEB_POST, "/staff/write", staff_write_save, PICTURE_FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/write/preview", staff_write_preview, PICTURE_FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_GET, "/staff/picture/:key", staff_picture, 0, ACCESS_CONTACT},
	{WEB_POST, "/staff/undo", staff_undo, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/feature/end", staff_feature_end, FORM_BYTES_MAX, ACCESS_CONTACT},
	/* staff: screens and their enrolment */
	{WEB_GET, "/staff/screens", staff_screens, 0, ACCESS_READER},
	{WEB_GET, "/staff/screen", staff_screen, 0, ACCESS_READER},
	{WEB_GET, "/staff/screen/picture", staff_screen_picture, 0, ACCESS_READER},
	{WEB_POST, "/staff/screen", staff_screen_save, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/screen/revoke", staff_screen_revoke, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/screen/ask", staff_screen_ask, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_GET, "/staff/enrol", staff_enrol_page, 0, ACCESS_CONTACT},
	{WEB_POST, "/staff/enrol", staff_enrol, FORM_BYTES_MAX, ACCESS_CONTACT},
	/* staff: notices, polls, hidden, hours of a centre */
	{WEB_GET, "/staff/hidden", staff_hidden_page, 0, ACCESS_READER},
	{WEB_GET, "/staff/hide", staff_hide_page, 0, ACCESS_CONTACT},
	{WEB_POST, "/staff/hide", staff_hide_save, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/hide/end", staff_hide_end, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_GET, "/staff/notices", staff_notices, 0, ACCESS_READER},
	{WEB_GET, "/staff/notice", staff_notice_page, 0, ACCESS_CONTACT},
	{WEB_POST, "/staff/notice", staff_notice_save, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/notice/preview", staff_notice_preview, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/notice/end", staff_notice_end, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_GET, "/staff/polls", staff_polls, 0, ACCESS_READER},
	{WEB_GET, "/staff/poll", staff_poll_page, 0, ACCESS_CONTACT},
	{WEB_POST, "/staff/poll", staff_poll_save, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/poll/preview", staff_poll_preview, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/poll/end", staff_poll_end, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_GET, "/staff/poll/results", staff_poll_results, 0, ACCESS_READER},
	{WEB_GET, "/staff/poll/csv", staff_poll_csv, 0, ACCESS_READER},
	{WEB_GET, "/staff/centres", staff_centres_page, 0, ACCESS_READER},
	{WEB_GET, "/staff/centre", staff_centre_page, 0, ACCESS_CONTACT},
	{WEB_POST, "/staff/centre", staff_centre_save, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/centre/source", staff_centre_source, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/centre/preview", staff_centre_preview, FORM_BYTES_MAX, ACCESS_CONTACT},
	/* staff: review of content, statistics */
	{WEB_GET, "/staff/statistics", staff_statistics, 0, ACCESS_READER},
	{WEB_GET, "/staff/statistics/csv", staff_statistics_csv, 0, ACCESS_READER},
	{WEB_GET, "/staff/review", staff_review, 0, ACCESS_READER},
	{WEB_POST, "/staff/review/flag", staff_review_flag, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_GET, "/staff/review/quality", staff_review_quality, 0, ACCESS_READER},
	{WEB_GET, "/staff/review/twice", staff_review_twice, 0, ACCESS_READER},
	{WEB_POST, "/staff/review/apart", staff_review_apart, FORM_BYTES_MAX, ACCESS_EDITOR},
	{WEB_POST, "/staff/review/merge", staff_review_merge, FORM_BYTES_MAX, ACCESS_EDITOR},
	{WEB_POST, "/staff/review/unmerge", staff_review_unmerge, FORM_BYTES_MAX, ACCESS_EDITOR},
	{WEB_GET, "/staff/review/sources", staff_review_sources, 0, ACCESS_READER},
	{WEB_GET, "/staff/review/listings", staff_review_listings, 0, ACCESS_READER},
	{WEB_POST, "/staff/review/listing", staff_review_listing, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/review/listing-rule", staff_review_listing_rule, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_GET, "/staff/listings", staff_listings, 0, ACCESS_ORGANISATION},
	{WEB_GET, "/staff/listing", staff_listing_page, 0, ACCESS_ORGANISATION},
	{WEB_POST, "/staff/listing", staff_listing_save, PICTURE_FORM_BYTES_MAX, ACCESS_ORGANISATION},
	{WEB_POST, "/staff/listing/end", staff_listing_end, FORM_BYTES_MAX, ACCESS_ORGANISATION},
	{WEB_POST, "/staff/review/sweep", staff_review_sweep, FORM_BYTES_MAX, ACCESS_EDITOR},
	/* staff: people, organisations */
	{WEB_POST, "/staff/account/codes", staff_codes_renew, FORM_BYTES_MAX, ACCESS_ORGANISATION},
	{WEB_POST, "/staff/account/language", staff_language, FORM_BYTES_MAX, ACCESS_ORGANISATION},
	{WEB_POST, "/staff/account/end-session", staff_session_end, FORM_BYTES_MAX, ACCESS_ORGANISATION},
	{WEB_GET, "/staff/join/:token", staff_join_page, 0, ACCESS_LOGIN},
	{WEB_POST, "/staff/join/:token", staff_join, FORM_BYTES_MAX, ACCESS_LOGIN},
	{WEB_GET, "/staff/people", staff_people, 0, ACCESS_CONTACT},
	{WEB_GET, "/staff/people/new", staff_person_new, 0, ACCESS_CONTACT},
	{WEB_POST, "/staff/people/new", staff_person_invite, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_GET, "/staff/person", staff_person_page, 0, ACCESS_CONTACT},
	{WEB_POST, "/staff/person", staff_person_save, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/person/link", staff_person_link, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/person/second-off", staff_person_second_off, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/person/disable", staff_person_disable, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_POST, "/staff/person/end-session", staff_person_end_session, FORM_BYTES_MAX, ACCESS_CONTACT},
	{WEB_GET, "/staff/log", staff_log, 0, ACCESS_ADMIN},
	/* phones: forms */
	{WEB_GET, "/a/:code/contact", phone_contact_page, 0, ACCESS_PUBLIC},
	{WEB_POST, "/a/:code/contact", phone_contact_send, FORM_BYTES_MAX, ACCESS_PUBLIC},
	{WEB_GET, "/a/:code/flag", phone_flag_page, 0, ACCESS_PUBLIC},
	{WEB_POST, "/a/:code/flag", phone_flag_send, FORM_BYTES_MAX, ACCESS_PUBLIC},
	{WEB_GET, "/about/accessibility", phone_accessibility, 0, ACCESS_PUBLIC},
	{WEB_GET, "/about/privacy", phone_privacy, 0, ACCESS_PUBLIC},
	/* phones; the short ones last, they match any word */
	{WEB_GET, "/static/:tag/:name", phone_style, 0, ACCESS_PUBLIC},
	{WEB_GET, "/a/:code", phone_activity, 0, ACCESS_PUBLIC},
	{WEB_GET, "/t/:codes", phone_list, 0, ACCESS_PUBLIC},
	{WEB_GET, "/l/:codes", phone_list, 0, ACCESS_PUBLIC},
	{WEB_GET, "/", phone_home, 0, ACCESS_PUBLIC},
	{WEB_GET, "/:code", phone_activity, 0, ACCESS_PUBLIC},
};

static bool gate_importer(struct web_request *r)
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	enum token_verdict verdict = TOKEN_UNKNOWN;
	const char *given = web_header(r, "Authorization");
	if (given != NULL && str_starts(given, "Bearer ") &&
	    !token_check(a->store, given + 7, "", &verdict, &e)) {
		api_refuse(r, 503, "the store cannot be read");
		return false;
	}
	if (verdict != TOKEN_UNKNOWN)
		return true;
	web_set_header(r, "WWW-Authenticate", "Bearer");
	api_refuse(r, 401, "the token is missing or not known");
	return false;
}

static bool gate(struct web_request *r, const struct web_route *route)
{
	switch ((enum access)route->tag) {
	case ACCESS_PUBLIC: return true;
	case ACCESS_DEVICE: return api_device_gate(r);
	case ACCESS_IMPORTER: return gate_importer(r);
	case ACCESS_LOGIN: return staff_gate(r, ROLE_NONE);
	case ACCESS_ORGANISATION: return staff_gate(r, ROLE_ORGANISATION);
	case ACCESS_READER: return staff_gate(r, ROLE_READER);
	case ACCESS_CONTACT: return staff_gate(r, ROLE_CONTACT);
	case ACCESS_EDITOR: return staff_gate(r, ROLE_EDITOR);
	case ACCESS_ADMIN: return staff_gate(r, ROLE_ADMIN);
	}
	return false;
}

static void refuse(struct web_request *r, unsigned status, const char *why)
{
	if (str_starts(web_path(r), "/v1/"))
		api_refuse(r, status, why);
	else
		phone_refuse(r, status, why);
}

void routes_fill(struct web_options *o)
{
	o->routes = routes;
	o->n_routes = sizeof routes / sizeof routes[0];
	o->gate = gate;
	o->refuse = refuse;
}

#include "sync/report_up.h"

#include <cjson/cJSON.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/random.h"
#include "base/str.h"
#include "model/codec.h"
#include "net/http.h"
#include "spool/report.h"
#include "sync/backoff.h"
#include "sync/enrol.h"
#include "sync/link.h"
#include "sync/report_health.h"
#include "sync/settings.h"
#include "sync/wants.h"

#define LOOK_MS 1500                            /* the picture's sequence is looked at after once to twice this */
#define SEND_BYTES ((size_t)512 * 1024)         /* files of one report, together… */
#define SEND_FILES 200                          /* …and their number */
#define ANSWER_BYTES_MAX ((size_t)256 * 1024)
#define TOTAL_MS 120000
#define REFUSED_PAUSE_MS ((int64_t)3600 * 1000) /* the least a person needs */
#define CREDENTIAL_MAX ENROL_CREDENTIAL_MAX
#define OVER_PAUSE_MS 5000 /* a code was refused or expired: before the next */
#define NONCE_HEX 32
#define NONCE_MAX 64

struct report_up {
	const struct settings *settings;
	struct http_client *http;
	struct clock_source clock;
	struct backoff backoff;
	int cancel_fd;
	enum report_sent last; /* said in the log when it changes */
	int64_t told_seq;      /* displayed sequence of the last report taken */
	char folder[PATH_MAX], device[PATH_MAX];
	struct link link;
	struct enrol enrol;
	bool enrolling; /* questions of enrolment instead of reports */
	char enrol_why[ERROR_TEXT_BYTES]; /* said in the log when it changes */
	struct wants wants;
};

struct bundle {
	const char **names; /* files in the body, in its order */
	size_t n;
	bool more;
	struct buf body;
};

struct report_up *report_up_new(const struct settings *s, int cancel_fd)
{
	struct report_up *u = calloc(1, sizeof *u);
	const struct http_options options = settings_http(s);
	ASSERT(u != NULL);
	u->settings = s;
	u->http = http_client_new(&options);
	u->backoff = (struct backoff){.first_ms = s->backoff_first_ms, .most_ms = s->backoff_most_s * 1000};
	u->cancel_fd = cancel_fd;
	u->told_seq = -1;
	clock_init_system(&u->clock);
	/* engine_open has refused a folder whose name is too long for these */
	snprintf(u->folder, sizeof u->folder, "%.*s/spool/report", PATH_MAX - 32, s->state);
	snprintf(u->device, sizeof u->device, "%.*s/device", PATH_MAX - 32, s->state);
	char credential[PATH_MAX + 16];
	snprintf(credential, sizeof credential, "%s/credential", u->device);
	link_init(&u->link, s->state, s->enrol, fs_exists(credential));
	enrol_init(&u->enrol, s, u->http, cancel_fd);
	wants_init(&u->wants, s, u->http, cancel_fd);
	return u;
}

void report_up_free(struct report_up *u)
{
	if (u == NULL)
		return;
	http_client_free(u->http);
	free(u);
}

const struct link *report_up_link(const struct report_up *u)
{
	return &u->link;
}

/* --- small files --- */

/* The file's one line; "" when it is not there. */
static bool read_line(const struct report_up *u, const char *name, size_t most, struct arena *a, const char **out,
		      struct error *e)
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	const char *path = arena_printf(a, "%s/%s", u->device, name);
	*out = "";
	if (!fs_exists(path))
		return true;
	if (!fs_read(path, most, &text, e))
		return false;
	*out = str_trim(a, buf_str(&text));
	return true;
}

static bool keep_nonce(const struct report_up *u, const char *nonce, struct arena *a, struct error *e)
{
	return fs_mkdirs(u->device, e) &&
	       fs_write_atomic(arena_printf(a, "%s/nonce", u->device), nonce, strlen(nonce), e);
}

/* --- what is sent --- */

/* Damaged files are removed here: they would be refused there. */
static void add_file(struct report_up *u, struct bundle *b, const char *name)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_BUF struct buf json = BUF_INIT;
	struct report_batch batch;
	struct error e = ERROR_INIT;
	if (!report_read(u->folder, name, &a, &batch, &json, &e)) {
		if (e.kind == ERROR_INPUT || e.kind == ERROR_LIMIT) {
			log_warning("a damaged report is dropped: %s", e.text);
			report_remove(u->folder, name, NULL);
		}
		return;
	}
	if (b->n > 0 && b->body.len + json.len > SEND_BYTES) {
		b->more = true;
		return;
	}
	for (size_t i = 0; i < json.len; i++)
		if (json.data[i] == '\n' || json.data[i] == '\r')
			json.data[i] = ' ';
	buf_putc(&b->body, '\n');
	buf_append(&b->body, json.data, json.len);
	b->names[b->n++] = name;
}

static bool gather(struct report_up *u, const char *nonce, int64_t *seq, struct bundle *b, struct arena *a,
		   struct error *e)
{
	const char **names;
	size_t n = 0;
	if (!report_health_write(u->settings->state, clock_wall_s(&u->clock), nonce, seq, &b->body, e))
		return false;
	/* no folder: a device without a screen of its own has nothing to send but how it is */
	if (!fs_exists(u->folder) || !report_list(u->folder, SEND_FILES + 1, a, &names, &n, e))
		return !fs_exists(u->folder);
	b->names = ARENA_ARRAY(a, const char *, n);
	b->more = n > SEND_FILES;
	for (size_t i = 0; i < n && i < SEND_FILES && b->n == i; i++)
		add_file(u, b, names[i]);
	b->more = b->more || b->n < n;
	return true;
}

/* --- what comes back --- */

static const char *name_of_line(const struct bundle *b, const cJSON *refused)
{
	const cJSON *line = cJSON_GetObjectItemCaseSensitive(refused, "line");
	/* the first line is about the screen, the files begin at the second */
	if (!cJSON_IsNumber(line) || line->valuedouble < 2 || line->valuedouble >= (double)(b->n + 2))
		return NULL;
	return b->names[(size_t)line->valuedouble - 2];
}

static void remove_sent(struct report_up *u, const struct bundle *b, const cJSON *answer, struct arena *a)
{
	const cJSON *v;
	struct error e = ERROR_INIT;
	cJSON_ArrayForEach(v, cJSON_GetObjectItemCaseSensitive(answer, "taken"))
	{
		const char *name = cJSON_IsString(v) ? arena_printf(a, "%s.json", v->valuestring) : "";
		for (size_t i = 0; i < b->n; i++)
			if (str_eq(name, b->names[i]) && !report_remove(u->folder, name, &e))
				log_warning("%s", e.text);
	}
	cJSON_ArrayForEach(v, cJSON_GetObjectItemCaseSensitive(answer, "refused"))
	{
		const char *name = name_of_line(b, v);
		if (name == NULL)
			continue;
		log_warning("the server refuses the report %s", name);
		report_remove(u->folder, name, NULL);
	}
}

static void copy_text(const cJSON *o, const char *name, char *out, size_t size)
{
	const char *v = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, name));
	/* an older server says less: what was known stays */
	if (v != NULL && v[0] != '\0' && strlen(v) < size)
		snprintf(out, size, "%s", v);
}

/* Who we are, as the server has it: staff may have renamed or moved this screen. */
static void learn(struct report_up *u, const cJSON *answer)
{
	struct device_status s = u->link.status;
	s.link = DEVICE_LINK_ACTIVE;
	s.code[0] = '\0';
	copy_text(answer, "id", s.id, sizeof s.id);
	copy_text(answer, "name", s.name, sizeof s.name);
	copy_text(answer, "centre", s.centre, sizeof s.centre);
	copy_text(answer, "base", s.base, sizeof s.base);
	link_set(&u->link, &s);
	wants_note(&u->wants, cJSON_GetObjectItemCaseSensitive(answer, "wants"));
}

/* Only in our server's own words: a proxy that says 403 takes no screen out of use. */
static void learn_refusal(struct report_up *u, const struct http_response *r)
{
	char word[ENROL_ERROR_MAX + 1];
	struct device_status s = u->link.status;
	if (!http_is_type(r, "application/json") || !enrol_error_decode(buf_str(&r->body), r->body.len, word))
		return;
	s.link = str_eq(word, "revoked") ? DEVICE_LINK_REVOKED : DEVICE_LINK_QUARANTINED;
	link_set(&u->link, &s);
}

static enum report_sent take_answer(struct report_up *u, const struct bundle *b, const struct http_response *r,
				    struct arena *a, struct error *e)
{
	if (r->status == 401 || r->status == 403) {
		error_set(e, ERROR_REFUSED, "the server refuses this device's reports: status %d %.120s", r->status,
			  buf_str(&r->body));
		learn_refusal(u, r);
		return REPORT_REFUSED;
	}
	cJSON *answer = http_ok(r) && http_is_type(r, "application/json")
				? json_parse(buf_str(&r->body), r->body.len, ANSWER_BYTES_MAX, NULL)
				: NULL;
	const char *nonce = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(answer, "nonce"));
	bool ok = str_is_hex(nonce, NONCE_HEX);
	if (!ok)
		error_set(e, ERROR_IO, "status %d, no answer to a report", r->status);
	/* Nonce first: were the files gone and the nonce lost, nothing would be wrong either, but a nonce two
	 * reports old looks like a copied card. */
	ok = ok && keep_nonce(u, nonce, a, e);
	if (ok) {
		remove_sent(u, b, answer, a);
		learn(u, answer);
	}
	cJSON_Delete(answer);
	return ok ? (b->more ? REPORT_SENT_MORE : REPORT_SENT) : REPORT_NOT_SENT;
}

static enum report_sent post(struct report_up *u, const char *credential, const struct bundle *b, struct arena *a,
			     struct error *e)
{
	CLEANUP_RESPONSE struct http_response response = HTTP_RESPONSE_INIT;
	const char *headers[] = {arena_printf(a, "Authorization: Bearer %s", credential),
				 "Content-Type: application/x-ndjson"};
	const struct http_request r = {
		.url = arena_printf(a, "%s/v1/report", u->settings->url),
		.headers = {headers, 2},
		.body = buf_str(&b->body),
		.body_len = b->body.len,
		.max_redirects = -1,
		.max_bytes = ANSWER_BYTES_MAX,
		.total_timeout_ms = TOTAL_MS,
		.cancel_fd = u->cancel_fd,
	};
	if (!http_fetch(u->http, &r, &response, e))
		return response.cancelled ? REPORT_STOPPED : REPORT_NOT_SENT;
	return take_answer(u, b, &response, a, e);
}

static bool credential_ok(const char *credential)
{
	for (const char *p = credential; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~')
			return false;
	return true;
}

enum report_sent report_up_send(struct report_up *u, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct bundle b = {.body = BUF_INIT};
	const char *credential, *nonce;
	int64_t seq = -1;
	enum report_sent sent = REPORT_NOT_SENT;
	if (!read_line(u, "credential", CREDENTIAL_MAX, &a, &credential, e))
		return REPORT_NOT_SENT;
	if (credential[0] == '\0' || !credential_ok(credential))
		return REPORT_NO_CREDENTIAL;
	/* a nonce that cannot be read is no reason to be silent for ever: the server says what it thinks of "" */
	if (!read_line(u, "nonce", NONCE_MAX, &a, &nonce, NULL) || !str_is_hex(nonce, NONCE_HEX))
		nonce = "";
	if (gather(u, nonce, &seq, &b, &a, e))
		sent = post(u, credential, &b, &a, e);
	if (sent == REPORT_SENT || sent == REPORT_SENT_MORE)
		u->told_seq = seq;
	buf_fini(&b.body);
	return sent;
}

/* --- the thread --- */

/* True: stop. */
static bool nap(const struct report_up *u, int64_t ms)
{
	struct pollfd p = {.fd = u->cancel_fd, .events = POLLIN};
	return poll(&p, 1, (int)ms) > 0;
}

static bool picture_changed(const struct report_up *u)
{
	struct heartbeat h;
	return heartbeat_read(u->folder, &h, NULL) && h.displayed_seq != u->told_seq &&
	       clock_wall_s(&u->clock) - h.at_s <= REPORT_HEARTBEAT_S;
}

static int64_t pause_after(struct report_up *u, enum report_sent sent)
{
	switch (sent) {
	case REPORT_SENT_MORE: return 0;
	case REPORT_SENT:
		backoff_reset(&u->backoff);
		return (u->settings->metered ? u->settings->metered_poll_s : u->settings->report_s) * 1000;
	case REPORT_REFUSED: return REFUSED_PAUSE_MS;
	case REPORT_NO_CREDENTIAL: return u->settings->report_s * 1000;
	case REPORT_NOT_SENT:
	case REPORT_STOPPED: break;
	}
	return backoff_next_ms(&u->backoff);
}

static void say(struct report_up *u, enum report_sent sent, const struct error *e)
{
	if (sent != u->last && (sent == REPORT_REFUSED || sent == REPORT_NOT_SENT))
		log_warning("report: %s", e->text);
	else if (sent != u->last && (sent == REPORT_SENT || sent == REPORT_SENT_MORE) && u->last >= REPORT_REFUSED)
		log_info("reports are taken again");
	u->last = sent;
}

/* The next question of an enrolment; how long to wait after it, -1: stop. */
static int64_t enrol_turn(struct report_up *u)
{
	struct error e = ERROR_INIT;
	struct device_status s = u->link.status;
	enum enrol_step step = enrol_step(&u->enrol, &e);
	int64_t pause = u->enrol.pause_ms;
	if (step == ENROL_STOPPED)
		return -1;
	if (step != ENROL_FAILED)
		backoff_reset(&u->backoff);
	else if (!str_eq(u->enrol_why, e.text))
		log_warning("enrolment: %s", e.text);
	snprintf(u->enrol_why, sizeof u->enrol_why, "%s", e.text);
	enrol_show(&u->enrol, &s);
	if (s.link != DEVICE_LINK_REVOKED && s.link != DEVICE_LINK_QUARANTINED)
		s.link = u->enrol.has_code ? DEVICE_LINK_CODE : DEVICE_LINK_ASKING;
	if (step == ENROL_ENROLLED) {
		const struct enrol_grant_answer *g = &u->enrol.answer;
		s.link = DEVICE_LINK_ACTIVE;
		memcpy(s.id, g->id, sizeof s.id);
		memcpy(s.name, g->name, sizeof s.name);
		memcpy(s.centre, g->centre, sizeof s.centre);
		memcpy(s.base, g->base, sizeof s.base);
		pause = 0;
	} else if (step == ENROL_OVER) {
		pause = OVER_PAUSE_MS;
	} else if (step == ENROL_FAILED) {
		pause = backoff_next_ms(&u->backoff);
	}
	link_set(&u->link, &s);
	/* also after a code that came to nothing: a report tells whether one is needed at all */
	u->enrolling = step == ENROL_WAITS || step == ENROL_FAILED;
	return pause;
}

/* What staff asked for, with the credential that the reports go with. */
static void send_wanted(struct report_up *u)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	const char *credential;
	if (!wants_ready(&u->wants) || !read_line(u, "credential", CREDENTIAL_MAX, &a, &credential, &e))
		return;
	if (!wants_send(&u->wants, credential, &e))
		log_warning("what staff asked for: %s", e.text);
}

/* Until the next report is due, or there is news to tell. True: stop. */
static bool wait_for_next(struct report_up *u, enum report_sent sent)
{
	int64_t until = clock_mono_ms(&u->clock) + pause_after(u, sent), left;
	/* staff wait for "shown on 14 of 14": news of the picture does not wait for the hour */
	while ((left = until - clock_mono_ms(&u->clock)) > 0) {
		/* not all screens in the same moment */
		int64_t look = LOOK_MS + (int64_t)random_below(LOOK_MS);
		send_wanted(u);
		if (nap(u, left < look ? left : look))
			return true;
		if (sent == REPORT_SENT && !u->settings->metered && picture_changed(u))
			break;
	}
	return nap(u, 0);
}

void report_up_run(struct report_up *u)
{
	for (;;) {
		struct error e = ERROR_INIT;
		if (u->enrolling) {
			int64_t pause = enrol_turn(u);
			if (pause < 0 || nap(u, pause))
				return;
			continue;
		}
		enum report_sent sent = report_up_send(u, &e);
		say(u, sent, &e);
		if (sent == REPORT_STOPPED)
			return;
		u->enrolling = u->settings->enrol && (sent == REPORT_NO_CREDENTIAL || sent == REPORT_REFUSED);
		if (!u->enrolling && wait_for_next(u, sent))
			return;
	}
}

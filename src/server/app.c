#include "server/app.h"

#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "analysis/analyser.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/random.h"
#include "feed/hex.h"
#include "i18n/catalogue.h"
#include "server/api/api.h"
#include "server/api/feed_pages.h"
#include "server/kept.h"
#include "server/key_guard.h"
#include "server/metrics.h"
#include "server/mirror.h"
#include "server/pictures.h"
#include "server/mailer.h"
#include "server/reader.h"
#include "server/routes.h"
#include "store/devices.h"
#include "store/drafts.h"
#include "store/leases.h"
#include "store/enrol.h"
#include "store/people.h"
#include "store/store.h"
#include "store/usage.h"
#include "web/http.h"
#include "web/loop.h"

#define CHORE_S 3600
#define CHORE_LEASE_S 300
#define LOOK_MS 15000
#define LOOK_AGAIN_MS 1000
#define STYLE_TAG_BYTES 16
#define STYLE_BYTES_MAX ((size_t)64 * 1024)

int64_t app_now(const struct app *a)
{
	return clock_wall_s(&a->clock);
}

struct civil app_civil_now(const struct app *a)
{
	return zone_to_civil(ZONE_DEFAULT, app_now(a));
}

static const char *name_self(struct arena *a)
{
	uint8_t tag[4];
	char host[65] = "", hex[9];
	gethostname(host, sizeof host - 1);
	random_bytes(tag, sizeof tag);
	hex_write(tag, sizeof tag, hex);
	return arena_printf(a, "%s/%d/%s", host, (int)getpid(), hex);
}

bool app_open(struct app *a, const struct settings *s, bool adopt_key, struct error *e)
{
	*a = (struct app){.settings = *s};
	clock_init_system(&a->clock);
	feed_init();
	if (!store_open(&a->store, s->store, e))
		return false;
	if (!(adopt_key ? key_guard_adopt : key_guard_open)(a->store, &a->key, s->key, e)) {
		store_close(a->store);
		return false;
	}
	a->self = name_self(&a->arena);
	a->analyser = analyser_new();
	return true;
}

/* --- waking the waiting screens
 * -------------------------------------------------------------------------------- */

static void wake(struct app *a)
{
	a->wake_due = false;
	a->woken_head = store_head(a->store).head;
	a->woken_ms = clock_mono_ms(&a->clock);
	web_wake_all(a->web);
}

static int64_t wake_in_ms(void *user)
{
	const struct app *a = user;
	if (!a->wake_due)
		return LOOP_FOREVER;
	int64_t left = a->woken_ms + APP_WAKE_GAP_MS - clock_mono_ms(&a->clock);
	return left > 0 ? left : 0;
}

static void wake_when_due(void *user)
{
	struct app *a = user;
	if (a->wake_due && wake_in_ms(a) == 0)
		wake(a);
}

void app_published(struct app *a)
{
	if (a->web == NULL || store_head(a->store).head == a->woken_head)
		return;
	if (!a->wake_due)
		a->moved_ms = clock_mono_ms(&a->clock);
	a->wake_due = true;
	if (clock_mono_ms(&a->clock) - a->woken_ms >= APP_WAKE_GAP_MS)
		wake(a);
}

/* Another process of the same store has committed, or it is time to see for oneself: a notification can get lost with
 * its connection. */
bool app_look(struct app *a)
{
	struct error e = ERROR_INIT;
	bool unused, same = true;
	bool ok = store_refresh(a->store, &unused, &e) && key_guard_check(a->store, &a->key, &same, &e);
	log_once("looking at the store", ok ? NULL : e.text);
	a->store_away = !ok;
	a->next_look_ms = clock_mono_ms(&a->clock) + (ok ? LOOK_MS : LOOK_AGAIN_MS);
	if (ok) /* the head may have been read before, by something that is none of the screens' business */
		app_published(a);
	if (!same && !a->key_changed) {
		log_warning("another server has changed the signing key: ending, to start with the new one");
		a->key_changed = true;
		loop_stop(a->loop);
	}
	return ok;
}

static void look_at_store(void *user)
{
	app_look(user);
}

static int64_t look_in_ms(void *user)
{
	const struct app *a = user;
	int64_t left = a->next_look_ms - clock_mono_ms(&a->clock);
	return left > 0 ? left : 0;
}

/* --- chores --- */

static int64_t chores_in_ms(void *user)
{
	const struct app *a = user;
	int64_t left = a->next_chore_s - app_now(a);
	return left > 0 ? left * 1000 : 0;
}

static void run_chores(void *user)
{
	struct app *a = user;
	struct error e = ERROR_INIT;
	int64_t dropped, pictures = 0, now = app_now(a);
	if (chores_in_ms(a) > 0)
		return;
	a->next_chore_s = now + CHORE_S;
	bool alone = store_watch_fd(a->store) < 0;
	const struct lease_wish wish = {"chores", a->self, CHORE_LEASE_S, alone ? 0 : CHORE_S - CHORE_LEASE_S};
	bool ours = false;
	if (!lease_take(a->store, &wish, now, &ours, &e)) {
		log_once("chores", e.text);
		return;
	}
	if (!ours)
		return; /* another server has just done them */
	if (store_begin(a->store, &e) && store_purge(a->store, now, &dropped, &e) &&
	    session_purge(a->store, now, &e) && device_purge(a->store, now, &e) &&
	    enrol_purge(a->store, now, &e) && usage_forget(a->store, now, &e) &&
	    draft_purge(a->store, now, &e) && store_image_purge(a->store, now, &pictures, &e) &&
	    lease_release(a->store, wish.name, wish.holder, true, now, &e) && store_commit(a->store, &e)) {
		log_once("chores", NULL);
		if (pictures > 0)
			log_info("%lld pictures that nothing uses are gone", (long long)pictures);
		return;
	}
	store_rollback(a->store);
	log_once("chores", e.text);
}

/* --- listening
 * ------------------------------------------------------------------------------------------------------ */

static bool load_static(struct app *a, const char *name, const char *type, struct web_page **out,
			crypto_generichash_state *tag, struct error *e)
{
	static const struct web_page_header forever[] = {
		{"Cache-Control", "public, max-age=31536000, immutable"}};
	struct buf css = BUF_INIT;
	if (!fs_read(arena_printf(&a->arena, "%s/%s", a->settings.site, name), STYLE_BYTES_MAX, &css, e)) {
		buf_fini(&css);
		return false;
	}
	crypto_generichash_update(tag, (const unsigned char *)css.data, css.len);
	*out = web_page_new(a->web, type, &css, forever, 1);
	return true;
}

/* By their content: all servers of a site give them the same address, and an upgrade a new one. */
static void name_styles(struct app *a, crypto_generichash_state *tag)
{
	uint8_t hash[STYLE_TAG_BYTES];
	char hex[2 * STYLE_TAG_BYTES + 1];
	crypto_generichash_final(tag, hash, sizeof hash);
	hex_write(hash, sizeof hash, hex);
	a->style_tag = arena_strdup(&a->arena, hex);
}

bool app_listen(struct app *a, struct loop *l, struct error *e)
{
	struct web_options o = {
		.address = a->settings.address,
		.port = (uint16_t)a->settings.port,
		.connections_max = (int)a->settings.connections,
		.head_bytes = (int)a->settings.head_bytes,
		.head_s = 10,
		.idle_s = 75,
		.body_s = 60,
		.answer_s = 300, /* a first load over 8 kbit/s */
		.https = settings_https(&a->settings),
		.trust_proxy = a->settings.trust_proxy,
		.answered = metrics_answered,
		.app = a,
	};
	struct error text = ERROR_INIT;
	if (!i18n_open(i18n_dir(a->settings.locale), &text))
		log_warning("pages are in English only: %s", text.text);
	routes_fill(&o);
	a->metrics = metrics_new(o.routes, o.n_routes);
	if (!web_server_open(&a->web, &o, e))
		return false;
	a->pages = feed_pages_new(a->web, &a->key);
	const struct loop_source waker = {
		.fd = -1, .run = wake_when_due, .timeout_ms = wake_in_ms, .user = a};
	const struct loop_source chores = {
		.fd = -1, .run = run_chores, .timeout_ms = chores_in_ms, .user = a};
	const struct loop_source others = {
		.fd = store_watch_fd(a->store), .run = look_at_store, .timeout_ms = look_in_ms, .user = a};
	if (others.fd >= 0 && !loop_add(l, &others, e))
		return false;
	a->loop = l;
	a->woken_head = store_head(a->store).head;
	a->mirror = mirror_new(a);
	a->pictures = pictures_new();
	a->reports = reports_new(a);
	a->reader = reader_new(a->settings.store);
	a->kept = kept_new();
	crypto_generichash_state tag;
	crypto_generichash_init(&tag, NULL, 0, STYLE_TAG_BYTES);
	bool loaded = load_static(a, "phone.css", "text/css; charset=utf-8", &a->style_phone, &tag, e) &&
		      load_static(a, "staff.css", "text/css; charset=utf-8", &a->style_staff, &tag, e) &&
		      load_static(a, "staff.js", "text/javascript; charset=utf-8", &a->script_staff, &tag, e);
	name_styles(a, &tag);
	return loaded && web_server_attach(a->web, l, e) &&
	       loop_add(l, &waker, e) && loop_add(l, &chores, e) && reader_attach(a->reader, l, e) &&
	       reports_attach(a->reports, l, e) && mailer_open(&a->mailer, a, l, e);
}

/* --- the end --- */

static void stop_when_drained(void *user)
{
	struct app *a = user;
	if (a->draining && web_server_drained(a->web))
		loop_stop(a->loop);
}

static int64_t drained_in_ms(void *user)
{
	const struct app *a = user;
	if (!a->draining)
		return LOOP_FOREVER;
	return web_server_drained(a->web) ? 0 : 20;
}

bool app_drain(struct app *a, struct loop *l, struct error *e)
{
	const struct loop_source drainer = {
		.fd = -1, .run = stop_when_drained, .timeout_ms = drained_in_ms, .user = a};
	a->draining = true;
	log_info("ending: %lld waiting screens are answered", (long long)web_server_counts(a->web).parked);
	web_server_drain(a->web);
	return loop_add(l, &drainer, e) && loop_run(l, e);
}

void app_close(struct app *a)
{
	metrics_free(a->metrics);
	mailer_close(a->mailer);
	feed_pages_free(a->pages);
	web_page_free(a->style_phone);
	web_page_free(a->style_staff);
	web_page_free(a->script_staff);
	web_server_close(a->web); /* its requests hold jobs of the reader and the mirror */
	reports_free(a->reports);
	kept_free(a->kept);
	reader_free(a->reader);
	mirror_free(a->mirror);
	pictures_free(a->pictures);
	analyser_free(a->analyser);
	i18n_close();
	signing_key_fini(&a->key);
	store_close(a->store);
	arena_fini(&a->arena);
}

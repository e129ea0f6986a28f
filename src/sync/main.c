/* aula-sync: the only network process on the device and the only writer of its cache. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cli.h"
#include "base/error.h"
#include "base/log.h"
#include "base/process.h"
#include "base/str.h"
#include "feed/key.h"
#include "spool/daybook.h"
#include "sync/engine.h"
#include "sync/exit.h"
#include "sync/images.h"
#include "sync/report_up.h"
#include "sync/settings.h"
#include "sync/verify.h"

#define LEN(v) (sizeof(v) / sizeof(v)[0])

static struct settings settings = {
	.url = "http://127.0.0.1:8440",
	.key = "",
	.ca_file = "",
	.proxy = "",
	.state = "/var/lib/aula",
	.page_limit = 500,
	.wait_s = 55,
	.backoff_first_ms = 2000,
	.backoff_most_s = 300,
	.metered_poll_s = 900,
	.report_s = 60,
	.images_budget_mb = 200,
	.images_metered_mb = 4,
};

static bool key_ok(const char *value, struct error *e)
{
	return value[0] == '\0' || str_is_hex(value, 64) ||
	       error_set(e, ERROR_INPUT, "not 64 lower-case hex digits");
}

static const struct config_key keys[] = {
	{"server", "url", CONFIG_STRING, &settings.url, 0, 0, NULL, "address of aula-server", config_check_address},
	{"server", "key", CONFIG_STRING, &settings.key, 0, 0, NULL,
	 "its signing key, 64 hex digits; empty: the first one met is believed and kept", key_ok},
	{"server", "ca_file", CONFIG_STRING, &settings.ca_file, 0, 0, NULL,
	 "PEM file of certificates to trust instead of the system's"},
	{"server", "proxy", CONFIG_STRING, &settings.proxy, 0, 0, NULL,
	 "proxy address; empty: as the environment says"},
	{"server", "https_only", CONFIG_BOOL, &settings.https_only, 0, 0, NULL, "refuse http:// addresses"},
	{"server", "enrol", CONFIG_BOOL, &settings.enrol, 0, 0, NULL,
	 "a screen without a credential asks to be enrolled and shows a code; without it, it fetches content and reports nothing"},
	{"paths", "state", CONFIG_STRING, &settings.state, 0, 0, NULL, "the device's folder"},
	{"sync", "page_limit", CONFIG_INT, &settings.page_limit, 20, 2000, NULL,
	 "records asked for at a time"},
	{"sync", "wait_s", CONFIG_INT, &settings.wait_s, 1, 3600, NULL,
	 "how long the server may hold a question open"},
	{"sync", "backoff_first_ms", CONFIG_INT, &settings.backoff_first_ms, 10, 60000, NULL,
	 "first wait after a failure"},
	{"sync", "backoff_most_s", CONFIG_INT, &settings.backoff_most_s, 1, 86400, NULL,
	 "longest wait after failures"},
	{"sync", "metered", CONFIG_BOOL, &settings.metered, 0, 0, NULL, "the link costs money: ask seldom"},
	{"sync", "metered_poll_s", CONFIG_INT, &settings.metered_poll_s, 60, 86400, NULL, "how often then"},
	{"sync", "report_s", CONFIG_INT, &settings.report_s, 0, 86400, NULL,
	 "how often to tell the server how this screen is (needs device/credential in the state folder); 0: never"},
	{"images", "budget_mb", CONFIG_INT, &settings.images_budget_mb, 0, 100000, NULL,
	 "disk for pictures, million bytes; 0: none are fetched"},
	{"images", "metered_mb", CONFIG_INT, &settings.images_metered_mb, 0, 100000, NULL,
	 "of them a day over a metered link, million bytes"},
};

static const char *once, *max_age;

static const struct cli_option options[] = {
	{"once", NULL, "fetch what is new and end", &once},
	{"max-age", "SECONDS", "verify: content older than this is an error", &max_age},
};

/* The watchdog's sign of life: sent from the places that wait, so a step that hangs is noticed. */
struct life {
	struct clock_source clock;
	int64_t every_ms, last_ms; /* every_ms 0: nobody listens */
};

static bool beat(void *user)
{
	struct life *l = user;
	int64_t now = clock_mono_ms(&l->clock);
	if (l->every_ms > 0 && now - l->last_ms >= l->every_ms) {
		sd_notify(0, "WATCHDOG=1");
		l->last_ms = now;
	}
	return false;
}

static void life_init(struct life *l)
{
	uint64_t usec = 0;
	clock_init_system(&l->clock);
	l->every_ms = sd_watchdog_enabled(0, &usec) > 0 ? (int64_t)(usec / 1000 / 3) : 0;
	l->last_ms = clock_mono_ms(&l->clock);
}

static int open_signals(void)
{
	static const int stop[] = {SIGTERM, SIGINT, SIGHUP, 0};
	signal(SIGPIPE, SIG_IGN);
	return process_signal_fd(stop);
}

static void *report_thread(void *up)
{
	report_up_run(up);
	return NULL;
}

static void *images_thread(void *images)
{
	images_run(images);
	return NULL;
}

/* Content with the reports and the pictures beside it. They end by the same signal, which nobody reads off the
 * descriptor. */
static void serve_all(struct engine *x)
{
	pthread_t thread, images_at;
	struct report_up *up = settings.report_s > 0 ? report_up_new(&settings, x->fetcher.cancel_fd) : NULL;
	if (up != NULL)
		x->link = report_up_link(up);
	bool beside = up != NULL && pthread_create(&thread, NULL, report_thread, up) == 0;
	if (up != NULL && !beside)
		log_error("no thread for reports: none will be sent");
	struct images *images = images_new(&settings, x->link, x->fetcher.cancel_fd);
	bool pictures = pthread_create(&images_at, NULL, images_thread, images) == 0;
	if (!pictures)
		log_error("no thread for pictures: none will be fetched");
	engine_run(x);
	if (pictures)
		pthread_join(images_at, NULL);
	images_free(images);
	if (beside)
		pthread_join(thread, NULL);
	x->link = NULL;
	report_up_free(up);
}

static int serve_once(struct engine *x)
{
	struct error e = ERROR_INIT;
	int code = engine_once(x);
	struct report_up *up = report_up_new(&settings, x->fetcher.cancel_fd);
	enum report_sent sent = REPORT_SENT_MORE;
	while (code == CLI_EXIT_OK && settings.report_s > 0 && sent == REPORT_SENT_MORE)
		sent = report_up_send(up, &e);
	if (sent == REPORT_REFUSED || sent == REPORT_NOT_SENT)
		log_warning("report: %s", e.text);
	report_up_free(up);
	struct images *images = code == CLI_EXIT_OK ? images_new(&settings, NULL, x->fetcher.cancel_fd) : NULL;
	if (images != NULL)
		images_once(images);
	images_free(images);
	return code;
}

static int serve(void)
{
	struct engine x;
	struct error e = ERROR_INIT;
	struct life life;
	int code = CLI_EXIT_OK, stop_fd = open_signals(); /* also for one that comes while the cache is opened */
	if (!engine_open(&x, &settings, &e)) {
		log_error("%s", e.text);
		if (stop_fd >= 0)
			close(stop_fd);
		return e.kind == ERROR_BUSY ? SYNC_EXIT_RUNNING : CLI_EXIT_FAILED;
	}
	daybook_start();
	life_init(&life);
	x.fetcher.cancel_fd = stop_fd;
	x.fetcher.alive = beat;
	x.fetcher.alive_user = &life;
	sd_notify(0, "READY=1");
	if (settings.once)
		code = serve_once(&x);
	else
		serve_all(&x);
	sd_notify(0, "STOPPING=1");
	if (x.fetcher.cancel_fd >= 0)
		close(x.fetcher.cancel_fd);
	engine_close(&x);
	return code;
}

static bool check_settings(const char *config)
{
	if (settings.https_only && !str_starts(settings.url, "https://")) {
		fprintf(stderr, "aula-sync: %s: https_only in section [server] refuses url = %s\n",
			config != NULL ? config : "no configuration", settings.url);
		return false;
	}
	if (max_age != NULL && !str_to_i64(max_age, 1, INT32_MAX, &settings.max_age_s)) {
		fprintf(stderr, "aula-sync: --max-age: not a number of seconds: %s\n", max_age);
		return false;
	}
	settings.once = once != NULL;
	return true;
}

int main(int argc, char **argv)
{
	struct arena a = ARENA_INIT;
	struct cli cli = {
		.program = "aula-sync",
		.purpose = "Keeps the device's cache in step with aula-server.",
		.usage = "[OPTIONS] [verify]",
		.epilogue = SYNC_EXIT_HELP,
		.options = options,
		.n_options = LEN(options),
		.keys = keys,
		.n_keys = LEN(keys),
		.default_config = "/etc/aula/aula-sync.ini",
	};
	int code;
	if (cli_parse(&cli, argc, argv, &a, &code)) {
		bool verify = cli.n_rest > 0 && str_eq(cli.rest[0], "verify");
		size_t n_known = verify ? 1 : 0;
		feed_init();
		if (!check_settings(cli.config_path)) {
			code = CLI_EXIT_USAGE;
		} else if (cli.n_rest > n_known) {
			fprintf(stderr, "aula-sync: unknown command %s (see --help)\n", cli.rest[n_known]);
			code = CLI_EXIT_USAGE;
		} else {
			code = verify ? verify_cache(&settings) : serve();
		}
	}
	arena_fini(&a);
	return code;
}

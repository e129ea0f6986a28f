/* aula-server: the central store, its feed for the screens, the staff pages and the phone pages. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>

#include "base/cli.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "server/app.h"
#include "server/commands.h"
#include "store/store.h"
#include "web/http.h"
#include "web/loop.h"

static const char epilogue[] =
	"Commands (none: serve):\n"
	"  user add NAME      add or replace a login; asks for the password, or reads it from standard input\n"
	"  token add SOURCE   make a token for an importer's source (\"*\": all) and print it\n"
	"  device add NAME    make a screen (with --centre) and print its id and credential\n"
	"  device renew ID    a new credential: after quarantine, a lost card\n"
	"  device revoke ID   its reports are refused from now on\n"
	"  digest             print sequence, number of records and digest (--check: count them afresh)\n"
	"  rotate-key         sign with a new key from the next start on; screens follow by the signed "
	"statement\n"
	"  adopt-key          make the key file this store's key, after the old one was lost: every screen must be told\n"
	"  restored           once after a backup was put back, before serving: screens that had got further follow again\n"
	"  migrate            move a whole store (--from, --to) while no server runs on either; screens go on as before\n"
	"  demo-setup         login " DEMO_USER " / " DEMO_PASSWORD " and the importers' token file\n"
	"Exit codes: 0 done, 1 failed, 2 command line or configuration wrong.\n";

/* Each waiting screen is a file descriptor. */
static void raise_file_limit(int64_t connections)
{
	struct rlimit limit;
	rlim_t want = (rlim_t)connections + 64;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= want)
		return;
	limit.rlim_cur = limit.rlim_max < want ? limit.rlim_max : want;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur < want)
		log_warning("only %lld connections are possible (file descriptor limit)",
			    (long long)limit.rlim_cur - 64);
}

/* systemd starts a server again whose loop has stood still for the unit's WatchdogSec, for instance because the database
 * accepts what it is sent and never answers. */
struct watchdog {
	struct clock_source clock;
	int64_t every_ms, next_ms; /* 0: systemd does not watch */
};

static int64_t watchdog_in_ms(void *user)
{
	const struct watchdog *w = user;
	int64_t left = w->next_ms - clock_mono_ms(&w->clock);
	return w->every_ms == 0 ? LOOP_FOREVER : left > 0 ? left : 0;
}

static void watchdog_tell(void *user)
{
	struct watchdog *w = user;
	if (watchdog_in_ms(w) != 0)
		return;
	w->next_ms = clock_mono_ms(&w->clock) + w->every_ms;
	sd_notify(0, "WATCHDOG=1");
}

static int serve(struct app *a)
{
	uint64_t limit_us = 0;
	struct watchdog w = {.every_ms = 0};
	const struct loop_source dog = {.fd = -1, .run = watchdog_tell, .timeout_ms = watchdog_in_ms, .user = &w};
	clock_init_system(&w.clock);
	if (sd_watchdog_enabled(0, &limit_us) > 0)
		w.every_ms = (int64_t)(limit_us / 1000 / 3);
	struct error e = ERROR_INIT;
	struct loop *l = NULL;
	signal(SIGPIPE, SIG_IGN);
	raise_file_limit(a->settings.connections);
	bool ok = commands_token_file(a, &e) && loop_new(&l, &e) && app_listen(a, l, &e) &&
		  loop_add(l, &dog, &e);
	if (ok) {
		log_info("listening on %s port %u, store %s at %lld, key %.8s…", a->settings.address,
			 web_server_port(a->web), store_address_shown(a->settings.store, &a->arena), (long long)store_head(a->store).head,
			 a->key.public_hex);
		sd_notify(0, "READY=1");
		ok = loop_run(l, &e);
		sd_notify(0, "STOPPING=1");
		ok = ok && app_drain(a, l, &e);
	}
	if (!ok)
		log_error("%s", e.text);
	ok = ok && !a->key_changed; /* systemd starts it again */
	app_close(a);
	loop_free(l);
	return ok ? CLI_EXIT_OK : CLI_EXIT_FAILED;
}

/* Folders of the store and the key. */
static bool make_folders(const struct settings *s, struct error *e)
{
	const char *file = strchr(s->store, ':') != NULL ? strchr(s->store, ':') + 1 : s->store;
	const char *paths[] = {str_starts(s->store, "postgresql:") ? "" : file, s->key, s->token_file};
	for (size_t i = 0; i < 3; i++) {
		char folder[4096];
		snprintf(folder, sizeof folder, "%s", paths[i]);
		char *slash = strrchr(folder, '/');
		if (slash == NULL || slash == folder)
			continue;
		*slash = '\0';
		if (!fs_mkdirs(folder, e))
			return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	struct settings settings;
	struct command_options o = {0};
	const struct cli_option options[] = {
		{"role", "ROLE", "user add: reader, contact, editor or admin", &o.role},
		{"centre", "ID", "device add: where the screen stands", &o.centre},
		{"centres", "IDS", "user add: the centres of a contact person", &o.centres},
		{"display", "NAME", "user add: name shown", &o.display},
		{"password-file", "FILE", "user add: first line is the password", &o.password_file},
		{"from", "STORE", "migrate: sqlite:/path or postgresql://…", &o.from},
		{"to", "STORE", "migrate: an empty store of either kind", &o.to},
		{"check", NULL, "digest: count the records afresh", &o.check},
	};
	struct arena arena = ARENA_INIT;
	struct error e = ERROR_INIT;
	struct app app;
	int code;
	umask(0077); /* whoever starts it: the store holds second steps of logins and requests of patients */
	settings_init(&settings);
	struct cli cli = {.program = "aula-server",
			  .purpose = "Central store, feed, staff pages and phone pages of Aula.",
			  .usage = "[OPTIONS] [COMMAND]",
			  .epilogue = epilogue,
			  .options = options,
			  .n_options = sizeof options / sizeof options[0],
			  .keys = settings.table,
			  .n_keys = settings.n_table,
			  .default_config = SETTINGS_DEFAULT_FILE};
	log_init("aula-server", LOG_LEVEL_INFO);
	if (!cli_parse(&cli, argc, argv, &arena, &code)) {
		arena_fini(&arena);
		return code;
	}
	const char *word = cli.n_rest > 0 ? cli.rest[0] : "";
	if (str_eq(word, "migrate") && cli.n_rest == 1) {
		code = commands_migrate(&o);
		arena_fini(&arena);
		return code;
	}
	if (cli.n_rest > 0 && !commands_known(cli.rest, cli.n_rest)) { /* before a store is made for it */
		log_error("unknown command %s%s%s; see --help", word, cli.n_rest > 1 ? " " : "",
			  cli.n_rest > 1 ? cli.rest[1] : "");
		arena_fini(&arena);
		return CLI_EXIT_USAGE;
	}
	if (!make_folders(&settings, &e) || !app_open(&app, &settings, str_eq(word, "adopt-key"), &e)) {
		log_error("%s", e.text);
		arena_fini(&arena);
		return CLI_EXIT_FAILED;
	}
	if (cli.n_rest > 0) {
		code = commands_run(&app, &o, cli.rest, cli.n_rest);
		app_close(&app);
	} else {
		code = serve(&app);
	}
	arena_fini(&arena);
	return code;
}

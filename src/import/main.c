/* aula-import: reads what Finnish centres really have, and sends it to aula-server. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/cli.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "import/run.h"
#include "import/session.h"

#define EXIT_INCOMPLETE 10
#define EXIT_BUSY 11
#define ASSETS_OF_TREE "assets" /* run from the project's folder without installing */

struct arguments {
	const char *source, *url, *file, *name, *dry_run, *all, *full, *now, *list;
};

static const char epilogue[] =
	"A source NAME is a section [source NAME] of the configuration, or a type with --url or --file:\n"
	"  linkedevents ptv eventz lahella hsds ical jsonld csv records\n"
	"Its keys: type url file enabled priority api_key version municipalities organisation_types service_classes\n"
	"  organisation municipality default_topic language license attribution zone full_every_days max_pages;\n"
	"  docs/SOURCES.md says what each is for.\n"
	"With --dry-run records go to standard output (NDJSON); the summary always goes to standard "
	"error.\n\n"
	"Exit codes: 0 done; 1 a source failed; 2 wrong options or configuration; 10 something of a source "
	"could not\n"
	"be read (nothing is removed after such a run); 11 another aula-import --all is running.\n";

static bool usage(const char *text)
{
	fprintf(stderr, "aula-import: %s (see --help)\n", text);
	return false;
}

/* The one source to run, from its section or made of --source TYPE. */
static bool choose_source(const struct arguments *g, const struct import_options *o,
			  struct source_options *out)
{
	const struct source_options *known = import_options_find(o, g->source);
	if (known != NULL)
		*out = *known;
	else if (source_type_find(g->source) != NULL)
		source_options_init(out, g->name != NULL ? g->name : g->source, g->source);
	else
		return usage("unknown source: neither a section [source NAME] nor a type");
	if (g->url != NULL && g->file != NULL)
		return usage("give --url or --file, not both");
	if (g->url != NULL || g->file != NULL) {
		out->url = g->url;
		out->file = g->file;
	}
	if (out->url == NULL && out->file == NULL)
		return usage("--source with a type needs --url or --file");
	return true;
}

static int exit_of(enum session_result r)
{
	return r == SESSION_OK ? CLI_EXIT_OK : r == SESSION_INCOMPLETE ? EXIT_INCOMPLETE : CLI_EXIT_FAILED;
}

static int run_all(struct session *s, const struct import_options *o)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	if (!fs_mkdirs(o->state_dir, &e)) {
		log_error("%s", e.text);
		return CLI_EXIT_FAILED;
	}
	CLEANUP_CLOSE int lock =
		open(arena_printf(&a, "%s/lock", o->state_dir), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
	if (lock < 0 || flock(lock, LOCK_EX | LOCK_NB) != 0) {
		log_error("another aula-import --all is running (%s/lock)", o->state_dir);
		return EXIT_BUSY;
	}
	int worst = CLI_EXIT_OK;
	for (size_t i = 0; i < o->n_sources; i++) {
		if (!o->source[i].enabled)
			continue;
		int code = exit_of(session_run(s, &o->source[i]));
		if (code == CLI_EXIT_FAILED || (code != CLI_EXIT_OK && worst == CLI_EXIT_OK))
			worst = code;
	}
	return worst;
}

static int list_sources(const struct import_options *o)
{
	size_t n = 0;
	const struct source_type *types = source_types(&n);
	for (size_t i = 0; i < n; i++)
		printf("type   %-14s %s\n", types[i].name, types[i].title);
	for (size_t i = 0; i < o->n_sources; i++)
		printf("source %-30s %-13s %s %s\n", o->source[i].name, o->source[i].type,
		       o->source[i].enabled ? "on " : "off",
		       o->source[i].url != NULL ? o->source[i].url : o->source[i].file);
	return CLI_EXIT_OK;
}

static int run_program(const struct arguments *g, struct import_options *o)
{
	struct error e = ERROR_INIT;
	struct source_options one;
	struct session_options so = {.import = o,
				     .dry_run = g->dry_run != NULL,
				     .force_full = g->full != NULL,
				     .progress = isatty(STDERR_FILENO) == 1,
				     .scheduled = g->all != NULL,
				     .stateless = g->all == NULL && (g->url != NULL || g->file != NULL),
				     .now = INSTANT_NONE};
	if (g->list != NULL)
		return list_sources(o);
	if ((g->all == NULL) == (g->source == NULL))
		return usage("give --all or --source NAME"), CLI_EXIT_USAGE;
	if (g->now != NULL && !instant_parse(g->now, &so.now))
		return usage("--now is not a time like 2026-11-22T09:00:00Z"), CLI_EXIT_USAGE;
	if (g->source != NULL && !choose_source(g, o, &one))
		return CLI_EXIT_USAGE;
	struct session *s = session_new(&so, &e);
	if (s == NULL) {
		log_error("%s", e.text);
		return CLI_EXIT_USAGE;
	}
	int code = g->all != NULL ? run_all(s, o) : exit_of(session_run(s, &one));
	session_free(s);
	return code;
}

int main(int argc, char **argv)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct arguments g = {0};
	static struct import_options o;
	import_options_init(&o);
	if (!fs_exists("/usr/share/aula/topics") && fs_exists(ASSETS_OF_TREE "/topics"))
		o.assets_dir = ASSETS_OF_TREE;
	const struct cli_option options[] = {
		{"source", "NAME", "read one source: a configured name, or a type", &g.source},
		{"url", "URL", "where that source is", &g.url},
		{"file", "FILE", "read this file instead", &g.file},
		{"name", "NAME", "what to call a source given by --url or --file", &g.name},
		{"all", NULL, "read every enabled source of the configuration", &g.all},
		{"full", NULL, "read everything, not only what changed", &g.full},
		{"dry-run", NULL, "print records instead of sending them", &g.dry_run},
		{"now", "TIME", "act as if it were this time (for tests)", &g.now},
		{"list", NULL, "show the types and configured sources", &g.list},
	};
	const struct config_key keys[] = {
		{"server", "url", CONFIG_STRING, &o.server_url, 0, 0, NULL, "aula-server's address",
		 config_check_address},
		{"server", "token", CONFIG_STRING, &o.server_token, 0, 0, NULL, "importers' token"},
		{"server", "token_file", CONFIG_STRING, &o.server_token_file, 0, 0, NULL,
		 "file holding the token"},
		{"paths", "state", CONFIG_STRING, &o.state_dir, 0, 0, NULL, "what is kept between runs"},
		{"paths", "assets", CONFIG_STRING, &o.assets_dir, 0, 0, NULL, "folder with topics/"},
		{"net", "proxy", CONFIG_STRING, &o.proxy, 0, 0, NULL, "HTTP proxy"},
		{"net", "ca_file", CONFIG_STRING, &o.ca_file, 0, 0, NULL,
		 "PEM bundle instead of the system's"},
		{"net", "retry_base_ms", CONFIG_INT, &o.retry_base_ms, 1, 60000, NULL,
		 "first wait before another try"},
		{"net", "timeout_s", CONFIG_INT, &o.timeout_s, 1, 3600, NULL, "longest time for one page"},
		{"import", "duplicates", CONFIG_BOOL, &o.duplicates, 0, 0, NULL,
		 "merge the same thing of two sources"},
	};
	struct cli cli = {
		.program = "aula-import",
		.purpose = "Reads activities and events from public sources and sends them to aula-server.",
		.usage = "(--all | --source NAME [--url URL | --file FILE]) [--dry-run]",
		.epilogue = epilogue,
		.options = options,
		.n_options = sizeof options / sizeof options[0],
		.keys = keys,
		.n_keys = sizeof keys / sizeof keys[0],
		.default_config = "/etc/aula/aula-import.ini",
		.config_skip_prefix = "source "};
	int code = CLI_EXIT_USAGE;
	if (!cli_parse(&cli, argc, argv, &a, &code))
		return code;
	struct error e = ERROR_INIT;
	if (cli.config_path != NULL && !import_options_read_sources(&o, cli.config_path, &a, &e)) {
		fprintf(stderr, "aula-import: %s\n", e.text);
		return CLI_EXIT_USAGE;
	}
	if (cli.n_rest > 0) {
		fprintf(stderr, "aula-import: unexpected operand %s (see --help)\n", cli.rest[0]);
		return CLI_EXIT_USAGE;
	}
	return run_program(&g, &o);
}

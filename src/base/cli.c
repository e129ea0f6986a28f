#include "base/cli.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "base/version.h"

#define SETS_MAX 64

struct parsing {
	const char *config;
	const char *sets[SETS_MAX];
	size_t n_sets;
	const char *verbose;
	const char *help;
	const char *version;
	const char *set;
};

static void print_options(const struct cli_option *options, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char left[64];
		snprintf(left, sizeof left, "--%s%s%s", options[i].name, options[i].argument != NULL ? " " : "",
			 options[i].argument != NULL ? options[i].argument : "");
		printf("  %-26s %s\n", left, options[i].help);
	}
}

static void print_help(const struct cli *c, const struct cli_option *common, size_t n_common)
{
	CLEANUP_ARENA struct arena tmp = ARENA_INIT;
	printf("%s %s\n%s\n\nUsage: %s %s\n\nOptions:\n", c->program, AULA_VERSION, c->purpose, c->program, c->usage);
	print_options(c->options, c->n_options);
	print_options(common, n_common);
	if (c->n_keys > 0)
		printf("\nConfiguration keys:\n");
	for (size_t i = 0; i < c->n_keys; i++) {
		char left[64];
		snprintf(left, sizeof left, "%s.%s", c->keys[i].section, c->keys[i].name);
		const char *may_be = config_describe(&c->keys[i], &tmp);
		printf("  %-26s %s%s%s%s\n", left, c->keys[i].help != NULL ? c->keys[i].help : "",
		       may_be[0] != '\0' ? " (" : "", may_be, may_be[0] != '\0' ? ")" : "");
	}
	if (c->epilogue != NULL)
		printf("\n%s", c->epilogue);
}

/* The option that argv[i] names, and its value ("--a=b" or "--a b"); NULL when there is none. */
static const struct cli_option *match(const struct cli_option *options, size_t n, const char *arg)
{
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(options[i].name);
		if (strncmp(arg + 2, options[i].name, len) == 0 && (arg[2 + len] == '\0' || arg[2 + len] == '='))
			return &options[i];
	}
	return NULL;
}

static bool take(const struct cli *c, const struct cli_option *o, int argc, char **argv, int *i)
{
	const char *eq = strchr(argv[*i], '=');
	if (o->argument == NULL) {
		if (eq != NULL)
			fprintf(stderr, "%s: --%s takes no value\n", c->program, o->name);
		*o->value = "1";
		return eq == NULL;
	}
	if (eq != NULL) {
		*o->value = eq + 1;
		return true;
	}
	if (*i + 1 >= argc) {
		fprintf(stderr, "%s: --%s needs %s\n", c->program, o->name, o->argument);
		return false;
	}
	*o->value = argv[++*i];
	return true;
}

static bool parse_arguments(struct cli *c, struct parsing *p, const struct cli_option *common, size_t n_common,
			    int argc, char **argv, struct arena *a)
{
	c->rest = ARENA_ARRAY(a, const char *, (size_t)argc + 1);
	bool options_end = false;
	for (int i = 1; i < argc; i++) {
		if (options_end || strncmp(argv[i], "--", 2) != 0) {
			c->rest[c->n_rest++] = argv[i];
			continue;
		}
		if (argv[i][2] == '\0') {
			options_end = true;
			continue;
		}
		const struct cli_option *o = match(c->options, c->n_options, argv[i]);
		if (o == NULL)
			o = match(common, n_common, argv[i]);
		if (o == NULL) {
			fprintf(stderr, "%s: unknown option %s (see --help)\n", c->program, argv[i]);
			return false;
		}
		if (!take(c, o, argc, argv, &i))
			return false;
		if (o->value == &p->set) {
			if (p->n_sets == SETS_MAX) {
				fprintf(stderr, "%s: more than %d times --set\n", c->program, SETS_MAX);
				return false;
			}
			p->sets[p->n_sets++] = p->set;
		}
	}
	return true;
}

static bool read_configuration(struct cli *c, const struct parsing *p, struct arena *a)
{
	struct error e = ERROR_INIT;
	bool ok = true;
	c->config_path = p->config;
	if (c->config_path == NULL && c->default_config != NULL && fs_exists(c->default_config))
		c->config_path = c->default_config;
	if (c->config_path != NULL)
		ok = config_read(c->config_path, c->keys, c->n_keys, c->config_skip_prefix, a, &e);
	for (size_t i = 0; ok && i < p->n_sets; i++)
		ok = config_set(p->sets[i], c->keys, c->n_keys, a, &e);
	if (!ok)
		fprintf(stderr, "%s: %s\n", c->program, e.text);
	return ok;
}

bool cli_parse(struct cli *c, int argc, char **argv, struct arena *a, int *exit_code)
{
	struct parsing p = {0};
	const struct cli_option common[] = {
		{"config", "FILE", "read this configuration file", &p.config},
		{"set", "SECTION.KEY=VALUE", "override one configuration key", &p.set},
		{"verbose", NULL, "say more on standard error", &p.verbose},
		{"help", NULL, "show this text", &p.help},
		{"version", NULL, "show the version", &p.version},
	};
	const size_t n_common = sizeof common / sizeof common[0];
	*exit_code = CLI_EXIT_USAGE;
	if (!parse_arguments(c, &p, common, n_common, argc, argv, a))
		return false;
	if (p.help != NULL || p.version != NULL) {
		if (p.help != NULL)
			print_help(c, common, n_common);
		else
			printf("%s %s\n", c->program, AULA_VERSION);
		*exit_code = CLI_EXIT_OK;
		return false;
	}
	c->verbose = p.verbose != NULL;
	log_init(c->program, c->verbose ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO);
	if (!read_configuration(c, &p, a))
		return false;
	*exit_code = CLI_EXIT_OK;
	return true;
}

/* The part of the command line every program shares: --help, --version, --config FILE, --set
 * section.key=value, --verbose; and a table of the program's own options. */
#ifndef AULA_BASE_CLI_H
#define AULA_BASE_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/config.h"

/* Exit codes every program keeps to (a program's own codes start at 10). */
enum cli_exit {
	CLI_EXIT_OK = 0,
	CLI_EXIT_FAILED = 1, /* tried and could not */
	CLI_EXIT_USAGE = 2,  /* command line or configuration is wrong */
};

struct cli_option {
	const char *name;     /* without "--" */
	const char *argument; /* its placeholder in --help, NULL for a flag */
	const char *help;
	const char **value;   /* set when given (flag: to "1"); borrowed from argv */
};

struct cli {
	const char *program;  /* "aula-sync" */
	const char *purpose;  /* one line */
	const char *usage;    /* after the program's name, e.g. "[OPTIONS] [verify]" */
	const char *epilogue; /* exit codes etc., may be NULL */
	const struct cli_option *options;
	size_t n_options;
	const struct config_key *keys;
	size_t n_keys;
	const char *default_config; /* read when it exists and --config is not given; may be NULL */
	const char *config_skip_prefix; /* see config_read */
	/* results */
	const char *config_path; /* the file that was read, or NULL */
	const char **rest;	 /* operands */
	size_t n_rest;
	bool verbose;
};

/* Handles --help and --version (prints, returns false with *exit_code 0); on a wrong option or
 * configuration prints the reason to stderr and returns false with CLI_EXIT_USAGE. Strings go to `a`. */
bool cli_parse(struct cli *c, int argc, char **argv, struct arena *a, int *exit_code);

#endif

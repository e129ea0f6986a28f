/* What aula-server does besides serving. It works on the store itself, so no server may be running on the same SQLite
 * file. Returns an exit code. */
#ifndef AULA_SERVER_COMMANDS_H
#define AULA_SERVER_COMMANDS_H

#include "base/cli.h"

struct app;

struct command_options {
	const char *role, *centre, *centres, *display, *password_file, *check, *from, *to;
};

/* rest: "user add NAME", "token add SOURCE", "device add NAME", "device renew|revoke ID", "digest", "demo-setup", "rotate-key",
 * "adopt-key" (done by app_open already; this tells), "restored". Known: one of these; only such are run. */
bool commands_known(const char **rest, size_t n_rest);
int commands_run(struct app *a, const struct command_options *o, const char **rest, size_t n_rest);

/* "migrate": opens both stores itself, so without an app. */
int commands_migrate(const struct command_options *o);

/* The token of settings.token_file is made (0600) when the file is not there, and known for all sources. Also
 * done when serving. */
bool commands_token_file(struct app *a, struct error *e);

#define DEMO_USER "demo"
#define DEMO_PASSWORD "demo-aula-2026"

#endif

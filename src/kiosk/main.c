/* aula-kiosk: the lobby screen. No network, reads the cache only. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/cli.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "kiosk/loop.h"
#include "kiosk/preview.h"
#include "kiosk/script_run.h"
#include "kiosk/search_cli.h"
#include "kiosk/settings.h"

#define SIDE_MAX 8192

/* A window or a console with a screen; else the program says so and draws into a file. */
static bool has_screen(void)
{
	return getenv("DISPLAY") != NULL || getenv("WAYLAND_DISPLAY") != NULL ||
	       access("/dev/dri/card0", F_OK) == 0 || getenv("SDL_VIDEODRIVER") != NULL;
}

int main(int argc, char **argv)
{
	if (argc > 1 && str_eq(argv[1], "search"))
		return search_cli(argc - 1, argv + 1);
	if (argc > 1 && str_eq(argv[1], "preview"))
		return preview_cli(argc - 1, argv + 1);
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	struct settings set;
	struct loop_options loop = {.w = 1080, .h = 1920};
	const char *size = NULL, *script = NULL, *picture = NULL;
	const struct cli_option options[] = {
		{"virtual", "WxH", "draw without a window on a panel of this size", &size},
		{"script", "FILE", "play this script on a fake clock (docs/SCRIPT.md; - is standard input)",
		 &script},
		{"picture", "FILE", "keep this PNG up to date with the screen", &picture},
	};
	settings_init(&set);
	struct cli cli = {
		.program = "aula-kiosk",
		.purpose = "The lobby screen: shows what the cache holds, without any network.",
		.usage = "[OPTIONS] | search … | preview …",
		.epilogue = "search looks for words in a cache, preview draws a screen: each has its own --help.\n\n"
			    "Exit codes: 0 fine, 1 failed (a script: something was not as expected), 2 wrong "
			    "usage or configuration.\n",
		.options = options,
		.n_options = sizeof options / sizeof options[0],
		.keys = set.table,
		.n_keys = set.n_table,
		.default_config = "/etc/aula/aula-kiosk.ini",
	};
	int code = CLI_EXIT_OK;
	if (!cli_parse(&cli, argc, argv, &a, &code))
		return code;
	settings_finish(&set);
	if (cli.n_rest > 0) {
		fprintf(stderr, "aula-kiosk: unexpected operand %s (see --help)\n", cli.rest[0]);
		return CLI_EXIT_USAGE;
	}
	if (size != NULL && !settings_size(size, SIDE_MAX, &loop.w, &loop.h)) {
		fprintf(stderr, "aula-kiosk: --virtual %s: wants WIDTHxHEIGHT, each %d to %d pixels\n", size, SETTINGS_SIDE_MIN,
			SIDE_MAX);
		return CLI_EXIT_USAGE;
	}
	bool ok;
	if (script != NULL) {
		ok = script_play(&set, loop.w, loop.h, script, &e);
	} else {
		loop.virtual_screen = size != NULL || !has_screen();
		loop.picture_path = picture;
		if (loop.virtual_screen && size == NULL)
			log_info("no screen found: drawing on a virtual one of %dx%d%s%s", loop.w, loop.h,
				 picture != NULL ? " into " : "", picture != NULL ? picture : "");
		ok = loop_run(&set, &loop, &e);
	}
	if (!ok)
		fprintf(stderr, "aula-kiosk: %s\n", e.text);
	return ok ? CLI_EXIT_OK : CLI_EXIT_FAILED;
}

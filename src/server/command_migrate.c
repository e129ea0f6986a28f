/* aula-server migrate --from STORE --to STORE. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "feed/digest.h"
#include "feed/key.h"
#include "server/commands.h"
#include "store/move.h"
#include "store/store.h"

/* Opening would make an empty store of a mistyped path, and moving that would look like success. */
static bool from_exists(const char *address, struct error *e)
{
	if (str_starts(address, "postgresql:"))
		return true;
	const char *path = str_starts(address, "sqlite:") ? address + strlen("sqlite:") : address;
	return fs_exists(path) || error_set(e, ERROR_NOT_FOUND, "there is no file %s", path);
}

int commands_migrate(const struct command_options *o)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	struct store_move moved;
	struct clock_source clock;
	char hex[DIGEST_HEX_BYTES];
	if (o->from == NULL || o->to == NULL) {
		log_error("migrate: --from and --to are needed");
		return CLI_EXIT_USAGE;
	}
	if (!store_address_ok(o->from, &e) || !store_address_ok(o->to, &e)) {
		log_error("migrate: %s", e.text);
		return CLI_EXIT_USAGE;
	}
	clock_init_system(&clock);
	feed_init();
	int64_t began = clock_mono_ms(&clock);
	if (!from_exists(o->from, &e) || !store_move_all(o->from, o->to, &moved, &e)) {
		log_error("migrate: %s", e.text);
		return CLI_EXIT_FAILED;
	}
	digest_to_hex(&moved.digest, hex);
	printf("head %lld\nlive %lld\ndigest %s\nmoved %lld rows in %.1f s to %s\n", (long long)moved.head,
	       (long long)moved.live, hex, (long long)moved.rows, (double)(clock_mono_ms(&clock) - began) / 1000,
	       store_address_shown(o->to, &a));
	return CLI_EXIT_OK;
}

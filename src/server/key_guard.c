#include "server/key_guard.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "feed/key.h"
#include "store/store.h"

static bool keep(struct store *s, const struct signing_key *k, struct error *e)
{
	if (store_begin(s, e) && store_signing_key_set(s, k->public_hex, e) && store_commit(s, e))
		return true;
	store_rollback(s);
	return false;
}

bool key_guard_adopt(struct store *s, struct signing_key *k, const char *path, struct error *e)
{
	return signing_key_open(k, path, e) && keep(s, k, e);
}

/* The first server of a store: under the writers' lock, so that of two that start together one sees the other. */
static bool open_first(struct store *s, struct signing_key *k, const char *path, struct error *e)
{
	char known[STORE_KEY_HEX_BYTES];
	if (!store_begin(s, e))
		return false;
	if (store_signing_key(s, known, e) && known[0] == '\0' && signing_key_open(k, path, e)) {
		if (store_signing_key_set(s, k->public_hex, e) && store_commit(s, e))
			return true;
		signing_key_fini(k);
	}
	store_rollback(s);
	return known[0] == '\0' ? false : key_guard_open(s, k, path, e);
}

/* The store has the new key, the file not yet: rotate-key was interrupted before its last step. */
static bool finish_rotation(struct signing_key *k, const char *path, const char *known)
{
	char next[4096], old[4096];
	struct error unused = ERROR_INIT;
	if (snprintf(next, sizeof next, "%s.next", path) >= (int)sizeof next ||
	    snprintf(old, sizeof old, "%s.old", path) >= (int)sizeof old || !fs_exists(next) ||
	    !signing_key_load(k, next, &unused))
		return false;
	if (str_eq(k->public_hex, known) && (rename(path, old) == 0 || !fs_exists(path)) && rename(next, path) == 0) {
		log_info("the interrupted change of the signing key is finished");
		return true;
	}
	signing_key_fini(k);
	return false;
}

bool key_guard_open(struct store *s, struct signing_key *k, const char *path, struct error *e)
{
	char known[STORE_KEY_HEX_BYTES];
	if (!store_signing_key(s, known, e))
		return false;
	if (known[0] == '\0')
		return open_first(s, k, path, e);
	if (fs_exists(path)) {
		if (!signing_key_load(k, path, e))
			return false;
		if (str_eq(k->public_hex, known))
			return true;
		signing_key_fini(k);
	}
	if (finish_rotation(k, path, known))
		return true;
	return error_set(e, ERROR_REFUSED,
			 "%s is not the signing key of this store (%.8s…): copy it from the server or the backup that "
			 "has it; if it is lost: aula-server adopt-key",
			 path, known);
}

bool key_guard_check(struct store *s, const struct signing_key *k, bool *same, struct error *e)
{
	char known[STORE_KEY_HEX_BYTES];
	if (!store_signing_key(s, known, e))
		return false;
	*same = str_eq(known, k->public_hex);
	return true;
}

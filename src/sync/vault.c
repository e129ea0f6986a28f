#include "sync/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "cache/schema.h"
#include "db/db.h"

#define REBUILD "rebuild.db"
#define BAD "bad.db"
#define PIN "key.pin"
#define PIN_BYTES_MAX 200

static const char *const suffixes[] = {"", "-wal", "-shm"};
#define N_SUFFIXES (sizeof suffixes / sizeof suffixes[0])

static void path_of(const struct vault *v, const char *name, const char *suffix, char out[PATH_MAX])
{
	snprintf(out, PATH_MAX, "%s/%s%s", v->dir, name, suffix);
}

static bool exists(const struct vault *v, const char *name)
{
	char path[PATH_MAX];
	path_of(v, name, "", path);
	return fs_exists(path);
}

/* The main file goes first, so that nobody opens it without the others. */
static void remove_all(const struct vault *v, const char *name)
{
	char path[PATH_MAX];
	for (size_t i = 0; i < N_SUFFIXES; i++) {
		path_of(v, name, suffixes[i], path);
		if (unlink(path) != 0 && errno != ENOENT)
			log_warning("%s: %s", path, strerror(errno));
	}
}

static bool move_all(const struct vault *v, const char *from, const char *to, struct error *e)
{
	char old[PATH_MAX], new[PATH_MAX];
	for (size_t i = 0; i < N_SUFFIXES; i++) {
		path_of(v, from, suffixes[i], old);
		path_of(v, to, suffixes[i], new);
		if (rename(old, new) != 0 && errno != ENOENT)
			return error_set_errno(e, "%s", old);
	}
	return true;
}

static bool take_lock(struct vault *v, struct error *e)
{
	char path[PATH_MAX];
	path_of(v, "lock", "", path);
	v->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (v->lock_fd < 0)
		return error_set_errno(e, "%s", path);
	if (flock(v->lock_fd, LOCK_EX | LOCK_NB) == 0)
		return true;
	return error_set(e, ERROR_BUSY, "%s: another aula-sync has this folder", path);
}

/* The key remembered outside counts: a cache that is new or half made has none. */
static void recall_pin(struct vault *v)
{
	char path[PATH_MAX], anchor[65], key[65];
	CLEANUP_BUF struct buf text = BUF_INIT;
	path_of(v, PIN, "", path);
	if (!fs_read(path, PIN_BYTES_MAX, &text, NULL))
		return;
	if (sscanf(buf_str(&text), "%64[0-9a-f] %64[0-9a-f]\n", anchor, key) != 2 || strlen(key) != 64) {
		log_warning("%s: not a key", path);
		return;
	}
	snprintf(v->meta.anchor, sizeof v->meta.anchor, "%s", anchor);
	snprintf(v->meta.key, sizeof v->meta.key, "%s", key);
}

bool vault_reload(struct vault *v, struct error *e)
{
	if (!cache_writer_meta(v->w, &v->meta, e))
		return false;
	recall_pin(v);
	return true;
}

static bool open_writer(struct vault *v, const char *name, struct error *e)
{
	char path[PATH_MAX];
	path_of(v, name, "", path);
	if (!cache_writer_open(&v->w, path, e))
		return false;
	if (vault_reload(v, e))
		return true;
	cache_writer_close(v->w);
	v->w = NULL;
	return false;
}

bool vault_pin(struct vault *v, struct error *e)
{
	char path[PATH_MAX], text[PIN_BYTES_MAX];
	path_of(v, PIN, "", path);
	int n = snprintf(text, sizeof text, "%s %s\n", v->meta.anchor, v->meta.key);
	return fs_write_atomic(path, text, (size_t)n, e);
}

/* A rebuild that can itself not be opened is worth nothing: from scratch. */
static bool open_rebuild(struct vault *v, struct error *e)
{
	v->rebuilding = true;
	if (open_writer(v, REBUILD, e))
		return true;
	if (e->kind != ERROR_CORRUPT && e->kind != ERROR_REFUSED)
		return false;
	remove_all(v, REBUILD);
	return open_writer(v, REBUILD, e);
}

static bool open_cache(struct vault *v, struct error *e)
{
	v->rebuilding = false;
	/* Cut off in the middle of taking its place: the old one has gone, the new one stands ready. */
	if (exists(v, REBUILD) && !exists(v, CACHE_FILE)) {
		log_info("cache: finishing the exchange that was cut off");
		if (!move_all(v, REBUILD, CACHE_FILE, e))
			return false;
	}
	if (exists(v, REBUILD))
		return open_rebuild(v, e);
	if (open_writer(v, CACHE_FILE, e))
		return true;
	/* of a newer program: this one was put back, and must not touch what it does not know */
	if (e->kind != ERROR_CORRUPT && e->kind != ERROR_REFUSED)
		return false;
	log_error("cache cannot be used, fetching it anew: %s", e->text);
	return open_rebuild(v, e);
}

bool vault_reopen(struct vault *v, struct error *e)
{
	return v->w != NULL || open_cache(v, e);
}

bool vault_open(struct vault *v, const char *state, struct error *e)
{
	*v = (struct vault){.lock_fd = -1};
	if (snprintf(v->dir, sizeof v->dir, "%s/cache", state) >= (int)sizeof v->dir)
		return error_set(e, ERROR_LIMIT, "%s: path too long", state);
	if (fs_mkdirs(v->dir, e) && take_lock(v, e) && vault_reopen(v, e))
		return true;
	vault_close(v);
	return false;
}

void vault_close(struct vault *v)
{
	cache_writer_close(v->w);
	v->w = NULL;
	if (v->lock_fd >= 0)
		close(v->lock_fd);
	v->lock_fd = -1;
}

bool vault_condemn(struct vault *v, struct error *e)
{
	struct cache_meta before = v->meta;
	cache_writer_close(v->w);
	v->w = NULL;
	if (v->rebuilding)
		remove_all(v, REBUILD);
	if (!open_rebuild(v, e))
		return false;
	snprintf(v->meta.key, sizeof v->meta.key, "%s", before.key);
	snprintf(v->meta.anchor, sizeof v->meta.anchor, "%s", before.anchor);
	v->meta.signed_at = before.signed_at;
	return true;
}

bool vault_settle(struct vault *v, struct error *e)
{
	if (!v->rebuilding || !v->meta.complete || v->meta.loading)
		return true;
	/* All of it in the one file, so that moving is one rename. */
	if (!db_checkpoint(cache_writer_db(v->w), e))
		return false;
	cache_writer_close(v->w);
	v->w = NULL;
	remove_all(v, BAD);
	if (!move_all(v, CACHE_FILE, BAD, e) || !move_all(v, REBUILD, CACHE_FILE, e))
		return false;
	v->rebuilding = false;
	log_info("cache: fetched anew, in place");
	return open_writer(v, CACHE_FILE, e);
}

bool vault_cache_path(const char *state, char out[PATH_MAX], struct error *e)
{
	return fs_join(state, CACHE_PATH, out, e);
}

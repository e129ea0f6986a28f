#include "server/mirror.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "server/app.h"
#include "server/child.h"
#include "store/store.h"
#include "web/http.h"

struct mirror {
	struct app *app;
	struct arena arena;
	const char *folder, *cache, *kiosk, *sync, *print; /* programs; NULL: not there */
	struct child *syncing;
	int64_t syncing_head, syncing_ms; /* of the store when it began */
	int64_t head, fresh_ms;           /* of the last that was done; head -1: none */
	int64_t wiped_ms;                 /* when the folder was last begun anew; 0: never */
	int running;                      /* kiosks */
};

struct mirror_job {
	struct mirror *m;
	struct arena arena;
	const char **argv;
	const char *input, *work, *out_file;
	size_t input_len;
	int64_t head; /* what it wants to see */
	struct child *child;
	bool print, printing; /* the slip goes through aula-print; is in it */
	struct buf out;
};

/* --- folders and programs --- */

static const char *own_copy(struct arena *a, const char *name)
{
	const char *path = arena_printf(a, "%s/%s", MIRROR_PROGRAMS, name);
	return access(path, X_OK) == 0 ? path : NULL;
}

/* In the build tree and where a device's package is installed they lie beside us; else the server's package has its own. */
static const char *beside_us(struct arena *a, const char *name)
{
	char own[4096];
	ssize_t n = readlink("/proc/self/exe", own, sizeof own - 1);
	if (n <= 0)
		return NULL;
	own[n] = '\0';
	char *slash = strrchr(own, '/');
	if (slash == NULL)
		return NULL;
	*slash = '\0';
	const char *path = arena_printf(a, "%s/%s", own, name);
	return access(path, X_OK) == 0 ? path : own_copy(a, name);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	remove(path);
	return 0;
}

static void remove_tree(const char *path)
{
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

struct mirror *mirror_new(struct app *app)
{
	struct mirror *m = calloc(1, sizeof *m);
	ASSERT(m != NULL);
	m->app = app;
	m->head = -1;
	const char *key = app->settings.key, *slash = strrchr(key, '/');
	int folder_len = slash != NULL ? (int)(slash - key) : 1;
	m->folder = str_empty(app->settings.preview)
			    ? arena_printf(&m->arena, "%.*s/preview", folder_len, slash != NULL ? key : ".")
			    : arena_strdup(&m->arena, app->settings.preview);
	m->cache = arena_printf(&m->arena, "%s/cache/cache.db", m->folder);
	m->kiosk = beside_us(&m->arena, "aula-kiosk");
	m->sync = beside_us(&m->arena, "aula-sync");
	m->print = beside_us(&m->arena, "aula-print");
	remove_tree(arena_printf(&m->arena, "%s/work", m->folder)); /* of a server that was killed */
	return m;
}

void mirror_free(struct mirror *m)
{
	if (m == NULL)
		return;
	child_free(m->syncing);
	arena_fini(&m->arena);
	free(m);
}

bool mirror_able(const struct mirror *m)
{
	return m->kiosk != NULL && m->sync != NULL;
}

/* --- keeping in step --- */

static int64_t now_ms(const struct mirror *m)
{
	return clock_mono_ms(&m->app->clock);
}

/* Where this very server is heard by a program on the same machine. */
static const char *own_url(const struct mirror *m, struct arena *a)
{
	const char *at = m->app->settings.address;
	if (str_eq(at, "0.0.0.0"))
		at = "127.0.0.1";
	if (str_eq(at, "::"))
		at = "::1";
	return arena_printf(a, strchr(at, ':') != NULL ? "http://[%s]:%u" : "http://%s:%u", at,
			    web_server_port(m->app->web));
}

static bool begin_sync(struct mirror *m, struct error *e)
{
	struct arena a = ARENA_INIT;
	const char *const argv[] = {
		m->sync,
		"--once",
		"--config",
		"/dev/null",
		"--set",
		arena_printf(&a, "server.url=%s", own_url(m, &a)),
		"--set",
		arena_printf(&a, "server.key=%s", m->app->key.public_hex),
		"--set",
		"server.proxy=",
		"--set",
		arena_printf(&a, "paths.state=%s", m->folder),
		"--set",
		"sync.report_s=0",
		NULL,
	};
	const struct child_task task = {.argv = argv, .seconds = MIRROR_LOAD_S, .network = true};
	bool ok = fs_mkdirs(arena_printf(&a, "%s/cache", m->folder), e);
	m->syncing = ok ? child_start(&task, e) : NULL;
	m->syncing_head = store_head(m->app->store).head;
	m->syncing_ms = now_ms(m);
	arena_fini(&a);
	return m->syncing != NULL;
}

/* A folder that cannot follow any more (it pinned a key of another store, its disk was full) costs nothing to make again;
 * once in a while, so that a fault that stays does not keep the machine busy. */
static enum mirror_state begin_anew(struct mirror *m, struct error *e)
{
	struct arena a = ARENA_INIT;
	error_context(e, "aula-sync");
	m->head = -1;
	bool again = m->wiped_ms == 0 || now_ms(m) - m->wiped_ms > (int64_t)MIRROR_ANEW_S * 1000;
	if (again) {
		log_warning("%s: the preview's folder is made anew", e->text);
		remove_tree(arena_printf(&a, "%s/cache", m->folder));
		m->wiped_ms = now_ms(m);
	}
	arena_fini(&a);
	return again && begin_sync(m, e) ? MIRROR_WAIT : MIRROR_FAILED;
}

/* DONE when the folder has at least what the store had when the job came. */
static enum mirror_state keep(struct mirror *m, int64_t head, struct error *e)
{
	if (m->syncing != NULL) {
		enum child_state got = child_poll(m->syncing, e);
		if (got == CHILD_RUNNING)
			return MIRROR_WAIT;
		child_free(m->syncing);
		m->syncing = NULL;
		if (got == CHILD_FAILED)
			return begin_anew(m, e);
		m->head = m->syncing_head;
		m->fresh_ms = m->syncing_ms;
	}
	if (m->head >= head || (m->head >= 0 && now_ms(m) - m->fresh_ms < MIRROR_FRESH_MS))
		return MIRROR_DONE;
	return begin_sync(m, e) ? MIRROR_WAIT : MIRROR_FAILED;
}

void mirror_put_image(struct mirror *m, const char *hash, const void *png, size_t len)
{
	struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	const char *folder = arena_printf(&a, "%s/images", m->folder), *path = arena_printf(&a, "%s/%s.png", folder, hash);
	bool ok = fs_exists(path) || (fs_mkdirs(folder, &e) && fs_write_swap(path, png, len, &e));
	log_once("mirror image", ok ? NULL : e.text);
	arena_fini(&a);
}

/* --- one run of the kiosk --- */

struct mirror_job *mirror_job_new(struct mirror *m, const char *const *argv, const char *input, size_t input_len)
{
	struct mirror_job *j = calloc(1, sizeof *j);
	ASSERT(j != NULL);
	j->m = m;
	j->head = store_head(m->app->store).head;
	size_t n = 0;
	while (argv[n] != NULL)
		n++;
	ASSERT(n + 2 <= CHILD_ARGS_MAX);
	j->argv = ARENA_ARRAY(&j->arena, const char *, n + 2);
	j->argv[0] = m->kiosk;
	for (size_t i = 0; i < n; i++)
		j->argv[i + 1] = arena_strdup(&j->arena, argv[i]);
	j->input = input != NULL ? arena_strndup(&j->arena, input, input_len) : NULL;
	j->input_len = input_len;
	return j;
}

static bool make_work(struct mirror_job *j, struct error *e)
{
	const char *all = arena_printf(&j->arena, "%s/work", j->m->folder);
	char *own = arena_printf(&j->arena, "%s/XXXXXX", all);
	if (!fs_mkdirs(all, e))
		return false;
	if (mkdtemp(own) == NULL)
		return error_set_errno(e, "%s", own);
	j->work = own;
	for (const char **arg = j->argv; *arg != NULL; arg++) {
		if (str_eq(*arg, "%c"))
			*arg = j->m->cache;
		else if (str_eq(*arg, "%w"))
			*arg = j->work;
		else if (str_eq(*arg, "%o"))
			*arg = j->out_file = arena_printf(&j->arena, "%s/out", j->work);
	}
	return true;
}

static bool begin_kiosk(struct mirror_job *j, struct error *e)
{
	const struct child_task task = {
		.argv = j->argv, .input = j->input, .input_len = j->input_len, .seconds = MIRROR_KIOSK_S};
	if (!make_work(j, e) || (j->child = child_start(&task, e)) == NULL)
		return false;
	j->m->running++;
	return true;
}

void mirror_job_print(struct mirror_job *j)
{
	j->print = true;
}

/* The slip that the kiosk has written becomes a picture. */
static bool begin_print(struct mirror_job *j, struct error *e)
{
	struct arena *a = &j->arena;
	const char *slip = j->out_file;
	child_free(j->child);
	j->child = NULL;
	j->printing = true;
	j->out_file = arena_printf(a, "%s/slip.png", j->work);
	const char *const argv[] = {j->m->print,
				    "--config",
				    "/dev/null",
				    "--set",
				    arena_printf(a, "paths.assets=%s/..", j->m->app->settings.site),
				    "--render",
				    slip,
				    j->out_file,
				    NULL};
	const struct child_task task = {.argv = argv, .seconds = MIRROR_KIOSK_S};
	j->child = child_start(&task, e);
	if (j->child == NULL)
		j->m->running--;
	return j->child != NULL;
}

static enum mirror_state end_kiosk(struct mirror_job *j, struct error *e)
{
	bool ok = j->out_file != NULL ? fs_read(j->out_file, MIRROR_OUTPUT_MAX, &j->out, e)
				      : child_output(j->child, MIRROR_OUTPUT_MAX, &j->out, e);
	return ok ? MIRROR_DONE : MIRROR_FAILED;
}

enum mirror_state mirror_job_step(struct mirror_job *j, struct error *e)
{
	struct mirror *m = j->m;
	if (!mirror_able(m)) {
		error_set(e, ERROR_NOT_FOUND, "aula-kiosk and aula-sync are not installed beside aula-server");
		return MIRROR_FAILED;
	}
	if (j->print && m->print == NULL) {
		error_set(e, ERROR_NOT_FOUND, "aula-print is not installed beside aula-server");
		return MIRROR_FAILED;
	}
	if (j->child == NULL) {
		enum mirror_state kept = keep(m, j->head, e);
		if (kept != MIRROR_DONE || m->running >= MIRROR_CHILDREN_MAX)
			return kept == MIRROR_FAILED ? MIRROR_FAILED : MIRROR_WAIT;
		return begin_kiosk(j, e) ? MIRROR_WAIT : MIRROR_FAILED;
	}
	enum child_state got = child_poll(j->child, e);
	if (got == CHILD_RUNNING)
		return MIRROR_WAIT;
	if (got == CHILD_FAILED)
		error_context(e, j->printing ? "aula-print" : "aula-kiosk");
	if (got == CHILD_DONE && j->print && !j->printing)
		return begin_print(j, e) ? MIRROR_WAIT : MIRROR_FAILED;
	return got == CHILD_DONE ? end_kiosk(j, e) : MIRROR_FAILED;
}

const struct buf *mirror_job_output(const struct mirror_job *j)
{
	return &j->out;
}

void mirror_job_free(void *job)
{
	struct mirror_job *j = job;
	if (j == NULL)
		return;
	if (j->child != NULL)
		j->m->running--;
	child_free(j->child);
	if (j->work != NULL)
		remove_tree(j->work);
	buf_fini(&j->out);
	arena_fini(&j->arena);
	free(j);
}

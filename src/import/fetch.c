/* The reading half of run.h: documents, items, pages. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "import/id_set.h"
#include "import/run.h"
#include "model/codec.h"
#include "net/http.h"

#define PAGE_BYTES_MAX ((size_t)512 * 1024 * 1024) /* streamed: costs time, not memory */
#define RUN_BYTES_MAX ((size_t)4 * 1024 * 1024 * 1024)
#define PAGE_TRIES 3
#define IDLE_TIMEOUT_MS 30000
#define HTTP_ATTEMPTS 5
#define FILE_CHUNK 65536
#define JSON_DOCUMENT_BYTES_MAX ((size_t)16 * 1024 * 1024)

static void draw_progress(const struct run *r)
{
	if (r->progress)
		fprintf(stderr, "\r%s: page %zu, %zu taken, %zu skipped, %.1f MB \033[K", r->source->name,
			r->pages, r->taken, r->skipped.total, (double)r->bytes / 1e6);
}

/* ---- items of one document ---- */

struct reading {
	struct run *r;
	item_fn *on_item;
	void *user;
	const char *where;
	struct item_stream *stream;
	struct error *e;
	struct error feed_error;
	bool stopped; /* on_item asked for the end of the run; e is filled */
	bool damaged; /* feed_error is filled */
};

static bool on_item(void *user, const char *text, size_t len)
{
	struct reading *d = user;
	struct run *r = d->r;
	struct error why = ERROR_INIT;
	arena_reset(&r->item);
	if (!utf8_valid(text, len)) {
		run_skip(r, "bad UTF-8", d->where);
		return true;
	}
	cJSON *item = json_parse(text, len, ITEM_BYTES_MAX, &why);
	if (item == NULL) {
		run_skip(r, strstr(why.text, "deeper") != NULL ? "nested too deeply" : "not JSON", d->where);
		return true;
	}
	bool ok = d->on_item(r, item, d->user, d->e);
	cJSON_Delete(item);
	d->stopped = !ok;
	return ok;
}

static void on_skip(void *user, size_t number, const char *why)
{
	struct reading *d = user;
	char example[TALLY_REASON_BYTES];
	snprintf(example, sizeof example, "item %zu of %s", number, d->where);
	run_skip(d->r, why, example);
}

static bool on_data(void *user, const char *data, size_t len)
{
	struct reading *d = user;
	d->r->bytes += len;
	if (!item_stream_feed(d->stream, data, len, &d->feed_error)) {
		d->damaged = true;
		return false;
	}
	draw_progress(d->r);
	return d->r->bytes <= RUN_BYTES_MAX;
}

static void begin(struct reading *d, const char *keys)
{
	struct item_handler h = {.on_item = on_item, .on_skip = on_skip, .user = d};
	item_stream_free(d->stream);
	d->stream = item_stream_new(keys, &h);
	d->damaged = false;
}

/* The end of a document: complete, and its rest if wanted. */
static bool end(struct reading *d, cJSON **rest, size_t *items, struct error *e)
{
	if (!item_stream_end(d->stream, d->stopped ? NULL : e)) {
		return d->stopped ? false : error_context(e, "%s", d->where);
	}
	*items = item_stream_count(d->stream);
	const char *text = item_stream_rest(d->stream);
	if (rest != NULL && text[0] != '\0')
		*rest = json_parse(text, strlen(text), ITEM_REST_BYTES_MAX, NULL);
	return true;
}

static struct http_request request_of(const struct run *r, const char *url)
{
	return (struct http_request){.url = url,
				     .headers = r->headers,
				     .max_bytes = PAGE_BYTES_MAX,
				     .total_timeout_ms = r->options->timeout_s * 1000,
				     .idle_timeout_ms = IDLE_TIMEOUT_MS,
				     .attempts = HTTP_ATTEMPTS,
				     .retry_base_ms = r->options->retry_base_ms};
}

static bool fetch_once(struct reading *d, const char *keys, const char *url, struct error *e)
{
	CLEANUP_RESPONSE struct http_response answer = HTTP_RESPONSE_INIT;
	struct http_request q = request_of(d->r, url);
	begin(d, keys);
	q.on_data = on_data;
	q.on_data_user = d;
	bool ok = http_fetch(d->r->http, &q, &answer, e);
	if (!ok && d->damaged) {
		*e = d->feed_error;
		return error_context(e, "%s", url);
	}
	if (!ok)
		return false;
	return http_ok(&answer) || error_set(e, answer.status == 404 ? ERROR_NOT_FOUND : ERROR_IO,
					     "%s: status %d", url, answer.status);
}

static bool read_items(struct run *r, const char *url, const char *keys, item_fn *item, void *user,
		       cJSON **rest, size_t *items, struct error *e)
{
	struct error stop = ERROR_INIT;
	struct reading d = {.r = r, .on_item = item, .user = user, .where = url, .e = &stop};
	bool ok = false;
	/* a connection cut in the middle of a page: read it again; what was taken is recognised by its id */
	for (int i = 0; i < PAGE_TRIES && !ok && !d.stopped; i++) {
		ok = fetch_once(&d, keys, url, e) && end(&d, rest, items, e);
		if (!ok && (e->kind == ERROR_NOT_FOUND || e->kind == ERROR_REFUSED ||
			    e->kind == ERROR_LIMIT || e->kind == ERROR_BUSY || e->kind == ERROR_TRUST))
			break;
	}
	item_stream_free(d.stream);
	if (d.stopped) {
		*e = stop;
		e->kind = ERROR_REFUSED;
	} else if (!ok) {
		run_incomplete(r, "%s", e->text);
		e->kind = ERROR_IO;
	}
	r->pages++;
	draw_progress(r);
	return ok;
}

bool run_items(struct run *r, const char *url, const char *keys, item_fn *item, void *user, cJSON **rest,
	       struct error *e)
{
	size_t items = 0;
	return read_items(r, url, keys, item, user, rest, &items, e) || e->kind != ERROR_REFUSED;
}

bool run_items_of_file(struct run *r, const char *path, const char *keys, item_fn *item, void *user,
		       cJSON **rest, struct error *e)
{
	CLEANUP_FILE FILE *f = fopen(path, "re");
	CLEANUP_FREE char *chunk = malloc(FILE_CHUNK);
	struct error stop = ERROR_INIT;
	struct reading d = {.r = r, .on_item = item, .user = user, .where = path, .e = &stop};
	size_t items = 0;
	if (f == NULL || chunk == NULL)
		return error_set_errno(e, "%s", path);
	begin(&d, keys);
	bool ok = true;
	for (size_t n = fread(chunk, 1, FILE_CHUNK, f); ok && n > 0; n = fread(chunk, 1, FILE_CHUNK, f))
		ok = on_data(&d, chunk, n);
	if (!ok && d.damaged && !d.stopped) {
		*e = d.feed_error;
		error_context(e, "%s", path);
	}
	ok = ok && end(&d, rest, &items, e);
	r->pages++;
	item_stream_free(d.stream);
	if (d.stopped) {
		*e = stop;
		return false;
	}
	if (!ok)
		run_incomplete(r, "%s", e->text);
	return true;
}

/* ---- pages ---- */

bool run_pages(struct run *r, const char *first_url, const char *keys, item_fn *item, void *user,
	       next_fn *next, struct error *e)
{
	struct id_set *visited = id_set_new();
	const char *url = first_url;
	bool ok = true;
	for (int number = 1; ok && url != NULL; number++) {
		if (!id_set_add(visited, url)) {
			run_incomplete(r, "%s: pages go in a circle", url);
			break;
		}
		if (number > r->source->max_pages) {
			run_incomplete(r, "more than max_pages = %lld pages",
				       (long long)r->source->max_pages);
			break;
		}
		cJSON *rest = NULL;
		size_t items = 0;
		ok = read_items(r, url, keys, item, user, &rest, &items, e);
		if (!ok) {
			cJSON_Delete(rest);
			break;
		}
		const char *wanted = next(r, rest, url, number, items);
		cJSON_Delete(rest);
		url = wanted != NULL ? url_next(r, first_url, wanted) : NULL;
		if (wanted != NULL && url == NULL)
			run_incomplete(r, "next page is at another host: %s", wanted);
	}
	id_set_free(visited);
	/* a page that cannot be read ends the paging, not the run */
	return ok || e->kind != ERROR_REFUSED;
}

/* ---- whole documents ---- */

static bool take_file(const char *path, size_t max_bytes, struct buf *out, struct error *e)
{
	return fs_read(path, max_bytes, out, e);
}

bool run_document(struct run *r, const char *what, size_t max_bytes, struct buf *out, struct error *e)
{
	r->pages++;
	if (r->source->file != NULL)
		return take_file(r->source->file, max_bytes, out, e);
	CLEANUP_RESPONSE struct http_response answer = HTTP_RESPONSE_INIT;
	struct http_request q = request_of(r, r->source->url);
	q.max_bytes = max_bytes;
	q.etag = r->etag;
	q.last_modified = r->last_modified;
	if (!http_fetch(r->http, &q, &answer, e))
		return error_context(e, "%s", what);
	r->bytes += answer.body.len;
	r->not_modified = answer.status == 304;
	if (r->not_modified)
		return true;
	if (!http_ok(&answer))
		return error_set(e, ERROR_IO, "%s: %s: status %d", what, r->source->url, answer.status);
	snprintf(r->etag, sizeof r->etag, "%s", answer.etag);
	snprintf(r->last_modified, sizeof r->last_modified, "%s", answer.last_modified);
	buf_append(out, buf_str(&answer.body), answer.body.len);
	return true;
}

cJSON *run_json(struct run *r, const char *url, struct error *e)
{
	CLEANUP_RESPONSE struct http_response answer = HTTP_RESPONSE_INIT;
	struct http_request q = request_of(r, url);
	q.max_bytes = JSON_DOCUMENT_BYTES_MAX;
	r->pages++;
	if (!http_fetch(r->http_details, &q, &answer, e))
		return NULL;
	r->bytes += answer.body.len;
	if (!http_ok(&answer)) {
		error_set(e, answer.status == 404 ? ERROR_NOT_FOUND : ERROR_IO, "%s: status %d", url,
			  answer.status);
		return NULL;
	}
	cJSON *doc = json_parse(buf_str(&answer.body), answer.body.len, JSON_DOCUMENT_BYTES_MAX, e);
	if (doc == NULL)
		error_context(e, "%s", url);
	return doc;
}

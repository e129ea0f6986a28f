#include "print/ipp_printer.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <cups/cups.h>
#include <cups/raster.h>

#include "base/assert.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "print/paper.h"

#define POLL_MS 500        /* between questions about a job */
#define JOB_MOST_MS 120000 /* a queue that never says "completed" */
#define MM100_PER_INCH 2540

enum phase { IDLE, TURNED_AWAY, COMMITTING, PROCEEDING, WAITING };

struct ipp_printer {
	struct ipp_printer_config config;
	struct printer_known known;
	enum phase phase;
	http_t *http; /* with a request under way: COMMITTING, PROCEEDING */
	char host[256], resource[256], scheme[16], user[64];
	int port;
	bool cut_only;
	int job_id;
	int64_t ask_ms, give_up_ms;
};

static int on_timeout(http_t *http, void *data)
{
	(void)http, (void)data;
	return 0; /* do not go on waiting */
}

static http_t *connect_to(struct ipp_printer *p, struct error *e)
{
	http_encryption_t secure =
		str_eq(p->scheme, "ipps") ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED;
	http_t *http = httpConnect2(p->host, p->port, NULL, AF_UNSPEC, secure, 1, IPP_CONNECT_MS, NULL);
	if (http == NULL) {
		error_set(e, ERROR_IO, "%s: %s", p->config.uri, cupsLastErrorString());
		return NULL;
	}
	httpSetTimeout(http, IPP_ANSWER_S, on_timeout, NULL);
	return http;
}

static ipp_t *new_request(const struct ipp_printer *p, ipp_op_t op)
{
	ipp_t *r = ippNewRequest(op);
	ippAddString(r, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, p->config.uri);
	ippAddString(r, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, "aula");
	return r;
}

/* One question and its answer. Returns owned; NULL with e. */
static ipp_t *ask(struct ipp_printer *p, ipp_t *request, struct error *e)
{
	http_t *http = connect_to(p, e);
	if (http == NULL) {
		ippDelete(request);
		return NULL;
	}
	ipp_t *answer = cupsDoRequest(http, request, p->resource);
	if (answer == NULL || cupsLastError() > IPP_STATUS_OK_EVENTS_COMPLETE) {
		error_set(e, ERROR_IO, "%s: %s", p->config.uri, cupsLastErrorString());
		ippDelete(answer);
		answer = NULL;
	}
	httpClose(http);
	return answer;
}

/* Keywords of RFC 8011 §5.4.12, with or without "-report", "-warning", "-error". */
static enum printer_state state_of(ipp_t *answer)
{
	static const struct {
		const char *word;
		enum printer_state state;
	} reasons[] = {{"cover-open", PRINTER_COVER_OPEN},    {"door-open", PRINTER_COVER_OPEN},
		       {"media-empty", PRINTER_OUT_OF_PAPER}, {"media-needed", PRINTER_OUT_OF_PAPER},
		       {"media-jam", PRINTER_ERROR},          {"media-low", PRINTER_NEAR_END}};
	ipp_attribute_t *a = ippFindAttribute(answer, "printer-state-reasons", IPP_TAG_ZERO);
	for (size_t k = 0; k < sizeof reasons / sizeof reasons[0]; k++)
		for (int i = 0; i < ippGetCount(a); i++)
			if (str_starts(ippGetString(a, i, NULL), reasons[k].word))
				return reasons[k].state;
	a = ippFindAttribute(answer, "printer-state", IPP_TAG_ENUM);
	return a != NULL && ippGetInteger(a, 0) == IPP_PSTATE_STOPPED ? PRINTER_ERROR : PRINTER_READY;
}

static void ip_check(void *self, int64_t now)
{
	static const char *const wanted[] = {"printer-state", "printer-state-reasons"};
	struct ipp_printer *p = self;
	struct error e = ERROR_INIT;
	if (p->phase != IDLE)
		return;
	ipp_t *request = new_request(p, IPP_OP_GET_PRINTER_ATTRIBUTES);
	ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", 2, NULL, wanted);
	ipp_t *answer = ask(p, request, &e);
	p->known.state = answer != NULL ? state_of(answer) : PRINTER_SILENT;
	log_once("printer-ipp", answer != NULL ? NULL : e.text);
	p->known.checked_ms = now;
	ippDelete(answer);
}

static ssize_t to_printer(void *context, unsigned char *data, size_t len)
{
	http_t *http = context;
	return cupsWriteRequestData(http, (char *)data, len) == HTTP_STATUS_CONTINUE ? (ssize_t)len : -1;
}

/* Page size in 1/100 mm: the named media, or a roll as wide as the print and as long as the slip. */
static bool page_size(const struct ipp_printer *p, const struct paper *r, int *w, int *h, struct error *e)
{
	*w = (r->w * MM100_PER_INCH + p->config.dpi - 1) / p->config.dpi;
	*h = (r->h * MM100_PER_INCH + p->config.dpi - 1) / p->config.dpi;
	if (str_empty(p->config.media))
		return true;
	pwg_media_t *media = pwgMediaForPWG(p->config.media);
	if (media == NULL || media->width < *w)
		return error_set(e, ERROR_INPUT, "printer.media %s is not known or too narrow",
				 p->config.media);
	*w = media->width;
	*h = media->length;
	return true;
}

/* One line of 8-bit grey; the slip stands in the middle of the page. */
static void grey_line(const struct paper *r, int y, unsigned char *line, unsigned width)
{
	unsigned left = width > (unsigned)r->w ? (width - (unsigned)r->w) / 2 : 0;
	memset(line, 255, width);
	for (int x = 0; x < r->w && left + (unsigned)x < width; x++)
		if (paper_dot(r, x, y))
			line[left + (unsigned)x] = 0;
}

static bool write_pages(const struct ipp_printer *p, http_t *http, const struct paper *r, int w, int h,
			struct error *e)
{
	cups_page_header2_t header;
	pwg_media_t *media = pwgMediaForSize(w, h);
	if (media == NULL || !cupsRasterInitPWGHeader(&header, media, "sgray_8", p->config.dpi, p->config.dpi,
						      "one-sided", NULL))
		return error_set(e, ERROR_INTERNAL, "no raster of %d × %d mm/100", w, h);
	cups_raster_t *raster = cupsRasterOpenIO(to_printer, http, CUPS_RASTER_WRITE_PWG);
	unsigned char *line = malloc(header.cupsBytesPerLine);
	ASSERT(raster != NULL && line != NULL);
	bool ok = true;
	for (int y = 0; ok && y < r->h; y += (int)header.cupsHeight) {
		ok = cupsRasterWriteHeader2(raster, &header) != 0;
		for (int row = 0; ok && row < (int)header.cupsHeight; row++) {
			grey_line(r, y + row, line, header.cupsWidth);
			ok = cupsRasterWritePixels(raster, line, header.cupsBytesPerLine) != 0;
		}
	}
	cupsRasterClose(raster);
	free(line);
	return ok || error_set(e, ERROR_IO, "%s: took only a part", p->config.uri);
}

/* The request to print, or to say whether it would be printed. */
static ipp_t *job_request(const struct ipp_printer *p, ipp_op_t op, const char *name)
{
	ipp_t *r = new_request(p, op);
	ippAddString(r, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, name);
	ippAddString(r, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL, "image/pwg-raster");
	return r;
}

static void add_media(const struct ipp_printer *p, ipp_t *r, int w, int h)
{
	if (!str_empty(p->config.media)) {
		ippAddString(r, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", NULL, p->config.media);
		return;
	}
	ipp_t *col = ippNew(), *size = ippNew();
	ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "x-dimension", w);
	ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "y-dimension", h);
	ippAddCollection(col, IPP_TAG_ZERO, "media-size", size);
	ippAddCollection(r, IPP_TAG_JOB, "media-col", col);
	ippDelete(size);
	ippDelete(col);
}

/* Asks first whether it knows the paper: one that does not refuses the whole job, although it would print
 * the page well enough when the paper is not named. */
static bool knows_media(struct ipp_printer *p, const char *name, int w, int h)
{
	struct error e = ERROR_INIT;
	ipp_t *request = job_request(p, IPP_OP_VALIDATE_JOB, name);
	add_media(p, request, w, h);
	ipp_t *answer = ask(p, request, &e);
	ippDelete(answer);
	return answer != NULL;
}

/* Sends everything but the end of the request: until that, the printer must not print. ERROR_BUSY: not now.
 */
static bool send_job(struct ipp_printer *p, const char *name, const struct paper *r, struct error *e)
{
	int w, h;
	if (!page_size(p, r, &w, &h, e))
		return false;
	bool named = knows_media(p, name, w, h);
	p->http = connect_to(p, e);
	if (p->http == NULL)
		return false;
	ipp_t *request = job_request(p, IPP_OP_PRINT_JOB, name);
	if (named)
		add_media(p, request, w, h);
	http_status_t status = cupsSendRequest(p->http, request, p->resource, CUPS_LENGTH_VARIABLE);
	ippDelete(request);
	if (status != HTTP_STATUS_CONTINUE)
		return error_set(e, status == HTTP_STATUS_SERVICE_UNAVAILABLE ? ERROR_BUSY : ERROR_IO,
				 "%s: %s", p->config.uri, httpStatus(status));
	return write_pages(p, p->http, r, w, h, e);
}

static void hang_up(struct ipp_printer *p)
{
	if (p->http != NULL)
		httpClose(p->http);
	p->http = NULL;
}

static bool ip_start(void *self, const char *name, const struct paper *r, bool again, int64_t now)
{
	struct ipp_printer *p = self;
	struct error e = ERROR_INIT;
	(void)again; /* the printer drops a job whose request was not finished */
	if (p->phase != IDLE)
		return false;
	p->cut_only = r == NULL;
	if (!p->cut_only && !send_job(p, name, r, &e)) {
		hang_up(p);
		if (e.kind == ERROR_BUSY) {
			log_info("%s", e.text);
			p->phase = TURNED_AWAY;
			return true;
		}
		log_error("%s", e.text);
		p->known.state = PRINTER_SILENT;
		p->known.checked_ms = now;
		return false;
	}
	p->phase = COMMITTING;
	return true;
}

static void ip_proceed(void *self, int64_t now)
{
	struct ipp_printer *p = self;
	(void)now;
	p->phase = PROCEEDING;
}

static void ip_abandon(void *self, int64_t now)
{
	struct ipp_printer *p = self;
	struct error e = ERROR_INIT;
	(void)now;
	hang_up(p);
	if (p->phase == WAITING) {
		ipp_t *request = new_request(p, IPP_OP_CANCEL_JOB);
		ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", p->job_id);
		ippDelete(ask(p, request, &e));
	}
	p->phase = IDLE;
}

/* What an answer without a job's number means: RFC 8011 §4.1.6 tells a "not now" from a "no". */
static enum printer_event said_no(const struct ipp_printer *p)
{
	switch (cupsLastError()) {
	case IPP_STATUS_ERROR_BUSY:
	case IPP_STATUS_ERROR_TEMPORARY:
	case IPP_STATUS_ERROR_SERVICE_UNAVAILABLE:
	case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS:
		log_info("%s: not now: %s", p->config.uri, cupsLastErrorString());
		return PRINTER_EVENT_BUSY;
	default:
		log_error("%s: refused the slip: %s", p->config.uri, cupsLastErrorString());
		return PRINTER_EVENT_REFUSED;
	}
}

/* Ends the request and takes the job's number. */
static enum printer_event take_number(struct ipp_printer *p, int64_t now)
{
	p->phase = IDLE;
	if (p->cut_only)
		return PRINTER_EVENT_DONE;
	ipp_t *answer = cupsGetResponse(p->http, p->resource);
	ipp_attribute_t *id = answer != NULL ? ippFindAttribute(answer, "job-id", IPP_TAG_INTEGER) : NULL;
	enum printer_event event = PRINTER_EVENT_NONE;
	if (id != NULL) {
		p->job_id = ippGetInteger(id, 0);
		p->phase = WAITING;
		p->ask_ms = now;
		p->give_up_ms = now + JOB_MOST_MS;
	} else if (answer != NULL || cupsLastError() == IPP_STATUS_ERROR_SERVICE_UNAVAILABLE) {
		event = said_no(p);
	} else {
		/* no answer at all leaves open what happened */
		log_error("%s: no answer to the slip: %s", p->config.uri, cupsLastErrorString());
		event = PRINTER_EVENT_LOST;
	}
	ippDelete(answer);
	hang_up(p);
	return event;
}

static enum printer_event ask_about_job(struct ipp_printer *p, int64_t now)
{
	static const char *const wanted[] = {"job-state", "printer-state", "printer-state-reasons"};
	struct error e = ERROR_INIT;
	if (now < p->ask_ms)
		return PRINTER_EVENT_NONE;
	p->ask_ms = now + POLL_MS;
	ipp_t *request = new_request(p, IPP_OP_GET_JOB_ATTRIBUTES);
	ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", p->job_id);
	ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", 3, NULL, wanted);
	ipp_t *answer = ask(p, request, &e);
	ipp_attribute_t *a = answer != NULL ? ippFindAttribute(answer, "job-state", IPP_TAG_ENUM) : NULL;
	int state = a != NULL ? ippGetInteger(a, 0) : 0;
	/* a printer that forgot the job at once has printed it */
	bool gone = answer == NULL && cupsLastError() == IPP_STATUS_ERROR_NOT_FOUND;
	ippDelete(answer);
	enum printer_event event = PRINTER_EVENT_NONE;
	if (state == IPP_JSTATE_COMPLETED || gone || now >= p->give_up_ms)
		event = PRINTER_EVENT_DONE;
	else if (state == IPP_JSTATE_ABORTED || state == IPP_JSTATE_CANCELED)
		event = PRINTER_EVENT_LOST;
	if (event != PRINTER_EVENT_NONE)
		p->phase = IDLE;
	return event;
}

static enum printer_event ip_step(void *self, int64_t now)
{
	struct ipp_printer *p = self;
	switch (p->phase) {
	case TURNED_AWAY: p->phase = IDLE; return PRINTER_EVENT_BUSY;
	case COMMITTING: return PRINTER_EVENT_COMMIT;
	case PROCEEDING: return take_number(p, now);
	case WAITING: return ask_about_job(p, now);
	case IDLE: break;
	}
	return PRINTER_EVENT_NONE;
}

static int ip_wait(const void *self, struct pollfd *out, int64_t *wake_ms)
{
	const struct ipp_printer *p = self;
	(void)out;
	int64_t at = p->phase == WAITING ? p->ask_ms : p->phase == IDLE ? INT64_MAX : INT64_MIN;
	if (at < *wake_ms)
		*wake_ms = at;
	return 0;
}

static void ip_free(void *self)
{
	struct ipp_printer *p = self;
	hang_up(p);
	free(p);
}

struct printer ipp_printer_new(const struct ipp_printer_config *config)
{
	static const struct printer_ops ops = {ip_check, ip_start, ip_proceed, ip_abandon,
					       ip_step,  ip_wait,  ip_free};
	struct ipp_printer *p = calloc(1, sizeof *p);
	ASSERT(p != NULL);
	p->config = *config;
	p->known = PRINTER_NOT_KNOWN;
	if (httpSeparateURI(HTTP_URI_CODING_ALL, config->uri, p->scheme, sizeof p->scheme, p->user,
			    sizeof p->user, p->host, sizeof p->host, &p->port, p->resource,
			    sizeof p->resource) < HTTP_URI_STATUS_OK)
		log_error("printer.uri is no address: %s", config->uri);
	return (struct printer){.ops = &ops, .self = p, .known = &p->known};
}

/* The machine side of the server: importers, screens, monitors. Described for their authors in docs/API.md.
 */
#ifndef AULA_SERVER_API_H
#define AULA_SERVER_API_H

#include <stdbool.h>

struct app;
struct error;
struct loop;
struct reports;
struct web_request;

#define API_INGEST_BYTES_MAX ((size_t)16 * 1024 * 1024) /* as sent */
#define API_INGEST_TEXT_MAX ((size_t)64 * 1024 * 1024)  /* decompressed */
#define API_REFUSED_LISTED 100                          /* refused records named in an answer */

void api_feed(struct web_request *r);
void api_ingest(struct web_request *r);
void api_run(struct web_request *r);
/* A screen's report, see docs/API.md. */
#define API_REPORT_BYTES_MAX ((size_t)2 * 1024 * 1024)
#define API_REPORT_LINES_MAX 400
void api_report(struct web_request *r);
/* In one commit, which the loop waits for; a screen that comes back after days brings hundreds of files and is alone. */
#define API_REPORTS_TOGETHER 32
#define API_REPORTS_TOGETHER_BYTES ((size_t)64 * 1024)
/* The reports that wait for the next commit. returns owned; freed after the requests. */
struct reports *reports_new(struct app *a);
bool reports_attach(struct reports *q, struct loop *l, struct error *e);
void reports_free(struct reports *q);
/* The request carries the credential of a device that may report; else it has answered. */
bool api_device_gate(struct web_request *r);
/* Enrolment of a screen (api_enrol.c). */
#define API_ENROL_BYTES_MAX ((size_t)4096)
void api_enrol(struct web_request *r);
void api_enrol_token(struct web_request *r);
/* What staff asked a screen for (api_device.c). */
void api_device_picture(struct web_request *r);
void api_device_log(struct web_request *r);
void api_key(struct web_request *r);
void api_image(struct web_request *r);
void api_health(struct web_request *r);
void api_ready(struct web_request *r);
void api_metrics(struct web_request *r);
void api_lease(struct web_request *r);
/* The importers' token fits the source, for which it may bring any kind of record or only some. Else it has answered. */
bool api_authorised(struct web_request *r, const char *source, bool *any_kind);
/* {"error":why} */
void api_refuse(struct web_request *r, unsigned status, const char *why);

#endif

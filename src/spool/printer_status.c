#include "spool/printer_status.h"

#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "spool/json.h"

static const char *const state_words[PRINTER_STATE_COUNT] = {
	[PRINTER_NONE] = "none",
	[PRINTER_UNKNOWN] = "unknown",
	[PRINTER_READY] = "ready",
	[PRINTER_NEAR_END] = "near-end",
	[PRINTER_OUT_OF_PAPER] = "out-of-paper",
	[PRINTER_COVER_OPEN] = "cover-open",
	[PRINTER_ERROR] = "error",
	[PRINTER_SILENT] = "silent",
};

static const char *const job_words[] = {
	[PRINT_JOB_WAITING] = "waiting", [PRINT_JOB_PRINTING] = "printing", [PRINT_JOB_DONE] = "done",
	[PRINT_JOB_FAILED] = "failed",   [PRINT_JOB_REFUSED] = "refused",
};
#define N_JOB_WORDS (sizeof job_words / sizeof job_words[0])

static const struct json_text model = {.name = "model", JSON_TEXT(struct printer_status, model)};
static const struct json_text job_name = {
	.name = "name", JSON_TEXT(struct printer_job_status, name), .needed = true};

const char *printer_state_word(enum printer_state s)
{
	ASSERT((unsigned)s < PRINTER_STATE_COUNT);
	return state_words[s];
}

bool printer_state_prints(enum printer_state s)
{
	return s == PRINTER_READY || s == PRINTER_NEAR_END || s == PRINTER_UNKNOWN;
}

void printer_status_encode(const struct printer_status *s, struct buf *out)
{
	CLEANUP_JSON cJSON *o = json_new_object();
	json_put_text(o, "state", printer_state_word(s->state));
	json_put_int(o, "since", s->since_s);
	json_put_texts(o, s, &model, 1);
	cJSON *jobs = json_put_array(o, "jobs");
	for (size_t i = 0; i < PRINTER_STATUS_JOBS && s->jobs[i].name[0] != '\0'; i++) {
		cJSON *job = json_put_object(jobs);
		json_put_texts(job, &s->jobs[i], &job_name, 1);
		json_put_text(job, "state", job_words[s->jobs[i].state]);
	}
	ASSERT(json_print(o, PRINTER_STATUS_MAX_BYTES, out, NULL));
}

static bool decode_jobs(const cJSON *o, struct printer_status *out, struct error *e)
{
	const cJSON *jobs = cJSON_GetObjectItemCaseSensitive(o, "jobs"), *job;
	size_t n = 0;
	cJSON_ArrayForEach(job, jobs)
	{
		int state;
		if (n == PRINTER_STATUS_JOBS)
			return error_set(e, ERROR_LIMIT, "more than %d jobs", PRINTER_STATUS_JOBS);
		if (!json_get_texts(job, &out->jobs[n], &job_name, 1, e) ||
		    !json_get_word(job, "state", job_words, N_JOB_WORDS, &state, e))
			return false;
		out->jobs[n++].state = (enum print_job_state)state;
	}
	return true;
}

bool printer_status_decode(const char *json, size_t len, struct printer_status *out, struct error *e)
{
	int state;
	*out = (struct printer_status){0};
	if (len > PRINTER_STATUS_MAX_BYTES)
		return error_set(e, ERROR_LIMIT, "printer status: larger than %d bytes",
				 PRINTER_STATUS_MAX_BYTES);
	CLEANUP_JSON cJSON *o = json_parse_object(json, len, e);
	if (o == NULL || !json_get_word(o, "state", state_words, PRINTER_STATE_COUNT, &state, e) ||
	    !json_get_int(o, "since", 0, INT64_MAX, &out->since_s, e) || !json_get_texts(o, out, &model, 1, e) ||
	    !decode_jobs(o, out, e))
		return error_context(e, "printer status");
	out->state = (enum printer_state)state;
	return true;
}

bool printer_status_note(struct printer_status *s, const char *name, enum print_job_state state)
{
	size_t at = 0;
	while (at < PRINTER_STATUS_JOBS - 1 && !str_eq(s->jobs[at].name, name))
		at++;
	if (str_eq(s->jobs[at].name, name) && s->jobs[at].state == state)
		return false;
	memmove(&s->jobs[1], &s->jobs[0], at * sizeof s->jobs[0]);
	s->jobs[0] = (struct printer_job_status){.state = state};
	snprintf(s->jobs[0].name, sizeof s->jobs[0].name, "%s", name);
	return true;
}

enum print_job_state printer_status_job(const struct printer_status *s, const char *name)
{
	for (size_t i = 0; i < PRINTER_STATUS_JOBS; i++)
		if (str_eq(s->jobs[i].name, name))
			return s->jobs[i].state;
	return PRINT_JOB_WAITING;
}

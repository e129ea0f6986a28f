#include "screens/session.h"

#include <string.h>

#include "base/str.h"

/* ACCESS.md: 90 + 30 s, or 150 + 60 with speech, large text or "Lisää aikaa"; as a ratio, so that a
 * configured base keeps it. */
#define PATIENT_IDLE_NUM 5
#define PATIENT_IDLE_DEN 3
#define PATIENT_QUESTION_FACTOR 2

void session_reset(struct session *s, enum lang lang)
{
	memset(s, 0, sizeof *s);
	s->lang = lang;
	s->volume = SESSION_VOLUME_DEFAULT;
}

void session_restore_settings(struct session *s)
{
	s->text = TEXT_STEP_NORMAL;
	s->dark = s->speech = s->low_view = s->more_time = s->still = s->slow_touch = false;
	s->volume = SESSION_VOLUME_DEFAULT;
}

static size_t find_pick(const struct session *s, const char *id)
{
	size_t i = 0;
	while (i < s->n_picks && !str_eq(s->picks[i], id))
		i++;
	return i;
}

bool session_has_pick(const struct session *s, const char *id)
{
	return find_pick(s, id) < s->n_picks;
}

bool session_pick(struct session *s, const char *id)
{
	if (session_has_pick(s, id))
		return true;
	size_t len = strlen(id);
	if (s->n_picks == SESSION_PICKS_MAX || len > RECORD_ID_MAX)
		return false;
	memcpy(s->picks[s->n_picks++], id, len + 1);
	return true;
}

bool session_unpick(struct session *s, const char *id)
{
	size_t at = find_pick(s, id);
	if (at == s->n_picks)
		return false;
	s->n_picks--;
	memmove(s->picks[at], s->picks[at + 1], (s->n_picks - at) * sizeof s->picks[0]);
	memset(s->picks[s->n_picks], 0, sizeof s->picks[0]);
	return true;
}

static bool patient(const struct session *s)
{
	return s->speech || s->more_time || s->text != TEXT_STEP_NORMAL;
}

int64_t session_idle_s(const struct session *s, int64_t idle_s)
{
	return patient(s) ? idle_s * PATIENT_IDLE_NUM / PATIENT_IDLE_DEN : idle_s;
}

int64_t session_question_s(const struct session *s, int64_t question_s)
{
	return patient(s) ? question_s * PATIENT_QUESTION_FACTOR : question_s;
}

bool session_query_add(struct session *s, const char *utf8)
{
	size_t len = strlen(s->query), more = strlen(utf8);
	if (len + more >= sizeof s->query || !utf8_valid(utf8, more))
		return false;
	memcpy(s->query + len, utf8, more + 1);
	return true;
}

void session_query_erase(struct session *s)
{
	size_t len = strlen(s->query);
	if (len == 0)
		return;
	do
		len--;
	while (len > 0 && ((unsigned char)s->query[len] & 0xC0) == 0x80);
	memset(s->query + len, 0, sizeof s->query - len);
}

#include "sync/link.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"

static enum link_hold hold_of(const struct link *l)
{
	switch (l->status.link) {
	case DEVICE_LINK_REVOKED: return LINK_HOLD_REVOKED;
	case DEVICE_LINK_ASKING:
	case DEVICE_LINK_CODE: return l->enrols ? LINK_HOLD_ENROLLING : LINK_HOLD_NOT;
	default: return LINK_HOLD_NOT;
	}
}

static bool same(const struct device_status *a, const struct device_status *b)
{
	CLEANUP_BUF struct buf x = BUF_INIT;
	CLEANUP_BUF struct buf y = BUF_INIT;
	device_status_encode(a, &x);
	device_status_encode(b, &y);
	return x.len == y.len && memcmp(x.data, y.data, x.len) == 0;
}

void link_init(struct link *l, const char *state, bool enrols, bool has_credential)
{
	struct device_status s;
	memset(l, 0, sizeof *l);
	l->enrols = enrols;
	snprintf(l->folder, sizeof l->folder, "%.*s/status", PATH_MAX - 32, state);
	l->written = device_status_read(l->folder, &l->status, NULL);
	s = l->status;
	/* a code of an earlier start is not ours to poll for */
	s.code[0] = '\0';
	if (has_credential && s.link != DEVICE_LINK_REVOKED && s.link != DEVICE_LINK_QUARANTINED)
		s.link = DEVICE_LINK_ACTIVE;
	else if (!has_credential && s.link != DEVICE_LINK_REVOKED)
		s.link = enrols ? DEVICE_LINK_ASKING : DEVICE_LINK_NONE;
	link_set(l, &s);
}

void link_set(struct link *l, const struct device_status *s)
{
	struct error e = ERROR_INIT;
	bool changed = !l->written || !same(&l->status, s);
	l->status = *s;
	atomic_store(&l->hold, hold_of(l));
	if (!changed || (!l->written && s->link == DEVICE_LINK_NONE))
		return;
	l->written = fs_mkdirs(l->folder, &e) && device_status_write(l->folder, s, &e);
	if (!l->written)
		log_warning("%s", e.text);
}

enum link_hold link_holds(const struct link *l)
{
	return l == NULL ? LINK_HOLD_NOT : (enum link_hold)atomic_load(&l->hold);
}

#include "sync/verify.h"

#include <limits.h>
#include <stdio.h>

#include "base/cli.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "cache/audit.h"
#include "db/db.h"
#include "feed/digest.h"
#include "model/civil.h"
#include "sync/exit.h"
#include "sync/settings.h"
#include "sync/vault.h"

struct counted {
	struct digest digest;
	int64_t n;
};

static bool count(void *user, const char *kind, const char *id, int64_t seq)
{
	struct counted *c = user;
	digest_add(&c->digest, kind, id, seq);
	c->n++;
	return true;
}

static void print_instant(const char *name, int64_t at, int64_t now)
{
	char text[21] = "never";
	if (at != INSTANT_NONE)
		instant_format(at, text);
	printf("%-10s %s", name, text);
	if (at != INSTANT_NONE)
		printf(" (%lld s ago)", (long long)(now - at));
	printf("\n");
}

static int judge(const struct cache_meta *m, const struct counted *c, const struct settings *s, int64_t now)
{
	struct digest kept;
	if (!m->complete)
		return SYNC_EXIT_INCOMPLETE;
	/* while a load goes on, old and new stand side by side and no digest describes them */
	if (!m->loading && (!digest_from_hex(m->digest, &kept) || !digest_equal(&kept, &c->digest)))
		return SYNC_EXIT_DIGEST;
	if (s->max_age_s > 0 && (m->signed_at == INSTANT_NONE || now - m->signed_at > s->max_age_s))
		return SYNC_EXIT_STALE;
	return CLI_EXIT_OK;
}

static const char *verdict(int code)
{
	switch (code) {
	case CLI_EXIT_OK: return "in order";
	case SYNC_EXIT_INCOMPLETE: return "incomplete: no load has finished yet";
	case SYNC_EXIT_DIGEST: return "wrong: the records do not give this digest";
	case SYNC_EXIT_STALE: return "old: older than --max-age";
	default: return "damaged";
	}
}

static int examine(struct db *db, const struct settings *s, struct error *e)
{
	char hex[DIGEST_HEX_BYTES];
	struct cache_meta m;
	struct counted c = {.digest = DIGEST_EMPTY};
	struct clock_source clock;
	clock_init_system(&clock);
	if (!cache_audit_meta(db, &m, e) || !cache_audit_each(db, count, &c, e) || !cache_audit_check(db, e))
		return e->kind == ERROR_CORRUPT ? SYNC_EXIT_DAMAGED : CLI_EXIT_FAILED;
	digest_to_hex(&c.digest, hex);
	int64_t now = clock_wall_s(&clock);
	int code = judge(&m, &c, s, now);
	printf("%-10s %lld\n", "sequence", (long long)m.seq);
	printf("%-10s %lld\n", "records", (long long)c.n);
	printf("%-10s %s\n", "digest", hex);
	printf("%-10s %s\n", "key", m.key[0] != '\0' ? m.key : "none");
	print_instant("signed", m.signed_at, now);
	print_instant("verified", m.verified_at, now);
	if (m.loading)
		printf("%-10s %lld of %lld\n", "loading", (long long)m.load_have, (long long)m.load_total);
	printf("%-10s %s\n", "state", verdict(code));
	return code;
}

int verify_cache(const struct settings *s)
{
	char path[PATH_MAX];
	struct db *db = NULL;
	struct error e = ERROR_INIT;
	int code = CLI_EXIT_FAILED;
	bool ok = vault_cache_path(s->state, path, &e) && cache_audit_open(&db, path, &e);
	if (!ok && e.kind == ERROR_NOT_FOUND)
		code = SYNC_EXIT_NO_CONTENT;
	else if (!ok && (e.kind == ERROR_CORRUPT || e.kind == ERROR_REFUSED))
		code = SYNC_EXIT_DAMAGED;
	if (ok && db_begin(db, &e)) { /* one snapshot, whatever the service does meanwhile */
		code = examine(db, s, &e);
		db_rollback(db);
	}
	if (e.kind != ERROR_NONE)
		fprintf(stderr, "aula-sync: %s\n", e.text);
	db_close(db);
	return code;
}

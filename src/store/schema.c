#include "store/schema.h"

/* feed_state is one row, and the row that writers queue on. records holds the newest version of each record
 * or its tombstone (doc NULL); facts holds what changes without the record changing (which run saw it) and
 * what staff lists need, so that neither rewrites the document. codes outlives tombstones: a printed code is
 * never given to something else. */
static const char step_1[] =
	"CREATE TABLE feed_state (one BIGINT PRIMARY KEY CHECK (one = 1), head BIGINT NOT NULL,"
	" horizon BIGINT NOT NULL, live BIGINT NOT NULL, digest TEXT NOT NULL);"
	"CREATE TABLE records (kind TEXT NOT NULL, id TEXT NOT NULL, seq BIGINT NOT NULL UNIQUE,"
	" changed_at BIGINT NOT NULL, doc TEXT, PRIMARY KEY (kind, id));"
	"CREATE TABLE facts (kind TEXT NOT NULL, id TEXT NOT NULL, source TEXT NOT NULL, run TEXT,"
	" fingerprint BYTEA, title TEXT, search TEXT, PRIMARY KEY (kind, id));"
	"CREATE INDEX facts_by_source ON facts (source);"
	"CREATE INDEX facts_by_title ON facts (kind, title);"
	"CREATE TABLE codes (code TEXT PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, UNIQUE (kind, id));"
	"CREATE TABLE runs (source TEXT NOT NULL, run TEXT NOT NULL, started_at BIGINT NOT NULL, ended_at "
	"BIGINT,"
	" taken BIGINT NOT NULL, changed BIGINT NOT NULL, removed BIGINT NOT NULL, refused BIGINT NOT NULL,"
	" ok BIGINT NOT NULL, why TEXT, sweep TEXT NOT NULL, would_remove BIGINT NOT NULL,"
	" PRIMARY KEY (source, run));"
	"CREATE TABLE tokens (hash TEXT PRIMARY KEY, source TEXT NOT NULL, created_at BIGINT NOT NULL);"
	"CREATE TABLE images (hash TEXT PRIMARY KEY, type TEXT NOT NULL, bytes BYTEA NOT NULL,"
	" added_at BIGINT NOT NULL);"
	"CREATE TABLE rotations (at BIGINT NOT NULL, statement TEXT PRIMARY KEY);"
	"CREATE TABLE users (name TEXT PRIMARY KEY, display TEXT NOT NULL, password TEXT NOT NULL,"
	" role TEXT NOT NULL, centres TEXT NOT NULL, lang TEXT NOT NULL, totp TEXT, totp_step BIGINT NOT "
	"NULL,"
	" disabled BIGINT NOT NULL, created_at BIGINT NOT NULL);"
	"CREATE TABLE recovery (username TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (username, hash));"
	"CREATE TABLE sessions (hash TEXT PRIMARY KEY, username TEXT NOT NULL, csrf TEXT NOT NULL,"
	" stage TEXT NOT NULL, created_at BIGINT NOT NULL, seen_at BIGINT NOT NULL);"
	"CREATE INDEX sessions_by_user ON sessions (username);"
	"CREATE TABLE throttle (name TEXT PRIMARY KEY, since BIGINT NOT NULL, n BIGINT NOT NULL);"
	"CREATE TABLE audit (n BIGINT PRIMARY KEY, at BIGINT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,"
	" target TEXT, before_doc TEXT, after_doc TEXT);"
	"INSERT INTO feed_state VALUES (1, 0, 0, 0,"
	" '0000000000000000000000000000000000000000000000000000000000000000');";

/* The screens and what they tell. devices.hash is of the credential; nonce is the one last given,
 * nonce_before the one it was given for. reports holds the keys that make an upload idempotent. usage_hours
 * has '' where a count has no topic or subject. */
static const char step_2[] =
	"CREATE TABLE devices (id TEXT PRIMARY KEY, name TEXT NOT NULL, centre TEXT NOT NULL, hash TEXT NOT "
	"NULL "
	"UNIQUE,"
	" state TEXT NOT NULL, nonce TEXT NOT NULL, nonce_before TEXT NOT NULL, created_at BIGINT NOT NULL,"
	" seen_at BIGINT, displayed_seq BIGINT NOT NULL, displayed_at BIGINT, verified_seq BIGINT NOT NULL,"
	" content_at BIGINT, health TEXT);"
	"CREATE TABLE reports (device TEXT NOT NULL, id TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY "
	"(device, id));"
	"CREATE INDEX reports_by_at ON reports (at);"
	"CREATE TABLE usage_hours (hour TEXT NOT NULL, device TEXT NOT NULL, action TEXT NOT NULL, topic "
	"TEXT NOT "
	"NULL,"
	" subject TEXT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (hour, device, action, topic, subject));"
	"CREATE TABLE flags (device TEXT NOT NULL, id TEXT NOT NULL, hour TEXT NOT NULL, subject TEXT NOT "
	"NULL,"
	" why TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (device, id));"
	"CREATE INDEX flags_by_subject ON flags (subject);";

/* Enrolment of screens: enrolments.hash is of the code the device polls with, code the short one a person types;
 * both die together. device_centres remembers where a screen stood when, so that counts stay with the centre
 * they were counted at. device_wants is what staff asked a screen for, device_files the newest of what it sent. */
static const char step_3[] =
	"CREATE TABLE enrolments (hash TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, state TEXT NOT NULL,"
	" told TEXT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, polled_at BIGINT NOT NULL,"
	" interval_s BIGINT NOT NULL, device TEXT, given_at BIGINT);"
	"CREATE INDEX enrolments_by_expiry ON enrolments (expires_at);"
	"CREATE TABLE device_centres (device TEXT NOT NULL, since BIGINT NOT NULL, centre TEXT NOT NULL,"
	" PRIMARY KEY (device, since));"
	"INSERT INTO device_centres SELECT id, created_at, centre FROM devices;"
	"CREATE TABLE device_wants (device TEXT NOT NULL, what TEXT NOT NULL, asked_at BIGINT NOT NULL,"
	" PRIMARY KEY (device, what));"
	"CREATE TABLE device_files (device TEXT NOT NULL, what TEXT NOT NULL, at BIGINT NOT NULL, type TEXT NOT NULL,"
	" bytes BYTEA NOT NULL, PRIMARY KEY (device, what));"
	"ALTER TABLE usage_hours ADD COLUMN centre TEXT NOT NULL DEFAULT '';"
	"UPDATE usage_hours SET centre = COALESCE((SELECT devices.centre FROM devices"
	" WHERE devices.id = usage_hours.device), '');"
	"ALTER TABLE flags ADD COLUMN centre TEXT NOT NULL DEFAULT '';"
	"UPDATE flags SET centre = COALESCE((SELECT devices.centre FROM devices"
	" WHERE devices.id = flags.device), '');";

/* What a centre tells its screens beside the features: notices, polls, hidden things, hours, pictures asked
 * for. */
static const char step_4[] = "";

/* People and organisations. An invitation is a link by which a user who is listed already sets a password. review has
 * one row for each live organisation and activity: what is worth a person's look (notes: bits of store/review.h) and
 * keys that are equal for records which may be the same thing. A merged record is not in records any more; merges keeps
 * its newest version, to be given back. listings are changes an organisation has sent in. */
static const char step_5[] =
	"ALTER TABLE users ADD COLUMN organisation TEXT;"
	"ALTER TABLE users ADD COLUMN email TEXT;"
	"ALTER TABLE sessions ADD COLUMN client TEXT;"
	"ALTER TABLE sessions ADD COLUMN agent TEXT;"
	"ALTER TABLE flags ADD COLUMN handled_at BIGINT;"
	"ALTER TABLE flags ADD COLUMN handled_by TEXT;"
	"CREATE TABLE invitations (hash TEXT PRIMARY KEY, username TEXT NOT NULL UNIQUE, invited_by TEXT NOT NULL,"
	" created_at BIGINT NOT NULL, until_at BIGINT NOT NULL);"
	"CREATE TABLE review (kind TEXT NOT NULL, id TEXT NOT NULL, source TEXT NOT NULL, organisation TEXT,"
	" notes BIGINT NOT NULL, text_at BIGINT, name_key TEXT, contact_key TEXT, PRIMARY KEY (kind, id));"
	"CREATE INDEX review_by_organisation ON review (organisation);"
	"CREATE INDEX review_by_name ON review (name_key, source);"
	"CREATE INDEX review_by_contact ON review (contact_key, source);"
	"CREATE TABLE apart (kind TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, who TEXT NOT NULL,"
	" at BIGINT NOT NULL, PRIMARY KEY (kind, a, b));"
	"CREATE TABLE merges (kind TEXT NOT NULL, id TEXT NOT NULL, into_id TEXT NOT NULL, source TEXT NOT NULL,"
	" title TEXT, doc TEXT NOT NULL, who TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (kind, id));"
	"CREATE TABLE listings (id TEXT PRIMARY KEY, record TEXT NOT NULL, organisation TEXT NOT NULL,"
	" centres TEXT NOT NULL, state TEXT NOT NULL, doc TEXT, place_doc TEXT, sent_by TEXT NOT NULL,"
	" sent_at BIGINT NOT NULL, decided_by TEXT, decided_at BIGINT, note TEXT);"
	"CREATE INDEX listings_by_state ON listings (state, sent_at);"
	"CREATE TABLE centre_rules (centre TEXT PRIMARY KEY, direct BIGINT NOT NULL);"
	"CREATE INDEX audit_by_target ON audit (target, n);"
	"CREATE INDEX audit_by_who ON audit (who, n);";

/* Several servers on one database: who does what only one may do (leases.h), and which key they all sign with. */
static const char step_6[] =
	"CREATE TABLE leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until_at BIGINT NOT NULL,"
	" done_at BIGINT, done_by TEXT NOT NULL);"
	"CREATE TABLE signing (one BIGINT PRIMARY KEY CHECK (one = 1), key TEXT NOT NULL);";

/* Contact requests waiting for the mail server. */
static const char step_7[] =
	"CREATE TABLE mail (id TEXT PRIMARY KEY, recipient TEXT NOT NULL, reply_to TEXT, subject TEXT NOT NULL,"
	" body TEXT NOT NULL, created_at BIGINT NOT NULL, next_at BIGINT NOT NULL, tries BIGINT NOT NULL);"
	"CREATE INDEX mail_by_next ON mail (next_at);";

/* What staff have begun and not published: the fields of a form as they were typed. images.unused_since is when a
 * picture was first found to be used by nothing. claims are records of other sources that staff have changed: they are
 * staff's from then on, and doc is what their source says of them (NULL: nothing any more). */
static const char step_8[] =
	"CREATE TABLE drafts (id TEXT PRIMARY KEY, form TEXT NOT NULL, centres TEXT NOT NULL, record TEXT, title TEXT,"
	" fields TEXT NOT NULL, saved_by TEXT NOT NULL, saved_at BIGINT NOT NULL);"
	"CREATE INDEX drafts_by_time ON drafts (saved_at);"
	"ALTER TABLE images ADD COLUMN unused_since BIGINT;"
	"CREATE TABLE claims (kind TEXT NOT NULL, id TEXT NOT NULL, source TEXT NOT NULL, doc TEXT, at BIGINT NOT NULL,"
	" PRIMARY KEY (kind, id));";

/* What staff pages, statistics and harvesters read by, so that a page costs what it shows however much there is. facts.live
 * says again whether the record has a document, and review.title what the record is called: an index knows one table. */
static const char step_9[] =
	"ALTER TABLE facts ADD COLUMN live BIGINT NOT NULL DEFAULT 1;"
	"UPDATE facts SET live = 0 WHERE EXISTS (SELECT 1 FROM records r WHERE r.kind = facts.kind AND r.id = facts.id"
	" AND r.doc IS NULL);"
	"DROP INDEX facts_by_title;"
	"DROP INDEX facts_by_source;"
	"CREATE INDEX facts_live ON facts (kind, title, id) WHERE live = 1;"
	"CREATE INDEX facts_by_source ON facts (source, live);"
	"CREATE INDEX records_by_change ON records (kind, changed_at, seq) WHERE doc IS NOT NULL;"
	"CREATE INDEX records_gone ON records (changed_at, seq) WHERE doc IS NULL;"
	"ALTER TABLE review ADD COLUMN title TEXT;"
	"UPDATE review SET title = (SELECT f.title FROM facts f WHERE f.kind = review.kind AND f.id = review.id);"
	"DROP INDEX review_by_organisation;"
	"DROP INDEX review_by_name;"
	"DROP INDEX review_by_contact;"
	"CREATE INDEX review_by_organisation ON review (organisation, title, id);"
	"CREATE INDEX review_by_name ON review (name_key, kind, source, id) WHERE name_key IS NOT NULL;"
	"CREATE INDEX review_by_contact ON review (contact_key, kind, source, id) WHERE contact_key IS NOT NULL;"
	"CREATE INDEX review_by_age ON review (kind, text_at, id) WHERE kind = 'activity' AND text_at IS NOT NULL;"
	"CREATE INDEX review_no_place ON review (kind, title, id, notes) WHERE kind = 'activity' AND notes & 1 > 0;"
	"CREATE INDEX review_one_language ON review (kind, title, id, notes) WHERE kind = 'activity' AND notes & 2 > 0;"
	"CREATE INDEX review_no_contact ON review (kind, title, id, notes) WHERE kind = 'activity' AND notes & 4 > 0;"
	"CREATE INDEX review_no_text ON review (kind, title, id, notes) WHERE kind = 'activity' AND notes & 8 > 0;"
	"CREATE INDEX review_no_organisation ON review (kind, title, id, notes) WHERE kind = 'activity' AND notes & 16 > 0;"
	"CREATE INDEX review_no_topic ON review (kind, title, id, notes) WHERE kind = 'activity' AND notes & 32 > 0;"
	"CREATE INDEX flags_open ON flags (subject) WHERE handled_at IS NULL;"
	"CREATE INDEX merges_by_at ON merges (at, id);"
	"DROP INDEX listings_by_state;"
	"CREATE INDEX listings_by_state ON listings (state, id);"
	"CREATE INDEX listings_by_organisation ON listings (organisation, id);"
	"CREATE INDEX usage_by_action ON usage_hours (action, hour, centre, topic, subject, n);";

const char *const schema_steps[] = {step_1, step_2, step_3, step_4, step_5, step_6, step_7, step_8, step_9};
const size_t schema_n_steps = sizeof schema_steps / sizeof schema_steps[0];

const struct schema_table schema_tables[] = {
	{"records", "kind, id, seq, changed_at, doc", "ssiis"},
	{"facts", "kind, id, source, run, fingerprint, title, search, live", "ssssbssi"},
	{"codes", "code, kind, id", "sss"},
	{"runs",
	 "source, run, started_at, ended_at, taken, changed, removed, refused, ok, why, sweep, would_remove",
	 "ssiiiiiiissi"},
	{"tokens", "hash, source, created_at", "ssi"},
	{"images", "hash, type, bytes, added_at, unused_since", "ssbii"},
	{"rotations", "at, statement", "is"},
	{"leases", "name, holder, until_at, done_at, done_by", "ssiis"},
	{"signing", "one, key", "is"},
	{"users",
	 "name, display, password, role, centres, lang, totp, totp_step, disabled, created_at, organisation, email",
	 "sssssssiiiss"},
	{"recovery", "username, hash", "ss"},
	{"sessions", "hash, username, csrf, stage, created_at, seen_at, client, agent", "ssssiiss"},
	{"throttle", "name, since, n", "sii"},
	{"devices",
	 "id, name, centre, hash, state, nonce, nonce_before, created_at, seen_at, displayed_seq, "
	 "displayed_at,"
	 " verified_seq, content_at, health",
	 "sssssssiiiiiis"},
	{"reports", "device, id, at", "ssi"},
	{"usage_hours", "hour, device, action, topic, subject, n, centre", "sssssis"},
	{"flags", "device, id, hour, subject, why, at, centre, handled_at, handled_by", "sssssisis"},
	{"enrolments", "hash, code, state, told, created_at, expires_at, polled_at, interval_s, device, given_at",
	 "ssssiiiisi"},
	{"device_centres", "device, since, centre", "sis"},
	{"device_wants", "device, what, asked_at", "ssi"},
	{"device_files", "device, what, at, type, bytes", "ssisb"},
	{"invitations", "hash, username, invited_by, created_at, until_at", "sssii"},
	{"review", "kind, id, source, organisation, notes, text_at, name_key, contact_key, title", "ssssiisss"},
	{"apart", "kind, a, b, who, at", "ssssi"},
	{"merges", "kind, id, into_id, source, title, doc, who, at", "sssssssi"},
	{"listings",
	 "id, record, organisation, centres, state, doc, place_doc, sent_by, sent_at, decided_by, decided_at, note",
	 "ssssssssisis"},
	{"centre_rules", "centre, direct", "si"},
	{"drafts", "id, form, centres, record, title, fields, saved_by, saved_at", "sssssssi"},
	{"claims", "kind, id, source, doc, at", "ssssi"},
	{"mail", "id, recipient, reply_to, subject, body, created_at, next_at, tries", "sssssiii"},
	{"audit", "n, at, who, what, target, before_doc, after_doc", "iisssss"},
};
const size_t schema_n_tables = sizeof schema_tables / sizeof schema_tables[0];

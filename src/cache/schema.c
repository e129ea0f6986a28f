#include "cache/schema.h"

#include "cache/search_index.h"

const char *const cache_schema[] = {
	"CREATE TABLE record("
	" key INTEGER PRIMARY KEY,"
	" kind TEXT NOT NULL,"
	" id TEXT NOT NULL,"
	" seq INTEGER NOT NULL,"
	" gen INTEGER NOT NULL,"
	" opaque INTEGER NOT NULL,"
	" sum INTEGER NOT NULL,"
	" doc TEXT NOT NULL);"
	"CREATE UNIQUE INDEX record_name ON record(kind, id);"
	"CREATE TABLE fact("
	" key INTEGER PRIMARY KEY,"
	" kind INTEGER NOT NULL,"
	" rev INTEGER NOT NULL,"
	" name INTEGER NOT NULL,"
	" code TEXT,"
	" facts BLOB NOT NULL);"
	"CREATE INDEX fact_rev ON fact(rev);"
	"CREATE INDEX fact_code ON fact(code) WHERE code IS NOT NULL;"
	"CREATE TABLE gone(rev INTEGER NOT NULL, kind INTEGER NOT NULL, name INTEGER NOT NULL);"
	"CREATE TABLE state("
	" one INTEGER PRIMARY KEY CHECK(one = 1),"
	" seq INTEGER NOT NULL DEFAULT 0,"
	" after INTEGER NOT NULL DEFAULT 0,"
	" signed_at INTEGER,"
	" verified_at INTEGER,"
	" digest TEXT NOT NULL DEFAULT '',"
	" signing_key TEXT NOT NULL DEFAULT '',"
	" anchor TEXT NOT NULL DEFAULT '',"
	" complete INTEGER NOT NULL DEFAULT 0,"
	" loading INTEGER NOT NULL DEFAULT 1,"
	" load_have INTEGER NOT NULL DEFAULT 0,"
	" load_total INTEGER NOT NULL DEFAULT 0,"
	" gen INTEGER NOT NULL DEFAULT 1,"
	" rev INTEGER NOT NULL DEFAULT 1,"
	" gone_floor INTEGER NOT NULL DEFAULT 0,"
	" facts_version INTEGER NOT NULL DEFAULT 0,"
	" expanded_day INTEGER);"
	"INSERT INTO state(one) VALUES(1);",
	SEARCH_INDEX_SCHEMA,
	/* nobody asks for a record by its code */
	"DROP INDEX fact_code; ALTER TABLE fact DROP COLUMN code;",
};
const size_t cache_schema_steps = sizeof cache_schema / sizeof cache_schema[0];

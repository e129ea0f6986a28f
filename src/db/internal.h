/* Shared by the .c files of db/ only. */
#ifndef AULA_DB_INTERNAL_H
#define AULA_DB_INTERNAL_H

#include <sqlite3.h>

#include "base/error.h"
#include "db/db.h"
#include "db/fault.h"

#define DB_STATEMENTS 128 /* slots of db_use's table, a power of two */
#define DB_RECENT 32	  /* slots by where the text lies, a power of two */

struct db {
	sqlite3 *handle;
	enum db_mode mode;
	char *path;
	int wal; /* the -wal file, for db_write_early; -1 not open */
	struct db_stmt *used[DB_STATEMENTS]; /* chains by hash of the text */
	struct db_stmt *recent[DB_RECENT];   /* of these, by the address a text was asked for with: mostly a literal */
};

struct db_stmt {
	struct db *db;
	sqlite3_stmt *handle;
	int bind_error;       /* of a bind since the last reset, reported by the next step */
	struct db_stmt *next; /* in its chain of db.used */
};

/* Fills e from a result code, naming the file and the statement (NULL: what, e.g. "open"). Returns false. */
bool db_fail_(struct db *db, int code, const char *sql, struct error *e);
/* 0, or what the test's fault says. */
int db_fault_(enum db_call call, const char *sql);

#endif

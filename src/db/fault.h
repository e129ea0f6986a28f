/* A way for tests to make the nth database call fail, wherever it is made. Programs never set it. */
#ifndef AULA_DB_FAULT_H
#define AULA_DB_FAULT_H

/* The calls that can fail, by what SQLite may really answer there. */
enum db_call { DB_CALL_OPEN, DB_CALL_PREPARE, DB_CALL_STEP, DB_CALL_COMMIT };

/* Asked before each call: 0 lets it happen, an SQLite result code (SQLITE_FULL, SQLITE_IOERR…) is returned in
 * its place. Process-wide; NULL removes it. */
typedef int (*db_fault_fn)(void *user, enum db_call call, const char *sql);
void db_fault_set(db_fault_fn fn, void *user);

#endif

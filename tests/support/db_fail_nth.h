/* The nth call of the database fails (db/fault.h). */
#ifndef AULA_TESTS_DB_FAIL_NTH_H
#define AULA_TESTS_DB_FAIL_NTH_H

#include "db/fault.h"

struct nth {
	int left, code; /* left: calls that succeed first; below 0 once one has failed */
};

static inline int fail_nth(void *user, enum db_call call, const char *sql)
{
	struct nth *n = user;
	(void)call;
	(void)sql;
	return n->left-- == 0 ? n->code : 0;
}

#endif

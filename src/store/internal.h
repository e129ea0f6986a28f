/* Shared by the .c files of store/ only. */
#ifndef AULA_STORE_INTERNAL_H
#define AULA_STORE_INTERNAL_H

#include "store/sql.h"
#include "store/store.h"

struct store {
	struct sql *sql;
	struct store_head head;      /* with the changes of the open transaction */
	struct store_head committed; /* to go back to on rollback */
	bool tell;                   /* the open transaction concerns other processes though the head stays */
};

/* Gives the next sequence number. Inside a transaction. */
int64_t store_next_seq_(struct store *s);

#endif

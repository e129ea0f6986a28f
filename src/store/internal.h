/* Shared by the .c files of store/ only. */
#ifndef AULA_STORE_INTERNAL_H
#define AULA_STORE_INTERNAL_H

#include "store/sql.h"
#include "store/store.h"

/* How many records of a kind are live; kept while the head stays. */
struct list_total {
	int64_t head, n;
	bool known;
};

struct store {
	struct sql *sql;
	struct store_head head;      /* with the changes of the open transaction */
	struct store_head committed; /* to go back to on rollback */
	bool tell;                   /* the open transaction concerns other processes though the head stays */
	struct list_total totals[KIND_COUNT];
};

/* Gives the next sequence number. Inside a transaction. */
int64_t store_next_seq_(struct store *s);
/* Of a row whose columns are kind, id, source, title, code, seq, changed_at and, when doc, the document. */
void store_read_record_(struct sql_rows *r, struct store_record *out, bool doc, struct arena *a);

#endif

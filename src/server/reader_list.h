/* store_list with words, as a question for the reader: every title of the kind is looked at. */
#ifndef AULA_SERVER_READER_LIST_H
#define AULA_SERVER_READER_LIST_H

#include "store/store.h"

struct reader_list {
	struct store_filter filter;
	struct store_records found;
};
/* reader_fill_fn; user: struct store_filter. */
void reader_list_fill(void *what, struct arena *a, const void *user);
/* reader_ask_fn */
bool reader_list_ask(struct store *s, void *what, struct arena *a, struct error *e);

#endif

#include "server/reader_list.h"

#include "base/arena.h"

void reader_list_fill(void *what, struct arena *a, const void *user)
{
	struct store_filter *f = &((struct reader_list *)what)->filter;
	*f = *(const struct store_filter *)user;
	const char **words = ARENA_ARRAY(a, const char *, f->words.n);
	for (size_t i = 0; i < f->words.n; i++)
		words[i] = arena_strdup(a, f->words.v[i]);
	f->words.v = words;
}

bool reader_list_ask(struct store *s, void *what, struct arena *a, struct error *e)
{
	struct reader_list *x = what;
	return store_list(s, &x->filter, &x->found, a, e);
}

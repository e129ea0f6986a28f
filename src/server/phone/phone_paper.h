/* A visitor's own list as it goes on paper: nothing to press, and what a link would lead to written out. A page of its own,
 * so that one sees what will be printed; the browser's menu prints it, since these pages have no script. */
#ifndef AULA_SERVER_PHONE_PAPER_H
#define AULA_SERVER_PHONE_PAPER_H

#include <stddef.h>

struct view;
struct web_request;

/* codes: of the address, for the way back. */
void phone_paper(struct web_request *r, const struct view *v, size_t n, const char *codes);

#endif

/* Plural rules: the C expression in a catalogue's "Plural-Forms: nplurals=N; plural=EXPR;" header
 * (GNU gettext manual, "Plural forms"). Compiled once, evaluated without allocation. */
#ifndef AULA_I18N_PLURAL_H
#define AULA_I18N_PLURAL_H

#include <stdbool.h>

#define PLURAL_FORMS_MAX 6  /* Arabic */
#define PLURAL_NODES_MAX 96 /* of one expression; Arabic's has 44 */

struct plural_node {
	char op; /* operator, see plural.c */
	unsigned long value;
	short a, b, c; /* operands: indexes of nodes */
};

struct plural {
	unsigned forms;
	short root;
	short n_nodes;
	struct plural_node nodes[PLURAL_NODES_MAX];
};

/* Parses the header field (the text after "Plural-Forms:"). False when it is not understood or beyond the
 * caps; *p is then the Germanic rule (two forms, n != 1). */
bool plural_parse(struct plural *p, const char *text);
/* Index of the form for n, always below p->forms. */
unsigned plural_index(const struct plural *p, unsigned long n);

#endif

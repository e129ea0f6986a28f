#include "i18n/plural.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Operators of a node. Two-character operators are given a letter. */
enum {
	OP_NUMBER = '#',
	OP_N = 'n',
	OP_NOT = '!',
	OP_IF = '?',
	OP_OR = '|',
	OP_AND = '&',
	OP_EQ = '=',
	OP_NE = '~',
	OP_LT = '<',
	OP_GT = '>',
	OP_LE = 'l',
	OP_GE = 'g',
	OP_ADD = '+',
	OP_SUB = '-',
	OP_MUL = '*',
	OP_DIV = '/',
	OP_MOD = '%',
};

#define DEPTH_MAX 24 /* nested brackets and ?: */

struct parser {
	const char *at;
	struct plural *p;
	int depth;
	bool bad;
};

static const struct {
	const char *text;
	char op;
	int level; /* binds tighter with a higher level */
} binaries[] = {
	{"||", OP_OR, 1}, {"&&", OP_AND, 2}, {"==", OP_EQ, 3}, {"!=", OP_NE, 3}, {"<=", OP_LE, 4}, {">=", OP_GE, 4},
	{"<", OP_LT, 4},  {">", OP_GT, 4},   {"+", OP_ADD, 5}, {"-", OP_SUB, 5}, {"*", OP_MUL, 6}, {"/", OP_DIV, 6},
	{"%", OP_MOD, 6},
};
#define N_BINARIES (sizeof binaries / sizeof binaries[0])

static short parse_choice(struct parser *s);

static short node(struct parser *s, char op, unsigned long value, short a, short b, short c)
{
	if (s->p->n_nodes >= PLURAL_NODES_MAX) {
		s->bad = true;
		return 0;
	}
	s->p->nodes[s->p->n_nodes] = (struct plural_node){op, value, a, b, c};
	return s->p->n_nodes++;
}

static void skip_blanks(struct parser *s)
{
	while (isspace((unsigned char)*s->at))
		s->at++;
}

static bool take(struct parser *s, char c)
{
	skip_blanks(s);
	if (*s->at != c)
		return false;
	s->at++;
	return true;
}

static short parse_operand(struct parser *s)
{
	skip_blanks(s);
	if (take(s, '!')) {
		if (++s->depth > DEPTH_MAX)
			s->bad = true;
		short a = s->bad ? 0 : parse_operand(s);
		s->depth--;
		return node(s, OP_NOT, 0, a, 0, 0);
	}
	if (take(s, '(')) {
		short a = parse_choice(s);
		if (!take(s, ')'))
			s->bad = true;
		return a;
	}
	if (take(s, 'n'))
		return node(s, OP_N, 0, 0, 0, 0);
	if (!isdigit((unsigned char)*s->at)) {
		s->bad = true;
		return 0;
	}
	char *end = NULL;
	unsigned long v = strtoul(s->at, &end, 10);
	s->at = end;
	return node(s, OP_NUMBER, v, 0, 0, 0);
}

static int binary_here(struct parser *s, int least)
{
	skip_blanks(s);
	for (size_t i = 0; i < N_BINARIES; i++)
		if (binaries[i].level >= least && strncmp(s->at, binaries[i].text, strlen(binaries[i].text)) == 0)
			return (int)i;
	return -1;
}

/* Precedence climbing over the binary operators of at least that level. */
static short parse_binary(struct parser *s, int least)
{
	short left = parse_operand(s);
	for (int i; !s->bad && (i = binary_here(s, least)) >= 0;) {
		s->at += strlen(binaries[i].text);
		short right = parse_binary(s, binaries[i].level + 1);
		left = node(s, binaries[i].op, 0, left, right, 0);
	}
	return left;
}

static short parse_choice(struct parser *s)
{
	if (++s->depth > DEPTH_MAX) {
		s->bad = true;
		return 0;
	}
	short condition = parse_binary(s, 1);
	if (!s->bad && take(s, '?')) {
		short yes = parse_choice(s);
		if (!take(s, ':'))
			s->bad = true;
		short no = s->bad ? 0 : parse_choice(s);
		condition = node(s, OP_IF, 0, condition, yes, no);
	}
	s->depth--;
	return condition;
}

static bool parse_expression(struct plural *p, const char *text)
{
	struct parser s = {.at = text, .p = p};
	p->n_nodes = 0;
	p->root = parse_choice(&s);
	skip_blanks(&s);
	return !s.bad && (*s.at == ';' || *s.at == '\0' || *s.at == '\n');
}

bool plural_parse(struct plural *p, const char *text)
{
	const char *forms = strstr(text, "nplurals=");
	const char *rule = strstr(text, "plural=");
	if (rule != NULL && forms != NULL && rule == forms + 1)
		rule = strstr(forms + strlen("nplurals="), "plural=");
	unsigned long n = forms == NULL ? 0 : strtoul(forms + strlen("nplurals="), NULL, 10);
	bool ok = rule != NULL && n >= 1 && n <= PLURAL_FORMS_MAX && parse_expression(p, rule + strlen("plural="));
	p->forms = ok ? (unsigned)n : 2;
	if (!ok)
		(void)parse_expression(p, "n != 1");
	return ok;
}

static unsigned long evaluate(const struct plural *p, short at, unsigned long n)
{
	const struct plural_node *x = &p->nodes[at];
	switch (x->op) {
	case OP_NUMBER: return x->value;
	case OP_N: return n;
	case OP_NOT: return !evaluate(p, x->a, n);
	case OP_IF: return evaluate(p, evaluate(p, x->a, n) ? x->b : x->c, n);
	case OP_OR: return evaluate(p, x->a, n) || evaluate(p, x->b, n);
	case OP_AND: return evaluate(p, x->a, n) && evaluate(p, x->b, n);
	default: break;
	}
	unsigned long a = evaluate(p, x->a, n);
	unsigned long b = evaluate(p, x->b, n);
	switch (x->op) {
	case OP_EQ: return a == b;
	case OP_NE: return a != b;
	case OP_LT: return a < b;
	case OP_GT: return a > b;
	case OP_LE: return a <= b;
	case OP_GE: return a >= b;
	case OP_ADD: return a + b;
	case OP_SUB: return a - b;
	case OP_MUL: return a * b;
	case OP_DIV: return b == 0 ? 0 : a / b;
	case OP_MOD: return b == 0 ? 0 : a % b;
	default: return 0;
	}
}

unsigned plural_index(const struct plural *p, unsigned long n)
{
	unsigned long i = evaluate(p, p->root, n);
	return i < p->forms ? (unsigned)i : p->forms - 1;
}

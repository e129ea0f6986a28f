/* One field of a form: its label, what is typed into it, what helps and what is wrong with it, tied together for those who
 * do not see it. The staff's and the phone's forms write theirs with it. */
#ifndef AULA_SERVER_FIELD_H
#define AULA_SERVER_FIELD_H

#include <stdbool.h>

struct arena;
struct html;

struct field {
	const char *label, *name, *value;
	const char *type;     /* NULL: text */
	const char *hint;     /* NULL: none */
	const char *problem;  /* NULL: fine */
	const char *lang;     /* of what is typed, when it is not the page's */
	const char *complete; /* autocomplete; NULL: the browser's way */
	int max;	      /* characters; 0: none told */
	int rows;	      /* > 0: a text area */
	bool required;
};

/* Where the hint and the problem stand: behind the field, or before it (a phone's keyboard covers what is behind). */
enum field_notes { FIELD_NOTES_BEHIND, FIELD_NOTES_BEFORE };
/* <div class="field">; the control has the id "f-NAME", its hint "h-NAME", what is wrong "e-NAME". */
void field_write(struct html *h, const struct field *f, enum field_notes where, struct arena *a);
/* The control alone, without ids: for a label that is written around it. */
void field_control(struct html *h, const struct field *f);
/* A box to tick ("checkbox") or one of several ("radio"), with its label around it. note: beside the words; NULL: none. */
void field_choice(struct html *h, const char *type, const char *name, const char *value, const char *words,
		  const char *note, bool on);
/* The same, its words in the language of the tag lang, when that is not the page's (NULL). */
void field_choice_in(struct html *h, const char *type, const char *name, const char *value, const char *words,
		     const char *lang, const char *note, bool on);
/* The pieces, for controls that are written elsewhere: <label for>, aria-invalid and aria-describedby, the notes. */
void field_label(struct html *h, const char *label, const char *name, struct arena *a);
void field_state(struct html *h, const char *name, bool wrong, bool hint, struct arena *a);
void field_notes(struct html *h, const char *name, const char *problem, const char *hint, struct arena *a);

#endif

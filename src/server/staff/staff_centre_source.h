/* What another source says of a centre and its contacts that staff have changed (store/claims.h). */
#ifndef AULA_SERVER_STAFF_CENTRE_SOURCE_H
#define AULA_SERVER_STAFF_CENTRE_SOURCE_H

struct form;
struct record;

/* A section for each that differs, with a button that takes the source's version; nothing when none does. Outside any
 * form. */
void staff_centre_sources(struct form *f, const struct record *centre);

#endif

/* Places written as one line. */
#ifndef AULA_IMPORT_ADDRESS_H
#define AULA_IMPORT_ADDRESS_H

#include "import/run.h"

/* "Ysti ry, Insinöörinkatu 30, 33720 Tampere" → name, street, postcode, city, municipality (Finnish fields of
 * *p; what is absent stays as it is). True when it tells a municipality or a street. */
bool address_parse(struct place *p, const char *text, const struct tables *t, struct arena *a);

/* Takes a place known only by its words, under an id made of them ("ez:words:3f9a…"), and puts its id into
 * *id. A place without street, name and municipality is not taken: *id stays NULL. */
bool address_take(struct run *r, const char *prefix, struct place *p, const char **id, struct error *e);

#endif

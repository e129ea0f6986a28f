/* Inside model/: what a record must fulfil beyond the types of its fields. */
#ifndef AULA_MODEL_CHECK_H
#define AULA_MODEL_CHECK_H

#include <stdbool.h>

#include "model/record.h"

struct error;

bool record_check_id(const char *id, struct error *e);
/* Required fields present, times in order, positions on Earth, schedules sound. */
bool record_check(const struct record *r, struct error *e);

#endif

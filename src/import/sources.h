/* The readers, one a source; each reads run->source->url or ->file. */
#ifndef AULA_IMPORT_SOURCES_H
#define AULA_IMPORT_SOURCES_H

#include "import/run.h"

bool source_linkedevents_read(struct run *r, struct error *e);
bool source_records_read(struct run *r, struct error *e);
bool source_ptv_read(struct run *r, struct error *e);
bool source_eventz_read(struct run *r, struct error *e);
bool source_lahella_read(struct run *r, struct error *e);
bool source_hsds_read(struct run *r, struct error *e);
bool source_ical_read(struct run *r, struct error *e);
bool source_jsonld_read(struct run *r, struct error *e);
bool source_csv_read(struct run *r, struct error *e);

#endif

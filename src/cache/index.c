#include "cache/index.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/error.h"
#include "db/db.h"
#include "model/record.h"

/* Occurrences and areas of entries that changed are left behind; past this share everything is read anew. */
#define DEAD_MIN 20000

/* --- maps --- */

static size_t map_slot(const struct index_map *m, uint64_t name)
{
	size_t at = (size_t)(name * 0x9e3779b97f4a7c15u >> 20) & (m->slots - 1);
	while (m->name[at] != 0 && m->name[at] != name)
		at = (at + 1) & (m->slots - 1);
	return at;
}

static uint32_t map_get(const struct index_map *m, uint64_t name)
{
	if (m->slots == 0 || name == 0)
		return INDEX_NONE;
	size_t at = map_slot(m, name);
	return m->name[at] == name ? m->number[at] : INDEX_NONE;
}

static void map_grow(struct index_map *m)
{
	struct index_map old = *m;
	m->slots = old.slots == 0 ? 1024 : old.slots * 2;
	m->name = calloc(m->slots, sizeof *m->name);
	m->number = calloc(m->slots, sizeof *m->number);
	ASSERT(m->name != NULL && m->number != NULL);
	for (size_t i = 0; i < old.slots; i++) {
		if (old.name[i] == 0)
			continue;
		size_t at = map_slot(m, old.name[i]);
		m->name[at] = old.name[i];
		m->number[at] = old.number[i];
	}
	free(old.name);
	free(old.number);
}

static void map_put(struct index_map *m, uint64_t name, uint32_t number)
{
	if ((m->n + 1) * 3 > m->slots * 2)
		map_grow(m);
	size_t at = map_slot(m, name);
	if (m->name[at] == 0)
		m->n++;
	m->name[at] = name;
	m->number[at] = number;
}

static void map_fini(struct index_map *m)
{
	free(m->name);
	free(m->number);
	*m = (struct index_map){0};
}

/* --- growing arrays --- */

/* Room for `more` elements behind n; returns the (moved) array. */
static void *grow(void *v, size_t n, size_t more, size_t *cap, size_t size)
{
	if (n + more <= *cap)
		return v;
	size_t want = *cap == 0 ? 256 : *cap + *cap / 2;
	if (want < n + more)
		want = n + more;
	void *bigger = realloc(v, want * size);
	ASSERT(bigger != NULL);
	*cap = want;
	return bigger;
}

/* --- taking in --- */

static uint64_t bit_of(uint64_t *names, size_t *n, uint64_t name)
{
	for (size_t i = 0; i < *n; i++) {
		if (names[i] == name)
			return (uint64_t)1 << i;
	}
	if (*n == INDEX_BITS_MAX - 1)
		return (uint64_t)1 << (INDEX_BITS_MAX - 1);
	names[*n] = name;
	return (uint64_t)1 << (*n)++;
}

static uint64_t bit_find(const uint64_t *names, size_t n, uint64_t name)
{
	for (size_t i = 0; i < n; i++) {
		if (names[i] == name)
			return (uint64_t)1 << i;
	}
	return n == INDEX_BITS_MAX - 1 ? (uint64_t)1 << (INDEX_BITS_MAX - 1) : 0;
}

/* The place's number; one that has not come yet (or never will) gets a number without a position. */
static uint32_t place_number(struct index *x, uint64_t name)
{
	uint32_t number = map_get(&x->place_by_name, name);
	if (number != INDEX_NONE || name == 0)
		return number;
	x->places = grow(x->places, x->n_places, 1, &x->cap_places, sizeof *x->places);
	number = (uint32_t)x->n_places++;
	x->places[number] = (struct index_place){.name = name};
	map_put(&x->place_by_name, name, number);
	return number;
}

static void take_place(struct index *x, const struct place_facts *f)
{
	uint32_t number = place_number(x, f->id); /* may move x->places */
	x->places[number] = (struct index_place){
		.name = f->id,
		.lat = f->lat,
		.lon = f->lon,
		.has_position = f->has_position != 0,
		.approximate = f->approximate != 0,
		.wheelchair = f->wheelchair != 0,
		.loop = f->loop != 0,
	};
}

static struct index_entry *entry_for(struct index *x, uint64_t name)
{
	uint32_t number = map_get(&x->by_name, name);
	if (number == INDEX_NONE) {
		x->entries = grow(x->entries, x->n_entries, 1, &x->cap_entries, sizeof *x->entries);
		number = (uint32_t)x->n_entries++;
		x->entries[number] = (struct index_entry){0};
		map_put(&x->by_name, name, number);
	}
	struct index_entry *entry = &x->entries[number];
	if (entry->key == 0)
		x->n_live++;
	x->dead_occurrences += entry->n_occurrences;
	return entry;
}

static void take_activity(struct index *x, int64_t key, const struct facts *f)
{
	struct index_entry *entry = entry_for(x, f->id);
	*entry = (struct index_entry){
		.key = key,
		.name = f->id,
		.organisation = f->organisation,
		.expires_at = f->expires_at,
		.main_topic = f->n_topics > 0 ? f->topics[0] : 0,
		.place = place_number(x, f->place),
		.first_occurrence = (uint32_t)x->n_occurrences,
		.n_occurrences = f->n_occurrences,
		.areas = (uint32_t)x->n_areas,
		.n_areas = f->n_areas,
		.type = f->type,
		.status = f->status,
		.attend = f->attend,
		.reach = f->reach,
		.price = f->price,
		.flags = f->flags,
		.age_min = f->age_min,
		.age_max = f->age_max,
	};
	for (size_t i = 0; i < f->n_topics; i++)
		entry->topics |= bit_of(x->topic_names, &x->n_topics, f->topics[i]);
	for (size_t i = 0; i < f->n_languages; i++)
		entry->languages |= bit_of(x->language_names, &x->n_languages, f->languages[i]);
	x->occurrences = grow(x->occurrences, x->n_occurrences, f->n_occurrences, &x->cap_occurrences,
			      sizeof *x->occurrences);
	if (f->n_occurrences > 0)
		memcpy(x->occurrences + x->n_occurrences, f->occurrences,
		       f->n_occurrences * sizeof *f->occurrences);
	x->n_occurrences += f->n_occurrences;
	x->areas = grow(x->areas, x->n_areas, f->n_areas, &x->cap_areas, sizeof *x->areas);
	if (f->n_areas > 0)
		memcpy(x->areas + x->n_areas, f->areas, f->n_areas * sizeof *f->areas);
	x->n_areas += f->n_areas;
}

static void remove_entry(struct index *x, uint64_t name)
{
	uint32_t number = map_get(&x->by_name, name);
	if (number == INDEX_NONE || x->entries[number].key == 0)
		return;
	x->dead_occurrences += x->entries[number].n_occurrences;
	x->entries[number] = (struct index_entry){.name = name, .place = INDEX_NONE};
	x->n_live--;
}

/* Facts whose checksum is wrong are left out: nothing is shown that was not signed. aula-sync finds and heals
 * it. */
static void take_row(struct index *x, struct db_stmt *s)
{
	struct facts f;
	struct place_facts p;
	size_t len;
	int64_t kind = db_column_i64(s, 1);
	const void *data = db_column_borrow_blob(s, 2, &len);
	if (len > x->aligned_bytes) {
		free(x->aligned);
		x->aligned = malloc(len);
		ASSERT(x->aligned != NULL);
		x->aligned_bytes = len;
	}
	if (len > 0)
		memcpy(x->aligned, data, len);
	if (kind == KIND_PLACE && facts_read_place(x->aligned, len, &p))
		take_place(x, &p);
	else if (kind == KIND_ACTIVITY && facts_read_activity(x->aligned, len, &f))
		take_activity(x, db_column_i64(s, 0), &f);
	else
		x->n_damaged++;
}

static bool take_gone(struct index *x, struct db *db, struct error *e)
{
	bool ok;
	struct db_stmt *s = db_use(db, "SELECT kind, name FROM gone WHERE rev>?1", e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, x->rev);
	while (db_next(s, &ok, e)) {
		uint64_t name = (uint64_t)db_column_i64(s, 1);
		uint32_t place = map_get(&x->place_by_name, name);
		if (db_column_i64(s, 0) == KIND_ACTIVITY)
			remove_entry(x, name);
		else if (place != INDEX_NONE)
			x->places[place] = (struct index_place){.name = name};
	}
	return ok;
}

static bool take_facts(struct index *x, struct db *db, struct error *e)
{
	bool ok;
	/* Everything: in the order of the table, which is the order of the file. */
	struct db_stmt *s = db_use(db,
				   x->rev == 0 ? "SELECT key, kind, facts FROM fact WHERE ?1=0"
					       : "SELECT key, kind, facts FROM fact WHERE rev>?1",
				   e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, x->rev);
	while (db_next(s, &ok, e))
		take_row(x, s);
	return ok;
}

static void forget(struct index *x)
{
	uint64_t generation = x->generation, epoch = x->epoch;
	index_fini(x);
	x->generation = generation;
	x->epoch = epoch + 1;
}

bool index_refresh(struct index *x, struct db *db, struct error *e)
{
	bool row;
	struct db_stmt *s = db_use(db, "SELECT rev, gone_floor FROM state WHERE one=1", e);
	if (s == NULL || !db_step(s, &row, e))
		return false;
	if (!row)
		return error_set(e, ERROR_CORRUPT, "cache: its state row is gone");
	int64_t rev = db_column_i64(s, 0), floor = db_column_i64(s, 1);
	db_reset(s);
	if (rev == x->rev)
		return true;
	if (rev < x->rev || floor > x->rev || x->n_damaged > 0 ||
	    (x->dead_occurrences > DEAD_MIN && x->dead_occurrences > x->n_occurrences / 2))
		forget(x);
	x->generation++;
	if ((x->rev != 0 && !take_gone(x, db, e)) || !take_facts(x, db, e)) {
		forget(x); /* half of it is in: start anew next time */
		return false;
	}
	x->rev = rev;
	return true;
}

void index_fini(struct index *x)
{
	free(x->entries);
	free(x->places);
	free(x->occurrences);
	free(x->areas);
	free(x->aligned);
	map_fini(&x->by_name);
	map_fini(&x->place_by_name);
	*x = (struct index){0};
}

uint32_t index_find(const struct index *x, uint64_t name)
{
	uint32_t number = map_get(&x->by_name, name);
	return number != INDEX_NONE && x->entries[number].key != 0 ? number : INDEX_NONE;
}

uint64_t index_topic_bit(const struct index *x, uint64_t name)
{
	return bit_find(x->topic_names, x->n_topics, name);
}

uint64_t index_language_bit(const struct index *x, uint64_t name)
{
	return bit_find(x->language_names, x->n_languages, name);
}

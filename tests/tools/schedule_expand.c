/* Reads record lines (activities with schedules) and writes the starts of all occurrences between two days:
 *   schedule_expand FROM TO < lines
 * Each answer line: id, tab, local starts ("2026-12-01T17:00:00") with their instants, separated by blanks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "model/codec.h"

static void write_occurrences(const struct activity *v, int64_t from, int64_t to, struct arena *a)
{
	for (size_t i = 0; i < v->n_schedules; i++) {
		struct occurrence *o = NULL;
		size_t n = schedule_expand(&v->schedules[i], from, to, SCHEDULE_OCCURRENCES_MAX, &o, a);
		for (size_t k = 0; k < n; k++) {
			char text[20];
			civil_format(o[k].start, text);
			printf("%s%s=%lld", k > 0 ? " " : "", text, (long long)o[k].start_at);
		}
	}
}

int main(int argc, char **argv)
{
	struct arena a = ARENA_INIT;
	struct date from;
	struct date to;
	char *line = NULL;
	size_t room = 0;
	if (argc != 3 || !date_parse(argv[1], &from) || !date_parse(argv[2], &to)) {
		fprintf(stderr, "usage: schedule_expand FROM TO < record lines\n");
		return 2;
	}
	for (ssize_t n = getline(&line, &room, stdin); n > 0; n = getline(&line, &room, stdin)) {
		struct record r;
		struct error e = ERROR_INIT;
		arena_reset(&a);
		if (!record_parse(&r, line, (size_t)n, &a, &e)) {
			printf("error\t%s\n", e.text);
			continue;
		}
		printf("%s\t", r.id);
		write_occurrences(&r.activity, zone_day_start("Europe/Helsinki", from), zone_day_start("Europe/Helsinki", to), &a);
		printf("\n");
	}
	free(line);
	arena_fini(&a);
	return 0;
}

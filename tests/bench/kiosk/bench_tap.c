/* Tap → picture, screen by screen: what lies between lifting the finger and the finished canvas (queries, layout,
 * drawing of the changed cells), at 1080 × 1920 in software; by the clock, and in processor time, which a neighbour on
 * the machine does not count into. Then letters of a search, and memory after many
 * changes of screen. Content: AULA_BENCH_DEVICE, a device folder with cache/cache.db (tests/bench/bench_screen.sh). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "kiosk/stage.h"
#include "model/civil.h"
#include "support/measure.h"
#include "ui/node.h"

#define ROUNDS 150
#define CHANGES 10000

struct bench {
	struct stage stage;
	struct app_now now;
};

struct cost {
	double wall_ms, cpu_ms;
};

struct samples {
	double wall[ROUNDS * 40], cpu[ROUNDS * 40];
	int n;
};

static struct cost now(void)
{
	return (struct cost){measure_wall_ms(), measure_cpu_ms()};
}

static struct cost since(struct cost start)
{
	struct cost end = now();
	return (struct cost){end.wall_ms - start.wall_ms, end.cpu_ms - start.cpu_ms};
}

static void report(const char *name, struct samples *s)
{
	size_t n = (size_t)s->n;
	measure_sort(s->wall, n);
	measure_sort(s->cpu, n);
	printf("%-28s p50 %5.2f ms, p99 %5.2f ms; processor p50 %5.2f ms, p99 %5.2f ms (%zu times)\n", name, s->wall[n / 2],
	       s->wall[n * 99 / 100], s->cpu[n / 2], s->cpu[n * 99 / 100], n);
	s->n = 0;
}

/* The first live node whose id begins so. */
static const char *id_beginning(struct bench *b, const char *prefix)
{
	const struct frame *f = app_frame(b->stage.app, b->now);
	for (int i = 0; i < f->n; i++)
		if (f->nodes[i].sem != NULL && f->nodes[i].sem->id != NULL && str_starts(f->nodes[i].sem->id, prefix))
			return f->nodes[i].sem->id;
	return NULL;
}

static struct cost act(struct bench *b, const char *prefix)
{
	const char *id = id_beginning(b, prefix);
	char name[128];
	if (id == NULL) {
		printf("no part %s on screen %s\n", prefix, app_screen_name(b->stage.app));
		exit(1);
	}
	snprintf(name, sizeof name, "%s", id);
	b->now.mono_ms += 1000;
	struct cost start = now();
	app_act_on(b->stage.app, name, b->now);
	stage_draw(&b->stage, b->now, false);
	struct cost took = since(start);
	while (stage_encode_codes(&b->stage))
		stage_draw(&b->stage, b->now, false);
	return took;
}

static void add(struct samples *s, struct cost c)
{
	if (s->n == (int)(sizeof s->wall / sizeof s->wall[0]))
		return;
	s->wall[s->n] = c.wall_ms;
	s->cpu[s->n++] = c.cpu_ms;
}

static void measure_screens(struct bench *b)
{
	static const char *const ways[] = {"topic:peer", "topic:old", "topic:hobby", "calendar", "search", "dock:language", "dock:access", "dock:help"};
	static struct samples there, detail, back;
	for (size_t w = 0; w < sizeof ways / sizeof ways[0]; w++) {
		bool list = str_starts(ways[w], "topic:");
		for (int i = 0; i < ROUNDS; i++) {
			add(&there, act(b, ways[w]));
			if (list && id_beginning(b, "item:") != NULL) {
				add(&detail, act(b, "item:"));
				add(&back, act(b, "dock:back"));
			}
			act(b, "dock:home");
		}
		char name[64];
		snprintf(name, sizeof name, "home → %s", ways[w]);
		report(name, &there);
	}
	report("list → detail", &detail);
	report("detail → list (back)", &back);
}

static void measure_typing(struct bench *b)
{
	static const char *const words[] = {"omaishoitajalle", "vertaistuki", "liikuntaa", "masennus", "kerho"};
	static struct samples alone, first, later;
	int empty = 0;
	for (int round = 0; round < ROUNDS / 5; round++) {
		for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
			act(b, "search");
			act(b, "key:clear"); /* the word before is kept; a full field takes no letters */
			for (size_t i = 0; words[w][i] != '\0'; i++) {
				const char letter[2] = {words[w][i], '\0'};
				b->now.mono_ms += 700;
				struct cost start = now();
				app_type(b->stage.app, letter, b->now);
				app_tick(b->stage.app, b->now);
				stage_draw(&b->stage, b->now, false);
				add(i == 0 ? &alone : i < 3 ? &first : &later, since(start));
				if (i > 0 && id_beginning(b, "item:") == NULL && id_beginning(b, "word:") == NULL)
					empty++;
			}
			act(b, "dock:home");
		}
	}
	report("key → pixels, letter 1", &alone);
	report("key → pixels, letters 2–3", &first);
	report("key → pixels, letters 4–", &later);
	printf("pictures without hits or words from the second letter on: %d\n", empty);
}

static long rss_kib(void)
{
	long pages = 0;
	FILE *f = fopen("/proc/self/statm", "r");
	if (f == NULL || fscanf(f, "%*d %ld", &pages) != 1)
		pages = 0;
	if (f != NULL)
		fclose(f);
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static void measure_memory(struct bench *b)
{
	long after_1000 = 0;
	for (int i = 0; i < CHANGES / 4; i++) {
		act(b, i % 2 == 0 ? "topic:peer" : "topic:mind");
		if (id_beginning(b, "item:") != NULL)
			act(b, "item:");
		act(b, "dock:help");
		act(b, "dock:home");
		if (i == 250)
			after_1000 = rss_kib();
	}
	printf("memory (RSS): %ld kB after 1,000 changes of screen, %ld kB after %d (growth %+ld kB)\n", after_1000, rss_kib(), CHANGES,
	       rss_kib() - after_1000);
}

int main(void)
{
	const char *device = getenv("AULA_BENCH_DEVICE");
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (device == NULL) {
		printf("needs AULA_BENCH_DEVICE; run tests/bench/bench_screen.sh\n");
		return 0;
	}
	struct settings set;
	struct error e = ERROR_INIT;
	struct bench b = {.now = {.mono_ms = 1000, .wall_s = (int64_t)time(NULL)}};
	settings_init(&set);
	set.state = device;
	set.assets = "assets";
	set.screen.centre = "kaakkuri";
	settings_finish(&set);
	if (!stage_open(&b.stage, &set, 1080, 1920, false, b.now, &e)) {
		printf("%s\n", e.text);
		return 1;
	}
	app_tick(b.stage.app, b.now);
	stage_draw(&b.stage, b.now, false);
	act(&b, "wake");
	measure_screens(&b);
	measure_typing(&b);
	if (getenv("BENCH_MEMORY") != NULL)
		measure_memory(&b);
	stage_close(&b.stage);
	return 0;
}

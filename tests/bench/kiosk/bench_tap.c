/* Tap → picture, screen by screen: what lies between lifting the finger and the finished canvas (queries, layout,
 * drawing of the changed cells), at 1080 × 1920 in software. Then letters of a search, and memory after many
 * changes of screen. Content: AULA_BENCH_DEVICE, a device folder with cache/cache.db (tests/bench/bench_screen.sh). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "kiosk/stage.h"
#include "model/civil.h"
#include "ui/node.h"

#define ROUNDS 150
#define CHANGES 10000

struct bench {
	struct stage stage;
	struct app_now now;
};

struct samples {
	double ms[ROUNDS * 40];
	int n;
};

static double now_ms(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void report(const char *name, struct samples *s)
{
	qsort(s->ms, (size_t)s->n, sizeof s->ms[0], by_value);
	printf("%-34s p50 %6.2f ms   p99 %6.2f ms   (%d times)\n", name, s->ms[s->n / 2], s->ms[s->n * 99 / 100], s->n);
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

static double act(struct bench *b, const char *prefix)
{
	const char *id = id_beginning(b, prefix);
	char name[128];
	if (id == NULL) {
		printf("no part %s on screen %s\n", prefix, app_screen_name(b->stage.app));
		exit(1);
	}
	snprintf(name, sizeof name, "%s", id);
	b->now.mono_ms += 1000;
	double start = now_ms();
	app_act_on(b->stage.app, name, b->now);
	stage_draw(&b->stage, b->now, false);
	double took = now_ms() - start;
	while (stage_encode_codes(&b->stage))
		stage_draw(&b->stage, b->now, false);
	return took;
}

static void add(struct samples *s, double ms)
{
	if (s->n < (int)(sizeof s->ms / sizeof s->ms[0]))
		s->ms[s->n++] = ms;
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
				double start = now_ms();
				app_type(b->stage.app, letter, b->now);
				app_tick(b->stage.app, b->now);
				stage_draw(&b->stage, b->now, false);
				add(i == 0 ? &alone : i < 3 ? &first : &later, now_ms() - start);
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
	measure_memory(&b);
	stage_close(&b.stage);
	return 0;
}

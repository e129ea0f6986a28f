/* Holds N connections open and asks the same on each; for measuring what stands between them and the servers.
 *   waiters PORT N      reads a path a line from standard input; for each prints "asked", then, when all have been answered,
 *                       "P50 P99 LAST STATUS": CLOCK_MONOTONIC milliseconds and how many answers were 200 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/str.h"
#include "bench/web/client.h"
#include "support/measure.h"

#define BATCH 256
#define ANSWER_WAIT_MS 120000

static void collect(struct client *v, size_t n, int ep)
{
	struct epoll_event events[BATCH];
	double *at = calloc(n, sizeof *at);
	size_t done = 0, ok = 0;
	ASSERT(at != NULL);
	while (done < n) {
		int got = epoll_wait(ep, events, BATCH, ANSWER_WAIT_MS);
		if (got <= 0) {
			fprintf(stderr, "waiters: %zu of %zu answers\n", done, n);
			exit(1);
		}
		for (int i = 0; i < got; i++) {
			struct client *c = &v[events[i].data.u64];
			if (client_take(c, &ok))
				at[done++] = c->at_ms;
		}
	}
	measure_sort(at, n);
	printf("%.3f %.3f %.3f %zu\n", at[n / 2], at[n * 99 / 100], at[n - 1], ok);
	fflush(stdout);
	free(at);
}

static void ask(struct client *v, size_t n, const char *path)
{
	char request[512];
	int len = snprintf(request, sizeof request,
			   "GET %s HTTP/1.1\r\nHost: aula.example.org\r\nUser-Agent: aula-sync/0.1\r\nAccept-Encoding: zstd, gzip\r\n\r\n",
			   path);
	for (size_t i = 0; i < n; i++) {
		v[i].have = v[i].want = 0;
		ASSERT(write(v[i].fd, request, (size_t)len) == len);
	}
	printf("asked\n");
	fflush(stdout);
}

int main(int argc, char **argv)
{
	int64_t port = 0, n = 0;
	char line[256];
	if (argc != 3 || !str_to_i64(argv[1], 1, 65535, &port) || !str_to_i64(argv[2], 1, 60000, &n))
		return 2;
	signal(SIGPIPE, SIG_IGN);
	client_most();
	struct client *v = calloc((size_t)n, sizeof *v);
	int ep = epoll_create1(EPOLL_CLOEXEC);
	ASSERT(v != NULL && ep >= 0);
	for (int64_t i = 0; i < n; i++) {
		v[i].fd = client_connect((uint16_t)port);
		struct epoll_event e = {.events = EPOLLIN, .data.u64 = (uint64_t)i};
		epoll_ctl(ep, EPOLL_CTL_ADD, v[i].fd, &e);
	}
	while (fgets(line, sizeof line, stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		ask(v, (size_t)n, line);
		collect(v, (size_t)n, ep);
	}
	free(v);
	return 0;
}

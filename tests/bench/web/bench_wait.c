/* N screens waiting on the feed: bytes each costs the server, and how long after a change the last has its
 * page. The floor is a bare epoll server that holds the same number of connections and sends the same bytes.
 *   bench_wait [N]   (default 10000, less when the file descriptor limit is lower) */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/str.h"
#include "bench/web/client.h"
#include "support/measure.h"

#define ANSWER_MAX 16384
#define BATCH 256
#define ROUNDS 5

/* What the server spends. */
struct cost {
	double bytes_each; /* memory of a waiting screen */
	double us_each;    /* processor time of a wake, per screen, mean of all rounds */
	double held_ms;    /* processor time in HELD_US with everybody waiting, last round */
};

#define HELD_US 400000

/* Processor time of another process so far, all its threads. */
static double cpu_ms(pid_t pid)
{
	clockid_t clock;
	return clock_getcpuclockid(pid, &clock) == 0 ? measure_ms(clock) : 0;
}

static long pss_kib(pid_t pid)
{
	char path[64], line[256];
	long kib = 0;
	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
	CLEANUP_FILE FILE *f = fopen(path, "r");
	while (f != NULL && fgets(line, sizeof line, f) != NULL)
		if (sscanf(line, "Pss: %ld kB", &kib) == 1)
			break;
	return kib;
}

/* --- the floor: a bare epoll server
 * ----------------------------------------------------------------------------------- */

static int listen_any(uint16_t *port)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	ASSERT(fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 4096) == 0);
	ASSERT(getsockname(fd, (struct sockaddr *)&at, &len) == 0);
	*port = ntohs(at.sin_port);
	return fd;
}

/* Accepts and reads requests; a byte on `trigger` sends the answer to everyone who has asked. */
static void raw_server(int listener, int trigger, const struct buf *answer)
{
	static int waiting[100000];
	struct epoll_event events[BATCH], e = {.events = EPOLLIN};
	size_t n = 0;
	char sink[4096];
	int ep = epoll_create1(0);
	e.data.fd = listener;
	epoll_ctl(ep, EPOLL_CTL_ADD, listener, &e);
	e.data.fd = trigger;
	epoll_ctl(ep, EPOLL_CTL_ADD, trigger, &e);
	for (;;) {
		int got = epoll_wait(ep, events, BATCH, -1);
		for (int i = 0; i < got; i++) {
			int fd = events[i].data.fd;
			if (fd == listener) {
				int c = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
				e.data.fd = c;
				epoll_ctl(ep, EPOLL_CTL_ADD, c, &e);
			} else if (fd == trigger) {
				if (read(trigger, sink, sizeof sink) <= 0)
					_exit(0);
				for (size_t w = 0; w < n; w++)
					if (write(waiting[w], answer->data, answer->len) < 0)
						perror("raw server");
				n = 0;
			} else if (read(fd, sink, sizeof sink) > 0) {
				waiting[n++] = fd;
			} else {
				close(fd);
			}
		}
	}
}

/* --- clients
 * ------------------------------------------------------------------------------------------------------------
 */

/* One request, one answer, as it is on the wire. */
static void ask(uint16_t port, const char *request, struct buf *answer)
{
	char part[ANSWER_MAX];
	ssize_t n;
	int fd = client_connect(port);
	ASSERT(write(fd, request, strlen(request)) == (ssize_t)strlen(request));
	while ((n = read(fd, part, sizeof part)) > 0)
		buf_append(answer, part, (size_t)n);
	close(fd);
}

static int by_time(const void *a, const void *b)
{
	double x = ((const struct client *)a)->at_ms, y = ((const struct client *)b)->at_ms;
	return x < y ? -1 : x > y;
}

struct times {
	double p50, p99, last;
};

/* All have asked already; reads until each has its answer. */
static struct times collect(struct client *v, size_t n, double start)
{
	struct epoll_event events[BATCH];
	size_t done = 0;
	int ep = epoll_create1(EPOLL_CLOEXEC);
	for (size_t i = 0; i < n; i++) {
		struct epoll_event e = {.events = EPOLLIN, .data.u64 = i};
		v[i].have = v[i].want = 0;
		v[i].at_ms = 0;
		epoll_ctl(ep, EPOLL_CTL_ADD, v[i].fd, &e);
	}
	while (done < n) {
		int got = epoll_wait(ep, events, BATCH, 30000);
		if (got == 0) {
			fprintf(stderr, "%zu of %zu answers after 30 s\n", done, n);
			exit(1);
		}
		for (int i = 0; i < got; i++) {
			struct client *c = &v[events[i].data.u64];
			done += client_take(c, NULL);
		}
	}
	close(ep);
	struct client *sorted = calloc(n, sizeof *sorted);
	ASSERT(sorted != NULL);
	memcpy(sorted, v, n * sizeof *v);
	qsort(sorted, n, sizeof *sorted, by_time);
	struct times t = {sorted[n / 2].at_ms - start, sorted[n * 99 / 100].at_ms - start,
			  sorted[n - 1].at_ms - start};
	free(sorted);
	return t;
}

static void ask_all(struct client *v, size_t n, const char *request)
{
	for (size_t i = 0; i < n; i++)
		ASSERT(write(v[i].fd, request, strlen(request)) == (ssize_t)strlen(request));
}

/* --- aula-server
 * ----------------------------------------------------------------------------------------------------------
 */

struct server {
	pid_t pid;
	uint16_t port;
	char dir[64], token[128];
};

static pid_t start_program(const struct server *s, const char *log)
{
	char store[160], key[128], token[160];
	char head[64];
	snprintf(head, sizeof head, "server.head_bytes=%s",
		 getenv("HEAD_BYTES") != NULL ? getenv("HEAD_BYTES") : "6144");
	const char *bin = getenv("B") != NULL ? getenv("B") : "build";
	char path[256];
	snprintf(path, sizeof path, "%s/bin/aula-server", bin);
	snprintf(store, sizeof store, "server.store=sqlite:%s/aula.db", s->dir);
	snprintf(key, sizeof key, "paths.key=%s/key", s->dir);
	snprintf(token, sizeof token, "ingest.token_file=%s/token", s->dir);
	pid_t pid = fork();
	if (pid == 0) {
		if (freopen(log, "w", stderr) == NULL)
			_exit(1);
		execl(path, path, "--set", store, "--set", key, "--set", token, "--set",
		      "paths.site=assets/web", "--set", "server.port=0", "--set", "server.connections=100000",
		      "--set", head, (char *)NULL);
		_exit(1);
	}
	return pid;
}

static void start_server(struct server *s)
{
	char log[128], path[128];
	struct buf text = BUF_INIT;
	snprintf(s->dir, sizeof s->dir, "/tmp/aula-bench-wait-XXXXXX");
	ASSERT(mkdtemp(s->dir) != NULL);
	snprintf(log, sizeof log, "%s/log", s->dir);
	s->pid = start_program(s, log);
	const char *found = NULL;
	for (int i = 0; i < 500 && found == NULL; i++) {
		usleep(10000);
		buf_clear(&text);
		fs_read(log, 65536, &text, NULL);
		found = strstr(buf_str(&text), " port ");
	}
	ASSERT(found != NULL);
	s->port = (uint16_t)strtoul(found + 6, NULL, 10);
	snprintf(path, sizeof path, "%s/token", s->dir);
	buf_clear(&text);
	ASSERT(fs_read(path, 128, &text, NULL));
	snprintf(s->token, sizeof s->token, "%s", buf_str(&text));
	buf_fini(&text);
}

static void stop_server(const struct server *s)
{
	static const char *const files[] = {"aula.db", "aula.db-wal", "aula.db-shm", "aula.db.lock",
					    "key",     "token",       "log"};
	char path[128];
	kill(s->pid, SIGTERM);
	waitpid(s->pid, NULL, 0);
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", s->dir, files[i]);
		unlink(path);
	}
	rmdir(s->dir);
}

static void publish(const struct server *s, int round)
{
	char body[256], request[1024];
	struct buf answer = BUF_INIT;
	snprintf(
		body, sizeof body,
		"{\"kind\":\"organisation\",\"id\":\"bench:o\",\"doc\":{\"name\":{\"fi\":\"Kierros %d\"}}}\n",
		round);
	snprintf(request, sizeof request,
		 "POST /v1/ingest?source=bench&mode=delta HTTP/1.1\r\nHost: x\r\nConnection: "
		 "close\r\nAuthorization: Bearer %s\r\n"
		 "Content-Length: %zu\r\n\r\n%s",
		 s->token, strlen(body), body);
	ask(s->port, request, &answer);
	ASSERT(strstr(buf_str(&answer), " 200 ") != NULL);
	buf_fini(&answer);
}

static void wait_until_parked(const struct server *s, size_t n)
{
	char expected[64];
	snprintf(expected, sizeof expected, "\"waiting\":%zu", n);
	for (int i = 0; i < 1000; i++) {
		struct buf answer = BUF_INIT;
		ask(s->port, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", &answer);
		bool all = strstr(buf_str(&answer), expected) != NULL;
		buf_fini(&answer);
		if (all)
			return;
		usleep(20000);
	}
	fprintf(stderr, "not all %zu are waiting\n", n);
	exit(1);
}

/* --- the measurement
 * -------------------------------------------------------------------------------------------------------- */

static void open_clients(struct client *v, size_t n, uint16_t port)
{
	for (size_t i = 0; i < n; i++)
		v[i] = (struct client){.fd = client_connect(port)};
}

static void close_clients(struct client *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		close(v[i].fd);
}

/* Median round by its last answer. */
static struct times median(struct times t[ROUNDS])
{
	for (int i = 1; i < ROUNDS; i++)
		for (int j = i; j > 0 && t[j].last < t[j - 1].last; j--) {
			struct times swap = t[j];
			t[j] = t[j - 1];
			t[j - 1] = swap;
		}
	return t[ROUNDS / 2];
}

static struct times measure_aula(struct server *s, struct client *v, size_t n, struct cost *cost,
				 struct buf *page)
{
	struct times t[ROUNDS];
	char request[256];
	publish(s, 0);
	ask(s->port, "GET /v1/feed?after=0 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", page);
	long before = pss_kib(s->pid);
	open_clients(v, n, s->port);
	for (int round = 0; round < ROUNDS; round++) {
		snprintf(request, sizeof request,
			 "GET /v1/feed?after=%d&wait=110 HTTP/1.1\r\nHost: aula.example.org\r\nUser-Agent: "
			 "aula-sync/0.1\r\n"
			 "Accept-Encoding: zstd, gzip\r\n\r\n",
			 round + 1);
		ask_all(v, n, request);
		wait_until_parked(s, n);
		if (round == 0)
			cost->bytes_each = (double)(pss_kib(s->pid) - before) * 1024 / (double)n;
		double held = cpu_ms(s->pid);
		usleep(HELD_US); /* past the gap between two wakings */
		double start = measure_wall_ms(), cpu = cpu_ms(s->pid);
		cost->held_ms = cpu - held;
		publish(s, round + 1);
		t[round] = collect(v, n, start);
		cost->us_each += (cpu_ms(s->pid) - cpu) * 1e3 / (double)n / ROUNDS;
	}
	close_clients(v, n);
	return median(t);
}

static struct times measure_raw(struct client *v, size_t n, struct cost *cost, const struct buf *page)
{
	struct times t[ROUNDS];
	uint16_t port;
	int trigger[2], listener = listen_any(&port);
	ASSERT(pipe(trigger) == 0);
	pid_t pid = fork();
	if (pid == 0) {
		close(trigger[1]);
		raw_server(listener, trigger[0], page);
	}
	close(listener);
	usleep(50000);
	long before = pss_kib(pid);
	open_clients(v, n, port);
	for (int round = 0; round < ROUNDS; round++) {
		ask_all(v, n, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
		usleep(300000);
		double held = cpu_ms(pid);
		usleep(HELD_US);
		if (round == 0)
			cost->bytes_each = (double)(pss_kib(pid) - before) * 1024 / (double)n;
		double start = measure_wall_ms(), cpu = cpu_ms(pid);
		cost->held_ms = cpu - held;
		ASSERT(write(trigger[1], "x", 1) == 1);
		t[round] = collect(v, n, start);
		cost->us_each += (cpu_ms(pid) - cpu) * 1e3 / (double)n / ROUNDS;
	}
	close_clients(v, n);
	close(trigger[1]);
	close(trigger[0]);
	kill(pid, SIGTERM);
	waitpid(pid, NULL, 0);
	return median(t);
}

int main(int argc, char **argv)
{
	int64_t n = 10000;
	struct server s;
	struct buf page = BUF_INIT;
	struct cost aula_cost = {0}, raw_cost = {0};
	if (argc > 1 && !str_to_i64(argv[1], 1, 90000, &n))
		return 2;
	signal(SIGPIPE, SIG_IGN);
	const rlim_t most = client_most();
	if ((rlim_t)n + 200 > most)
		n = (int64_t)most - 200;
	struct client *v = calloc((size_t)n, sizeof *v);
	ASSERT(v != NULL);
	start_server(&s);
	struct times aula = measure_aula(&s, v, (size_t)n, &aula_cost, &page);
	stop_server(&s);
	struct times raw = measure_raw(v, (size_t)n, &raw_cost, &page);
	printf("wait: %lld screens, bytes each: %.0f (floor %.0f in a bare epoll server)\n", (long long)n,
	       aula_cost.bytes_each, raw_cost.bytes_each);
	printf("wait: processor time of a wake, each: %.1f µs (floor %.1f µs, ratio %.2f×)\n", aula_cost.us_each,
	       raw_cost.us_each, aula_cost.us_each / raw_cost.us_each);
	printf("wait: processor time while %lld wait: %.2f %% of a core (floor %.2f %%)\n", (long long)n,
	       aula_cost.held_ms * 1e5 / HELD_US, raw_cost.held_ms * 1e5 / HELD_US);
	printf("wait: publish to the median screen: %.1f ms (floor %.1f ms, ratio %.2f×)\n", aula.p50,
	       raw.p50, aula.p50 / raw.p50);
	printf("wait: publish to the 99th of 100: %.1f ms (floor %.1f ms, ratio %.2f×)\n", aula.p99, raw.p99,
	       aula.p99 / raw.p99);
	printf("wait: publish to the last screen: %.1f ms (floor %.1f ms, ratio %.2f×)\n", aula.last,
	       raw.last, aula.last / raw.last);
	buf_fini(&page);
	free(v);
	return 0;
}

/* A connection that waits for an answer of the feed; for what holds many of them. */
#ifndef AULA_BENCH_WEB_CLIENT_H
#define AULA_BENCH_WEB_CLIENT_H

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/assert.h"
#include "support/measure.h"

#define CLIENT_PART_BYTES 65536

struct client {
	int fd;
	size_t have, want; /* bytes of the answer; want 0: not known yet */
	double at_ms;	   /* when the last byte had come */
};

/* As many connections as the system lets a process have. */
static inline rlim_t client_most(void)
{
	struct rlimit limit;
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	return limit.rlim_cur;
}

static inline int client_connect(uint16_t port)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	const int on = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
		perror("connect");
		exit(1);
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return fd;
}

/* Takes what has come; true at the end of the answer. *ok (may be NULL) counts those that are 200. */
static inline bool client_take(struct client *c, size_t *ok)
{
	static char part[CLIENT_PART_BYTES];
	ssize_t n = read(c->fd, part, sizeof part - 1);
	if (n <= 0) {
		fprintf(stderr, "a waiting connection was closed\n");
		exit(1);
	}
	part[n] = '\0';
	if (c->want == 0) { /* an answer's head comes in one piece on loopback */
		const char *body = strstr(part, "\r\n\r\n"), *length = strcasestr(part, "Content-Length:");
		ASSERT(body != NULL && length != NULL);
		c->want = (size_t)(body + 4 - part) + strtoul(length + 15, NULL, 10);
		if (ok != NULL)
			*ok += strncmp(part + 9, "200", 3) == 0;
	}
	c->have += (size_t)n;
	if (c->have < c->want)
		return false;
	c->at_ms = measure_wall_ms();
	return true;
}

#endif

/* A tiny HTTP server for unit tests: one thread, 127.0.0.1, a port of its own. Each connection is one
 * request; the answer is what the test's handler writes to the socket. Header-only: each test is one file. */
#ifndef AULA_TESTS_CANNED_SERVER_H
#define AULA_TESTS_CANNED_SERVER_H

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CANNED_REQUEST_BYTES 65536

struct canned_server {
	int fd, port;
	pthread_t thread;
	/* Called in the server's thread with the whole request text; writes an answer to fd. */
	void (*handle)(struct canned_server *s, const char *request, int fd);
	int requests; /* read it only after a fetch ended */
	char last[CANNED_REQUEST_BYTES];
	void *user;
};

static inline void canned_send(int fd, const char *text)
{
	size_t len = strlen(text);
	while (len > 0) {
		ssize_t n = send(fd, text, len, MSG_NOSIGNAL);
		if (n <= 0)
			return;
		text += n;
		len -= (size_t)n;
	}
}

static inline void canned_answer(int fd, const char *status, const char *headers, const char *body)
{
	char head[2048];
	snprintf(head, sizeof head, "HTTP/1.1 %s\r\n%sContent-Length: %zu\r\nConnection: close\r\n\r\n", status,
		 headers, strlen(body));
	canned_send(fd, head);
	canned_send(fd, body);
}

static inline void *canned_run(void *user)
{
	struct canned_server *s = user;
	for (;;) {
		int fd = accept(s->fd, NULL, NULL);
		if (fd < 0)
			return NULL;
		size_t len = 0;
		for (;;) { /* head, and the body when a length is announced */
			ssize_t n = read(fd, s->last + len, sizeof s->last - 1 - len);
			if (n <= 0)
				break;
			len += (size_t)n;
			s->last[len] = '\0';
			const char *end = strstr(s->last, "\r\n\r\n");
			const char *announced = strcasestr(s->last, "content-length:");
			size_t body = 0;
			if (announced != NULL)
				sscanf(announced + 15, " %zu", &body);
			if (end != NULL && (size_t)(s->last + len - end - 4) >= body)
				break;
		}
		s->last[len] = '\0';
		s->requests++;
		if (len > 0)
			s->handle(s, s->last, fd);
		shutdown(fd, SHUT_WR);
		close(fd);
	}
}

static inline int canned_start(struct canned_server *s)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof at;
	s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s->fd < 0 || bind(s->fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(s->fd, 16) != 0 ||
	    getsockname(s->fd, (struct sockaddr *)&at, &len) != 0)
		return -1;
	s->port = ntohs(at.sin_port);
	return pthread_create(&s->thread, NULL, canned_run, s);
}

static inline void canned_stop(struct canned_server *s)
{
	shutdown(s->fd, SHUT_RDWR);
	pthread_join(s->thread, NULL);
	close(s->fd);
}

#endif

/* Times "exec → READY=1 on NOTIFY_SOCKET" of a command over several runs, killing it after each.
 *   start_timer RUNS STDIN-FILE COMMAND [ARG…]      prints the sorted milliseconds, one a line */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/measure.h"

#define RUNS_MAX 1000
#define TIMEOUT_MS 20000

/* -1 when the command does not report in time. */
static double run_once(int sock, const char *input, char **argv)
{
	char message[512];
	while (recv(sock, message, sizeof message, MSG_DONTWAIT) > 0) /* left over from the run before */
		;
	double start = measure_wall_ms();
	pid_t pid = fork();
	if (pid == 0) {
		int in = open(input, O_RDONLY), out = open("/dev/null", O_WRONLY);
		dup2(in, 0);
		dup2(out, 1);
		dup2(out, 2);
		execvp(argv[0], argv);
		_exit(127);
	}
	double ready = -1;
	while (ready < 0 && measure_wall_ms() - start < TIMEOUT_MS) {
		struct pollfd p = {.fd = sock, .events = POLLIN};
		if (poll(&p, 1, 1000) != 1)
			continue;
		ssize_t n = recv(sock, message, sizeof message - 1, 0);
		if (n > 0) {
			message[n] = '\0';
			if (strstr(message, "READY=1") != NULL)
				ready = measure_wall_ms() - start;
		}
	}
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return ready;
}

int main(int argc, char **argv)
{
	int runs = argc > 3 ? atoi(argv[1]) : 0;
	if (runs < 1 || runs > RUNS_MAX)
		return 2;
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	snprintf(address.sun_path, sizeof address.sun_path, "/tmp/aula-start-%d", (int)getpid());
	int sock = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (sock < 0 || bind(sock, (struct sockaddr *)&address, sizeof address) != 0)
		return 1;
	setenv("NOTIFY_SOCKET", address.sun_path, 1);
	static double ms[RUNS_MAX];
	int n = 0;
	for (int i = 0; i < runs; i++) {
		double t = run_once(sock, argv[2], argv + 3);
		if (t >= 0)
			ms[n++] = t;
	}
	unlink(address.sun_path);
	measure_sort(ms, (size_t)n);
	for (int i = 0; i < n; i++)
		printf("%.1f\n", ms[i]);
	return n > 0 ? 0 : 1;
}

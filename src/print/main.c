/* aula-print: slips from the spool onto paper. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/cli.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/process.h"
#include "base/str.h"
#include "print/escpos_printer.h"
#include "print/ipp_printer.h"
#include "print/paper.h"
#include "print/picture_printer.h"
#include "print/slip_draw.h"
#include "print/slip_png.h"
#include "print/spooler.h"
#include "spool/printer_status.h"
#include "spool/slip.h"
#include "ui/ui.h"

#define SHORTEST_WAIT_MS 10 /* a deadline that has passed must not spin us */
#define LONGEST_WAIT_MS 5000
#define STOP_MS 15000 /* asked to stop, a slip on its way gets this long */

struct settings {
	const char *state, *assets;
	const char *kind, *device, *uri, *media, *cut;
	int64_t baud, dots, dpi, mm_per_s;
	bool status;
	int64_t wait_s, stuck_s, per_minute;
};

struct program {
	struct settings set;
	struct ui ui;
	struct clock_source clock;
	char queue_folder[PATH_MAX], status_folder[PATH_MAX];
	int lock_fd, inotify_fd, signal_fd;
	struct spooler *spooler;
	int64_t stop_by_ms; /* 0: not asked to */
};

static bool draw(void *context, const struct slip *s, struct paper *out, struct error *e)
{
	struct program *p = context;
	const struct slip_format format = {.dots = (int)p->set.dots, .dpi = (int)p->set.dpi};
	return slip_draw(&p->ui, s, &format, out, e);
}

static bool open_ui(struct program *p, struct error *e)
{
	const struct ui_paths paths = {.assets = p->set.assets};
	return ui_open(&p->ui, &paths, e);
}

static int render(struct program *p, const char *slip_path, const char *png_path)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_BUF struct buf json = BUF_INIT;
	struct error e = ERROR_INIT;
	struct paper paper = {0};
	struct slip slip;
	bool ok = open_ui(p, &e) && fs_read(slip_path, SLIP_MAX_BYTES, &json, &e) &&
		  slip_decode(buf_str(&json), json.len, &a, &slip, &e) && draw(p, &slip, &paper, &e) &&
		  slip_png_write(png_path, &paper, &e);
	if (!ok)
		log_error("%s", e.text);
	paper_fini(&paper);
	ui_close(&p->ui);
	return ok ? CLI_EXIT_OK : CLI_EXIT_FAILED;
}

static struct printer make_printer(const struct settings *set)
{
	if (str_eq(set->kind, "ipp"))
		return ipp_printer_new(&(struct ipp_printer_config){
			.uri = set->uri, .media = set->media, .dpi = (int)set->dpi});
	if (str_eq(set->kind, "pictures"))
		return picture_printer_new(&(struct picture_printer_config){
			.folder = set->device, .dpi = (int)set->dpi, .mm_per_s = set->mm_per_s});
	enum escpos_cut cut = str_eq(set->cut, "full")   ? ESCPOS_CUT_FULL
			      : str_eq(set->cut, "none") ? ESCPOS_CUT_NONE
							 : ESCPOS_CUT_PARTIAL;
	return escpos_printer_new(&(struct escpos_printer_config){.path = set->device,
								  .baud = set->baud,
								  .cut = cut,
								  .ask = set->status,
								  .dpi = (int)set->dpi,
								  .mm_per_s = set->mm_per_s});
}

/* No printer: says so once and ends; the unit does not start it again. */
static int no_printer(const struct program *p)
{
	struct error e = ERROR_INIT;
	const struct printer_status none = {.state = PRINTER_NONE, .since_s = clock_wall_s(&p->clock)};
	if (!fs_mkdirs(p->status_folder, &e) || !printer_status_write(p->status_folder, &none, &e)) {
		log_error("%s", e.text);
		return CLI_EXIT_FAILED;
	}
	log_info("no printer is configured (printer.kind = none)");
	sd_notify(0, "READY=1");
	return CLI_EXIT_OK;
}

static bool watch_queue(struct program *p, struct error *e)
{
	p->inotify_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (p->inotify_fd < 0 ||
	    inotify_add_watch(p->inotify_fd, p->queue_folder, IN_MOVED_TO | IN_DELETE) < 0)
		return error_set_errno(e, "watching %s", p->queue_folder);
	return true;
}

static bool watch_signals(struct program *p, struct error *e)
{
	static const int stop[] = {SIGTERM, SIGINT, 0};
	p->signal_fd = process_signal_fd(stop);
	if (p->signal_fd < 0)
		return error_set_errno(e, "signals");
	signal(SIGPIPE, SIG_IGN);
	return true;
}

static bool start(struct program *p, struct error *e)
{
	if (!fs_mkdirs(p->queue_folder, e) || !fs_mkdirs(p->status_folder, e))
		return false;
	p->lock_fd = printer_status_lock(p->status_folder, e);
	if (p->lock_fd < 0 || !watch_queue(p, e) || !watch_signals(p, e) || !open_ui(p, e))
		return false;
	const struct spooler_config config = {.queue_folder = p->queue_folder,
					      .status_folder = p->status_folder,
					      .model =
						      str_eq(p->set.kind, "ipp") ? p->set.uri : p->set.device,
					      .wait_s = p->set.wait_s,
					      .stuck_s = p->set.stuck_s,
					      .per_minute = p->set.per_minute,
					      .draw = draw,
					      .draw_context = p};
	p->spooler = spooler_new(&config, make_printer(&p->set), clock_mono_ms(&p->clock),
				 clock_wall_s(&p->clock));
	return true;
}

/* Drops what is there to read: what counts is that something came. */
static bool came(int fd)
{
	char bytes[4096];
	bool any = false;
	while (read(fd, bytes, sizeof bytes) > 0)
		any = true;
	return any;
}

static void wait_for_something(struct program *p)
{
	int64_t now = clock_mono_ms(&p->clock), wake = now + LONGEST_WAIT_MS;
	struct pollfd fds[3] = {{.fd = p->inotify_fd, .events = POLLIN},
				{.fd = p->signal_fd, .events = POLLIN}};
	int n = 2 + spooler_wait(p->spooler, &fds[2], &wake);
	if (p->stop_by_ms != 0 && p->stop_by_ms < wake)
		wake = p->stop_by_ms;
	int64_t timeout = wake < now + SHORTEST_WAIT_MS ? SHORTEST_WAIT_MS : wake - now;
	poll(fds, (nfds_t)n, (int)timeout);
	if (came(p->inotify_fd))
		spooler_look(p->spooler);
	if (came(p->signal_fd) && p->stop_by_ms == 0)
		p->stop_by_ms = clock_mono_ms(&p->clock) + STOP_MS;
}

/* once: ends when the queue is empty. */
static void run(struct program *p, bool once)
{
	sd_notify(0, "READY=1");
	for (;;) {
		int64_t now = clock_mono_ms(&p->clock);
		/* a stop lets the slip on its way finish, so that an upgrade tears no paper */
		if (p->stop_by_ms != 0 && (!spooler_busy(p->spooler) || now >= p->stop_by_ms))
			break;
		spooler_step(p->spooler, now, clock_wall_s(&p->clock));
		if (once && spooler_empty(p->spooler))
			break;
		sd_notify(0, "WATCHDOG=1");
		wait_for_something(p);
	}
	sd_notify(0, "STOPPING=1");
}

static void stop(struct program *p)
{
	spooler_free(p->spooler);
	ui_close(&p->ui);
	const int fds[] = {p->inotify_fd, p->signal_fd, p->lock_fd};
	for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

static int serve(struct program *p, bool once)
{
	struct error e = ERROR_INIT;
	if (str_eq(p->set.kind, "none") && !once)
		return no_printer(p);
	bool ok = start(p, &e);
	if (ok)
		run(p, once);
	else
		log_error("%s", e.text);
	stop(p);
	return ok ? CLI_EXIT_OK : CLI_EXIT_FAILED;
}

/* What the command line asked for. */
static int act(struct program *p, const struct cli *cli, const char *render_slip, bool once)
{
	clock_init_system(&p->clock);
	if (render_slip == NULL && cli->n_rest > 0) {
		fprintf(stderr, "aula-print: unexpected operand %s (see --help)\n", cli->rest[0]);
		return CLI_EXIT_USAGE;
	}
	if ((render_slip != NULL) != (cli->n_rest == 1)) {
		fprintf(stderr,
			"aula-print: --render takes a slip and a picture: --render slip.json out.png\n");
		return CLI_EXIT_USAGE;
	}
	if (render_slip != NULL)
		return render(p, render_slip, cli->rest[0]);
	if (!fs_join(p->set.state, "spool/print", p->queue_folder, NULL) ||
	    !fs_join(p->set.state, "status", p->status_folder, NULL)) {
		fprintf(stderr, "aula-print: paths.state is too long\n");
		return CLI_EXIT_USAGE;
	}
	return serve(p, once);
}

static bool uri_ok(const char *value, struct error *e)
{
	static const char *const SCHEMES[] = {"ipp://", "ipps://", "http://", "https://"};
	for (size_t i = 0; i < sizeof SCHEMES / sizeof SCHEMES[0]; i++)
		if (str_starts(value, SCHEMES[i]) && value[strlen(SCHEMES[i])] != '\0')
			return true;
	return value[0] == '\0' || error_set(e, ERROR_INPUT, "'%s' is not an address like ipp://host/ipp/print", value);
}

int main(int argc, char **argv)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct program p = {.lock_fd = -1, .inotify_fd = -1, .signal_fd = -1};
	struct settings *s = &p.set;
	*s = (struct settings){.state = "/var/lib/aula",
			       .assets = "/usr/share/aula",
			       .kind = "none",
			       .device = "/dev/aula-printer",
			       .uri = "",
			       .media = "",
			       .cut = "partial",
			       .dots = 576,
			       .dpi = 203,
			       .mm_per_s = 80,
			       .status = true,
			       .wait_s = 60,
			       .stuck_s = 600,
			       .per_minute = 6};
	const struct config_key keys[] = {
		{"paths", "state", CONFIG_STRING, &s->state, .help = "the device's folder: spool, status"},
		{"paths", "assets", CONFIG_STRING, &s->assets, .help = "icons and pictures"},
		{"printer", "kind", CONFIG_CHOICE, &s->kind, .choices = "none|escpos|ipp|pictures",
		 .help = "what is attached"},
		{"printer", "device", CONFIG_STRING, &s->device, .help = "escpos: device file; pictures: folder"},
		{"printer", "baud", CONFIG_INT, &s->baud, 0, 115200, .choices = "0|9600|19200|38400|57600|115200",
		 .help = "escpos: serial speed, 0 = as it is"},
		{"printer", "cut", CONFIG_CHOICE, &s->cut, .choices = "none|partial|full",
		 .help = "escpos: cutter"},
		{"printer", "status", CONFIG_BOOL, &s->status, .help = "escpos: ask the printer how it is"},
		{"printer", "dots", CONFIG_INT, &s->dots, SLIP_MIN_DOTS, SLIP_MAX_DOTS,
		 .help = "width of print: 576 (80 mm, 203 dpi), 512 (180 dpi), 384 (58 mm)"},
		{"printer", "dpi", CONFIG_INT, &s->dpi, 150, 600, .help = "dots an inch"},
		{"printer", "speed", CONFIG_INT, &s->mm_per_s, 10, 500, .help = "mm of paper a second"},
		{"printer", "uri", CONFIG_STRING, &s->uri,
		 .help = "ipp: ipp://host/printers/name or ipp://host/ipp/print", .check = uri_ok},
		{"printer", "media", CONFIG_STRING, &s->media,
		 .help = "ipp: PWG media name, empty = a roll as long as the slip"},
		{"limits", "wait", CONFIG_INT, &s->wait_s, 5, 3600,
		 .help = "seconds a slip waits for the printer"},
		{"limits", "stuck", CONFIG_INT, &s->stuck_s, 30, 7200,
		 .help = "seconds a begun slip may take"},
		{"limits", "per_minute", CONFIG_INT, &s->per_minute, 1, 16, .help = "slips a minute"},
	};
	const char *render_slip = NULL, *once = NULL;
	const struct cli_option options[] = {
		{"render", "SLIP", "draw this slip (JSON) into the PNG named after it, and end",
		 &render_slip},
		{"once", NULL, "print what is in the queue, and end", &once},
	};
	struct cli cli = {.program = "aula-print",
			  .purpose = "Prints the slips that the screen puts into its spool folder.",
			  .usage = "[OPTIONS] [--render SLIP PNG]",
			  .epilogue = "Exit codes: 0 done, 1 failed, 2 command line or configuration wrong.\n",
			  .options = options,
			  .n_options = sizeof options / sizeof options[0],
			  .keys = keys,
			  .n_keys = sizeof keys / sizeof keys[0],
			  .default_config = "/etc/aula/aula-print.ini"};
	int code;
	if (!cli_parse(&cli, argc, argv, &a, &code))
		return code;
	if (str_eq(s->kind, "ipp") && str_empty(s->uri)) {
		fprintf(stderr, "aula-print: %s: key 'uri' in section [printer] is needed with kind = ipp\n",
			cli.config_path != NULL ? cli.config_path : "no configuration");
		return CLI_EXIT_USAGE;
	}
	return act(&p, &cli, render_slip, once != NULL);
}

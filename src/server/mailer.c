#include "server/mailer.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "net/smtp.h"
#include "server/app.h"
#include "store/mail.h"
#include "store/store.h"
#include "web/loop.h"

#define SETTLE_MS 1000
#define LOOK_MS 60000 /* for letters that another server put and could not send */
#define PASSWORD_BYTES_MAX ((size_t)1024)

enum stage { STAGE_IDLE, STAGE_SENDING, STAGE_SENT, STAGE_ENDING };

struct mailer {
	struct app *app;
	struct smtp_options smtp;
	struct buf password;
	pthread_t thread;
	bool running;
	int done_fd;     /* eventfd: the thread has an outcome */
	int64_t look_ms; /* monotonic: when to ask the store again */
	int64_t purge_s;
	bool settle; /* something was deleted: the journal may still hold it */

	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t wanted;
	enum stage stage;
	struct arena letter_arena;
	struct mail letter;
	int64_t letter_now;
	bool ok;
	struct error why;
};

bool mailer_configured(const struct settings *s)
{
	return s->mail_url[0] != '\0';
}

/* --- the thread --- */

static void send_one(struct mailer *m)
{
	const struct smtp_letter letter = {.id = m->letter.id,
					   .to = m->letter.to,
					   .reply_to = m->letter.reply_to,
					   .subject = m->letter.subject,
					   .body = m->letter.body,
					   .date_s = m->letter_now};
	m->why = ERROR_INIT;
	m->ok = smtp_send(&m->smtp, &letter, &m->why);
}

static void *run_thread(void *user)
{
	struct mailer *m = user;
	pthread_mutex_lock(&m->lock);
	while (m->stage != STAGE_ENDING) {
		if (m->stage != STAGE_SENDING) {
			pthread_cond_wait(&m->wanted, &m->lock);
			continue;
		}
		pthread_mutex_unlock(&m->lock);
		send_one(m); /* nobody else touches the letter while the stage is SENDING */
		pthread_mutex_lock(&m->lock);
		if (m->stage == STAGE_SENDING)
			m->stage = STAGE_SENT;
		const uint64_t one = 1;
		ASSERT(write(m->done_fd, &one, sizeof one) == (ssize_t)sizeof one);
	}
	pthread_mutex_unlock(&m->lock);
	return NULL;
}

static enum stage stage_of(struct mailer *m)
{
	pthread_mutex_lock(&m->lock);
	enum stage stage = m->stage;
	pthread_mutex_unlock(&m->lock);
	return stage;
}

static void set_stage(struct mailer *m, enum stage stage)
{
	pthread_mutex_lock(&m->lock);
	m->stage = stage;
	pthread_cond_signal(&m->wanted);
	pthread_mutex_unlock(&m->lock);
}

/* --- the loop's side --- */

static void settle(struct mailer *m)
{
	struct error e = ERROR_INIT;
	bool settled;
	if (!m->settle)
		return;
	if (!mail_settle(m->app->store, &settled, &e))
		log_error("mail: %s", e.text);
	m->settle = !settled;
}

/* What could not be noted is noted by the lease: the letter comes again. Sent twice it has the same
 * Message-ID. */
static void note_outcome(struct mailer *m)
{
	struct store *s = m->app->store;
	struct error e = ERROR_INIT;
	bool over = m->ok || m->why.kind == ERROR_REFUSED;
	if (m->ok)
		log_once("mail", NULL);
	else
		log_once("mail", m->why.text);
	bool noted =
		store_begin(s, &e) &&
		(over ? mail_sent(s, m->letter.id, &e) : mail_failed(s, m->letter.id, app_now(m->app), &e)) &&
		store_commit(s, &e);
	if (!noted) {
		store_rollback(s);
		log_error("mail: %s", e.text);
	}
	m->settle = m->settle || over;
	settle(m);
	if (!m->ok && over)
		log_warning("mail: a letter was refused for good and is dropped");
}

static void purge(struct mailer *m)
{
	struct error e = ERROR_INIT;
	int64_t lost = 0, now = app_now(m->app);
	if (now < m->purge_s)
		return;
	m->purge_s = now + 3600;
	if (!store_begin(m->app->store, &e) || !mail_purge(m->app->store, now, &lost, &e) ||
	    !store_commit(m->app->store, &e)) {
		store_rollback(m->app->store);
		log_error("mail: %s", e.text);
	}
	m->settle = m->settle || lost > 0;
	if (lost > 0)
		log_error("mail: %lld letters could not be sent for %d days and are deleted", (long long)lost,
			  (int)(MAIL_KEPT_S / 86400));
}

/* True when a letter is on its way. */
static bool take_next(struct mailer *m)
{
	struct store *s = m->app->store;
	struct error e = ERROR_INIT;
	int64_t waiting, next, now = app_now(m->app);
	bool found = false;
	if (!mail_state(s, &waiting, &next, &e)) {
		log_once("mail store", e.text);
		return false;
	}
	if (waiting == 0 || next > now)
		return false;
	arena_reset(&m->letter_arena);
	if (!store_begin(s, &e) || !mail_take(s, now, &m->letter, &found, &m->letter_arena, &e) ||
	    !store_commit(s, &e)) {
		store_rollback(s);
		log_once("mail store", e.text);
		return false;
	}
	log_once("mail store", NULL);
	m->letter_now = now;
	if (found)
		set_stage(m, STAGE_SENDING);
	return found;
}

static int64_t look_in_ms(void *user)
{
	const struct mailer *m = user;
	int64_t left = m->look_ms - clock_mono_ms(&m->app->clock);
	return left > 0 ? left : 0;
}

static void look(void *user)
{
	struct mailer *m = user;
	if (stage_of(m) != STAGE_IDLE) {
		m->look_ms = clock_mono_ms(&m->app->clock) + 1000;
		return;
	}
	if (look_in_ms(m) > 0)
		return;
	m->look_ms = clock_mono_ms(&m->app->clock) + (m->settle ? SETTLE_MS : LOOK_MS);
	purge(m);
	settle(m);
	take_next(m);
}

static void heard(void *user)
{
	struct mailer *m = user;
	uint64_t n;
	if (read(m->done_fd, &n, sizeof n) != (ssize_t)sizeof n || stage_of(m) != STAGE_SENT)
		return;
	note_outcome(m);
	set_stage(m, STAGE_IDLE);
	m->look_ms = 0; /* the next one */
}

void mailer_look(struct mailer *m)
{
	if (m != NULL && stage_of(m) == STAGE_IDLE)
		m->look_ms = 0;
}

/* --- opening and closing --- */

static bool read_password(struct mailer *m, const char *path, struct error *e)
{
	if (path[0] == '\0')
		return true;
	if (!fs_read(path, PASSWORD_BYTES_MAX, &m->password, e))
		return false;
	char *text = m->password.data;
	text[strcspn(text, "\r\n")] = '\0';
	m->smtp.password = text;
	return true;
}

bool mailer_open(struct mailer **out, struct app *a, struct loop *l, struct error *e)
{
	const struct settings *s = &a->settings;
	*out = NULL;
	if (!mailer_configured(s))
		return true;
	if (str_empty(s->mail_from))
		return error_set(e, ERROR_INPUT, "mail.from is needed with mail.url");
	ASSERT(curl_global_init(CURL_GLOBAL_DEFAULT) ==
	       CURLE_OK); /* before the thread; counted, so once more is fine */
	struct mailer *m = calloc(1, sizeof *m);
	ASSERT(m != NULL); /* out of memory */
	m->app = a;
	m->smtp = (struct smtp_options){
		.url = s->mail_url,
		.from = s->mail_from,
		.user = s->mail_user[0] != '\0' ? s->mail_user : NULL,
		.ca_file = s->mail_ca_file[0] != '\0' ? s->mail_ca_file : NULL,
		.tls_required = str_eq(s->mail_tls, "required"),
	};
	pthread_mutex_init(&m->lock, NULL);
	pthread_cond_init(&m->wanted, NULL);
	m->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	const struct loop_source timer = {.fd = -1, .run = look, .timeout_ms = look_in_ms, .user = m};
	const struct loop_source done = {.fd = m->done_fd, .run = heard, .user = m};
	*out = m;
	if (!read_password(m, s->mail_password_file, e) || !loop_add(l, &timer, e) || !loop_add(l, &done, e))
		return false;
	m->running = pthread_create(&m->thread, NULL, run_thread, m) == 0;
	return m->running || error_set(e, ERROR_IO, "no thread for the mail");
}

void mailer_close(struct mailer *m)
{
	if (m == NULL)
		return;
	if (m->running) {
		set_stage(m, STAGE_ENDING);
		pthread_join(m->thread, NULL);
	}
	close(m->done_fd);
	pthread_mutex_destroy(&m->lock);
	pthread_cond_destroy(&m->wanted);
	arena_fini(&m->letter_arena);
	buf_fini(&m->password);
	free(m);
}

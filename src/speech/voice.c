#include "speech/voice.h"

#include <SDL.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/process.h"
#include "speech/normalise.h"
#include "speech/wave.h"

#define READ_BYTES 4096
#define POLL_MS 50
#define QUEUED_AHEAD_S 2 /* sound kept ready; the rest waits in the pipe, so silence is immediate */

struct voice {
	struct voice_config config;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	/* under the lock */
	struct sentence {
		char *text; /* owned; NULL: only silence */
		enum lang lang;
		bool beep;
	} queue[VOICE_QUEUE_MAX]; /* next sentences, the first one is said first */
	size_t queued;
	bool quit;
	unsigned asked; /* counts sentences and silences: a change interrupts */
	int volume;
	enum voice_state state;
	/* the thread's own */
	SDL_AudioDeviceID device;
	int rate_hz;
	int64_t tried_ms; /* when last to open a device; 0: never */
};

static bool interrupted(struct voice *v, unsigned mine)
{
	pthread_mutex_lock(&v->lock);
	bool yes = v->quit || v->asked != mine;
	pthread_mutex_unlock(&v->lock);
	return yes;
}

static void set_state(struct voice *v, enum voice_state state)
{
	pthread_mutex_lock(&v->lock);
	v->state = state;
	pthread_mutex_unlock(&v->lock);
}

static bool open_device(struct voice *v, int rate_hz)
{
	if (v->device != 0 && v->rate_hz == rate_hz)
		return true;
	struct clock_source clock;
	clock_init_system(&clock);
	int64_t now_ms = clock_mono_ms(&clock);
	if (v->device == 0 && v->tried_ms != 0 && now_ms - v->tried_ms < VOICE_RETRY_S * 1000)
		return false;
	v->tried_ms = now_ms;
	if (v->device != 0)
		SDL_CloseAudioDevice(v->device);
	v->device = 0;
	if (!SDL_WasInit(SDL_INIT_AUDIO) && SDL_InitSubSystem(SDL_INIT_AUDIO) != 0) {
		log_once("audio", SDL_GetError());
		return false;
	}
	SDL_AudioSpec want = {.freq = rate_hz, .format = AUDIO_S16LSB, .channels = 1, .samples = 1024};
	v->device = SDL_OpenAudioDevice(v->config.device, 0, &want, NULL, 0);
	if (v->device == 0) {
		log_once("audio", SDL_GetError());
		SDL_QuitSubSystem(SDL_INIT_AUDIO); /* so that the next try looks for devices again */
		return false;
	}
	log_once("audio", NULL);
	v->rate_hz = rate_hz;
	SDL_PauseAudioDevice(v->device, 0);
	return true;
}

struct engine {
	pid_t pid;
	int in, out; /* its standard input and output, ours to write and read */
};

static void engine_fini(struct engine *x)
{
	if (x->in >= 0)
		close(x->in);
	if (x->out >= 0)
		close(x->out);
	if (x->pid > 0)
		process_kill(x->pid);
	*x = (struct engine){.pid = -1, .in = -1, .out = -1};
}

static bool engine_spawn(struct engine *x, char *const argv[], struct error *e)
{
	int to[2] = {-1, -1};
	int from[2] = {-1, -1};
	if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0) {
		error_set_errno(e, "pipe");
		for (int i = 0; i < 2; i++)
			if (to[i] >= 0)
				close(to[i]);
		return false;
	}
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, to[0], 0);
	posix_spawn_file_actions_adddup2(&actions, from[1], 1);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	static char *const environment[] = {NULL}; /* nothing of ours is needed there */
	int code = posix_spawnp(&x->pid, argv[0], &actions, NULL, argv, environment);
	posix_spawn_file_actions_destroy(&actions);
	close(to[0]);
	close(from[1]);
	x->in = to[1];
	x->out = from[0];
	if (code == 0)
		return true;
	x->pid = -1;
	engine_fini(x);
	return error_set(e, ERROR_IO, "%s: %s", argv[0], strerror(code));
}

static bool engine_start(struct engine *x, const struct voice *v, const char *voice_name, int volume, struct error *e)
{
	*x = (struct engine){.pid = -1, .in = -1, .out = -1};
	char rate[16];
	char amplitude[16];
	char name[16];
	char program[256];
	snprintf(rate, sizeof rate, "%d", VOICE_RATE_WPM);
	snprintf(amplitude, sizeof amplitude, "%d", volume * 200 / VOICE_VOLUME_MAX);
	snprintf(name, sizeof name, "%s", voice_name);
	snprintf(program, sizeof program, "%s", v->config.engine != NULL ? v->config.engine : "espeak-ng");
	char opt_stdout[] = "--stdout";
	char opt_stdin[] = "--stdin";
	char opt_voice[] = "-v";
	char opt_rate[] = "-s";
	char opt_amplitude[] = "-a";
	char *argv[] = {program, opt_stdin, opt_stdout, opt_voice, name, opt_rate, rate, opt_amplitude, amplitude, NULL};
	return engine_spawn(x, argv, e);
}

/* Text is at most SPEECH_TEXT_MAX-ish and a pipe holds 64 KiB: one write. A dead engine gives EPIPE. */
static bool send_text(struct engine *x, const char *text)
{
	size_t len = strlen(text);
	bool ok = write(x->in, text, len) == (ssize_t)len;
	close(x->in);
	x->in = -1;
	return ok;
}

/* Waits until the device wants more, or for the end of what is queued. */
static void wait_queue_below(struct voice *v, unsigned mine, Uint32 bytes)
{
	while (!interrupted(v, mine) && SDL_GetQueuedAudioSize(v->device) > bytes)
		SDL_Delay(POLL_MS);
}

struct stream {
	unsigned char head[WAVE_HEAD_MAX];
	size_t head_len;
	bool begun;
	size_t played_bytes;
};

/* Takes bytes of the stream; false when they are no sound or there is nowhere to play it. */
static bool play(struct voice *v, struct stream *s, const unsigned char *data, size_t len)
{
	if (!s->begun) {
		size_t take = sizeof s->head - s->head_len < len ? sizeof s->head - s->head_len : len;
		memcpy(s->head + s->head_len, data, take);
		s->head_len += take;
		struct wave_format format = {0};
		struct error e = ERROR_INIT;
		if (!wave_parse(s->head, s->head_len, &format, &e)) {
			if (e.kind == ERROR_BUSY)
				return true;
			log_once("espeak-ng", e.text);
			return false;
		}
		if (!open_device(v, format.rate_hz)) {
			set_state(v, VOICE_NO_AUDIO);
			return false;
		}
		s->begun = true;
		SDL_QueueAudio(v->device, s->head + format.head_bytes, (Uint32)(s->head_len - format.head_bytes));
		data += take;
		len -= take;
	}
	s->played_bytes += len;
	return SDL_QueueAudio(v->device, data, (Uint32)len) == 0 &&
	       s->played_bytes < (size_t)v->rate_hz * 2 * VOICE_SENTENCE_MAX_S;
}

static void relay(struct voice *v, struct engine *x, unsigned mine)
{
	struct stream s = {0};
	unsigned char data[READ_BYTES];
	while (!interrupted(v, mine)) {
		struct pollfd p = {.fd = x->out, .events = POLLIN};
		if (poll(&p, 1, POLL_MS) <= 0)
			continue;
		ssize_t n = read(x->out, data, sizeof data);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0 || !play(v, &s, data, (size_t)n))
			break;
		if (s.begun)
			wait_queue_below(v, mine, (Uint32)(v->rate_hz * 2 * QUEUED_AHEAD_S));
	}
	if (!s.begun && !interrupted(v, mine) && voice_state(v) != VOICE_NO_AUDIO)
		set_state(v, VOICE_NO_ENGINE); /* it ended without a sound */
	if (v->device != 0)
		wait_queue_below(v, mine, 0);
}

static void speak(struct voice *v, enum lang l, const char *text, int volume, unsigned mine)
{
	const char *name = speech_voice(l);
	if (v->device != 0)
		SDL_ClearQueuedAudio(v->device);
	if (name == NULL || text == NULL || volume == 0)
		return;
	struct engine x;
	struct error e = ERROR_INIT;
	if (!engine_start(&x, v, name, volume, &e)) {
		log_once("espeak-ng", e.text);
		set_state(v, VOICE_NO_ENGINE);
		return;
	}
	set_state(v, VOICE_SPEAKING);
	if (send_text(&x, text))
		relay(v, &x, mine);
	else
		set_state(v, VOICE_NO_ENGINE); /* it died before it heard anything */
	engine_fini(&x);
	if (v->device != 0 && interrupted(v, mine))
		SDL_ClearQueuedAudio(v->device);
	if (voice_state(v) == VOICE_SPEAKING)
		set_state(v, VOICE_READY);
}

/* 16 bit mono; fades in and out so that it does not crack. */
static void beep(struct voice *v, int volume, unsigned mine)
{
	enum { RATE = 22050, N = RATE * VOICE_BEEP_MS / 1000, FADE = N / 6 };
	static const double TURN = 6.283185307179586;
	if (volume == 0)
		return;
	if (!open_device(v, RATE)) {
		set_state(v, VOICE_NO_AUDIO);
		return;
	}
	int16_t sound[N];
	for (int i = 0; i < N; i++) {
		int edge = i < N - i ? i : N - i;
		double loud = 9000.0 * volume / VOICE_VOLUME_MAX * (edge < FADE ? (double)edge / FADE : 1);
		sound[i] = (int16_t)(loud * sin(TURN * VOICE_BEEP_HZ * i / RATE));
	}
	SDL_ClearQueuedAudio(v->device);
	SDL_QueueAudio(v->device, sound, sizeof sound);
	wait_queue_below(v, mine, 0);
	set_state(v, VOICE_READY);
}

/* Under the lock. */
static struct sentence take_next(struct voice *v)
{
	struct sentence next = {0};
	if (v->queued == 0)
		return next;
	next = v->queue[0];
	v->queued--;
	memmove(&v->queue[0], &v->queue[1], v->queued * sizeof v->queue[0]);
	return next;
}

/* Under the lock. */
static void drop_queue(struct voice *v)
{
	while (v->queued > 0)
		free(v->queue[--v->queued].text);
}

static void *run(void *arg)
{
	struct voice *v = arg;
	sigset_t all;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, NULL); /* signals belong to the main loop; EPIPE comes as an error */
	unsigned done = 0;
	for (;;) {
		pthread_mutex_lock(&v->lock);
		while (!v->quit && v->asked == done && v->queued == 0)
			pthread_cond_wait(&v->wake, &v->lock);
		bool quit = v->quit;
		done = v->asked;
		struct sentence next = take_next(v);
		char *text = next.text;
		enum lang l = next.lang;
		int volume = v->volume;
		pthread_mutex_unlock(&v->lock);
		if (!quit && next.beep)
			beep(v, volume, done);
		else if (!quit)
			speak(v, l, text, volume, done);
		free(text);
		if (quit)
			break;
	}
	if (v->device != 0)
		SDL_CloseAudioDevice(v->device);
	return NULL;
}

bool voice_new(struct voice **out, const struct voice_config *config, struct error *e)
{
	struct voice *v = calloc(1, sizeof *v);
	if (v == NULL)
		return error_set(e, ERROR_INTERNAL, "out of memory");
	v->config = *config;
	v->volume = VOICE_VOLUME_AGREED;
	pthread_mutex_init(&v->lock, NULL);
	pthread_cond_init(&v->wake, NULL);
	int code = pthread_create(&v->thread, NULL, run, v);
	if (code != 0) {
		free(v);
		return error_set(e, ERROR_IO, "voice thread: %s", strerror(code));
	}
	*out = v;
	return true;
}

void voice_free(struct voice *v)
{
	if (v == NULL)
		return;
	pthread_mutex_lock(&v->lock);
	v->quit = true;
	pthread_cond_signal(&v->wake);
	pthread_mutex_unlock(&v->lock);
	pthread_join(v->thread, NULL);
	pthread_mutex_destroy(&v->lock);
	pthread_cond_destroy(&v->wake);
	drop_queue(v);
	free(v);
}

/* Takes the text. */
static void ask(struct voice *v, enum lang l, char *text, bool beep) /* NOLINT(readability-non-const-parameter) it is freed later */
{
	pthread_mutex_lock(&v->lock);
	drop_queue(v);
	if (text != NULL || beep)
		v->queue[v->queued++] = (struct sentence){text, l, beep};
	v->asked++;
	pthread_cond_signal(&v->wake);
	pthread_mutex_unlock(&v->lock);
}

void voice_say(struct voice *v, enum lang l, const char *text)
{
	ask(v, l, strdup(text), false);
}

void voice_add(struct voice *v, enum lang l, const char *text)
{
	pthread_mutex_lock(&v->lock);
	if (v->queued < VOICE_QUEUE_MAX) {
		v->queue[v->queued++] = (struct sentence){strdup(text), l, false};
		pthread_cond_signal(&v->wake);
	}
	pthread_mutex_unlock(&v->lock);
}

int voice_devices(void)
{
	if (!SDL_WasInit(SDL_INIT_AUDIO) && SDL_InitSubSystem(SDL_INIT_AUDIO) != 0)
		return 0;
	int n = SDL_GetNumAudioDevices(0);
	return n < 0 ? 0 : n;
}

void voice_beep(struct voice *v)
{
	ask(v, LANG_NONE, NULL, true);
}

void voice_silence(struct voice *v)
{
	ask(v, LANG_NONE, NULL, false);
}

void voice_set_volume(struct voice *v, int volume)
{
	pthread_mutex_lock(&v->lock);
	v->volume = volume < 0 ? 0 : volume > VOICE_VOLUME_MAX ? VOICE_VOLUME_MAX : volume;
	pthread_mutex_unlock(&v->lock);
}

enum voice_state voice_state(struct voice *v)
{
	pthread_mutex_lock(&v->lock);
	enum voice_state s = v->state;
	pthread_mutex_unlock(&v->lock);
	return s;
}

/* The voice with a real espeak-ng into SDL's disk driver, with a missing engine, and with engines that misbehave. */
#include "unit.h"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "speech/voice.h"
#include "speech/wave.h"

static int64_t now_ms(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void pause_ms(long ms)
{
	struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
	nanosleep(&t, NULL);
}

static enum voice_state wait_for(struct voice *v, enum voice_state want, int64_t most_ms)
{
	for (int64_t end = now_ms() + most_ms; now_ms() < end && voice_state(v) != want;)
		pause_ms(10);
	return voice_state(v);
}

static char *script(const char *body)
{
	static char path[] = "/tmp/aula-voice-XXXXXX";
	strcpy(path, "/tmp/aula-voice-XXXXXX");
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	dprintf(fd, "#!/bin/sh\n%s\n", body);
	fchmod(fd, 0700);
	close(fd);
	return path;
}

static void real_speech_becomes_sound(void **state)
{
	(void)state;
	if (system("command -v espeak-ng >/dev/null") != 0)
		skip();
	setenv("SDL_AUDIODRIVER", "disk", 1);
	setenv("SDL_DISKAUDIOFILE", "/tmp/aula-voice-test.raw", 1);
	struct voice *v = NULL;
	struct error e = ERROR_INIT;
	assert_ok(voice_new(&v, &(struct voice_config){0}, &e), e);
	int64_t start = now_ms();
	voice_say(v, LANG_FI, "Tervetuloa");
	assert_true(now_ms() - start < 16); /* asking never costs a frame */
	assert_int_equal(wait_for(v, VOICE_SPEAKING, 3000), VOICE_SPEAKING);
	assert_int_equal(wait_for(v, VOICE_READY, 8000), VOICE_READY);
	voice_free(v);
	struct stat st;
	assert_int_equal(stat("/tmp/aula-voice-test.raw", &st), 0);
	assert_true(st.st_size > 20000);
	unlink("/tmp/aula-voice-test.raw");
}

static void a_new_sentence_interrupts(void **state)
{
	(void)state;
	setenv("SDL_AUDIODRIVER", "dummy", 1);
	struct voice *v = NULL;
	struct error e = ERROR_INIT;
	char *path = script("sleep 30");
	assert_ok(voice_new(&v, &(struct voice_config){.engine = path}, &e), e);
	voice_say(v, LANG_FI, "yksi");
	assert_int_equal(wait_for(v, VOICE_SPEAKING, 2000), VOICE_SPEAKING);
	int64_t start = now_ms();
	voice_silence(v);
	assert_int_equal(wait_for(v, VOICE_READY, 2000), VOICE_READY);
	assert_true(now_ms() - start < 1000);
	voice_say(v, LANG_FI, "kaksi");
	voice_free(v); /* ends a speaking engine at once */
	assert_true(now_ms() - start < 3000);
	unlink(path);
}

static void missing_or_broken_engines_are_said(void **state)
{
	(void)state;
	setenv("SDL_AUDIODRIVER", "dummy", 1);
	struct error e = ERROR_INIT;
	static const char *const bodies[] = {"exit 1", "echo this is no sound at all, but long enough to look at", "head -c 100 /dev/zero"};
	for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
		struct voice *v = NULL;
		char *path = script(bodies[i]);
		assert_ok(voice_new(&v, &(struct voice_config){.engine = path}, &e), e);
		voice_say(v, LANG_EN, "hello");
		assert_int_equal(wait_for(v, VOICE_NO_ENGINE, 2000), VOICE_NO_ENGINE);
		voice_free(v);
		unlink(path);
	}
	struct voice *v = NULL;
	assert_ok(voice_new(&v, &(struct voice_config){.engine = "/nonexistent/espeak"}, &e), e);
	voice_say(v, LANG_EN, "hello");
	assert_int_equal(wait_for(v, VOICE_NO_ENGINE, 2000), VOICE_NO_ENGINE);
	voice_free(v);
}

static void languages_without_a_voice_are_silence(void **state)
{
	(void)state;
	struct voice *v = NULL;
	struct error e = ERROR_INIT;
	assert_ok(voice_new(&v, &(struct voice_config){.engine = "/nonexistent/espeak"}, &e), e);
	voice_say(v, LANG_SE, "Bures boahtin");
	pause_ms(50);
	assert_int_equal(voice_state(v), VOICE_OFF);
	voice_free(v);
}

static void wave_heads(void **state)
{
	(void)state;
	static const unsigned char good[44] = "RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0\x01\0\x22\x56\0\0\x44\xac\0\0\x02\0\x10\0data";
	struct wave_format f = {0};
	struct error e = ERROR_INIT;
	assert_ok(wave_parse(good, 44, &f, &e), e);
	assert_int_equal(f.rate_hz, 22050);
	assert_int_equal(f.head_bytes, 44);
	for (size_t n = 0; n < 43; n++) {
		assert_false(wave_parse(good, n, &f, &e));
		assert_int_equal(e.kind, ERROR_BUSY);
	}
	unsigned char bad[44];
	unsigned seed = 3;
	for (int i = 0; i < 20000; i++) { /* any change is survived */
		memcpy(bad, good, sizeof bad);
		bad[rand_r(&seed) % 44] = (unsigned char)rand_r(&seed);
		bad[rand_r(&seed) % 44] = (unsigned char)rand_r(&seed);
		wave_parse(bad, sizeof bad, &f, &e);
	}
	memcpy(bad, good, sizeof bad);
	bad[22] = 2; /* stereo */
	assert_false(wave_parse(bad, sizeof bad, &f, &e));
	assert_int_equal(e.kind, ERROR_INPUT);
}

TEST_MAIN(T(real_speech_becomes_sound), T(a_new_sentence_interrupts), T(missing_or_broken_engines_are_said),
	  T(languages_without_a_voice_are_silence), T(wave_heads))

/* The voice: espeak-ng as a separate program (it is GPL; Aula only runs it), its sound through SDL. Asking it to
 * speak never waits: a thread of its own starts the program, reads the sound and feeds the audio device.
 * A new sentence interrupts the one being said. Without an audio device, or without espeak-ng, everything
 * else works and voice_state says so. */
#ifndef AULA_SPEECH_VOICE_H
#define AULA_SPEECH_VOICE_H

#include <stdbool.h>

#include "model/lang.h"

struct error;
struct voice;

#define VOICE_VOLUME_MAX 5
#define VOICE_VOLUME_AGREED 3	   /* what each visitor begins with */
#define VOICE_RATE_WPM 150	   /* a little slower than espeak-ng's 175: older listeners */
#define VOICE_SENTENCE_MAX_S 60	   /* a sentence is cut after this much sound */

enum voice_state {
	VOICE_OFF,	 /* never asked to speak yet */
	VOICE_READY,
	VOICE_SPEAKING,
	VOICE_NO_AUDIO,	 /* no audio device */
	VOICE_NO_ENGINE, /* espeak-ng is missing or fails */
};

struct voice_config {
	const char *engine; /* program, looked up in PATH; NULL: "espeak-ng". Borrowed for the voice's life */
	const char *device; /* SDL's audio device name; NULL: the default one */
};

/* Starts the thread; the audio device is opened by the first sentence (and tried again every
 * VOICE_RETRY_S when it was missing, so plugging in headphones is enough). */
#define VOICE_RETRY_S 5
bool voice_new(struct voice **out, const struct voice_config *config, struct error *e);
/* Silences, ends the thread. NULL is fine. */
void voice_free(struct voice *v);

/* Says already normalised text (speech_normalise) in the language, interrupting what is being said. Languages
 * without a voice are silence. Text is copied. */
void voice_say(struct voice *v, enum lang l, const char *text);
/* Says it after what is being said and what waits already (for another language's voice in one utterance). More than
 * VOICE_QUEUE_MAX are dropped. */
void voice_add(struct voice *v, enum lang l, const char *text);
#define VOICE_QUEUE_MAX 16
/* A short tone, at once: what is being said is silenced; what is to be said after it comes by voice_add. Nothing without
 * an audio device. */
void voice_beep(struct voice *v);
#define VOICE_BEEP_MS 180
#define VOICE_BEEP_HZ 880
void voice_silence(struct voice *v);
/* 0 (silent) … VOICE_VOLUME_MAX; heard from the next sentence on. */
void voice_set_volume(struct voice *v, int volume);
enum voice_state voice_state(struct voice *v);
/* Audio devices SDL knows of now (0: none). Starts SDL's sound so that it tells of devices that come later. */
int voice_devices(void);

#endif

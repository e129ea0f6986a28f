/* Inside speech/: the head of a WAV stream as espeak-ng --stdout writes it (RIFF, PCM 16 bit mono; the lengths in
 * it are not known when it is written and are ignored). Format: Microsoft/IBM, Multimedia Programming Interface 1.0. */
#ifndef AULA_SPEECH_WAVE_H
#define AULA_SPEECH_WAVE_H

#include <stdbool.h>
#include <stddef.h>

struct error;

#define WAVE_HEAD_MAX 128

struct wave_format {
	int rate_hz;	   /* 8000–48000 */
	size_t head_bytes; /* where the samples begin */
};

/* False with ERROR_BUSY when more bytes are needed, ERROR_INPUT when it is not such a stream. */
bool wave_parse(const unsigned char *data, size_t len, struct wave_format *out, struct error *e);

#endif

#include "speech/wave.h"

#include <stdint.h>
#include <string.h>

#include "base/error.h"

static uint32_t le32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static unsigned le16(const unsigned char *p)
{
	return p[0] | (unsigned)p[1] << 8;
}

static bool need_more(size_t len, struct error *e)
{
	if (len >= WAVE_HEAD_MAX)
		return error_set(e, ERROR_INPUT, "no sound within the first %d bytes", WAVE_HEAD_MAX);
	return error_set(e, ERROR_BUSY, "more bytes are needed");
}

bool wave_parse(const unsigned char *data, size_t len, struct wave_format *out, struct error *e)
{
	if (len < 12)
		return need_more(len, e);
	if (memcmp(data, "RIFF", 4) != 0 || memcmp(data + 8, "WAVE", 4) != 0)
		return error_set(e, ERROR_INPUT, "not a WAV stream");
	bool has_format = false;
	for (size_t at = 12; at + 8 <= len;) {
		const unsigned char *chunk = data + at;
		uint32_t size = le32(chunk + 4);
		if (memcmp(chunk, "data", 4) == 0) {
			out->head_bytes = at + 8;
			return has_format || error_set(e, ERROR_INPUT, "sound before its format");
		}
		if (size > WAVE_HEAD_MAX)
			return error_set(e, ERROR_INPUT, "a chunk of %u bytes before the sound", (unsigned)size);
		if (at + 8 + size > len)
			return need_more(len, e);
		if (memcmp(chunk, "fmt ", 4) == 0) {
			if (size < 16 || le16(chunk + 8) != 1 || le16(chunk + 10) != 1 || le16(chunk + 22) != 16)
				return error_set(e, ERROR_INPUT, "not 16-bit mono PCM");
			out->rate_hz = (int)le32(chunk + 12);
			has_format = out->rate_hz >= 8000 && out->rate_hz <= 48000;
			if (!has_format)
				return error_set(e, ERROR_INPUT, "%d samples a second", out->rate_hz);
		}
		at += 8 + size + size % 2;
	}
	return need_more(len, e);
}

/* The heads of the three formats. PNG: W3C PNG 1.2, 11.2.2 IHDR. JPEG: ITU-T T.81, B.2.2 frame header. WebP: RFC 9649. */
#include <stdint.h>
#include <string.h>

#include "media/clean.h"

static unsigned be16(const unsigned char *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static unsigned le24(const unsigned char *p)
{
	return p[0] | (unsigned)p[1] << 8 | (unsigned)p[2] << 16;
}

static bool probe_png(const unsigned char *p, size_t len, int *w, int *h)
{
	if (len < 24 || memcmp(p, "\x89PNG\r\n\x1a\n", 8) != 0 || memcmp(p + 12, "IHDR", 4) != 0)
		return false;
	if (be16(p + 16) != 0 || be16(p + 20) != 0) { /* over 65535: keep it over every cap */
		*w = *h = 1 << 20;
		return true;
	}
	*w = (int)be16(p + 18);
	*h = (int)be16(p + 22);
	return true;
}

static bool probe_jpeg(const unsigned char *p, size_t len, int *w, int *h)
{
	if (len < 4 || p[0] != 0xff || p[1] != 0xd8)
		return false;
	for (size_t at = 2; at + 9 < len;) {
		if (p[at] != 0xff)
			return false;
		unsigned marker = p[at + 1];
		if (marker == 0xff) { /* fill byte */
			at++;
			continue;
		}
		/* SOF0…SOF15 but DHT (C4), JPG (C8) and DAC (CC) */
		bool frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
		if (frame) {
			*h = (int)be16(p + at + 5);
			*w = (int)be16(p + at + 7);
			return true;
		}
		if (marker == 0xd9 || marker == 0xda) /* end, or scan before a frame */
			return false;
		at += 2 + be16(p + at + 2);
	}
	return false;
}

static bool probe_webp(const unsigned char *p, size_t len, int *w, int *h)
{
	if (len < 30 || memcmp(p, "RIFF", 4) != 0 || memcmp(p + 8, "WEBP", 4) != 0)
		return false;
	if (memcmp(p + 12, "VP8X", 4) == 0) {
		*w = (int)le24(p + 24) + 1;
		*h = (int)le24(p + 27) + 1;
		return true;
	}
	if (memcmp(p + 12, "VP8L", 4) == 0 && p[20] == 0x2f) {
		*w = (int)((p[21] | (unsigned)p[22] << 8) & 0x3fff) + 1;
		*h = (int)(((unsigned)p[22] >> 6 | (unsigned)p[23] << 2 | (unsigned)p[24] << 10) & 0x3fff) + 1;
		return true;
	}
	if (memcmp(p + 12, "VP8 ", 4) == 0 && memcmp(p + 23, "\x9d\x01\x2a", 3) == 0) {
		*w = (int)((p[26] | (unsigned)p[27] << 8) & 0x3fff);
		*h = (int)((p[28] | (unsigned)p[29] << 8) & 0x3fff);
		return true;
	}
	return false;
}

bool media_probe(const void *data, size_t len, int *w, int *h)
{
	*w = *h = 0;
	bool known = probe_png(data, len, w, h) || probe_jpeg(data, len, w, h) || probe_webp(data, len, w, h);
	return known && *w > 0 && *h > 0;
}

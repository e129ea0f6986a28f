/* Lower-case hexadecimal, strict. */
#ifndef AULA_FEED_HEX_H
#define AULA_FEED_HEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* out: 2 × len + 1 bytes. */
void hex_write(const uint8_t *bytes, size_t len, char *out);
/* text: a string of exactly 2 × len lower-case digits. */
bool hex_read(const char *text, uint8_t *out, size_t len);
/* The same for text that goes on after the digits. */
bool hex_read_n(const char *text, size_t text_len, uint8_t *out, size_t len);

#endif

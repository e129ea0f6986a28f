/* Bytes from the kernel's generator; never fails (aborts when the kernel has none). */
#ifndef AULA_BASE_RANDOM_H
#define AULA_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

void random_bytes(void *out, size_t len);
uint32_t random_below(uint32_t n); /* uniform in [0, n); n > 0 */

#endif

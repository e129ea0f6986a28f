/* QR codes (libqrencode), byte mode, cached. Dark on white with a quiet zone of four modules on every side,
 * never mirrored or themed. Until qr_warm() has run (after the first present) a code not in the cache is
 * drawn as its white field only. */
#ifndef AULA_UI_QR_H
#define AULA_UI_QR_H

#include <stdbool.h>
#include <stdint.h>

enum qr_level { QR_L, QR_M, QR_Q, QR_H };

#define QR_QUIET_MODULES 4
#define QR_MAX_TEXT 1200

struct qrs;

struct qrs *qrs_new(void); /* returns owned */
void qrs_free(struct qrs *q);

struct qr_code {
	int modules; /* without quiet zone */
	int version;
	const uint8_t *dark; /* modules × modules, 1 = dark; valid as long as the qrs */
};
/* Encodes (or finds) a code. false for text that does not fit. */
bool qr_get(struct qrs *q, const char *text, enum qr_level level, struct qr_code *out);
/* Side in px with quiet zone, 0 when the text does not fit. Needs no encoding of a code seen before. */
int qr_side(struct qrs *q, const char *text, enum qr_level level, int module_px);
/* Largest whole module size with which the code and its quiet zone fit in side_px; 0: none does. */
int qr_module_for(struct qrs *q, const char *text, enum qr_level level, int side_px);

/* With lazy on, drawing does not encode; qr_pending() tells that a frame wanted a code: encode with
 * qr_encode_pending() after the present and draw again. */
void qrs_set_lazy(struct qrs *q, bool lazy);
bool qrs_pending(const struct qrs *q);
void qrs_encode_pending(struct qrs *q);

#endif

/* Text as it is shown → text as it is said. Voices read "10.30", "09 310 5015", "ma–pe" or "kl." wrongly; here they
 * become words. What is not recognised passes unchanged. */
#ifndef AULA_SPEECH_NORMALISE_H
#define AULA_SPEECH_NORMALISE_H

#include "model/lang.h"

struct arena;

#define SPEECH_TEXT_MAX 4000 /* bytes; longer text is cut at a word */

/* Languages without a voice (Northern Sámi, Somali) get their text back, only cleaned. Soft hyphens and bidi
 * controls go. Returned string lives in the arena. */
const char *speech_normalise(enum lang l, const char *text, struct arena *a);

/* Name of the espeak-ng voice, NULL when the language has none (EN 301 549 5.1.3.14 c). */
const char *speech_voice(enum lang l);

#endif

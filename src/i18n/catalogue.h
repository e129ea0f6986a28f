/* Interface text in ten languages: English is the message id, translations are standard gettext
 * catalogues (assets/po/LANG.po → build/locale/LANG.mo, installed as /usr/share/aula/locale/LANG.mo).
 *
 * Why not gettext(3): it follows the thread's locale, and a screen shows up to ten languages in one frame.
 * Switching with uselocale(3) for each call would need all ten locales generated on every device (se_FI and
 * so_SO seldom are), and under a missing or "C" locale gettext silently returns English. So the .mo files
 * are read here: the translators' tools stay the customary ones, only the look-up is ours.
 *
 * State: one set of catalogues a process, loaded once at start by i18n_open and only read after that, so
 * any thread may call tr, trn and trc. Before i18n_open, and after it fails, everything is English.
 *
 * A missing translation: plain Finnish and Northern Sámi fall back to Finnish (their readers in Finland
 * read it), every other language to the English message id. Finnish itself to English.
 *
 * Placeholders: printf conversions where a number counts things (trn), and named fields in braces
 * ("{day} at {time}", see tr_fill) where a text is put together. A translation whose placeholders do not
 * agree with its message id is dropped when the file is loaded, with a log line: a catalogue can never
 * make a program read the wrong argument. */
#ifndef AULA_I18N_CATALOGUE_H
#define AULA_I18N_CATALOGUE_H

#include <stdbool.h>

#include "model/lang.h"

struct arena;
struct error;

/* Marks strings in tables for xgettext; the table's user calls tr or trc on them. */
#define TR(msgid) msgid
#define TRC(context, msgid) msgid

/* Reads LANG.mo of every language from the folder (English needs none). A language without a file is
 * logged and falls back. False, with nothing loaded, when the folder holds no catalogue at all or one is
 * damaged (ERROR_CORRUPT, names the file). Called again it replaces what was loaded: tests only. */
bool i18n_open(const char *dir, struct error *e);
void i18n_close(void);

/* The folder to read: `configured` (key paths.locale) when it is not empty; else build/locale when the
 * program runs from the source tree; else /usr/share/aula/locale. Static or borrowed. */
const char *i18n_dir(const char *configured);
/* True when that language has a catalogue of its own loaded (English: always). */
bool i18n_has(enum lang l);

/* Valid until i18n_close: in practice as long as the process. */
const char *tr(enum lang l, const char *msgid) __attribute__((format_arg(2)));
/* By context, for words that differ where they stand: trc(l, "dock", "Home"). */
const char *trc(enum lang l, const char *context, const char *msgid) __attribute__((format_arg(3)));
/* The plural form for n: trn(l, "%d group", "%d groups", n). Zero is often said otherwise
 * ("Ei ryhmiä"): the caller asks for that text itself. */
const char *trn(enum lang l, const char *one, const char *many, long n)
	__attribute__((format_arg(2), format_arg(3)));

/* Puts values into a template's {fields}: pairs of name and value, then NULL.
 *     tr_fill(a, tr(l, "Data from {day}"), "day", day, NULL)
 * An unknown field stays as it is written, a NULL value is an empty text. */
char *tr_fill(struct arena *a, const char *template_text, ...) __attribute__((sentinel));

#endif

/* Log lines on stderr, one event a line, in the form systemd's journal understands: "<N>" priority
 * prefix when running under it, "program: level: text" otherwise. Control characters in outside
 * text are replaced, so a log line stays one line. */
#ifndef AULA_BASE_LOG_H
#define AULA_BASE_LOG_H

#include <stdbool.h>

struct error;

enum log_level { LOG_LEVEL_ERROR = 3, LOG_LEVEL_WARNING = 4, LOG_LEVEL_INFO = 6, LOG_LEVEL_DEBUG = 7 };

/* name: borrowed for the life of the process. */
void log_init(const char *name, enum log_level most);

/* Every line that is logged also goes to this function, in the thread that logged it; NULL: no more. It must not log. */
typedef void log_tap_fn(const char *program, const char *level, const char *line);
void log_set_tap(log_tap_fn *tap);

void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* A state that may persist (server away, page refused): logged when its text changes, not at every
 * try. `slot` names the state and is borrowed; NULL text means "over" and lets the same text log again.
 * Returns true when a line was written. */
bool log_once(const char *slot, const char *text);

#endif

/* ASSERT: a programmer's mistake, kept in release builds. Logs the place and aborts; the
 * supervisor restarts the program. Never use it for outside data: that is rejected with an error. */
#ifndef AULA_BASE_ASSERT_H
#define AULA_BASE_ASSERT_H

_Noreturn void assert_failed(const char *expr, const char *file, int line);

#define ASSERT(expr) ((expr) ? (void)0 : assert_failed(#expr, __FILE__, __LINE__))

#endif

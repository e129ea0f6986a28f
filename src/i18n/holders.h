/* Placeholders of a message: printf conversions and {fields}. Used to refuse a translation that does not
 * agree with its message id. */
#ifndef AULA_I18N_HOLDERS_H
#define AULA_I18N_HOLDERS_H

#include <stdbool.h>

#define HOLDERS_MAX 12 /* conversions, and fields, of one message */

/* True when printing `translation` with the arguments meant for `msgid` is safe: each conversion takes an
 * argument of the same type (positions like %2$s allowed; an ending without its number, "one group", is
 * fine), and every {field} is one of msgid's. */
bool holders_agree(const char *msgid, const char *translation);

#endif

/* A list of addresses and networks in a setting: "127.0.0.1 ::1 192.0.2.0/24". */
#ifndef AULA_SERVER_NET_LIST_H
#define AULA_SERVER_NET_LIST_H

#include <stdbool.h>

struct error;

/* One numeric address. */
bool net_address_ok(const char *text, struct error *e);
/* Every word is a numeric address, perhaps with "/bits"; an empty list is fine and holds nobody. */
bool net_list_ok(const char *list, struct error *e);
/* client: a numeric address. An IPv4 address that came over an IPv6 socket (::ffff:…) counts as what it is. */
bool net_list_has(const char *list, const char *client);

#endif

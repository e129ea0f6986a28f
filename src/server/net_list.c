#include "server/net_list.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"

/* Both families as 16 bytes: IPv4 in ::ffff:0:0/96. */
struct net {
	unsigned char bytes[16];
	int bits;
};

static bool read_address(const char *text, unsigned char out[16], bool *v4)
{
	*v4 = inet_pton(AF_INET, text, out + 12) == 1;
	if (!*v4)
		return inet_pton(AF_INET6, text, out) == 1;
	memset(out, 0, 10);
	memset(out + 10, 0xff, 2);
	return true;
}

static bool read_net(const char *word, struct net *out, struct arena *a)
{
	const char *slash = strchr(word, '/');
	const char *address = slash != NULL ? arena_strndup(a, word, (size_t)(slash - word)) : word;
	bool v4;
	int64_t bits = 0;
	if (!read_address(address, out->bytes, &v4))
		return false;
	if (slash != NULL && !str_to_i64(slash + 1, 0, v4 ? 32 : 128, &bits))
		return false;
	out->bits = slash == NULL ? 128 : (int)bits + (v4 ? 96 : 0);
	return true;
}

static bool in_net(const struct net *n, const unsigned char address[16])
{
	size_t whole = (size_t)n->bits / 8;
	int rest = n->bits % 8;
	return memcmp(n->bytes, address, whole) == 0 &&
	       (rest == 0 || (n->bytes[whole] ^ address[whole]) >> (8 - rest) == 0);
}

bool net_address_ok(const char *text, struct error *e)
{
	unsigned char bytes[16];
	bool v4;
	return read_address(text, bytes, &v4) ||
	       error_set(e, ERROR_INPUT, "'%s' is not an address like 127.0.0.1 or ::1", text);
}

bool net_list_ok(const char *list, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct strs words = str_split(&a, list, ", ");
	struct net n;
	for (size_t i = 0; i < words.n; i++)
		if (!read_net(words.v[i], &n, &a))
			return error_set(e, ERROR_INPUT, "'%s' is not an address like 127.0.0.1, ::1 or 192.0.2.0/24",
					 words.v[i]);
	return true;
}

bool net_list_has(const char *list, const char *client)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct strs words = str_split(&a, list, ", ");
	unsigned char address[16];
	bool v4;
	struct net n;
	if (!read_address(client, address, &v4))
		return false;
	for (size_t i = 0; i < words.n; i++)
		if (read_net(words.v[i], &n, &a) && in_net(&n, address))
			return true;
	return false;
}

/* layers: import net model base */
/* HTML, contacts and address lines: the results are valid UTF-8 and stay within their caps. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "import/contact.h"
#include "import/csv.h"
#include "import/text.h"
#include "import/times.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must_be_utf8(const char *s)
{
	if (s != NULL && !utf8_valid(s, strlen(s)))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	const char *s = arena_strndup(&a, (const char *)data, size);
	struct csv table;
	int minutes = 0;
	must_be_utf8(html_to_text(&a, s));
	must_be_utf8(text_line(&a, s));
	must_be_utf8(text_cap(&a, text_clean(&a, s), 20, NULL));
	must_be_utf8(text_key(&a, s));
	const char *phone = phone_normalise(&a, s);
	if (phone != NULL && strlen(phone) > 16)
		abort();
	must_be_utf8(email_normalise(&a, s));
	must_be_utf8(url_normalise(&a, s));
	business_id_normalise(&a, s);
	when_parse(s, "Europe/Helsinki");
	clock_parse(s, &minutes);
	csv_parse(&table, (const char *)data, size, &a, NULL);
	arena_fini(&a);
	return 0;
}

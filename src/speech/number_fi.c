#include <inttypes.h>

#include "base/buf.h"
#include "speech/number.h"

#define NUMBER_MAX 999999999

static const char *const ones[3][11] = {
	{"nolla", "yksi", "kaksi", "kolme", "neljä", "viisi", "kuusi", "seitsemän", "kahdeksan", "yhdeksän", "kymmenen"},
	{"nollasta", "yhdestä", "kahdesta", "kolmesta", "neljästä", "viidestä", "kuudesta", "seitsemästä", "kahdeksasta",
	 "yhdeksästä", "kymmenestä"},
	{"nollaan", "yhteen", "kahteen", "kolmeen", "neljään", "viiteen", "kuuteen", "seitsemään", "kahdeksaan", "yhdeksään",
	 "kymmeneen"},
};

/* One of a thing and several: sata, kaksisataa; both parts inflect. */
struct power {
	int64_t value;
	const char *one[3];
	const char *many[3];
};

static const struct power powers[] = {
	{1000000, {"miljoona", "miljoonasta", "miljoonaan"}, {"miljoonaa", "miljoonasta", "miljoonaan"}},
	{1000, {"tuhat", "tuhannesta", "tuhanteen"}, {"tuhatta", "tuhannesta", "tuhanteen"}},
	{100, {"sata", "sadasta", "sataan"}, {"sataa", "sadasta", "sataan"}},
};

static void below_hundred(struct buf *out, int n, enum number_case form)
{
	if (n <= 10) {
		buf_puts(out, ones[form][n]);
	} else if (n < 20) {
		buf_printf(out, "%stoista", ones[form][n - 10]);
	} else {
		const char *tens = form == NUMBER_PLAIN ? "kymmentä" : ones[form][10];
		buf_printf(out, "%s%s", ones[form][n / 10], tens);
		if (n % 10 != 0)
			buf_puts(out, ones[form][n % 10]);
	}
}

void number_fi(struct buf *out, int64_t n, enum number_case form)
{
	if (n < 0 || n > NUMBER_MAX) {
		buf_printf(out, "%" PRId64, n);
		return;
	}
	for (unsigned i = 0; i < sizeof powers / sizeof powers[0]; i++) {
		const struct power *p = &powers[i];
		if (n < p->value)
			continue;
		int64_t times = n / p->value;
		if (times > 1)
			number_fi(out, times, form);
		buf_puts(out, times > 1 ? p->many[form] : p->one[form]);
		n %= p->value;
		if (n == 0)
			return;
		if (p->value >= 1000)
			buf_putc(out, ' ');
	}
	below_hundred(out, (int)n, form);
}

static const char *const ordinals[] = {
	"nollas", "ensimmäinen", "toinen", "kolmas", "neljäs", "viides", "kuudes", "seitsemäs", "kahdeksas", "yhdeksäs", "kymmenes",
};
/* in compounds "yhdes", "kahdes" stand for first and second */
static const char *const in_compound[] = {
	"", "yhdes", "kahdes", "kolmas", "neljäs", "viides", "kuudes", "seitsemäs", "kahdeksas", "yhdeksäs",
};

void ordinal_fi(struct buf *out, int n)
{
	if (n < 1 || n > 39)
		number_fi(out, n, NUMBER_PLAIN);
	else if (n <= 10)
		buf_puts(out, ordinals[n]);
	else if (n < 20)
		buf_printf(out, "%stoista", in_compound[n - 10]);
	else
		buf_printf(out, "%skymmenes%s", in_compound[n / 10], n % 10 != 0 ? in_compound[n % 10] : "");
}

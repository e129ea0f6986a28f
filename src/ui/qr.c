#include "ui/qr.h"

#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/str.h"

#define ENTRIES 24

struct entry {
	char *text; /* NULL: empty slot */
	enum qr_level level;
	struct qr_code code;
	uint8_t *dark; /* NULL: wanted, not encoded yet, or too long */
	bool tried;
	uint64_t used;
};

struct qrs {
	struct entry entry[ENTRIES];
	uint64_t tick;
	bool lazy;
};

struct qrs *qrs_new(void)
{
	struct qrs *q = calloc(1, sizeof *q);
	ASSERT(q != NULL);
	return q;
}

static void forget(struct entry *e)
{
	free(e->text);
	free(e->dark);
	*e = (struct entry){0};
}

void qrs_free(struct qrs *q)
{
	if (q == NULL)
		return;
	for (int i = 0; i < ENTRIES; i++)
		forget(&q->entry[i]);
	free(q);
}

static void encode(struct entry *e)
{
	static const QRecLevel levels[] = {QR_ECLEVEL_L, QR_ECLEVEL_M, QR_ECLEVEL_Q, QR_ECLEVEL_H};
	e->tried = true;
	QRcode *made = QRcode_encodeString8bit(e->text, 0, levels[e->level]);
	if (made == NULL)
		return;
	size_t n = (size_t)made->width * (size_t)made->width;
	e->dark = malloc(n);
	ASSERT(e->dark != NULL);
	for (size_t i = 0; i < n; i++)
		e->dark[i] = made->data[i] & 1;
	e->code = (struct qr_code){made->width, made->version, e->dark};
	QRcode_free(made);
}

static struct entry *find(struct qrs *q, const char *text, enum qr_level level)
{
	struct entry *slot = &q->entry[0];
	for (int i = 0; i < ENTRIES; i++) {
		struct entry *e = &q->entry[i];
		if (e->text != NULL && e->level == level && str_eq(e->text, text)) {
			e->used = ++q->tick;
			return e;
		}
		if (e->used < slot->used)
			slot = e;
	}
	forget(slot);
	slot->text = strdup(text);
	ASSERT(slot->text != NULL);
	slot->level = level;
	slot->used = ++q->tick;
	return slot;
}

/* Bytes a version 1… code holds in byte mode (ISO/IEC 18004 table 7): sizes are known without encoding. */
#define VERSIONS 25
static const uint16_t capacity[4][VERSIONS] = {
	{17,  32,  53,  78,  106, 134, 154, 192, 230,  271,  321,  367, 425,
	 458, 520, 586, 644, 718, 792, 858, 929, 1003, 1091, 1171, 1273},
	{14,  26,  42,  62,  84,  106, 122, 152, 180, 213, 251, 287, 331,
	 362, 412, 450, 504, 560, 624, 666, 711, 779, 857, 911, 997},
	{11,  20,  32,  46,  60,  74,  86,  108, 130, 151, 177, 203, 241,
	 258, 292, 322, 364, 394, 442, 482, 509, 565, 611, 661, 715},
	{7,   14,  24,  34,  44,  58,  64,  84,  98,  119, 137, 155, 177,
	 194, 220, 250, 280, 310, 338, 382, 403, 439, 461, 511, 535},
};

static int modules_for(const char *text, enum qr_level level)
{
	size_t len = text != NULL ? strnlen(text, QR_MAX_TEXT + 1) : 0;
	for (int v = 0; v < VERSIONS && len > 0 && len <= QR_MAX_TEXT; v++)
		if (len <= capacity[level][v])
			return 17 + 4 * (v + 1);
	return 0;
}

static struct entry *usable(struct qrs *q, const char *text, enum qr_level level)
{
	return modules_for(text, level) > 0 ? find(q, text, level) : NULL;
}

bool qr_get(struct qrs *q, const char *text, enum qr_level level, struct qr_code *out)
{
	struct entry *e = usable(q, text, level);
	if (e == NULL)
		return false;
	if (!e->tried && !q->lazy)
		encode(e);
	if (e->dark == NULL)
		return false;
	*out = e->code;
	return true;
}

int qr_side(struct qrs *q, const char *text, enum qr_level level, int module_px)
{
	(void)q;
	int modules = modules_for(text, level);
	return modules > 0 ? (modules + 2 * QR_QUIET_MODULES) * module_px : 0;
}

int qr_module_for(struct qrs *q, const char *text, enum qr_level level, int side_px)
{
	(void)q;
	int modules = modules_for(text, level);
	return modules > 0 ? side_px / (modules + 2 * QR_QUIET_MODULES) : 0;
}

void qrs_set_lazy(struct qrs *q, bool lazy)
{
	q->lazy = lazy;
}

bool qrs_pending(const struct qrs *q)
{
	for (int i = 0; i < ENTRIES; i++)
		if (q->entry[i].text != NULL && !q->entry[i].tried)
			return true;
	return false;
}

void qrs_encode_pending(struct qrs *q)
{
	for (int i = 0; i < ENTRIES; i++)
		if (q->entry[i].text != NULL && !q->entry[i].tried)
			encode(&q->entry[i]);
}

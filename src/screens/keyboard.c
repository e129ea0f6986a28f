#include "screens/keyboard.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

#define ROW_MAX (KEYBOARD_KEYS_MAX + 1)

typedef const char *const row_keys[ROW_MAX];

/* Finnish and Swedish; Somali and English use the same bed, å ä ö are harmless there. */
static row_keys NORDIC[KEYBOARD_ROWS] = {
	{"q", "w", "e", "r", "t", "y", "u", "i", "o", "p", "å"},
	{"a", "s", "d", "f", "g", "h", "j", "k", "l", "ö", "ä"},
	{"z", "x", "c", "v", "b", "n", "m", "-"},
};
static row_keys ENGLISH[KEYBOARD_ROWS] = {
	{"q", "w", "e", "r", "t", "y", "u", "i", "o", "p"},
	{"a", "s", "d", "f", "g", "h", "j", "k", "l", "'"},
	{"z", "x", "c", "v", "b", "n", "m", "-"},
};
static row_keys SAMI[KEYBOARD_ROWS] = {
	{"á", "š", "e", "r", "t", "ŧ", "u", "i", "o", "p", "č"},
	{"a", "s", "d", "đ", "f", "g", "h", "j", "k", "l", "ŋ"},
	{"z", "ž", "c", "v", "b", "n", "m", "-"},
};
static row_keys ESTONIAN[KEYBOARD_ROWS] = {
	{"q", "w", "e", "r", "t", "y", "u", "i", "o", "p", "ü", "õ"},
	{"a", "s", "d", "f", "g", "h", "j", "k", "l", "ö", "ä", "š"},
	{"z", "ž", "c", "v", "b", "n", "m", "-"},
};
static row_keys RUSSIAN[KEYBOARD_ROWS] = {
	{"й", "ц", "у", "к", "е", "н", "г", "ш", "щ", "з", "х", "ъ"},
	{"ф", "ы", "в", "а", "п", "р", "о", "л", "д", "ж", "э"},
	{"я", "ч", "с", "м", "и", "т", "ь", "б", "ю"},
};
static row_keys UKRAINIAN[KEYBOARD_ROWS] = {
	{"й", "ц", "у", "к", "е", "н", "г", "ш", "щ", "з", "х", "ї"},
	{"ф", "і", "в", "а", "п", "р", "о", "л", "д", "ж", "є", "ґ"},
	{"я", "ч", "с", "м", "и", "т", "ь", "б", "ю"},
};
static row_keys ARABIC[KEYBOARD_ROWS] = {
	{"ض", "ص", "ث", "ق", "ف", "غ", "ع", "ه", "خ", "ح", "ج", "د"},
	{"ش", "س", "ي", "ب", "ل", "ا", "ت", "ن", "م", "ك", "ط", "ذ"},
	{"ئ", "ء", "ؤ", "ر", "ى", "ة", "و", "ز", "ظ"},
};
static row_keys DIGITS[KEYBOARD_ROWS] = {
	{"1", "2", "3", "4", "5", "6", "7", "8", "9", "0"},
	{".", ",", ":", "/", "&", "@", "+", "(", ")", "!"},
	{"'", "\"", "?", "-"},
};

static row_keys *bed(enum lang l, bool digits)
{
	if (digits)
		return DIGITS;
	switch (l) {
	case LANG_EN:
	case LANG_SO: return ENGLISH;
	case LANG_SE: return SAMI;
	case LANG_ET: return ESTONIAN;
	case LANG_RU: return RUSSIAN;
	case LANG_UK: return UKRAINIAN;
	case LANG_AR: return ARABIC;
	default: return NORDIC;
	}
}

const char *const *keyboard_row(enum lang l, bool digits, int row)
{
	return bed(l, digits)[row];
}

int keyboard_row_length(enum lang l, bool digits, int row)
{
	const char *const *keys = keyboard_row(l, digits, row);
	int n = 0;
	while (keys[n] != NULL)
		n++;
	return n;
}

static const char *alphabet(enum lang l)
{
	switch (l) {
	case LANG_SE: return "aábcčdđefghijklmnŋopqrsštŧuvwxyzž";
	case LANG_ET: return "abcdefghijklmnopqrsšzžtuvwõäöüxy";
	case LANG_RU: return "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
	case LANG_UK: return "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя";
	case LANG_AR: return "ابتثجحخدذرزسشصضطظعغفقكلمنهويءئؤىة";
	default: return "abcdefghijklmnopqrstuvwxyzåäö";
	}
}

int keyboard_alphabet_place(enum lang l, const char *letter)
{
	const char *all = alphabet(l), *at = strstr(all, letter);
	return at != NULL ? (int)(at - all) : INT_MAX;
}

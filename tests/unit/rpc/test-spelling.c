/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <stdlib.h>
#include <time.h>

#include "rpc/spelling.h"
#include "support/encode.h"

#define TIME_MS 10000

static bool holds(const char *text, const char *secret)
{
	return spelling_holds(text, strlen(text), secret);
}

static void a_secret_is_found_in_every_spelling(void **state IA_UNUSED)
{
	static const char *const rows[][2] = {
		{"hunter2", "it was hunter2."},
		{"pa&ss<w\"o>r'd", "pa&amp;ss&lt;w&quot;o&gt;r&apos;d"},
		{"pa&ss<w\"o>r'dé", "pa&amp;ss&lt;w&quot;o&gt;r'd\xc3\xa9"},
		{"abc", "&#97;&#x62;&#x00000000000063;"},
		{"é中", "&#233;&#x4E2D;"},
		{"a\"b\\c/d\te", "a\\\"b\\\\c\\/d\\te"},
		{"abc", "\\u0061\\u0062\\u0063"},
		{"\U0001f600", "\\ud83d\\uDE00"},
		{"a b&c", "a%20b%26c"},
		{"a b&c", "a+b%26c"},
		{"é", "%C3%A9"},
		{"a&b", "<![CDATA[a&b]]>"},
		{"secret", "sec]]><![CDATA[ret"},
		{"abc", "&#97;\\u0062%63"},
		{"a&b", "a&amp;amp;b"},
		{"a&b", "a&amp;amp;amp;b"},
		{"a&b", "a\\u0026amp;b"},
		{"a&b", "a%26amp%3Bb"},
		{"a&b", "a\\u0026#x26;b"},
		{"a<b", "a%5Cu003cb"},
		{"a", "xay"},
		{"&", "&amp;"},
		{"%41", "%41"},
		{"%41", "&#37;41"},
		{"a%41", "&#97;%41"},
		{"&amp;", "&amp;amp;"},
		{"&amp;", "&amp;"},
		{"amp", "x &amp; y"},
		{"\\\\", "\\\\\\\\"},
		{"&#97;", "&#38;#97;"},
	};

	for (size_t i = 0; i < IA_COUNT(rows); i++) {
		if (!holds(rows[i][1], rows[i][0]))
			fail_msg("\"%s\" was not seen in \"%s\"", rows[i][0], rows[i][1]);
	}
}

static void what_is_not_there_is_not_found(void **state IA_UNUSED)
{
	static const char *const rows[][2] = {
		{"hunter2", "hunter 2"},
		{"hunter2", "hunter&#50"},
		{"hunter2", "hunter"},
		{"abc", "a&#98c"},
		{"abc", "a%6"},
		{"abc", "\\u00"},
		{"a", ""},
		{"b", "&am p; %4 \\u006 &#;"},
		{"", "anything"},
		{"ab", "a&#x;b"},
		{"ab", "a<![CDATA b"},
		{"a", "&#x110061;"},
		{"a&b", "a&amp;amp;amp;amp;b"}, /* once more than is followed */
	};

	for (size_t i = 0; i < IA_COUNT(rows); i++) {
		if (holds(rows[i][1], rows[i][0]))
			fail_msg("\"%s\" was seen in \"%s\"", rows[i][0], rows[i][1]);
	}
}

/* One over the other, each character in a spelling of its own. */
static void mixtures_are_found(void **state IA_UNUSED)
{
	static const char *const secrets[] = {
		"a",     "hunter2",          "pa&ss<w\"o>r'd", "c:\\%41+b c/d", "é中\U0001f600",
		"&#37;", "\\\\u0041&amp;%2", "]]><![CDATA[",   "%25",           "++  ",
	};
	uint8_t choices[64];

	srand(15);
	for (size_t i = 0; i < 6000; i++) {
		const char *secret = secrets[i % IA_COUNT(secrets)];
		char *text = strdup(secret), *more;

		for (unsigned layer = 0; layer < 1 + i % SPELLING_DEPTH; layer++) {
			for (size_t k = 0; k < sizeof(choices); k++)
				choices[k] = (uint8_t)rand();
			more = encode(text, choices, sizeof(choices), layer == i / 3 % 4);
			free(text);
			text = more;
		}
		if (!holds(text, secret))
			fail_msg("\"%s\" was not seen in \"%s\"", secret, text);
		free(text);
	}
}

static void bounds_err_on_the_side_of_yes(void **state IA_UNUSED)
{
	char text[SPELLING_SPAN + 64], secret[SPELLING_SECRET_MAX + 8];

	for (int more = 0; more < 2; more++) {
		int zeros = (int)SPELLING_SPAN - 6 + more;

		snprintf(text, sizeof(text), "&#%0*d;", zeros + 2, 97);
		assert_int_equal(strlen(text), SPELLING_SPAN - 1 + more);
		assert_true(holds(text, "a"));
		assert_int_equal(holds(text, "b"), more);
	}
	memset(secret, 's', sizeof(secret));
	secret[SPELLING_SECRET_MAX] = '\0';
	assert_true(holds(secret, secret));
	assert_false(spelling_holds(secret, SPELLING_SECRET_MAX - 1, secret));
	secret[SPELLING_SECRET_MAX] = 'x';
	secret[SPELLING_SECRET_MAX + 1] = '\0';
	assert_true(spelling_holds(secret, SPELLING_SECRET_MAX, secret));
}

/* A quarter of a million bytes of the worst: half a second, or minutes were it a quadratic. */
static void time_is_linear(void **state IA_UNUSED)
{
	static const char *const worst[] = {
		"x",      "\\",        "&",
		"%",      "&amp;",     "&amp;amp;amp;",
		"%25",    "%5c",       "\\u005c",
		"&#x5c;", "]]>",       "<![CDATA[",
		"&#38;#", "%26%23%30", "\\u0026#000000",
		"+",      "&#0",
	};
	const size_t size = 1 << 18;
	char *text = malloc(size);

	for (size_t i = 0; i < IA_COUNT(worst); i++) {
		size_t length = strlen(worst[i]);
		clock_t start = clock();

		for (size_t at = 0; at < size; at++)
			text[at] = worst[i][at % length];
		spelling_holds(text, size, "\\\\\\\\&&&&%%%%secret");
		if ((clock() - start) * 1000 / CLOCKS_PER_SEC > TIME_MS)
			fail_msg("%ld ms for \"%s\"",
				 (long)((clock() - start) * 1000 / CLOCKS_PER_SEC), worst[i]);
	}
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_secret_is_found_in_every_spelling),
		cmocka_unit_test(what_is_not_there_is_not_found),
		cmocka_unit_test(mixtures_are_found),
		cmocka_unit_test(bounds_err_on_the_side_of_yes),
		cmocka_unit_test(time_is_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

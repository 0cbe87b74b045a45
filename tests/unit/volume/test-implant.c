/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "volume/implant.h"

#define AT      33651 /* where the field lies on a medium */
#define MD5     "196c342f5cc28e3e31dacb365430e26d"
#define SUM     "ISO MD5SUM = " MD5 ";"
#define SKIP    "SKIPSECTORS = 15;"
#define STATUS  "RHLISOSTATUS=1;"
#define DIGITS  "cfbaf1483cd1333ad608a91748927c9a9d12579844a4b7512ef179f64486"
#define SUMS    "FRAGMENT SUMS = " DIGITS ";"
#define COUNT   "FRAGMENT COUNT = 20;"
#define TRAILER "THIS IS NOT THE SAME AS RUNNING MD5SUM ON THIS ISO!!"

static void fill(uint8_t field[IA_IMPLANT_SIZE], const char *text)
{
	memset(field, ' ', IA_IMPLANT_SIZE);
	assert_true(strlen(text) <= IA_IMPLANT_SIZE);
	memcpy(field, text, strlen(text));
}

static struct ia_implant parse(const char *text)
{
	uint8_t field[IA_IMPLANT_SIZE];
	struct ia_implant implant;

	fill(field, text);
	assert_int_equal(ia_implant_parse(field, AT, &implant, NULL), 1);
	return implant;
}

static void assert_absent(const char *text)
{
	struct ia_implant implant = {.skip = 0x5e};
	uint8_t field[IA_IMPLANT_SIZE];

	fill(field, text);
	assert_int_equal(ia_implant_parse(field, AT, &implant, NULL), 0);
	assert_int_equal(implant.skip, 0x5e);
}

static void assert_bad(const uint8_t field[IA_IMPLANT_SIZE], const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_implant implant = {.skip = 0x5e};

	assert_int_equal(ia_implant_parse(field, AT, &implant, &error), -EBADMSG);
	assert_contains(isoargs_error_message(error), part);
	assert_int_equal(implant.skip, 0x5e);
}

static void assert_refused(const char *text, const char *part)
{
	uint8_t field[IA_IMPLANT_SIZE];

	fill(field, text);
	assert_bad(field, part);
}

static void what_implantisomd5_writes_is_understood(void **state IA_UNUSED)
{
	struct ia_implant implant = parse(SUM SKIP STATUS SUMS COUNT TRAILER);

	assert_string_equal(implant.sum, MD5);
	assert_int_equal(implant.skip, 15);
	assert_int_equal(implant.count, 20);
	assert_int_equal(implant.digits, 3);
	assert_string_equal(implant.fragments, DIGITS);
}

static void a_field_of_spaces_or_of_something_else_holds_no_sum(void **state IA_UNUSED)
{
	assert_absent("");
	assert_absent("mkisofs was here");
	assert_absent(SKIP STATUS SUMS COUNT TRAILER);
	assert_absent("iso md5sum = " MD5 ";" SKIP);
}

static void the_keys_may_stand_anywhere_in_any_order(void **state IA_UNUSED)
{
	struct ia_implant implant = parse("junk;; " COUNT " " SKIP "x" SUMS SUM);

	assert_string_equal(implant.sum, MD5);
	assert_int_equal(implant.skip, 15);
	assert_int_equal(implant.count, 20);
}

static void of_a_doubled_key_the_last_wins_until_all_were_there(void **state IA_UNUSED)
{
	assert_int_equal(parse("SKIPSECTORS = 7;" SUM SKIP).skip, 15);
	assert_int_equal(parse(SUM SKIP STATUS SUMS COUNT "SKIPSECTORS = 7;").skip, 15);
}

static void without_sums_of_fragments_none_are_compared(void **state IA_UNUSED)
{
	assert_int_equal(parse(SUM SKIP STATUS COUNT).digits, 0);
	assert_int_equal(parse(SUM SKIP STATUS COUNT).count, 0);
}

static void without_a_count_there_are_twenty(void **state IA_UNUSED)
{
	assert_int_equal(parse(SUM SKIP SUMS).count, 20);
}

static void a_count_that_leaves_no_digit_counts_as_none(void **state IA_UNUSED)
{
	static const char *const absurd[] = {"0", "61", "-1", "18446744073709551616"};
	char text[IA_IMPLANT_SIZE];

	for (size_t i = 0; i < IA_COUNT(absurd); i++) {
		snprintf(text, sizeof(text), SUM SKIP SUMS "FRAGMENT COUNT = %s;", absurd[i]);
		/* the last one is no number, so that the default holds */
		assert_int_equal(parse(text).count, i < 3 ? 0 : 20);
	}
	snprintf(text, sizeof(text), SUM SKIP SUMS "FRAGMENT COUNT = %u;",
		 IA_IMPLANT_FRAGMENTS_MAX);
	assert_int_equal(parse(text).count, IA_IMPLANT_FRAGMENTS_MAX);
	assert_int_equal(parse(text).digits, 1);
	assert_int_equal(parse(SUM SKIP SUMS "FRAGMENT COUNT = 1;").digits, 60);
}

static void a_sum_that_is_no_sum_is_refused(void **state IA_UNUSED)
{
	assert_refused("ISO MD5SUM = 196C342F5CC28E3E31DACB365430E26D;" SKIP, "expected 32");
	assert_refused("ISO MD5SUM = 196c;" SKIP, "expected 32 hexadecimal");
	assert_refused("ISO MD5SUM = " SKIP, "expected 32 hexadecimal digits");
}

static void a_sum_needs_the_number_of_sectors_it_leaves_out(void **state IA_UNUSED)
{
	assert_refused(SUM STATUS SUMS COUNT, "how many sectors");
	assert_refused(SUM "SKIPSECTORS = 15", "how many sectors");
	assert_refused(SUM "SKIPSECTORS = x;", "how many sectors");
	assert_refused(SUM "SKIPSECTORS = 9223372036854775808;", "how many sectors");
	assert_refused(SUM "SKIPSECTORS = -1;", "leaves out -1 sectors");
	assert_int_equal(parse(SUM "SKIPSECTORS = 9223372036854775807;").skip, INT64_MAX);
	assert_int_equal(parse(SUM "SKIPSECTORS =  +15;").skip, 15);
	assert_int_equal(parse(SUM "SKIPSECTORS = ;").skip, 0);
}

static void put_at_end(uint8_t field[IA_IMPLANT_SIZE], const char *head, const char *tail)
{
	fill(field, head);
	memcpy(field + IA_IMPLANT_SIZE - strlen(tail), tail, strlen(tail));
}

/* What follows the field on the medium is none of it. */
static int parse_before(const char *head, const char *tail, const char *after,
			struct ia_implant *ret)
{
	uint8_t bytes[IA_IMPLANT_SIZE + 64], *alone IA_AUTO_FREE = malloc(IA_IMPLANT_SIZE);
	int r;

	memset(bytes, ' ', sizeof(bytes));
	memcpy(bytes, head, strlen(head));
	memcpy(bytes + IA_IMPLANT_SIZE - strlen(tail), tail, strlen(tail));
	memcpy(bytes + IA_IMPLANT_SIZE, after, strlen(after));
	memcpy(alone, bytes, IA_IMPLANT_SIZE);
	r = ia_implant_parse(bytes, AT, ret, NULL);
	assert_int_equal(ia_implant_parse(alone, AT, ret, NULL), r);
	return r;
}

static void the_field_ends_with_its_last_byte(void **state IA_UNUSED)
{
	struct ia_implant implant = {.skip = 0x5e};

	assert_int_equal(parse_before(SUM, "SKIPSECTORS = 1", "5;", &implant), 1);
	assert_int_equal(implant.skip, 1);
	assert_int_equal(parse_before(SUM, "SKIPSECTORS =  ", "5;", &implant), 1);
	assert_int_equal(implant.skip, 0);
	assert_int_equal(parse_before(SUM, "SKIPSECTORS = +", "5;", &implant), 1);
	assert_int_equal(implant.skip, 0);
	assert_int_equal(parse_before(SUM, "SKIPSECTORS = 1x", ";", &implant), -EBADMSG);
	/* A key of which the last byte lies beyond is none. */
	assert_int_equal(parse_before(SUM SKIP, "FRAGMENT SUMS =", " " DIGITS, &implant), 1);
	assert_int_equal(implant.count, 0);
}

static void what_the_end_of_the_field_cuts_off_is_refused(void **state IA_UNUSED)
{
	uint8_t field[IA_IMPLANT_SIZE];
	struct ia_implant implant;

	put_at_end(field, SKIP, "ISO MD5SUM = " MD5);
	assert_bad(field, "is cut off");
	put_at_end(field, SKIP, "ISO MD5SUM = ");
	assert_bad(field, "is cut off");
	put_at_end(field, SKIP, SUM);
	assert_int_equal(ia_implant_parse(field, AT, &implant, NULL), 1);
	put_at_end(field, SUM SKIP, "FRAGMENT SUMS = " DIGITS);
	assert_bad(field, "are cut off");
	put_at_end(field, SUM SKIP, SUMS);
	assert_int_equal(ia_implant_parse(field, AT, &implant, NULL), 1);
	put_at_end(field, SUM SKIP SUMS, "FRAGMENT COUNT = 10");
	assert_int_equal(ia_implant_parse(field, AT, &implant, NULL), 1);
	assert_int_equal(implant.count, 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_implantisomd5_writes_is_understood),
		cmocka_unit_test(a_field_of_spaces_or_of_something_else_holds_no_sum),
		cmocka_unit_test(the_keys_may_stand_anywhere_in_any_order),
		cmocka_unit_test(of_a_doubled_key_the_last_wins_until_all_were_there),
		cmocka_unit_test(without_sums_of_fragments_none_are_compared),
		cmocka_unit_test(without_a_count_there_are_twenty),
		cmocka_unit_test(a_count_that_leaves_no_digit_counts_as_none),
		cmocka_unit_test(a_sum_that_is_no_sum_is_refused),
		cmocka_unit_test(a_sum_needs_the_number_of_sectors_it_leaves_out),
		cmocka_unit_test(the_field_ends_with_its_last_byte),
		cmocka_unit_test(what_the_end_of_the_field_cuts_off_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "text/guest/quote.h"

static char text[256];

static const char *taken(struct ia_strbuf *buf)
{
	assert_int_equal(buf->error, 0);
	assert_true(buf->length < sizeof(text));
	memcpy(text, buf->data, buf->length + 1);
	ia_strbuf_free(buf);
	*buf = (struct ia_strbuf){0};
	return text;
}

static const char *sh(const char *s)
{
	struct ia_strbuf buf = {0};

	ia_quote_sh(&buf, s);
	return taken(&buf);
}

static const char *xl(const char *s)
{
	struct ia_strbuf buf = {0};

	ia_quote_xl(&buf, s);
	return taken(&buf);
}

static const char *xml(const char *s)
{
	struct ia_strbuf buf = {0};

	ia_strbuf_add(&buf, "", 0);
	assert_int_equal(ia_quote_xml(&buf, "it", s, NULL), 0);
	return taken(&buf);
}

static const char *qemu(const char *s)
{
	struct ia_strbuf buf = {0};

	ia_strbuf_add(&buf, "", 0);
	ia_quote_qemu(&buf, s);
	return taken(&buf);
}

static void a_shell_sees_nothing_but_single_quotes(void **state IA_UNUSED)
{
	assert_string_equal(sh(""), "''");
	assert_string_equal(sh("a b"), "'a b'");
	assert_string_equal(sh("$x `y` \"z\" \\ !"), "'$x `y` \"z\" \\ !'");
	assert_string_equal(sh("it's"), "'it'\\''s'");
	assert_string_equal(sh("''"), "''\\'''\\'''");
	assert_string_equal(sh("a\nb\tc\x01\xff"), "'a\nb\tc\x01\xff'");
}

static void xl_takes_one_backslash_of_two_away(void **state IA_UNUSED)
{
	assert_string_equal(xl(""), "\"\"");
	assert_string_equal(xl("CentOS\\x207"), "\"CentOS\\\\x207\"");
	assert_string_equal(xl("\\"), "\"\\\\\"");
	assert_string_equal(xl("a\"b'c"), "\"a\\\"b'c\"");
	assert_string_equal(xl("a\nb"), "\"a\\nb\"");
	assert_string_equal(xl("#;,=$\t\r\x01\xff"), "\"#;,=$\t\r\x01\xff\"");
}

static void xml_gets_entities_and_keeps_tabs_and_line_ends(void **state IA_UNUSED)
{
	assert_string_equal(xml(""), "");
	assert_string_equal(xml("a&b<c>d\"e'f"), "a&amp;b&lt;c&gt;d&quot;e&apos;f");
	assert_string_equal(xml("&amp;"), "&amp;amp;");
	assert_string_equal(xml("a\tb\nc\rd"), "a&#9;b&#10;c&#13;d");
	assert_string_equal(xml("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\x7f"),
			    "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\x7f");
	assert_string_equal(xml("\\x20,$`"), "\\x20,$`");
}

static void assert_xml_refuses(const char *s, const char *part)
{
	struct ia_strbuf buf = {0};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	ia_strbuf_adds(&buf, "before");
	assert_int_equal(ia_quote_xml(&buf, "the arguments", s, &error), -EOPNOTSUPP);
	assert_string_equal(taken(&buf), "before");
	assert_contains(isoargs_error_message(error), part);
	assert_contains(isoargs_error_message(error), "in the arguments");
	assert_non_null(isoargs_error_remedy(error));
}

static void what_xml_has_no_way_to_write_is_refused(void **state IA_UNUSED)
{
	assert_xml_refuses("a\x01", "U+0001");
	assert_xml_refuses("a\x1f", "U+001F");
	assert_xml_refuses("a\xff", "byte 0xff");
	assert_xml_refuses("a\xc3", "byte 0xc3");
	assert_xml_refuses("\xc0\xaf", "byte 0xc0");
	assert_xml_refuses("\xed\xa0\x80", "byte 0xed");
	assert_xml_refuses("\xef\xbf\xbe", "U+FFFE");
	assert_xml_refuses("\xef\xbf\xbf", "U+FFFF");
}

static void a_comma_in_qemus_lists_is_written_twice(void **state IA_UNUSED)
{
	assert_string_equal(qemu(""), "");
	assert_string_equal(qemu("/a,b=c"), "/a,,b=c");
	assert_string_equal(qemu(",,"), ",,,,");
	assert_string_equal(qemu("\\'\" "), "\\'\" ");
}

static int plain(const char *s)
{
	return ia_quote_check_plain("it", "XenServer", s, NULL);
}

static void plain_text_has_no_control_characters(void **state IA_UNUSED)
{
	assert_int_equal(plain(""), 0);
	assert_int_equal(plain(" ~\xc3\xa9\xe6\x97\xa5"), 0);
	assert_int_equal(plain("a\tb"), -EOPNOTSUPP);
	assert_int_equal(plain("a\nb"), -EOPNOTSUPP);
	assert_int_equal(plain("a\x1f"), -EOPNOTSUPP);
	assert_int_equal(plain("a\x7f"), -EOPNOTSUPP);
	assert_int_equal(plain("a\xc2\x9b"), -EOPNOTSUPP);
	assert_int_equal(plain("a\xff"), -EOPNOTSUPP);
	assert_int_equal(plain("\xef\xbf\xbe"), -EOPNOTSUPP);
}

static void utf8_may_have_them(void **state IA_UNUSED)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	assert_int_equal(ia_quote_check_utf8("it", "JSON", "\x01\n\x7f\xef\xbf\xbe", NULL), 0);
	assert_int_equal(ia_quote_check_utf8("it", "JSON", "a\x80", &error), -EOPNOTSUPP);
	assert_contains(isoargs_error_message(error),
			"found the byte 0x80 in it, which is no UTF-8: JSON cannot carry it");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_shell_sees_nothing_but_single_quotes),
		cmocka_unit_test(xl_takes_one_backslash_of_two_away),
		cmocka_unit_test(xml_gets_entities_and_keeps_tabs_and_line_ends),
		cmocka_unit_test(what_xml_has_no_way_to_write_is_refused),
		cmocka_unit_test(a_comma_in_qemus_lists_is_written_twice),
		cmocka_unit_test(plain_text_has_no_control_characters),
		cmocka_unit_test(utf8_may_have_them),
	};

	return cmocka_run_group_tests_name("quote", tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "console/installer.h"

/* What was told, a line each. */
static char told[4096];

static void tell(enum installer_finding finding, const char *text, void *user IA_UNUSED)
{
	static const char *const words[] = {"stage", "ending", "vnc", "doubt", "failed"};
	size_t size = strlen(told);

	snprintf(told + size, sizeof(told) - size, "%s %s\n", words[finding], text);
}

/* Fed whole, and byte by byte. */
static const char *hear(const char *text)
{
	static struct installer installer;
	char whole[sizeof(told)];

	told[0] = '\0';
	installer_start(&installer, tell, NULL);
	installer_feed(&installer, text, strlen(text));
	strcpy(whole, told);
	told[0] = '\0';
	installer_start(&installer, tell, NULL);
	for (const char *c = text; *c; c++)
		installer_feed(&installer, c, 1);
	assert_string_equal(told, whole);
	return told;
}

static void each_form_of_the_line_has_its_address(void **state IA_UNUSED)
{
	static const struct {
		const char *line, *address;
	} rows[] = {
		{"Please manually connect your vnc client to 192.0.2.10:1 to begin the install.",
		 "192.0.2.10"},
		{"Please manually connect your vnc client to c7.example.com:1 (192.0.2.10:1) to "
		 "begin the "
		 "install.",
		 "192.0.2.10"},
		{"Please manually connect your vnc client to c6.example.com:1 (192.0.2.11) to "
		 "begin the "
		 "install.",
		 "192.0.2.11"},
		{"16:01:23 Please manually connect your vnc client to [2001:db8::5]:1 to begin the "
		 "install.",
		 "2001:db8::5"},
		{"Please manually connect your vnc client to host:1 ([2001:db8::5]:1) to begin the "
		 "install.",
		 "2001:db8::5"},
		{"Please manually connect your vnc client to host:1 (2001:db8::6) to begin the "
		 "install.",
		 "2001:db8::6"},
		{"Please manually connect your vnc client to 192.0.2.12:1 (nonsense) to begin the "
		 "install.",
		 "192.0.2.12"},
	};

	for (size_t i = 0; i < IA_COUNT(rows); i++) {
		char expected[128];

		snprintf(expected, sizeof(expected), "vnc %s\n", rows[i].address);
		assert_string_equal(hear(rows[i].line), expected);
	}
}

static void what_is_no_address_to_connect_to_is_none(void **state IA_UNUSED)
{
	static const char *const lines[] = {
		"Please manually connect your vnc client to begin the install.",
		"connect your vnc client to <IP ADDRESS>:1 to begin the install.",
		"connect your vnc client to IP-ADDRESS:1 to begin the install.",
		"connect your vnc client to 127.0.0.1:1 to begin the install.",
		"connect your vnc client to [::1]:1 to begin the install.",
		"connect your vnc client to [fe80::1]:1 to begin the install.",
		"connect your vnc client to 0.0.0.0:1 to begin the install.",
		"connect your vnc client to 224.0.0.1:1 to begin the install.",
		"connect your vnc client to host:1 to begin the install.",
		"connect your vnc client to host:1 (evil$(reboot):1) to begin the install.",
		"connect your vnc client to 192.0.2.999:1 to begin the install.",
		"connect your vnc client to ) to begin",
		"connect your vnc client to ( to begin",
		"connect your vnc client to () to begin",
		"connect your vnc client to : to begin",
		"connect your vnc client to [] to begin",
		"connect your vnc client to []:1 to begin",
	};

	for (size_t i = 0; i < IA_COUNT(lines); i++)
		assert_string_equal(hear(lines[i]), "");
}

static void escapes_and_wraps_are_no_part_of_the_words(void **state IA_UNUSED)
{
	assert_string_equal(hear("\x1b[?1049h\x1b[1;1H\x1b(B\x1b[mPlease manually connect your vnc "
				 "cl\r\nient to host:1\x1b[K\x1b[3;1H(192.0.2.77:1)\x1b[3;16Hto "
				 "\x1b]0;title to begin\x07"
				 "begin the install."),
			    "vnc 192.0.2.77\n");
	assert_string_equal(hear("\x1bP1;2q connect \x1b\\connect your vnc \x1b[1\x1b[0mclient to "
				 "192.0.2.78:1 to begin"),
			    "vnc 192.0.2.78\n");
}

static void the_first_address_counts_and_a_later_one_where_that_was_none(void **state IA_UNUSED)
{
	assert_string_equal(hear("connect your vnc client to host:1 to begin "
				 "connect your vnc client to 192.0.2.1:1 to begin "
				 "connect your vnc client to 192.0.2.2:1 to begin "),
			    "vnc 192.0.2.1\n");
}

static void stages_doubts_and_ends_are_told_once(void **state IA_UNUSED)
{
	assert_string_equal(hear("Starting installer, one moment...\r\nStarting VNC...\r\n"
				 "Starting VNC...\r\nThe VNC server is now running.\r\n"),
			    "stage the installer starts\n"
			    "stage the installer starts its VNC server\n"
			    "stage the installer's VNC server runs\n");
	assert_string_equal(hear("Performing post-installation setup tasks"),
			    "ending the packages are installed, the system is set up\n");
	assert_true(strncmp(hear("Warning: dracut-initqueue timeout - starting timeout scripts"),
			    "doubt it waited for a device", 28) == 0);
	assert_true(strncmp(hear("Warning: /dev/root does not exist"), "doubt it found no second",
			    24) == 0);
	assert_string_equal(hear("Entering emergency mode."),
			    "failed it gave up and shows an emergency shell\n");
	assert_string_equal(hear("Kernel panic - not syncing: VFS"),
			    "failed its kernel panicked\n");
}

static void words_are_found_however_much_stands_before_them(void **state IA_UNUSED)
{
	static char text[3 * INSTALLER_TEXT_MAX];
	static const char line[] = "connect your vnc client to 192.0.2.10:1 to begin";

	for (size_t before = INSTALLER_TEXT_MAX - 80; before < INSTALLER_TEXT_MAX + 40; before++) {
		memset(text, 'x', before);
		strcpy(text + before, line);
		assert_string_equal(hear(text), "vnc 192.0.2.10\n");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_form_of_the_line_has_its_address),
		cmocka_unit_test(what_is_no_address_to_connect_to_is_none),
		cmocka_unit_test(escapes_and_wraps_are_no_part_of_the_words),
		cmocka_unit_test(the_first_address_counts_and_a_later_one_where_that_was_none),
		cmocka_unit_test(stages_doubts_and_ends_are_told_once),
		cmocka_unit_test(words_are_found_however_much_stands_before_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

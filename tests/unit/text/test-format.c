/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whole texts, also in the tests of each consumer; what it makes of them: tests/tools/test_format.py. */
#include "support/format-sample.h"

#include "text/guest/consumer.h"

static void formats_have_names(void **state IA_UNUSED)
{
	static const char *const names[] = {"raw", "json", "shell", "xe", "xl", "libvirt", "qemu"};
	enum isoargs_format format = (enum isoargs_format)42;

	assert_int_equal(isoargs_format_parse("XL", &format), -EINVAL);
	assert_int_equal(isoargs_format_parse("", &format), -EINVAL);
	assert_int_equal(isoargs_format_parse("xml", &format), -EINVAL);
	assert_int_equal(format, 42);
	for (unsigned i = 0; i < IA_COUNT(names); i++) {
		assert_int_equal(isoargs_format_parse(names[i], &format), 0);
		assert_int_equal(format, i);
		assert_string_equal(ia_consumer(format)->name, names[i]);
	}
}

static void a_format_of_no_name_is_refused(void **state)
{
	assert_refused(*state, (enum isoargs_format)IA_FORMATS, -EINVAL, "no format number 12");
}

static void raw_is_the_line_alone(void **state)
{
	assert_string_equal(formatted(*state, ISOARGS_FORMAT_RAW), LINE "\n");
}

static void no_guest_stands_for_one_of_which_nothing_is_said(void **state)
{
	struct handed_on *s = *state;
	char *text IA_AUTO_FREE = NULL;

	assert_int_equal(isoargs_args_format(&s->args, NULL, ISOARGS_FORMAT_XL, NULL, &text, NULL),
			 0);
	assert_string_equal(text, formatted(s, ISOARGS_FORMAT_XL));
}

static void json_has_words_and_reasons(void **state)
{
	struct handed_on *s = *state;

	s->args.words.count = 3;
	assert_string_equal(formatted(s, ISOARGS_FORMAT_JSON),
			    "{\n"
			    "  \"format\":1,\n"
			    "  \"args\":\"inst.stage2=hd:LABEL=C\\\\x207 a'b$\",\n"
			    "  \"length\":32,\n"
			    "  \"kernel\":\"/vmlinuz\",\n"
			    "  \"initrds\":[\n"
			    "    \"/initrd.img\"\n"
			    "  ],\n"
			    "  \"entry\":{\n"
			    "    \"title\":\"Install CentOS 7\",\n"
			    "    \"path\":\"2>0\",\n"
			    "    \"file\":\"ISO:/EFI/BOOT/grub.cfg\",\n"
			    "    \"line\":21\n"
			    "  },\n"
			    "  \"boots\":\"unknown\",\n"
			    "  \"installer\":\"unknown\",\n"
			    "  \"guest\":\"pv\",\n"
			    "  \"words\":[\n"
			    "    {\n"
			    "      \"text\":\"inst.stage2=hd:LABEL=C\\\\x207\",\n"
			    "      \"origin\":\"label\",\n"
			    "      \"file\":null,\n"
			    "      \"reason\":\"a label\"\n"
			    "    },\n"
			    "    {\n"
			    "      \"text\":\"a'b$\",\n"
			    "      \"origin\":\"entry\",\n"
			    "      \"file\":\"ISO:/EFI/BOOT/grub.cfg\",\n"
			    "      \"line\":23,\n"
			    "      \"reason\":\"its own\"\n"
			    "    },\n"
			    "    {\n"
			    "      \"text\":\"inst.vncpassword=********\",\n"
			    "      \"origin\":\"option\",\n"
			    "      \"file\":\"ISOARGS_VNC_PASSWORD\",\n"
			    "      \"reason\":null\n"
			    "    }\n"
			    "  ],\n"
			    "  \"dropped\":[\n"
			    "    {\n"
			    "      \"text\":\"quiet\\\\xff\",\n"
			    "      \"origin\":\"entry\",\n"
			    "      \"file\":\"ISO:/EFI/BOOT/grub.cfg\",\n"
			    "      \"line\":23,\n"
			    "      \"reason\":\"hides\"\n"
			    "    }\n"
			    "  ],\n"
			    "  \"notes\":[\n"
			    "  ]\n"
			    "}\n");
}

static void json_refuses_to_change_what_is_handed_on(void **state)
{
	struct handed_on *s = *state;

	s->args.text = "a\xff";
	assert_refused(s, ISOARGS_FORMAT_JSON, -EOPNOTSUPP, "in the arguments");
	s->args.text = LINE;
	s->args.entry.kernel = "/v\xff";
	assert_refused(s, ISOARGS_FORMAT_JSON, -EOPNOTSUPP, "in the kernel's path");
	s->args.entry.kernel = "/vmlinuz";
	s->initrds[0] = "/i\xff";
	assert_refused(s, ISOARGS_FORMAT_JSON, -EOPNOTSUPP, "in an initrd's path");
}

static void an_entry_without_an_initrd_gets_none(void **state)
{
	struct handed_on *s = *state;

	s->args.entry.initrd_count = 0;
	assert_null(strstr(formatted(s, ISOARGS_FORMAT_XL), "\nramdisk"));
	guest_set(s, ISOARGS_GUEST_KERNEL, "/x/vmlinuz");
	assert_null(strstr(formatted(s, ISOARGS_FORMAT_LIBVIRT), "<initrd>"));
	assert_null(strstr(formatted(s, ISOARGS_FORMAT_QEMU), "-initrd"));
}

static void joined_initrds_serve_an_entry_with_several(void **state)
{
	struct handed_on *s = *state;

	s->args.entry.initrd_count = 2;
	guest_set(s, ISOARGS_GUEST_KERNEL, "/x/vmlinuz");
	assert_refused(s, ISOARGS_FORMAT_XL, -EINVAL, "the installer is in the initrd");
	guest_set(s, ISOARGS_GUEST_INITRD, "/x/all");
	assert_contains(formatted(s, ISOARGS_FORMAT_XL), "ramdisk = \"/x/all\"\n");
	guest_set(s, ISOARGS_GUEST_INITRD, "/x/other");
	assert_refused(s, ISOARGS_FORMAT_XL, -EINVAL, "cat FIRST SECOND");
}

static void a_guest_without_a_name_gets_one(void **state)
{
	static const struct {
		const char *image;
		const char *hostname;
		const char *line;
	} names[] = {
		{"/isos/CentOS-7.9.ISO", NULL, "name = \"CentOS-7.9\"\n"},
		{"/isos/.iso", NULL, "name = \"-iso\"\n"},
		{"/isos/2009.iso", NULL, "name = \"vm-2009\"\n"},
		{"/isos/a\"b \xc3\xa9.img", NULL, "name = \"a-b---.img\"\n"},
		{"/isos/c7.iso", "web1.example.org", "name = \"web1\"\n"},
		{"/isos/c7.iso", "10", "name = \"vm-10\"\n"},
	};
	struct handed_on *s = *state;

	for (size_t i = 0; i < IA_COUNT(names); i++) {
		s->args.image_name = names[i].image;
		s->args.hostname = names[i].hostname;
		assert_contains(formatted(s, ISOARGS_FORMAT_XL), names[i].line);
	}
	guest_set(s, ISOARGS_GUEST_NAME, "own");
	assert_contains(formatted(s, ISOARGS_FORMAT_XL), "name = \"own\"\n");
}

static void a_name_of_the_images_is_cut_at_the_bound(void **state)
{
	char image[IA_GUEST_NAME_MAX + 2] = "/", line[IA_GUEST_NAME_MAX + 16];
	struct handed_on *s = *state;

	memset(image + 1, 'a', IA_GUEST_NAME_MAX);
	snprintf(line, sizeof(line), "name = \"%s\"\n", image + 1);
	s->args.image_name = image;
	s->args.hostname = NULL;
	assert_contains(formatted(s, ISOARGS_FORMAT_XL), line);
	{
		char longer[sizeof(image) + 1];

		snprintf(longer, sizeof(longer), "%sb", image);
		s->args.image_name = longer;
		assert_contains(formatted(s, ISOARGS_FORMAT_XL), line);
	}
}

static void an_image_has_to_have_a_path_that_the_host_can_use(void **state)
{
	struct handed_on *s = *state;

	s->args.image_name = "memory";
	assert_refused(s, ISOARGS_FORMAT_XL, -EINVAL, "ISOARGS_GUEST_IMAGE: found \"memory\"");
	s->args.image_name = "/isos/a\nb";
	assert_refused(s, ISOARGS_FORMAT_XL, -EINVAL, "ISOARGS_GUEST_IMAGE");
	s->args.image_name = "/isos/";
	assert_refused(s, ISOARGS_FORMAT_XE, -EINVAL, "found a folder");
}

/* A guest that the format has. */
static void set_kind(struct handed_on *s, enum isoargs_format format)
{
	bool has_pv = ia_consumer(format)->guests & ISOARGS_GUEST_PV;

	s->args.guest = ia_guest_kind_find(has_pv ? "pv" : "kvm");
	s->args.base_url = ia_consumer(format)->served ? "http://h/m" : NULL;
}

static void every_option_without_effect_is_refused(void **state)
{
	static const char *const values[IA_GUEST_OPTIONS] = {
		"x",      "512", "1",  "/d",     "1", "b", "n",  "00:16:3e:00:00:01",
		"/i.iso", "/k",  "/i", "direct", "s", "t", NULL,
	};
	/* by format and option: is there a use for it? */
	static const char *const uses[IA_FORMATS] = {
		"...............", "...............", "...............", "xxx.xxxxx...xxx",
		"xxxxxx.xxxxx..x", "xxxxxx.xxxxx..x", "xxxxx..xxxx...x", "xxxxxx.xx.....x",
		".........xx...x", ".........xx...x", ".........xx...x", "x........xx...x",
	};
	struct handed_on *s = *state;

	for (unsigned format = 0; format < IA_FORMATS; format++) {
		for (unsigned option = 0; option < IA_GUEST_OPTIONS; option++) {
			struct isoargs_error *error IA_AUTO_ERROR = NULL;
			char *text IA_AUTO_FREE = NULL;
			bool refused;

			set_kind(s, (enum isoargs_format)format);
			isoargs_guest_free(s->guest);
			assert_int_equal(isoargs_guest_new(&s->guest), 0);
			guest_set(s, (enum isoargs_option)(ISOARGS_GUEST_NAME + option),
				  values[option]);
			isoargs_args_format(&s->args, s->guest, (enum isoargs_format)format, NULL,
					    &text, &error);
			refused = error && strstr(isoargs_error_message(error), "no use for it");
			if (refused != (uses[format][option] == '.'))
				fail_msg("format %u, option %u", format, option);
		}
	}
}

/* What a format cannot do without. */
static void set_needed(struct handed_on *s, enum isoargs_format format)
{
	isoargs_guest_free(s->guest);
	assert_int_equal(isoargs_guest_new(&s->guest), 0);
	set_kind(s, format);
	if (!ia_consumer(format)->needs_kernel)
		return;
	guest_set(s, ISOARGS_GUEST_KERNEL, "/x/vmlinuz");
	guest_set(s, ISOARGS_GUEST_INITRD, "/x/initrd.img");
}

#define HIDDEN                                                                                     \
	"a\xe2\x80\xae"                                                                            \
	"b"

static void no_guest_is_written_of_a_medium_that_no_pc_runs(void **state)
{
	static const enum isoargs_format lines[] = {ISOARGS_FORMAT_RAW, ISOARGS_FORMAT_JSON,
						    ISOARGS_FORMAT_SHELL};
	static const enum isoargs_format guests[] = {ISOARGS_FORMAT_XE, ISOARGS_FORMAT_XL,
						     ISOARGS_FORMAT_LIBVIRT, ISOARGS_FORMAT_QEMU};
	struct handed_on *s = *state;

	s->args.foreign = "aarch64";
	for (size_t i = 0; i < IA_COUNT(lines); i++)
		formatted(s, lines[i]);
	guest_set(s, ISOARGS_GUEST_IMAGE, "/i.iso");
	guest_set(s, ISOARGS_GUEST_KERNEL, "/k");
	guest_set(s, ISOARGS_GUEST_INITRD, "/i");
	for (size_t i = 1; i < IA_COUNT(guests); i++)
		assert_refused(s, guests[i], -EOPNOTSUPP, "the medium is for aarch64");
	guest_set(s, ISOARGS_GUEST_FORCE, NULL);
	for (size_t i = 1; i < IA_COUNT(guests); i++)
		formatted(s, guests[i]);
	s->guest = isoargs_guest_free(s->guest);
	assert_int_equal(isoargs_guest_new(&s->guest), 0);
	assert_refused(s, ISOARGS_FORMAT_XE, -EOPNOTSUPP,
		       "the guest that the format xe writes is a PC's; use the image for x86_64; "
		       "ISOARGS_GUEST_FORCE");
}

static void a_hosts_installer_is_started_by_no_format(void **state)
{
	struct handed_on *s = *state;

	s->args.installer = ISOARGS_INSTALLER_HOST;
	for (unsigned format = 0; format < IA_FORMATS; format++) {
		set_needed(s, (enum isoargs_format)format);
		if (ia_consumer((enum isoargs_format)format)->options == 0)
			formatted(s, (enum isoargs_format)format);
		else
			assert_refused(
				s, (enum isoargs_format)format, -EOPNOTSUPP,
				"the installer of a host is started by Xen; take the format raw");
	}
	set_needed(s, ISOARGS_FORMAT_KEXEC);
	guest_set(s, ISOARGS_GUEST_FORCE, NULL);
	formatted(s, ISOARGS_FORMAT_KEXEC);
}

static void a_line_with_what_a_terminal_would_obey_or_hide_is_json_only(void **state)
{
#define OBEYED ", which a terminal would obey or hide; take the format json, which has it escaped"
	static const char *const sentences[] = {
		"found U+202E in the word a\\u{202e}b, made of the medium's label" OBEYED,
		MENU ":23: found U+202E in the word a\\u{202e}b" OBEYED,
		"ISOARGS_VNC_PASSWORD: found U+202E in the word inst.vncpassword=********" OBEYED,
	};
	struct handed_on *s = *state;

	s->args.words.count = 3;
	for (unsigned i = 0; i < IA_COUNT(sentences) * IA_FORMATS; i++) {
		struct isoargs_word *word = &s->words[i / IA_FORMATS], before = *word;
		enum isoargs_format format = (enum isoargs_format)(i % IA_FORMATS);

		set_needed(s, format);
		word->text = word->option ? "inst.vncpassword=" HIDDEN : HIDDEN;
		s->args.text = HIDDEN;
		if (format == ISOARGS_FORMAT_JSON)
			assert_contains(formatted(s, format), "\"args\":\"a\\u202eb\"");
		else
			assert_refused(s, format, -EOPNOTSUPP, sentences[i / IA_FORMATS]);
		*word = before;
		/* Words or not, the line is what is written. */
		if (format != ISOARGS_FORMAT_JSON)
			assert_refused(
				s, format, -EOPNOTSUPP,
				"found U+202E in the arguments, which a terminal would obey");
		s->args.text = LINE;
	}
}

static void controls_and_marks_are_refused_and_letters_are_not(void **state)
{
	static const struct {
		const char *text;
		bool refused;
	} cases[] = {
		{"a\x1b[31m", true},      {"a\tb", true},
		{"a\nb", true},           {"a\x7f", true},
		{"a\xc2\x9b", true},      {"a\xd8\x9c", true},
		{"a\xe2\x80\x8b", true},  {"a\xe2\x80\xa8", true},
		{"a\xe2\x81\xa7", true},  {"a\xef\xbb\xbf", true},
		{"a\xc3\xa9", false},     {"\xe6\x97\xa5\xe6\x9c\xac", false},
		{"\xd8\xa7", false},      {"\xf0\x9f\x98\x80", false},
		{"a\xc2\xa0\x62", false}, {"e\xcc\x81", false},
		{"a\xff\xfe", false},
	};
	struct handed_on *s = *state;

	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		char *text IA_AUTO_FREE = NULL;
		int r;

		s->words[1].text = s->args.text = cases[i].text;
		r = isoargs_args_format(&s->args, NULL, ISOARGS_FORMAT_RAW, NULL, &text, NULL);
		assert_int_equal(r, cases[i].refused ? -EOPNOTSUPP : 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats_have_names),
		TEST(a_format_of_no_name_is_refused),
		TEST(raw_is_the_line_alone),
		TEST(no_guest_stands_for_one_of_which_nothing_is_said),
		TEST(json_has_words_and_reasons),
		TEST(json_refuses_to_change_what_is_handed_on),
		TEST(an_entry_without_an_initrd_gets_none),
		TEST(joined_initrds_serve_an_entry_with_several),
		TEST(a_guest_without_a_name_gets_one),
		TEST(a_name_of_the_images_is_cut_at_the_bound),
		TEST(an_image_has_to_have_a_path_that_the_host_can_use),
		TEST(every_option_without_effect_is_refused),
		TEST(no_guest_is_written_of_a_medium_that_no_pc_runs),
		TEST(a_hosts_installer_is_started_by_no_format),
		TEST(a_line_with_what_a_terminal_would_obey_or_hide_is_json_only),
		TEST(controls_and_marks_are_refused_and_letters_are_not),
	};

	return cmocka_run_group_tests_name("format", tests, NULL, NULL);
}

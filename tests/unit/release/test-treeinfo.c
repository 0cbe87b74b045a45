/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/limits.h"
#include "base/note.h"
#include "release/treeinfo.h"
#include "support/repeat.h"

#define NAME ".treeinfo"
#define MD5  "00112233445566778899aabbccddeeff"
#define SHA  MD5 MD5

/* Without any header: what lorax writes for CentOS 7. */
static const char centos7[] = "[general]\n"
			      "name = CentOS-7\n"
			      "family = CentOS\n"
			      "timestamp = 1604001756.44\n"
			      "variant = \n"
			      "version = 7\n"
			      "packagedir = \n"
			      "arch = x86_64\n"
			      "\n"
			      "[stage2]\n"
			      "mainimage = LiveOS/squashfs.img\n"
			      "\n"
			      "[images-x86_64]\n"
			      "kernel = images/pxeboot/vmlinuz\n"
			      "initrd = images/pxeboot/initrd.img\n"
			      "boot.iso = images/boot.iso\n"
			      "\n"
			      "[images-xen]\n"
			      "kernel = images/pxeboot/vmlinuz-xen\n"
			      "initrd = images/pxeboot/initrd-xen.img\n"
			      "\n"
			      "[checksums]\n"
			      "images/pxeboot/vmlinuz = sha256:" SHA "\n";

/* Header 0.3 with [product], as on RHEL 7.0 to 7.3. */
static const char rhel72[] = "[addon-HighAvailability]\n"
			     "id = HighAvailability\n"
			     "name = High Availability\n"
			     "repository = addons/HighAvailability\n"
			     "uid = Server-HighAvailability\n"
			     "\n"
			     "[header]\n"
			     "version = 0.3\n"
			     "\n"
			     "[images-x86_64]\n"
			     "initrd = images/pxeboot/initrd.img\n"
			     "kernel = images/pxeboot/vmlinuz\n"
			     "\n"
			     "[product]\n"
			     "name = Red Hat Enterprise Linux\n"
			     "short = RHEL\n"
			     "version = 7.2\n"
			     "\n"
			     "[stage2]\n"
			     "mainimage = LiveOS/squashfs.img\n"
			     "\n"
			     "[tree]\n"
			     "arch = x86_64\n"
			     "build_timestamp = 1446216863\n"
			     "platforms = x86_64,xen\n"
			     "variants = Server\n"
			     "\n"
			     "[variant-Server]\n"
			     "addons = Server-HighAvailability\n"
			     "id = Server\n"
			     "packages = Packages\n"
			     "repository = .\n";

/* productmd 1.2 with the old words beside the new ones, as on RHEL 8 and 9. */
static const char rhel9[] = "[checksums]\n"
			    "images/install.img = sha256:" SHA "\n"
			    "\n"
			    "[general]\n"
			    "; WARNING.0 = kept for programs that know only the older words\n"
			    "; WARNING.1 = see productmd for the newer ones\n"
			    "arch = x86_64\n"
			    "family = Red Hat Enterprise Linux\n"
			    "name = Red Hat Enterprise Linux 9.4.0\n"
			    "packagedir = \n"
			    "platforms = x86_64,xen\n"
			    "repository = \n"
			    "timestamp = 1711021063\n"
			    "variant = BaseOS\n"
			    "variants = AppStream,BaseOS\n"
			    "version = 9.4.0\n"
			    "\n"
			    "[header]\n"
			    "type = productmd.treeinfo\n"
			    "version = 1.2\n"
			    "\n"
			    "[images-x86_64]\n"
			    "efiboot.img = images/efiboot.img\n"
			    "initrd = images/pxeboot/initrd.img\n"
			    "kernel = images/pxeboot/vmlinuz\n"
			    "\n"
			    "[release]\n"
			    "name = Red Hat Enterprise Linux\n"
			    "short = RHEL\n"
			    "version = 9.4.0\n"
			    "\n"
			    "[stage2]\n"
			    "mainimage = images/install.img\n"
			    "\n"
			    "[tree]\n"
			    "arch = x86_64\n"
			    "build_timestamp = 1711021063\n"
			    "platforms = x86_64,xen\n"
			    "variants = AppStream,BaseOS\n"
			    "\n"
			    "[variant-BaseOS]\n"
			    "id = BaseOS\n"
			    "packages = BaseOS/Packages\n"
			    "repository = BaseOS\n";

static int parse(const char *text, size_t size, struct ia_arena *arena, struct ia_notes *notes,
		 struct ia_treeinfo *ret)
{
	return ia_treeinfo_parse(
		&(struct ia_ini){.name = NAME, .rest = {text, size}, .notes = notes}, arena, ret,
		NULL);
}

/* A text that must give something without any note. */
static struct ia_treeinfo parse_clean(const char *text, struct ia_arena *arena)
{
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct ia_treeinfo info;

	assert_int_equal(parse(text, strlen(text), arena, &notes, &info), 1);
	if (notes.count > 0)
		fail_msg("unexpected note: %s", notes.items[0].text);
	return info;
}

/* A text that must give one note, of that kind and line. */
static struct ia_treeinfo parse_noted(const char *text, size_t size, struct ia_arena *arena,
				      const char *code, unsigned line)
{
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct ia_treeinfo info;

	assert_int_equal(parse(text, size, arena, &notes, &info), 1);
	assert_int_equal(notes.count, 1);
	assert_string_equal(isoargs_note_code(&notes.items[0]), code);
	assert_string_equal(isoargs_note_file(&notes.items[0]), NAME);
	assert_int_equal(isoargs_note_line(&notes.items[0]), line);
	return info;
}

static void the_style_of_lorax_is_read(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_treeinfo info = parse_clean(centos7, arena);

	assert_string_equal(info.name, "CentOS-7");
	assert_string_equal(info.family, "CentOS");
	assert_null(info.short_name);
	assert_string_equal(info.version, "7");
	assert_null(info.variant);
	assert_string_equal(info.arch, "x86_64");
	assert_string_equal(info.main_image, "LiveOS/squashfs.img");
}

static void the_product_section_of_header_version_0_3_is_read(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_treeinfo info = parse_clean(rhel72, arena);

	assert_null(info.name);
	assert_string_equal(info.family, "Red Hat Enterprise Linux");
	assert_string_equal(info.short_name, "RHEL");
	assert_string_equal(info.version, "7.2");
	assert_string_equal(info.variant, "Server");
	assert_string_equal(info.arch, "x86_64");
	assert_string_equal(info.main_image, "LiveOS/squashfs.img");
}

static void productmd_is_read(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_treeinfo info = parse_clean(rhel9, arena);

	assert_string_equal(info.name, "Red Hat Enterprise Linux 9.4.0");
	assert_string_equal(info.family, "Red Hat Enterprise Linux");
	assert_string_equal(info.short_name, "RHEL");
	assert_string_equal(info.version, "9.4.0");
	assert_string_equal(info.variant, "BaseOS");
	assert_string_equal(info.main_image, "images/install.img");
}

static void the_release_goes_before_the_product(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_treeinfo info;

	info = parse_clean("[product]\nname = Oracle Linux Server\nshort = OL\nversion = 7.8\n"
			   "[release]\nname = Fedora\nshort = Fedora\nversion = 40\n",
			   arena);
	assert_string_equal(info.family, "Fedora");
	assert_string_equal(info.short_name, "Fedora");
	assert_string_equal(info.version, "40");
}

static void versions_that_contradict_each_other_are_noted(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	static const char text[] = "[general]\nversion = 7\n[release]\nversion = 8\n";

	assert_string_equal(parse_noted(text, strlen(text), arena, "treeinfo-differs", 0).version,
			    "7");
}

static void the_variant_is_the_general_one_or_the_first_of_the_tree(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);

	assert_string_equal(parse_clean("[tree]\nvariants = BaseOS , AppStream\n", arena).variant,
			    "BaseOS");
	assert_string_equal(
		parse_clean("[general]\nvariant=\n[tree]\nvariants = A\n", arena).variant, "A");
	assert_string_equal(
		parse_clean("[general]\nvariant=S\n[tree]\nvariants = A\n", arena).variant, "S");
	assert_null(parse_clean("[tree]\narch = x86_64\nvariants = \n", arena).variant);
	assert_null(parse_clean("[tree]\narch = x86_64\nvariants = ,A\n", arena).variant);
}

static void lines_are_read_as_configparser_reads_them(void **state IA_UNUSED)
{
	static const struct {
		const char *text, *name;
	} cases[] = {
		{"[general]\nname=tight\n", "tight"},
		{"[general]\nname:colon\n", "colon"},
		{"[general]\nname = a = b : c\n", "a = b : c"},
		{"[general]\nname : a = b\n", "a = b"},
		{"[general]\nNaMe = case\n", "case"},
		{"[general]\nname = first\nname = last\n", "last"},
		{"[general]\nname = \nname = last\n", "last"},
		{"[general]\nname = no newline", "no newline"},
		{"[general]\r\nname = DOS\r\n", "DOS"},
		{"\xef\xbb\xbf[general]\nname = marked\n", "marked"},
		{"# [x]\n; y\n\n  # z\n[general]\n#name = a\n;name = b\nname = c\n", "c"},
		{"[general]\nname = in # line ; stays\n", "in # line ; stays"},
		{"[general]\nname = # value\n", "# value"},
		{"[general]\nname = one\n two\n\tthree\nfamily = F\n", "one\ntwo\nthree"},
		{"[general]\nname =\n  below\n", "below"},
		{"[general]\nname = one\n\n  # not me\n  two = 2\n", "one\ntwo = 2"},
		{"[general]\n  name = indented\n  family = F\n", "indented"},
		{"[general]\n  name = indented\n   more\nfamily = F\n", "indented\nmore"},
		{"[general]\nname = a\n[x]\nname = b\n[general]\nfamily = F\n", "a"},
		{"[general]\nname = \xe6\x97\xa5\xff\n", "\xe6\x97\xa5\xff"},
	};
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);

	for (size_t i = 0; i < IA_COUNT(cases); i++)
		assert_string_equal(parse_clean(cases[i].text, arena).name, cases[i].name);
	assert_null(parse_clean("[general]\nfamily = F\nname = \n\n # x\n", arena).name);
	assert_null(parse_clean("[General]\nname = N\n[general]\nfamily = F\n", arena).name);
}

static void what_is_no_line_of_an_ini_file_is_noted_once(void **state IA_UNUSED)
{
	static const struct {
		const char *text, *code;
		unsigned line;
	} cases[] = {
		{"[general]\nname = N\nnonsense\n", "treeinfo-bad-line", 3},
		{"[general]\nname = N\n\n= value\n", "treeinfo-bad-line", 4},
		{"[general]\nname = N\n more\n\n# x\nnonsense\n", "treeinfo-bad-line", 6},
		{"[general]\nname = N\n[stage2\n", "treeinfo-bad-section", 3},
		{"[general]\nname = N\n[]\n", "treeinfo-bad-section", 3},
		{"[general] x\nname = N\n", "treeinfo-bad-section", 1},
		{"stray = 1\n[general]\nname = N\n", "treeinfo-no-section", 1},
	};
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);

	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		struct ia_treeinfo info = parse_noted(cases[i].text, strlen(cases[i].text), arena,
						      cases[i].code, cases[i].line);

		assert_true(strncmp(info.name, "N", 1) == 0);
	}
}

static void a_line_with_nul_bytes_is_noted_and_ignored(void **state IA_UNUSED)
{
	static const char text[] = "[general]\nname = a\0b\nfamily = F\n";
	static const char below[] = "[general]\nname = N\n b\0c\nfamily = F\n";
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_treeinfo info;

	info = parse_noted(text, sizeof(text) - 1, arena, "treeinfo-nul", 2);
	assert_null(info.name);
	assert_string_equal(info.family, "F");
	info = parse_noted(below, sizeof(below) - 1, arena, "treeinfo-nul", 3);
	assert_string_equal(info.name, "N");
	assert_string_equal(info.family, "F");
}

static void a_text_without_any_section_of_the_format_is_none(void **state IA_UNUSED)
{
	static const char *const texts[] = {"",
					    "\n",
					    "\xef\xbb\xbf",
					    "x",
					    "[general]\n",
					    "[other]\nname = N\n",
					    "name = N\n",
					    "[images-]\nkernel = k\n"};
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_treeinfo info = {.name = SENTINEL};

	for (size_t i = 0; i < IA_COUNT(texts); i++)
		assert_int_equal(parse(texts[i], strlen(texts[i]), arena, NULL, &info), 0);
	assert_ptr_equal(info.name, SENTINEL);
}

static void a_full_arena_is_out_of_memory(void **state IA_UNUSED)
{
	size_t least = 0;

	for (size_t limit = 1; limit < 4096 && least == 0; limit += 16) {
		struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(limit);
		struct ia_treeinfo info = {.name = SENTINEL};
		int r = parse(rhel9, strlen(rhel9), arena, NULL, &info);

		if (r == 1) {
			least = limit;
			continue;
		}
		assert_int_equal(r, -ENOMEM);
		assert_ptr_equal(info.name, SENTINEL);
	}
	assert_in_range(least, 100, 4095);
}

static void assert_sum(const struct ia_treeinfo *info, const char *path, enum ia_digest_type type,
		       const char *hex)
{
	enum ia_digest_type found;
	const char *sum = ia_treeinfo_checksum(info, path, &found);

	assert_non_null(sum);
	assert_string_equal(sum, hex);
	assert_int_equal(found, type);
}

static int parse_sums(const char *lines, struct ia_arena *arena, struct ia_notes *notes,
		      struct ia_treeinfo *ret)
{
	char text[4096];
	int size = snprintf(text, sizeof(text), "[general]\nname = X\n[checksums]\n%s", lines);

	return parse(text, (size_t)size, arena, notes, ret);
}

static void checksums_are_found_by_their_paths(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_notes notes IA_AUTO_NOTES = {0};
	enum ia_digest_type type;
	struct ia_treeinfo info;

	assert_int_equal(parse_sums("a/b = MD5:" MD5 "\n/c = sha256:" SHA "\n./D = "
				    "md5:00112233445566778899AABBCCDDEEFF\n",
				    arena, &notes, &info),
			 1);
	assert_int_equal(info.checksum_count, 3);
	assert_int_equal(notes.count, 0);
	assert_sum(&info, "a/b", IA_DIGEST_MD5, MD5);
	assert_sum(&info, "/a/b", IA_DIGEST_MD5, MD5);
	assert_sum(&info, "/c", IA_DIGEST_SHA256, SHA);
	assert_sum(&info, "D", IA_DIGEST_MD5, MD5);
	assert_null(ia_treeinfo_checksum(&info, "d", &type));
	assert_null(ia_treeinfo_checksum(&info, "a", &type));
	assert_null(ia_treeinfo_checksum(&info, "/", &type));
}

static void of_doubled_checksums_the_last_counts(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_treeinfo info;

	parse_sums("a = md5:" MD5 "\na = sha256:" SHA "\n", arena, NULL, &info);
	assert_sum(&info, "a", IA_DIGEST_SHA256, SHA);
}

static void a_checksum_that_is_none_is_a_note_and_the_others_are_kept(void **state IA_UNUSED)
{
	static const char *const bad[] = {
		"a = " MD5,
		"a = md6:" MD5,
		"a = md5:" MD5 "0",
		"a = sha256:" MD5,
		"a = md5:" MD5 " x",
		"a = md5:00112233445566778899aabbccddeefg",
		"/ = md5:" MD5 "\n\n",
		"a = :" MD5,
		"a = ",
	};

	for (size_t i = 0; i < IA_COUNT(bad); i++) {
		struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
		struct ia_notes notes IA_AUTO_NOTES = {0};
		struct ia_treeinfo info;
		char lines[512];

		snprintf(lines, sizeof(lines), "%s\nb = md5:" MD5 "\n", bad[i]);
		parse_sums(lines, arena, &notes, &info);
		assert_int_equal(info.checksum_count, 1);
		assert_sum(&info, "b", IA_DIGEST_MD5, MD5);
		assert_int_equal(notes.count, 1);
		assert_string_equal(ia_note_word(notes.items[0].code), "treeinfo-bad-checksum");
		assert_int_equal(notes.items[0].line, 4);
	}
}

static void checksums_are_kept_up_to_their_bound(void **state IA_UNUSED)
{
	for (unsigned more = 0; more < 2; more++) {
		struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
		struct ia_notes notes IA_AUTO_NOTES = {0};
		struct ia_treeinfo info;
		char text[IA_CHECKSUMS_MAX * 64 + 128];
		size_t size = (size_t)sprintf(text, "[tree]\narch = x\n[checksums]\n");

		for (unsigned i = 0; i < IA_CHECKSUMS_MAX + more; i++)
			size += (size_t)sprintf(text + size, "f%u = md5:" MD5 "\n", i);
		assert_int_equal(parse(text, size, arena, &notes, &info), 1);
		assert_int_equal(info.checksum_count, IA_CHECKSUMS_MAX);
		assert_int_equal(notes.count, more);
		assert_sum(&info, "f255", IA_DIGEST_MD5, MD5);
	}
}

/* What a value of that many bytes is kept as; the arena's. */
static size_t kept_length(const char *section, const char *key, size_t length,
			  const char *(*get)(const struct ia_treeinfo *), struct ia_arena *arena)
{
	char *value IA_AUTO_FREE = repeat("", "x", length, "\n"), *text IA_AUTO_FREE = NULL;
	struct ia_treeinfo info;

	assert_true(asprintf(&text, "[%s]\n%s = %s", section, key, value) > 0);
	info = parse_clean(text, arena);
	return strlen(get(&info));
}

static const char *name_of(const struct ia_treeinfo *info)
{
	return info->name;
}

static const char *main_image_of(const struct ia_treeinfo *info)
{
	return info->main_image;
}

static void values_are_kept_up_to_their_bounds(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);

	for (unsigned more = 0; more < 2; more++) {
		assert_int_equal(
			kept_length("general", "name", IA_RELEASE_TEXT_MAX + more, name_of, arena),
			IA_RELEASE_TEXT_MAX);
		assert_int_equal(kept_length("stage2", "mainimage", IA_PATH_MAX + more,
					     main_image_of, arena),
				 IA_PATH_MAX);
	}
}

static void a_value_of_many_lines_is_cut_where_it_is_too_long(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	char *text IA_AUTO_FREE = repeat("[general]\nname = a\n", " bc\n", 1000, "");
	struct ia_treeinfo info = parse_clean(text, arena);

	assert_int_equal(strlen(info.name), IA_RELEASE_TEXT_MAX);
	assert_int_equal(strncmp(info.name, "a\nbc\nbc\n", 8), 0);
	assert_string_equal(info.name + IA_RELEASE_TEXT_MAX - 6, "\nbc\xe2\x80\xa6");
}

static void a_spent_meter_ends_it(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_meter meter = IA_METER;
	struct ia_ini ini = {.name = NAME, .rest = {centos7, strlen(centos7)}, .meter = &meter};
	struct ia_treeinfo info;
	uint64_t all;

	assert_int_equal(ia_treeinfo_parse(&ini, arena, &info, NULL), 1);
	all = meter.work;
	for (uint64_t max = 0; max < all; max += 11) {
		meter = (struct ia_meter){.work_max = max};
		ia_treeinfo_parse(&ini, arena, &info, NULL);
		assert_int_equal(meter.state, IA_METER_WORK_SPENT);
		assert_true(meter.work < max + 1000);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_style_of_lorax_is_read),
		cmocka_unit_test(the_product_section_of_header_version_0_3_is_read),
		cmocka_unit_test(productmd_is_read),
		cmocka_unit_test(the_release_goes_before_the_product),
		cmocka_unit_test(versions_that_contradict_each_other_are_noted),
		cmocka_unit_test(the_variant_is_the_general_one_or_the_first_of_the_tree),
		cmocka_unit_test(lines_are_read_as_configparser_reads_them),
		cmocka_unit_test(what_is_no_line_of_an_ini_file_is_noted_once),
		cmocka_unit_test(a_line_with_nul_bytes_is_noted_and_ignored),
		cmocka_unit_test(a_text_without_any_section_of_the_format_is_none),
		cmocka_unit_test(a_full_arena_is_out_of_memory),
		cmocka_unit_test(checksums_are_found_by_their_paths),
		cmocka_unit_test(of_doubled_checksums_the_last_counts),
		cmocka_unit_test(a_checksum_that_is_none_is_a_note_and_the_others_are_kept),
		cmocka_unit_test(checksums_are_kept_up_to_their_bound),
		cmocka_unit_test(values_are_kept_up_to_their_bounds),
		cmocka_unit_test(a_value_of_many_lines_is_cut_where_it_is_too_long),
		cmocka_unit_test(a_spent_meter_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <isoargs/report.h>

#include "base/limits.h"
#include "report/report.h"
#include "support/given-trees.h"
#include "support/notes.h"

/* What is found out about a tree of files. */

static struct given_tree tree;
static struct isoargs_image *image;
static struct isoargs_report *report;

static int setup(void **state IA_UNUSED)
{
	tree = (struct given_tree){.is_listed = true};
	return 0;
}

static int teardown(void **state IA_UNUSED)
{
	report = isoargs_report_free(report);
	image = isoargs_image_free(image);
	return 0;
}

static int inspect(const struct isoargs_inspect_options *options, struct isoargs_error **reterr)
{
	report = isoargs_report_free(report);
	image = isoargs_image_free(image);
	tree.asked = tree.calls_count = 0;
	tree.bytes = 0;
	image = given_tree_open(&tree);
	return isoargs_inspect(image, options, &report, reterr);
}

static const struct ia_menu *look(enum isoargs_depth depth)
{
	const struct isoargs_inspect_options options = {.depth = depth};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	if (inspect(&options, &error) < 0)
		fail_msg("%s", isoargs_error_message(error));
	return &report->menu;
}

#define GIVE(...)                                                                                  \
	do {                                                                                       \
		static const struct given_file given[] = {__VA_ARGS__};                            \
		image = isoargs_image_free(image);                                                 \
		tree.files = given;                                                                \
		tree.count = IA_COUNT(given);                                                      \
	} while (0)

static void assert_no_warnings(void)
{
	for (size_t i = 0; i < report->notes.count; i++) {
		if (report->notes.items[i].severity != ISOARGS_INFO)
			fail_msg("%s", report->notes.items[i].text);
	}
}

static const struct isoargs_note *find_note(const char *code)
{
	for (size_t i = 0; i < report->notes.count; i++) {
		if (strcmp(isoargs_note_code(&report->notes.items[i]), code) == 0)
			return &report->notes.items[i];
	}
	return NULL;
}

static void assert_entry(size_t config, size_t entry, const char *kernel, const char *initrd)
{
	const struct isoargs_entry *found;

	assert_true(config < report->menu.count);
	assert_true(entry < report->menu.configs[config].count);
	found = &report->menu.configs[config].entries[entry];
	assert_string_equal(found->kernel_location, kernel);
	assert_int_equal(found->initrd_count, 1);
	assert_string_equal(found->initrd_locations[0], initrd);
}

static void a_tree_is_what_its_image_is_but_for_what_only_an_image_has(void **state IA_UNUSED)
{
	GIVE(EL7_TREE);
	look(ISOARGS_DEPTH_FULL);
	assert_no_warnings();
	assert_true(report->is_tree);
	assert_int_equal(report->image_size, 0);
	assert_int_equal(isoargs_report_missing(report), 0);
	assert_string_equal(isoargs_report_distribution(report), "CentOS");
	assert_string_equal(isoargs_report_version(report), "7");
	assert_int_equal(isoargs_report_generation(report), 7);
	assert_null(isoargs_report_label(report));
	assert_null(isoargs_report_label_encoded(report));
	assert_null(isoargs_report_uuid(report));
	assert_int_equal(report->menu.count, 2);
	assert_string_equal(report->menu.configs[0].name, "TREE:/EFI/BOOT/grub.cfg");
	assert_entry(0, 0, "TREE:/images/pxeboot/vmlinuz", "TREE:/images/pxeboot/initrd.img");
	assert_string_equal(report->menu.configs[1].name, "TREE:/isolinux/isolinux.cfg");
	assert_entry(1, 0, "TREE:/isolinux/vmlinuz", "TREE:/isolinux/initrd.img");
}

static void what_a_menu_searches_by_name_is_the_tree(void **state IA_UNUSED)
{
	GIVE({".treeinfo", EL7_TREEINFO, 0},
	     {"EFI/BOOT/grub.cfg",
	      "set root=none\nsearch --set=root -l 'CentOS 7 x86_64'\n"
	      "menuentry a { linux /k\n }\nmenuentry b { linux (cd0)/k\n }\n"
	      "menuentry c { linux (hd0,gpt2)/k\n }\n",
	      0});
	look(ISOARGS_DEPTH_ARGS);
	assert_string_equal(report->menu.configs[0].entries[0].kernel_location, "TREE:/k");
	assert_string_equal(report->menu.configs[0].entries[1].kernel_location, "TREE:/k");
	assert_null(report->menu.configs[0].entries[2].kernel_location);
	assert_null(find_note("grub-search"));
}

static void a_remote_tree_costs_few_requests(void **state IA_UNUSED)
{
	GIVE(EL7_TREE);
	tree.flags = ISOARGS_READER_REMOTE;
	tree.is_listed = false;
	look(ISOARGS_DEPTH_ARGS);
	/* Two files, each opened and read. */
	assert_int_equal(tree.asked, 4);
	look(ISOARGS_DEPTH_FULL);
	assert_int_equal(tree.asked, 6);
	assert_int_equal(report->menu.count, 2);
	assert_no_warnings();
	assert_contains(find_note("tree-unlisted")->text, "below EFI/BOOT and isolinux alone");
}

static void a_remote_tree_of_which_nothing_is_known_costs_few_more(void **state IA_UNUSED)
{
	GIVE({"README", "nothing\n", 0});
	tree.flags = ISOARGS_READER_REMOTE;
	tree.is_listed = false;
	look(ISOARGS_DEPTH_FULL);
	assert_int_equal(report->menu.count, 0);
	assert_in_range(tree.asked, 12, 24);
	assert_contains(find_note("tree-unlisted")->text, "boot/x86_64/loader alone");
}

static void the_listing_of_a_tree_finds_what_an_images_does(void **state IA_UNUSED)
{
	GIVE({"EFI/fedora/grub.cfg", "menuentry a { linux /k\n }\n", 0}, {"k", .size = 10});
	look(ISOARGS_DEPTH_FULL);
	assert_int_equal(report->menu.count, 1);
	assert_string_equal(report->menu.configs[0].name, "TREE:/EFI/fedora/grub.cfg");
	tree.is_listed = false;
	look(ISOARGS_DEPTH_FULL);
	assert_int_equal(report->menu.count, 0);
	assert_non_null(find_note("tree-unlisted"));
	assert_no_warnings();
}

static void where_there_is_no_menu_treeinfo_names_kernel_and_ram_disk(void **state IA_UNUSED)
{
	GIVE(EL7_BARE);
	for (int remote = 0; remote < 2; remote++) {
		tree.flags = remote ? ISOARGS_READER_REMOTE : 0;
		look(ISOARGS_DEPTH_ARGS);
		assert_int_equal(report->menu.count, 1);
		assert_string_equal(report->menu.configs[0].name, "TREE:/.treeinfo");
		assert_entry(0, 0, "TREE:/images/pxeboot/vmlinuz",
			     "TREE:/images/pxeboot/initrd.img");
		assert_string_equal(report->menu.configs[0].entries[0].title, "from .treeinfo");
		assert_contains(find_note("entry-made")->text, "no menu was found");
		assert_no_warnings();
	}
}

static void a_menu_that_boots_no_linux_is_the_tree_s_word(void **state IA_UNUSED)
{
	GIVE(EL7_BARE, {"EFI/BOOT/grub.cfg", "menuentry a { chainloader +1\n }\n", 0});
	look(ISOARGS_DEPTH_FULL);
	assert_int_equal(report->menu.count, 1);
	assert_string_equal(report->menu.configs[0].name, "TREE:/EFI/BOOT/grub.cfg");
}

static void treeinfo_is_read_without_its_dot_too(void **state IA_UNUSED)
{
	GIVE({"treeinfo", EL7_TREEINFO, 0}, EL7_IMAGES);
	look(ISOARGS_DEPTH_ARGS);
	assert_string_equal(isoargs_report_distribution(report), "CentOS");
	assert_string_equal(report->menu.configs[0].name, "TREE:/treeinfo");
}

static void an_image_is_read_with_its_dot_alone(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct ia_treeinfo info;
	static const char text[] = "[images-xen]\nkernel=images/xen/vmlinuz\n"
				   "[images-i386]\nkernel=a\n[images-x86_64]\nKernel = b\n"
				   "[general]\narch=x86_64\nfamily=x\n";

	assert_int_equal(ia_treeinfo_parse(&(struct ia_ini){.name = "t",
							    .rest = {text, sizeof(text) - 1},
							    .notes = &notes},
					   arena, &info, NULL),
			 1);
	assert_string_equal(info.kernel, "b");
	assert_null(info.initrd);
}

static void what_treeinfo_names_outside_of_the_tree_is_not_used(void **state IA_UNUSED)
{
	static const char *const bad[] = {"../vmlinuz",       "/vmlinuz", "//host/vmlinuz",
					  "http://h/vmlinuz", "a/../b",   "a\\b",
					  "a\x1b[2J"};

	for (size_t i = 0; i < IA_COUNT(bad); i++) {
		/* the tree outlives the test by its teardown */
		static char text[128];
		static struct given_file file = {".treeinfo", text, 0};

		snprintf(text, sizeof(text),
			 "[general]\nfamily=CentOS\nversion=7\n[images-x86_64]\nkernel = %s\n",
			 bad[i]);
		tree.files = &file;
		tree.count = 1;
		look(ISOARGS_DEPTH_ARGS);
		assert_int_equal(report->menu.count, 0);
		assert_non_null(find_note("treeinfo-bad-path"));
	}
}

static void trees_of_other_families_are_known_by_their_marks(void **state IA_UNUSED)
{
	GIVE({"current/images/MANIFEST",
	      "netboot/debian-installer/amd64/initrd.gz\nnetboot/mini.iso -- tiny\n", 0},
	     {"current/images/netboot/debian-installer/amd64/linux", .size = 5000},
	     {"current/images/netboot/debian-installer/amd64/initrd.gz", .size = 5000});
	look(ISOARGS_DEPTH_ARGS);
	assert_string_equal(isoargs_report_distribution(report), "Debian");
	assert_string_equal(isoargs_report_arch(report), "amd64");
	assert_entry(0, 0, "TREE:/current/images/netboot/debian-installer/amd64/linux",
		     "TREE:/current/images/netboot/debian-installer/amd64/initrd.gz");

	GIVE({"current/legacy-images/MANIFEST", "netboot/ubuntu-installer/amd64/linux\n", 0},
	     {"current/legacy-images/netboot/ubuntu-installer/amd64/linux", .size = 5000},
	     {"current/legacy-images/netboot/ubuntu-installer/amd64/initrd.gz", .size = 5000});
	look(ISOARGS_DEPTH_ARGS);
	assert_string_equal(isoargs_report_distribution(report), "Ubuntu");
	assert_entry(0, 0, "TREE:/current/legacy-images/netboot/ubuntu-installer/amd64/linux",
		     "TREE:/current/legacy-images/netboot/ubuntu-installer/amd64/initrd.gz");

	GIVE({"current/images/MANIFEST", "netboot/xen/vmlinuz\n", 0},
	     {"current/images/netboot/xen/vmlinuz", .size = 5000},
	     {"current/images/netboot/xen/initrd.gz", .size = 5000});
	look(ISOARGS_DEPTH_ARGS);
	assert_entry(0, 0, "TREE:/current/images/netboot/xen/vmlinuz",
		     "TREE:/current/images/netboot/xen/initrd.gz");

	GIVE({"content",
	      "CONTENTSTYLE 11\nDISTRO cpe:/o:opensuse:opensuse:13.2,openSUSE\n"
	      "LABEL openSUSE 13.2\nBASEARCHS i586 x86_64\n",
	      0},
	     {"boot/x86_64/loader/linux", .size = 5000},
	     {"boot/x86_64/loader/initrd", .size = 5000});
	look(ISOARGS_DEPTH_ARGS);
	assert_string_equal(isoargs_report_distribution(report), "openSUSE");
	assert_string_equal(isoargs_report_version(report), "13.2");
	assert_string_equal(isoargs_report_arch(report), "x86_64");
	assert_entry(0, 0, "TREE:/boot/x86_64/loader/linux", "TREE:/boot/x86_64/loader/initrd");

	GIVE({"media.1/products", "/ openSUSE-Leap 15.5-1\n", 0});
	look(ISOARGS_DEPTH_ARGS);
	assert_string_equal(isoargs_report_distribution(report), "openSUSE Leap");
	assert_string_equal(isoargs_report_version(report), "15.5");

	GIVE({".alpine-release", "3.19.1\n", 0});
	look(ISOARGS_DEPTH_ARGS);
	assert_string_equal(isoargs_report_distribution(report), "Alpine Linux");
	assert_string_equal(isoargs_report_version(report), "3.19.1");

	GIVE({".alpine-release", "alpine-standard-3.20.0 240522\n", 0});
	look(ISOARGS_DEPTH_ARGS);
	assert_string_equal(isoargs_report_version(report), "3.20.0");

	GIVE({".disk/info", "Ubuntu-Server 22.04.3 LTS \"Jammy Jellyfish\" - Release amd64\n", 0},
	     {"casper/vmlinuz", .size = 5000}, {"casper/initrd", .size = 5000});
	look(ISOARGS_DEPTH_ARGS);
	assert_string_equal(isoargs_report_distribution(report), "Ubuntu");
	assert_entry(0, 0, "TREE:/casper/vmlinuz", "TREE:/casper/initrd");

	GIVE({"isolinux/x86_64/vmlinuz", .size = 5000}, {"isolinux/x86_64/all.rdz", .size = 5000});
	look(ISOARGS_DEPTH_ARGS);
	assert_entry(0, 0, "TREE:/isolinux/x86_64/vmlinuz", "TREE:/isolinux/x86_64/all.rdz");
}

static void a_remote_tree_of_debian_costs_few_requests(void **state IA_UNUSED)
{
	GIVE({"current/images/MANIFEST", "netboot/debian-installer/amd64/linux\n", 0},
	     {"current/images/netboot/debian-installer/amd64/linux", .size = 5000},
	     {"current/images/netboot/debian-installer/amd64/initrd.gz", .size = 5000});
	tree.flags = ISOARGS_READER_REMOTE;
	tree.is_listed = false;
	look(ISOARGS_DEPTH_FULL);
	assert_int_equal(report->menu.count, 1);
	assert_int_equal(tree.asked, 7);
}

static void a_label_can_be_given_to_a_tree(void **state IA_UNUSED)
{
	const struct isoargs_inspect_options options = {.label = "CentOS 7 x86_64"};

	GIVE(EL7_TREE);
	assert_int_equal(inspect(&options, NULL), 0);
	assert_string_equal(isoargs_report_label(report), "CentOS 7 x86_64");
	assert_string_equal(isoargs_report_label_encoded(report), "CentOS\\x207\\x20x86_64");
	assert_null(isoargs_report_uuid(report));
	assert_null(find_note("grub-search"));
}

static void a_label_is_one_that_a_volume_can_have(void **state IA_UNUSED)
{
	static const char *const bad[] = {"",     "  ",   "123456789012345678901234567890123",
					  "a\nb", "\xff", "\xe2\x80\xae"};
	struct isoargs_inspect_options options = {.label = "12345678901234567890123456789012"};

	GIVE(EL7_TREE);
	assert_int_equal(inspect(&options, NULL), 0);
	for (size_t i = 0; i < IA_COUNT(bad); i++) {
		struct isoargs_error *error IA_AUTO_ERROR = NULL;

		options.label = bad[i];
		assert_int_equal(inspect(&options, &error), -EINVAL);
		assert_int_equal(isoargs_error_option(error), ISOARGS_LABEL);
	}
}

static void an_image_takes_no_label(void **state IA_UNUSED)
{
	const struct isoargs_inspect_options options = {.label = "x"};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	assert_int_equal(isoargs_image_open_memory("x", 1, "memory", &image, NULL), 0);
	assert_int_equal(isoargs_inspect(image, &options, &report, &error), -EINVAL);
	assert_contains(isoargs_error_message(error), "ISOARGS_LABEL: found a label for an image");
}

/* Each call fails in turn: the answer is the right one, or there is none. */
static void a_remote_tree_that_fails_gives_no_answer(void **state IA_UNUSED)
{
	static const int64_t answers[] = {-EIO, -ETIMEDOUT, -ESTALE, -4096};

	GIVE(EL7_TREE);
	tree.flags = ISOARGS_READER_REMOTE;
	tree.is_listed = false;
	for (size_t i = 0; i < IA_COUNT(answers); i++) {
		tree.answer = answers[i];
		for (tree.faulty = 1; tree.faulty <= 6; tree.faulty++) {
			struct isoargs_error *error IA_AUTO_ERROR = NULL;
			int r = inspect(NULL, &error);

			assert_int_equal(r, answers[i] == -4096 ? -EIO : answers[i]);
			assert_contains(isoargs_error_message(error), "TREE:/");
			assert_int_equal(tree.asked, tree.faulty);
		}
		assert_int_equal(inspect(NULL, NULL), 0);
	}
}

static void a_local_tree_that_fails_is_doubtful(void **state IA_UNUSED)
{
	size_t calls;

	GIVE(EL7_TREE);
	look(ISOARGS_DEPTH_FULL);
	calls = tree.asked;
	tree.answer = -EACCES;
	for (tree.faulty = 1; tree.faulty <= calls; tree.faulty++) {
		bool is_doubtful;

		if (inspect(NULL, NULL) < 0)
			continue;
		is_doubtful = report->is_doubtful;
		for (size_t i = 0; i < report->menu.count; i++)
			is_doubtful |= report->menu.configs[i].is_doubtful;
		for (size_t i = 0; i < report->notes.count; i++)
			is_doubtful |= report->notes.items[i].failure != 0;
		/* Once all menus are known the rest is about those that no loader reads. */
		if (!is_doubtful && report->menu.count < 2)
			fail_msg("nothing tells that call %zu failed", tree.faulty);
	}
}

static void short_reads_change_nothing(void **state IA_UNUSED)
{
	GIVE(EL7_TREE);
	tree.piece = 7;
	look(ISOARGS_DEPTH_FULL);
	assert_int_equal(report->menu.count, 2);
	assert_no_warnings();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_tree_is_what_its_image_is_but_for_what_only_an_image_has),
		TEST(what_a_menu_searches_by_name_is_the_tree),
		TEST(a_remote_tree_costs_few_requests),
		TEST(a_remote_tree_of_which_nothing_is_known_costs_few_more),
		TEST(the_listing_of_a_tree_finds_what_an_images_does),
		TEST(where_there_is_no_menu_treeinfo_names_kernel_and_ram_disk),
		TEST(a_menu_that_boots_no_linux_is_the_tree_s_word),
		TEST(treeinfo_is_read_without_its_dot_too),
		TEST(an_image_is_read_with_its_dot_alone),
		TEST(what_treeinfo_names_outside_of_the_tree_is_not_used),
		TEST(trees_of_other_families_are_known_by_their_marks),
		TEST(a_remote_tree_of_debian_costs_few_requests),
		TEST(a_label_can_be_given_to_a_tree),
		TEST(a_label_is_one_that_a_volume_can_have),
		TEST(an_image_takes_no_label),
		TEST(a_remote_tree_that_fails_gives_no_answer),
		TEST(a_local_tree_that_fails_is_doubtful),
		TEST(short_reads_change_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <isoargs/isoargs.h>

#include "base/digest.h"
#include "base/limits.h"
#include "support/given-trees.h"

/* The checks of a tree of files. */

#define URL "http://192.0.2.5/c7"
#define MIB (1024u * 1024u)

static struct given_tree tree;
static struct given_file files[16];
static char treeinfo[4096];
static struct isoargs_image *image;
static struct isoargs_report *report;
static struct isoargs_request *request;
static struct isoargs_checks *checks;

/* "key = sha256:..." of so many of given_byte(), into .treeinfo. */
static void add_sum(const char *path, enum ia_digest_type type, uint64_t size)
{
	struct ia_digest *digest IA_AUTO_DIGEST = ia_digest_new(type);
	char hex[IA_DIGEST_HEX_MAX];
	uint8_t piece[512];

	assert_int_equal(size % 8, 0);
	for (uint64_t at = 0; at < size;) {
		size_t part = size - at < sizeof(piece) ? (size_t)(size - at) : sizeof(piece);

		memset(piece, given_byte(at), part);
		ia_digest_add(digest, piece, part);
		at += part;
	}
	ia_digest_hex(digest, hex);
	sprintf(treeinfo + strlen(treeinfo), "%s = %s:%s\n", path, ia_digest_name(type), hex);
}

static int setup(void **state IA_UNUSED)
{
	static const struct given_file el7[] = {EL7_TREE};

	tree = (struct given_tree){.files = files, .count = IA_COUNT(el7), .is_listed = true};
	memcpy(files, el7, sizeof(el7));
	strcpy(treeinfo, EL7_TREEINFO "[checksums]\n");
	files[0].text = treeinfo;
	assert_int_equal(isoargs_request_new(&request), 0);
	return 0;
}

static int teardown(void **state IA_UNUSED)
{
	checks = isoargs_checks_free(checks);
	report = isoargs_report_free(report);
	image = isoargs_image_free(image);
	request = isoargs_request_free(request);
	return 0;
}

static struct given_file *file_of(const char *path)
{
	for (size_t i = 0; i < tree.count; i++) {
		if (strcmp(files[i].path, path) == 0)
			return &files[i];
	}
	fail_msg("no %s", path);
	return NULL;
}

static void ask(enum isoargs_option option, const char *value)
{
	assert_int_equal(isoargs_request_set(request, option, value, NULL), 0);
}

static int run(unsigned memory, struct isoargs_error **reterr)
{
	const struct isoargs_checks_options options = {.request = request, .memory = memory};
	int r;

	checks = isoargs_checks_free(checks);
	report = isoargs_report_free(report);
	image = isoargs_image_free(image);
	tree.asked = tree.calls_count = 0;
	image = given_tree_open(&tree);
	r = isoargs_inspect(image, NULL, &report, reterr);
	return r < 0 ? r : isoargs_checks_run(image, report, &options, &checks, reterr);
}

static void check(void)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	if (run(0, &error) < 0)
		fail_msg("%s", isoargs_error_message(error));
}

/* The finding of that code whose sentence has the part; NULL: none. */
static const struct isoargs_finding *find(const char *code, const char *part)
{
	const struct isoargs_finding *finding;

	for (size_t i = 0; (finding = isoargs_checks_finding(checks, i)); i++) {
		if (strcmp(isoargs_finding_code(finding), code) == 0 &&
		    strstr(isoargs_finding_message(finding), part))
			return finding;
	}
	return NULL;
}

#define assert_found(verdict, code, part)                                                          \
	do {                                                                                       \
		const struct isoargs_finding *found = find(code, part);                            \
		if (!found) {                                                                      \
			char *text IA_AUTO_FREE = NULL;                                            \
			isoargs_checks_text(checks, NULL, &text, NULL);                            \
			fail_msg("no %s with \"%s\" in\n%s", code, part, text);                    \
		}                                                                                  \
		assert_int_equal(isoargs_finding_verdict(found), verdict);                         \
	} while (0)

#define OK      ISOARGS_CHECK_OK
#define WARNING ISOARGS_CHECK_WARNING
#define ERROR   ISOARGS_CHECK_ERROR

/* The kernels are stubs, and say nothing of Xen. */
static void assert_nothing_bad_but_the_kernel(void)
{
	const struct isoargs_finding *finding;

	for (size_t i = 0; (finding = isoargs_checks_finding(checks, i)); i++) {
		const char *code = isoargs_finding_code(finding);

		if (isoargs_finding_verdict(finding) != OK && strcmp(code, "pv") != 0)
			fail_msg("%s: %s", code, isoargs_finding_message(finding));
	}
}

static void what_only_an_image_has_is_not_held_against_a_tree(void **state IA_UNUSED)
{
	check();
	assert_nothing_bad_but_the_kernel();
	assert_found(OK, "image", "a tree of files");
	assert_found(OK, "label", "not known whether inst.stage2=hd:LABEL=CentOS");
	assert_null(find("udev", ""));
	assert_found(OK, "kernel", "TREE:/images/pxeboot/vmlinuz: 6000 bytes");
	assert_null(find("kernel", "inside the image"));
	assert_found(OK, "initrd", "TREE:/images/pxeboot/initrd.img: 9000 bytes");
	assert_found(OK, "stage2", "TREE:/LiveOS/squashfs.img: 8000 bytes");
	assert_found(OK, "source", "/repodata");
}

static void of_a_served_tree_the_second_stage_is_its_own(void **state IA_UNUSED)
{
	ask(ISOARGS_BASE_URL, URL);
	check();
	assert_nothing_bad_but_the_kernel();
	assert_found(OK, "stage2", "TREE:/LiveOS/squashfs.img: 8000 bytes");
	assert_found(OK, "source", "ISOARGS_BASE_URL");
	assert_found(OK, "label", "not looked for");
	file_of("LiveOS/squashfs.img")->path = "LiveOS/other.img";
	check();
	assert_found(ERROR, "stage2", "TREE:/LiveOS/squashfs.img");
}

static void what_is_not_there_is_an_error(void **state IA_UNUSED)
{
	file_of("images/pxeboot/initrd.img")->path = "images/pxeboot/other.img";
	check();
	assert_found(ERROR, "initrd", "not on the medium");
}

static void without_words_the_second_stage_is_not_found(void **state IA_UNUSED)
{
	file_of("EFI/BOOT/grub.cfg")->path = "x";
	file_of("isolinux/isolinux.cfg")->path = "y";
	check();
	assert_found(WARNING, "label", "no word tells the installer");
	ask(ISOARGS_BASE_URL, URL);
	check();
	assert_nothing_bad_but_the_kernel();
}

static void a_remote_tree_is_asked_for_little(void **state IA_UNUSED)
{
	tree.flags = ISOARGS_READER_REMOTE;
	tree.is_listed = false;
	ask(ISOARGS_BASE_URL, URL);
	check();
	assert_nothing_bad_but_the_kernel();
	/* Three files with two requests each, RAM disk and second stage with one, the kernel with two. */
	assert_int_equal(tree.asked, 10);
	assert_int_equal(given_tree_count(&tree, GIVEN_READ, "LiveOS/squashfs.img"), 0);
	assert_int_equal(given_tree_count(&tree, GIVEN_READ, "images/pxeboot/initrd.img"), 0);
}

static void fetching_the_second_stage_takes_memory(void **state IA_UNUSED)
{
	check();
	assert_found(OK, "memory", "at least 1024 MiB, with VNC 2048");
	ask(ISOARGS_BASE_URL, URL);
	check();
	assert_found(OK, "memory", "at least 1886 MiB, with VNC 2398");
	assert_int_equal(run(1885, NULL), 0);
	assert_found(WARNING, "memory", "at least 1886");
	assert_int_equal(run(1886, NULL), 0);
	assert_found(OK, "memory", "1886 MiB are enough");
}

static void the_kernel_is_held_against_its_checksum(void **state IA_UNUSED)
{
	static const enum ia_digest_type types[] = {IA_DIGEST_SHA256, IA_DIGEST_MD5};

	for (size_t i = 0; i < IA_COUNT(types); i++) {
		add_sum("images/pxeboot/vmlinuz", types[i], 6000);
		check();
		assert_found(OK, "kernel", "is that of .treeinfo");
		assert_nothing_bad_but_the_kernel();
	}
	add_sum("images/pxeboot/vmlinuz", IA_DIGEST_SHA256, 6008);
	check();
	assert_found(ERROR, "kernel",
		     "TREE:/images/pxeboot/vmlinuz: the file is damaged, or of "
		     "another release: its sha256 is ");
	assert_found(ERROR, "kernel", ", .treeinfo says ");
	assert_found(ERROR, "kernel", "fetch it again, or name another mirror");
}

static void a_kernel_of_any_size_is_not_summed(void **state IA_UNUSED)
{
	file_of("images/pxeboot/vmlinuz")->size = IA_SUMMED_MAX;
	add_sum("images/pxeboot/vmlinuz", IA_DIGEST_SHA256, IA_SUMMED_MAX);
	check();
	assert_found(OK, "kernel", "is that of .treeinfo");
	file_of("images/pxeboot/vmlinuz")->size = IA_SUMMED_MAX + 1;
	check();
	assert_found(OK, "kernel", "more than the 33554432 bytes");
}

static int count_progress(uint64_t done, uint64_t total, void *data)
{
	uint64_t *last = data;

	assert_true(done <= total);
	assert_true(done > *last);
	*last = done;
	return 0;
}

static int stop(uint64_t done IA_UNUSED, uint64_t total IA_UNUSED, void *data IA_UNUSED)
{
	return 1;
}

static void all_that_has_a_checksum_is_compared_where_that_is_asked_for(void **state IA_UNUSED)
{
	uint64_t last = 0;

	add_sum("images/pxeboot/vmlinuz", IA_DIGEST_SHA256, 6000);
	add_sum("LiveOS/squashfs.img", IA_DIGEST_SHA512, 4000);
	add_sum("LiveOS/squashfs.img", IA_DIGEST_SHA512, 8000);
	check();
	assert_int_equal(isoargs_checks_add_media(checks, image, count_progress, &last, NULL), 0);
	assert_int_equal(last, 14000);
	assert_found(OK, "media",
		     "the 2 files that TREE:/.treeinfo has checksums of are as it says");
	add_sum("LiveOS/squashfs.img", IA_DIGEST_SHA512, 4000);
	add_sum("images/boot.iso", IA_DIGEST_SHA256, 8);
	check();
	assert_int_equal(isoargs_checks_add_media(checks, image, NULL, NULL, NULL), 0);
	assert_found(ERROR, "media", "TREE:/LiveOS/squashfs.img: the file is damaged");
	assert_found(WARNING, "media", "TREE:/images/boot.iso: ");
	assert_null(find("media", "are as it says"));
}

static void comparing_can_be_stopped(void **state IA_UNUSED)
{
	add_sum("images/pxeboot/vmlinuz", IA_DIGEST_SHA256, 6000);
	check();
	assert_int_equal(isoargs_checks_add_media(checks, image, stop, NULL, NULL), -ECANCELED);
}

static void a_tree_without_checksums_says_so(void **state IA_UNUSED)
{
	check();
	assert_int_equal(isoargs_checks_add_media(checks, image, NULL, NULL, NULL), 0);
	assert_found(WARNING, "media", "no .treeinfo of this tree has a checksum");
	assert_int_equal(isoargs_media_verify(image, NULL, NULL, NULL), -EOPNOTSUPP);
}

static void of_many_wrong_files_some_are_told(void **state IA_UNUSED)
{
	char path[16];

	for (unsigned i = 0; i < IA_CHECK_REPEATS_MAX + 3; i++) {
		snprintf(path, sizeof(path), "gone%u", i % 100);
		add_sum(path, IA_DIGEST_MD5, 8);
	}
	check();
	assert_int_equal(isoargs_checks_add_media(checks, image, NULL, NULL, NULL), 0);
	assert_found(ERROR, "media", "3 further files");
}

/* Each call fails in turn, and none of them makes another answer. */
static void a_remote_tree_that_fails_gives_no_answer(void **state IA_UNUSED)
{
	size_t calls;

	add_sum("images/pxeboot/vmlinuz", IA_DIGEST_SHA256, 6000);
	tree.flags = ISOARGS_READER_REMOTE;
	tree.is_listed = false;
	ask(ISOARGS_BASE_URL, URL);
	check();
	calls = tree.asked;
	tree.answer = -ECONNRESET;
	for (tree.faulty = 1; tree.faulty <= calls; tree.faulty++)
		assert_int_equal(run(0, NULL), -ECONNRESET);
	tree.faulty = 0;
	check();
	tree.faulty = tree.asked + 1;
	assert_int_equal(isoargs_checks_add_media(checks, image, NULL, NULL, NULL), 0);
	image = isoargs_image_free(image);
	tree.asked = tree.calls_count = 0;
	tree.faulty = 4;
	image = given_tree_open(&tree);
	assert_int_equal(isoargs_checks_add_media(checks, image, NULL, NULL, NULL), -EIO);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_only_an_image_has_is_not_held_against_a_tree),
		TEST(of_a_served_tree_the_second_stage_is_its_own),
		TEST(what_is_not_there_is_an_error),
		TEST(without_words_the_second_stage_is_not_found),
		TEST(a_remote_tree_is_asked_for_little),
		TEST(fetching_the_second_stage_takes_memory),
		TEST(the_kernel_is_held_against_its_checksum),
		TEST(a_kernel_of_any_size_is_not_summed),
		TEST(all_that_has_a_checksum_is_compared_where_that_is_asked_for),
		TEST(comparing_can_be_stopped),
		TEST(a_tree_without_checksums_says_so),
		TEST(of_many_wrong_files_some_are_told),
		TEST(a_remote_tree_that_fails_gives_no_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Images that the usual writers master, read by us and by others: what we list and read must
 * be what was put in, what xorriso and bsdtar take out, and what libiso9660 lists where it is
 * right. Skipped where the tools are not installed.
 */
#include "support/unit.h"

#include <cdio/iso9660.h>
#include <cdio/logging.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "base/note.h"
#include "support/oracle.h"
#include "volume/iso9660/iso9660.h"

struct walk {
	struct isoargs_image *image;
	const struct ia_files *files;
	const char *path;
	struct lines *lines;
};

/* By its path, in a volume of its own: a volume may not be walked for thousands of lookups. */
static int slurp(struct isoargs_image *image, const char *path, char **ret, size_t *ret_size,
		 struct isoargs_error **reterr)
{
	const struct ia_window window = ia_window_whole(image);
	struct ia_iso9660 *iso IA_AUTO_ISO9660 = NULL;
	struct ia_files files;
	int r = ia_iso9660_open(&window, NULL, &iso, reterr);

	if (r <= 0)
		return r;
	files = ia_iso9660_files(iso);
	return ia_files_slurp(&files, path, IA_CONFIG_MAX, ret, ret_size, reterr);
}

static char *below_path(const struct walk *walk, const char *name)
{
	char *path = NULL;

	assert_true(asprintf(&path, "%s/%s", walk->path[1] ? walk->path : "", name) > 0);
	return path;
}

static int add_our_entry(const char *name, const struct ia_file *file, void *data)
{
	const struct walk *walk = data;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char *path IA_AUTO_FREE = NULL, *text IA_AUTO_FREE = NULL;
	size_t size = 0;

	/* A link that leads nowhere: the folder it is made of has nothing to compare with, either. */
	if (file->type == IA_FILE_NONE)
		return 0;
	path = below_path(walk, name);
	if (file->type == IA_FILE_DIRECTORY) {
		struct walk below = {walk->image, walk->files, path, walk->lines};

		add_line(walk->lines, path, true, NULL, 0);
		assert_int_equal(ia_files_list(walk->files, path, add_our_entry, &below, NULL), 0);
		return 0;
	}
	if (slurp(walk->image, path, &text, &size, &error) != 1)
		fail_msg("%s is listed and not read: %s", path,
			 error ? isoargs_error_message(error) : "absent");
	assert_int_equal(size, file->size);
	add_line(walk->lines, path, false, text, size);
	return 0;
}

struct opened {
	struct isoargs_image *image;
	struct ia_iso9660 *iso;
	struct ia_files files;
};

static void open_image(struct opened *opened, const char *name, enum ia_iso9660_tree tree)
{
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct ia_window window;

	assert_int_equal(isoargs_image_open(in_workdir(name), &opened->image, NULL), 0);
	window = ia_window_whole(opened->image);
	assert_int_equal(ia_iso9660_open(&window, &notes, &opened->iso, NULL), 1);
	assert_int_equal(notes.count, 0);
	assert_int_equal(ia_iso9660_volume(opened->iso)->tree, tree);
	opened->files = ia_iso9660_files(opened->iso);
}

static void close_image(struct opened *opened)
{
	ia_iso9660_free(opened->iso);
	isoargs_image_free(opened->image);
}

static struct lines *our_lines(const struct opened *opened, bool fold, const char *without)
{
	struct lines *lines = calloc(1, sizeof(*lines));
	struct walk walk = {opened->image, &opened->files, "/", lines};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	lines->fold = fold;
	lines->without = without;
	if (ia_files_list(&opened->files, "/", add_our_entry, &walk, &error) != 0)
		fail_msg("%s", isoargs_error_message(error));
	return lines;
}

/* Reads image with ours and compares with a directory on disk. */
static void compare(const char *image, enum ia_iso9660_tree tree, const char *directory,
		    const char *who)
{
	struct opened opened = {0};
	bool fold = tree == IA_ISO9660_PLAIN;
	/* libarchive 3.6 loses the slash after a component that two records hold. */
	const char *without = strcmp(who, "bsdtar") == 0 ? "/long-link" : NULL;
	struct lines *ours, *theirs;

	open_image(&opened, image, tree);
	ours = our_lines(&opened, fold, without);
	theirs = lines_of_disk(directory, fold, without);
	assert_same_lines(ours, theirs, who);
	free_lines(ours);
	free_lines(theirs);
	close_image(&opened);
}

/* What bsdtar, and xorriso where it may, take out of the image. */
static void compare_extracted(const char *image, enum ia_iso9660_tree tree)
{
	static const char *const options[] = {
		[IA_ISO9660_PLAIN] = "--options=iso9660:!rockridge,iso9660:!joliet",
		[IA_ISO9660_ROCK_RIDGE] = "--options=iso9660:!joliet",
		[IA_ISO9660_JOLIET] = "--options=iso9660:!rockridge",
	};

	need("bsdtar");
	remove_all(in_workdir("out"));
	assert_int_equal(mkdir(in_workdir("out"), 0755), 0);
	ASSERT_RUN("bsdtar", options[tree], "-C", "out", "-xf", image);
	compare(image, tree, "out", "bsdtar");
	remove_all(in_workdir("out"));
	if (tree != IA_ISO9660_ROCK_RIDGE || !RUN("sh", "-c", "command -v xorriso"))
		return;
	ASSERT_RUN("xorriso", "-osirrox", "on", "-indev", image, "-extract", "/", "out");
	compare(image, tree, "out", "xorriso");
	RUN("chmod", "-R", "u+w", "out");
	remove_all(in_workdir("out"));
}

/* Names that fit any tree. */
static void put_simple_tree(void)
{
	put_file("tree/EFI/BOOT/grub.cfg", 1234);
	put_file("tree/EFI/BOOT/bootx64.efi", 100000);
	put_file("tree/isolinux/isolinux.cfg", 2048);
	put_file("tree/isolinux/boot.msg", 0);
	put_file("tree/images/pxeboot/vmlinuz", 2049);
	put_file("tree/images/pxeboot/initrd.img", 4096);
	put_file("tree/readme", 1);
}

static void put_unicode_names(void)
{
	put_file("tree/\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x81\xae\xe9\x95\xb7\xe3\x81\x84"
		 "\xe3\x83\x95\xe3\x82\xa1\xe3\x82\xa4\xe3\x83\xab\xe5\x90\x8d\xe3\x83\x86\xe3\x82"
		 "\xb9\xe3\x83\x88.txt",
		 77);
	put_file("tree/Gr\xc3\xbc\xc3\x9f"
		 "e/\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82",
		 78);
	put_file("tree/Mixed.Case.Name", 79);
}

/* Of three such components genisoimage 1.1.11 still makes a link that it can read itself. */
#define GENISOIMAGE_COMPONENT 70u

/* What only Rock Ridge can say; component: bytes of each part of a long link. */
static void put_rock_ridge_names(unsigned component)
{
	char name[512], target[512] = "";

	/* 250 bytes each; they differ at once, as Joliet has room for 103 only. */
	snprintf(name, sizeof(name), "tree/file-of-a-long-name-%0229d", 1);
	put_file(name, 333);
	snprintf(name, sizeof(name), "tree/directory-of-a-long-name-%0224d/f", 1);
	put_file(name, 334);
	put_file("tree/1/2/3/4/5/6/7/8/9/10/deep", 4097);
	put_file("tree/1/2/3/4/5/6/7/other", 99);
	put_link("tree/1/2/3/4/5/6/7/8/9/up", "../../../../../../../../../EFI/BOOT/grub.cfg");
	put_link("tree/1/2/3/4/5/6/7/8/beside", "../other");
	put_file("tree/case", 1);
	put_file("tree/CASE", 2);
	put_link("tree/grub.cfg", "EFI/BOOT/grub.cfg");
	put_link("tree/dangling", "no/where");
	put_link("tree/loop", "loop");
	put_link("tree/absolute", "/no-such-directory-on-the-host/x");
	for (unsigned i = 0; i < 3; i++) {
		memset(target + strlen(target), 'l', component);
		strcat(target, i < 2 ? "/" : "");
	}
	snprintf(name, sizeof(name), "tree/%s", target);
	put_file(name, 555);
	put_link("tree/long-link", target);
}

static int make_workdir(void **state IA_UNUSED)
{
	return mkdtemp(workdir) ? 0 : -1;
}

static int remove_workdir(void **state IA_UNUSED)
{
	remove_all(workdir);
	return 0;
}

static int clear_workdir(void **state IA_UNUSED)
{
	remove_all(in_workdir("tree"));
	remove_all(in_workdir("image.iso"));
	remove_all(in_workdir("out"));
	return 0;
}

static void genisoimages_rock_ridge_tree_is_read_whole(void **state IA_UNUSED)
{
	need("genisoimage");
	put_simple_tree();
	put_unicode_names();
	put_rock_ridge_names(GENISOIMAGE_COMPONENT);
	ASSERT_RUN("genisoimage", "-R", "-J", "-joliet-long", "-input-charset", "utf-8", "-o",
		   "image.iso", "tree");
	compare("image.iso", IA_ISO9660_ROCK_RIDGE, "tree", "the source");
	compare_extracted("image.iso", IA_ISO9660_ROCK_RIDGE);
}

static void xorrisos_rock_ridge_tree_is_read_whole(void **state IA_UNUSED)
{
	need("xorriso");
	put_simple_tree();
	put_unicode_names();
	put_rock_ridge_names(120);
	ASSERT_RUN("xorriso", "-as", "mkisofs", "-R", "-J", "-o", "image.iso", "tree");
	compare("image.iso", IA_ISO9660_ROCK_RIDGE, "tree", "the source");
	compare_extracted("image.iso", IA_ISO9660_ROCK_RIDGE);
}

static void xorrisos_relocated_directories_are_read_where_they_belong(void **state IA_UNUSED)
{
	need("xorriso");
	put_simple_tree();
	put_rock_ridge_names(120);
	ASSERT_RUN("xorriso", "-compliance", "deep_paths_off:long_paths_off", "-outdev",
		   "image.iso", "-rr_reloc_dir", "rr_moved", "-map", "tree", "/");
	compare("image.iso", IA_ISO9660_ROCK_RIDGE, "tree", "the source");
	compare_extracted("image.iso", IA_ISO9660_ROCK_RIDGE);
}

static void the_options_of_installer_images_change_nothing(void **state IA_UNUSED)
{
	need("genisoimage");
	put_simple_tree();
	put_rock_ridge_names(GENISOIMAGE_COMPONENT);
	/* As pungi masters a DVD: untranslated names and translation tables. */
	ASSERT_RUN("genisoimage", "-U", "-J", "-joliet-long", "-R", "-T", "-V", "CentOS 7", "-o",
		   "image.iso", "tree");
	compare("image.iso", IA_ISO9660_ROCK_RIDGE, "tree", "the source");
}

static void joliet_names_are_read_whole(void **state IA_UNUSED)
{
	need("genisoimage");
	put_simple_tree();
	put_unicode_names();
	put_file("tree/1/2/3/4/5/6/7/8/9/10/deep", 4097);
	ASSERT_RUN("genisoimage", "-J", "-joliet-long", "-D", "-input-charset", "utf-8", "-o",
		   "image.iso", "tree");
	compare("image.iso", IA_ISO9660_JOLIET, "tree", "the source");
	compare_extracted("image.iso", IA_ISO9660_JOLIET);
}

static void xorrisos_joliet_names_are_read_whole(void **state IA_UNUSED)
{
	need("xorriso");
	put_simple_tree();
	put_unicode_names();
	ASSERT_RUN("xorriso", "-as", "mkisofs", "--norock", "-J", "-joliet-long", "-o", "image.iso",
		   "tree");
	compare("image.iso", IA_ISO9660_JOLIET, "tree", "the source");
}

static void plain_names_are_read_in_lower_case(void **state IA_UNUSED)
{
	static const char *const levels[] = {"1", "2", "3", "4"};

	need("genisoimage");
	put_simple_tree();
	put_file("tree/boot/grub/grub.cfg", 4097);
	/* Level 1 has names of 8.3, which ours fit in but for one. */
	remove_all(in_workdir("tree/EFI/BOOT/bootx64.efi"));
	for (size_t i = 0; i < IA_COUNT(levels); i++) {
		ASSERT_RUN("genisoimage", "-iso-level", levels[i], "-o", "image.iso", "tree");
		compare("image.iso", IA_ISO9660_PLAIN, "tree", "the source");
		compare_extracted("image.iso", IA_ISO9660_PLAIN);
		remove_all(in_workdir("image.iso"));
	}
}

static void a_directory_of_thousands_of_files_is_read_whole(void **state IA_UNUSED)
{
	need("genisoimage");
	for (unsigned i = 0; i < 4000; i++) {
		char name[128];

		snprintf(name, sizeof(name), "tree/Packages/package-%u-with-a-name.el7.x86_64.rpm",
			 i);
		put_file(name, i % 7);
	}
	ASSERT_RUN("genisoimage", "-R", "-J", "-o", "image.iso", "tree");
	compare("image.iso", IA_ISO9660_ROCK_RIDGE, "tree", "the source");
}

static void links_lead_where_they_point_on_the_medium(void **state IA_UNUSED)
{
	struct opened opened = {0};

	need("xorriso");
	put_simple_tree();
	put_link("tree/efilink", "EFI");
	put_link("tree/images/start", "/");
	put_link("tree/images/top", "../../../..");
	put_link("tree/self", ".");
	ASSERT_RUN("xorriso", "-as", "mkisofs", "-R", "-o", "image.iso", "tree");
	open_image(&opened, "image.iso", IA_ISO9660_ROCK_RIDGE);
	assert_int_equal(
		ia_files_have(&opened.files, "/efilink/BOOT/grub.cfg", IA_FILE_REGULAR, NULL), 1);
	assert_int_equal(
		ia_files_have(&opened.files, "/images/start/readme", IA_FILE_REGULAR, NULL), 1);
	assert_int_equal(ia_files_have(&opened.files, "/images/top/readme", IA_FILE_REGULAR, NULL),
			 1);
	assert_int_equal(
		ia_files_have(&opened.files, "/self/self/self/readme", IA_FILE_REGULAR, NULL), 1);
	assert_int_equal(
		ia_files_have(&opened.files, "/efilink/boot/grub.cfg", IA_FILE_REGULAR, NULL), 0);
	close_image(&opened);
}

static void a_path_knows_whether_its_last_name_is_a_link(void **state IA_UNUSED)
{
	static const struct {
		const char *path;
		bool is_link;
	} table[] = {
		{"/efilink", true},       {"/efilink/", true},    {"/twice", true},
		{"/efilink/BOOT", false}, {"/EFI", false},        {"/efilink/.", false},
		{"/images/start", true},  {"/efilink/..", false},
	};
	struct opened opened = {0};
	struct ia_file file;

	need("xorriso");
	put_simple_tree();
	put_link("tree/efilink", "EFI");
	put_link("tree/twice", "efilink/BOOT/");
	put_link("tree/images/start", "/");
	ASSERT_RUN("xorriso", "-as", "mkisofs", "-R", "-o", "image.iso", "tree");
	open_image(&opened, "image.iso", IA_ISO9660_ROCK_RIDGE);
	for (size_t i = 0; i < IA_COUNT(table); i++) {
		assert_int_equal(ia_files_find(&opened.files, table[i].path, &file, NULL), 1);
		assert_int_equal(file.is_link, table[i].is_link);
	}
	close_image(&opened);
}

/* What libiso9660 lists of one directory, and what is below it. */
static void add_their_entries(iso9660_t *iso, const char *path, struct lines *lines, bool translate)
{
	CdioISO9660FileList_t *list = iso9660_ifs_readdir(iso, path);
	CdioListNode_t *node;

	assert_non_null(list);
	_CDIO_LIST_FOREACH(node, list)
	{
		const iso9660_stat_t *stat = _cdio_list_node_data(node);
		char name[512], *below = NULL, *line = NULL;

		snprintf(name, sizeof(name), "%s", stat->filename);
		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
			continue;
		if (translate)
			iso9660_name_translate_ext(stat->filename, name, 0);
		assert_true(asprintf(&below, "%s%s%s", path, path[1] ? "/" : "", name) > 0);
		assert_true(asprintf(&line, "%s %u %llu", below,
				     (unsigned)stat->lsn * IA_BLOCK_SIZE,
				     (unsigned long long)stat->size) > 0);
		lines->items[lines->count++] = line;
		if (stat->type == _STAT_DIR)
			add_their_entries(iso, below, lines, translate);
		free(below);
	}
	iso9660_filelist_free(list);
}

static int add_our_extent(const char *name, const struct ia_file *file, void *data)
{
	const struct walk *walk = data;
	char *path IA_AUTO_FREE = NULL, *line = NULL;

	path = below_path(walk, name);
	assert_true(asprintf(&line, "%s %llu %llu", path, (unsigned long long)file->offset,
			     (unsigned long long)file->size) > 0);
	walk->lines->items[walk->lines->count++] = line;
	if (file->type == IA_FILE_DIRECTORY) {
		struct walk below = {walk->image, walk->files, path, walk->lines};

		assert_int_equal(ia_files_list(walk->files, path, add_our_extent, &below, NULL), 0);
	}
	return 0;
}

static void assert_agrees_with_libiso9660(enum ia_iso9660_tree tree)
{
	struct lines *ours = calloc(1, sizeof(*ours)), *theirs = calloc(1, sizeof(*theirs));
	struct opened opened = {0};
	struct walk walk = {opened.image, &opened.files, "/", ours};
	iso9660_t *iso;

	open_image(&opened, "image.iso", tree);
	assert_int_equal(ia_files_list(&opened.files, "/", add_our_extent, &walk, NULL), 0);
	iso = iso9660_open_ext(in_workdir("image.iso"), tree == IA_ISO9660_JOLIET
								? ISO_EXTENSION_ALL
								: ISO_EXTENSION_ROCK_RIDGE);
	assert_non_null(iso);
	add_their_entries(iso, "/", theirs, tree == IA_ISO9660_PLAIN);
	iso9660_close(iso);
	assert_same_lines(ours, theirs, "libiso9660");
	free_lines(ours);
	free_lines(theirs);
	close_image(&opened);
	remove_all(in_workdir("image.iso"));
}

static void silence(cdio_log_level_t level IA_UNUSED, const char *message IA_UNUSED)
{
}

static void well_formed_trees_are_listed_as_libiso9660_lists_them(void **state IA_UNUSED)
{
	cdio_log_set_handler(silence);
	cdio_loglevel_default = CDIO_LOG_ASSERT;
	need("genisoimage");
	put_simple_tree();
	ASSERT_RUN("genisoimage", "-R", "-J", "-o", "image.iso", "tree");
	assert_agrees_with_libiso9660(IA_ISO9660_ROCK_RIDGE);
	ASSERT_RUN("genisoimage", "-J", "-o", "image.iso", "tree");
	assert_agrees_with_libiso9660(IA_ISO9660_JOLIET);
	ASSERT_RUN("genisoimage", "-l", "-o", "image.iso", "tree");
	assert_agrees_with_libiso9660(IA_ISO9660_PLAIN);
}

#define oracle_test(name) cmocka_unit_test_teardown(name, clear_workdir)

int main(void)
{
	const struct CMUnitTest tests[] = {
		oracle_test(genisoimages_rock_ridge_tree_is_read_whole),
		oracle_test(xorrisos_rock_ridge_tree_is_read_whole),
		oracle_test(xorrisos_relocated_directories_are_read_where_they_belong),
		oracle_test(the_options_of_installer_images_change_nothing),
		oracle_test(joliet_names_are_read_whole),
		oracle_test(xorrisos_joliet_names_are_read_whole),
		oracle_test(plain_names_are_read_in_lower_case),
		oracle_test(a_directory_of_thousands_of_files_is_read_whole),
		oracle_test(links_lead_where_they_point_on_the_medium),
		oracle_test(a_path_knows_whether_its_last_name_is_a_link),
		oracle_test(well_formed_trees_are_listed_as_libiso9660_lists_them),
	};

	return cmocka_run_group_tests(tests, make_workdir, remove_workdir);
}

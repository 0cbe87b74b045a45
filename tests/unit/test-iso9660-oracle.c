/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Images that the usual writers master, read by us and by others: what we list and read must
 * be what was put in, what xorriso and bsdtar take out, and what libiso9660 lists where it is
 * right. Skipped where the tools are not installed.
 */
#include "unit.h"

#include <cdio/iso9660.h>
#include <cdio/logging.h>
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "iso9660.h"
#include "limits.h"
#include "util/strbuf.h"
#include "util/utf8.h"

#define LINES_MAX 16384u

static char workdir[] = "/tmp/isoargs-oracle-XXXXXX";

/* One line a file or directory: path, type, size, checksum. */
struct lines {
	char *items[LINES_MAX];
	size_t count;
	bool fold; /* paths in lower case */
	const char *without; /* this path is left out */
};

static void free_lines(struct lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		free(lines->items[i]);
	free(lines);
}

static uint64_t checksum(const char *data, size_t size)
{
	uint64_t sum = 14695981039346656037u;

	for (size_t i = 0; i < size; i++)
		sum = (sum ^ (uint8_t)data[i]) * 1099511628211u;
	return sum;
}

static void add_line(struct lines *lines, const char *path, bool is_directory, const char *data,
		     size_t size)
{
	const char *name = strrchr(path, '/');
	char *line;

	/* What genisoimage adds; readers differ in whether they show where it moves directories. */
	if (strncmp(path, "/rr_moved", 9) == 0 || strcmp(name, "/TRANS.TBL") == 0)
		return;
	if (lines->without && strcmp(path, lines->without) == 0)
		return;
	assert_true(lines->count < LINES_MAX);
	assert_true(asprintf(&line, "%s %s %zu %llx", path, is_directory ? "directory" : "file",
			     size, (unsigned long long)checksum(data, size)) > 0);
	for (char *p = line; lines->fold && *p; p++)
		*p = ia_ascii_lower(*p);
	lines->items[lines->count++] = line;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void assert_same_lines(struct lines *ours, struct lines *theirs, const char *who)
{
	qsort(ours->items, ours->count, sizeof(char *), by_text);
	qsort(theirs->items, theirs->count, sizeof(char *), by_text);
	for (size_t i = 0; i < ours->count && i < theirs->count; i++) {
		if (strcmp(ours->items[i], theirs->items[i]) != 0)
			fail_msg("we: %s, %s: %s", ours->items[i], who, theirs->items[i]);
	}
	if (ours->count != theirs->count)
		fail_msg("we find %zu, %s %zu", ours->count, who, theirs->count);
	assert_true(ours->count > 0);
}

/* The path of something in the work directory, in one of four buffers used in turn. */
static const char *in_workdir(const char *name)
{
	static char paths[4][IA_PATH_MAX];
	static unsigned next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s", workdir, name);
	return path;
}

/* Runs a tool in the work directory. False where it failed; what it said then is in "log". */
static bool run(const char *const *argv)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);
		int log = open(in_workdir("log"), O_WRONLY | O_CREAT | O_TRUNC, 0600);

		/* genisoimage 1.1.11 never ends on some long links. */
		setrlimit(RLIMIT_CPU, &(struct rlimit){20, 20});
		dup2(null, 0);
		dup2(log, 1);
		dup2(log, 2);
		if (chdir(workdir) == 0)
			execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
#define RUN(...) run((const char *const[]){__VA_ARGS__, NULL})

static void assert_run(const char *const *argv)
{
	char text[4096] = "";
	FILE *f;

	if (run(argv))
		return;
	f = fopen(in_workdir("log"), "r");
	if (f) {
		text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
		fclose(f);
	}
	fail_msg("%s failed: %s", argv[0], text);
}
#define ASSERT_RUN(...) assert_run((const char *const[]){__VA_ARGS__, NULL})

static void need(const char *tool)
{
	if (!RUN("sh", "-c", "command -v \"$0\"", tool)) {
		print_message("%s is not installed\n", tool);
		skip();
	}
}

static void make_directories(const char *path)
{
	char *copy IA_AUTO_FREE = strdup(path);

	for (char *p = strchr(copy + 1, '/'); p; p = strchr(p + 1, '/')) {
		*p = '\0';
		mkdir(copy, 0755);
		*p = '/';
	}
}

/* A file with contents that its name and size decide. */
static void put_file(const char *name, size_t size)
{
	const char *path = in_workdir(name);
	char *data IA_AUTO_FREE = malloc(size + 1);
	uint64_t seed = checksum(name, strlen(name));
	FILE *f;

	for (size_t i = 0; i < size; i++)
		data[i] = (char)(seed + i * 31 + (i >> 8));
	make_directories(path);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, size, f), size);
	assert_int_equal(fclose(f), 0);
}

static void put_link(const char *name, const char *target)
{
	const char *path = in_workdir(name);

	make_directories(path);
	assert_int_equal(symlink(target, path), 0);
}

static int remove_entry(const char *path, const struct stat *st IA_UNUSED, int type IA_UNUSED,
			struct FTW *ftw IA_UNUSED)
{
	return remove(path);
}

static void remove_all(const char *path)
{
	nftw(path, remove_entry, 32, FTW_DEPTH | FTW_PHYS);
}

static void add_disk_file(struct lines *lines, const char *path, const char *shown, size_t size)
{
	char *data IA_AUTO_FREE = malloc(size + 1);
	FILE *f = fopen(path, "r");

	assert_non_null(f);
	assert_int_equal(fread(data, 1, size, f), size);
	fclose(f);
	add_line(lines, shown, false, data, size);
}

/* What a directory on disk holds, links followed, those that lead nowhere left out. */
static void add_disk(struct lines *lines, const char *path, size_t prefix)
{
	DIR *directory = opendir(path);
	struct dirent *entry;

	assert_non_null(directory);
	while ((entry = readdir(directory))) {
		char *below IA_AUTO_FREE = NULL;
		struct stat st;

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		assert_true(asprintf(&below, "%s/%s", path, entry->d_name) > 0);
		if (stat(below, &st) < 0)
			continue;
		if (!S_ISDIR(st.st_mode)) {
			add_disk_file(lines, below, below + prefix, (size_t)st.st_size);
			continue;
		}
		add_line(lines, below + prefix, true, NULL, 0);
		add_disk(lines, below, prefix);
	}
	closedir(directory);
}

static struct lines *lines_of_disk(const char *name, bool fold, const char *without)
{
	const char *path = in_workdir(name);
	struct lines *lines = calloc(1, sizeof(*lines));

	lines->fold = fold;
	lines->without = without;
	add_disk(lines, path, strlen(path));
	return lines;
}

struct walk {
	const struct ia_files *files;
	const char *path;
	struct lines *lines;
};

static int add_our_entry(const char *name, const struct ia_file *file, void *data)
{
	const struct walk *walk = data;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char *path IA_AUTO_FREE = NULL, *text IA_AUTO_FREE = NULL;
	size_t size = 0;

	assert_int_equal(ia_path_join(walk->path, name, &path), 0);
	if (file->type == IA_FILE_DIRECTORY) {
		struct walk below = {walk->files, path, walk->lines};

		add_line(walk->lines, path, true, NULL, 0);
		assert_int_equal(ia_files_list(walk->files, path, add_our_entry, &below, NULL), 0);
		return 0;
	}
	if (ia_files_slurp(walk->files, path, IA_CONFIG_MAX, &text, &size, &error) != 1)
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
	struct walk walk = {&opened->files, "/", lines};
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
	put_link("tree/images/root", "/");
	put_link("tree/images/top", "../../../..");
	put_link("tree/self", ".");
	ASSERT_RUN("xorriso", "-as", "mkisofs", "-R", "-o", "image.iso", "tree");
	open_image(&opened, "image.iso", IA_ISO9660_ROCK_RIDGE);
	assert_true(ia_files_have(&opened.files, "/efilink/BOOT/grub.cfg", IA_FILE_REGULAR));
	assert_true(ia_files_have(&opened.files, "/images/root/readme", IA_FILE_REGULAR));
	assert_true(ia_files_have(&opened.files, "/images/top/readme", IA_FILE_REGULAR));
	assert_true(ia_files_have(&opened.files, "/self/self/self/readme", IA_FILE_REGULAR));
	assert_false(ia_files_have(&opened.files, "/efilink/boot/grub.cfg", IA_FILE_REGULAR));
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

	assert_int_equal(ia_path_join(walk->path, name, &path), 0);
	assert_true(asprintf(&line, "%s %llu %llu", path, (unsigned long long)file->offset,
			     (unsigned long long)file->size) > 0);
	walk->lines->items[walk->lines->count++] = line;
	if (file->type == IA_FILE_DIRECTORY) {
		struct walk below = {walk->files, path, walk->lines};

		assert_int_equal(ia_files_list(walk->files, path, add_our_extent, &below, NULL), 0);
	}
	return 0;
}

static void assert_agrees_with_libiso9660(enum ia_iso9660_tree tree)
{
	struct lines *ours = calloc(1, sizeof(*ours)), *theirs = calloc(1, sizeof(*theirs));
	struct opened opened = {0};
	struct walk walk = {&opened.files, "/", ours};
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
		oracle_test(well_formed_trees_are_listed_as_libiso9660_lists_them),
	};

	return cmocka_run_group_tests(tests, make_workdir, remove_workdir);
}

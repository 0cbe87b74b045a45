/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/strbuf.h"
#include "volume/fat/fat.h"

/*
 * Volumes made by mkfs.fat and filled by mtools: every file must come out as mcopy gives it,
 * every directory as it was filled.
 */

static const char *const tools[] = {"mkfs.fat", "mcopy", "mmd", "mdel"};

static char directory[] = "/tmp/isoargs-test-XXXXXX";

static void run(const char *fmt, ...) IA_PRINTF(1, 2);
static void run(const char *fmt, ...)
{
	char command[2048];
	int length;
	va_list ap;

	length = snprintf(command, sizeof(command), "cd %s && { ", directory);
	va_start(ap, fmt);
	length += vsnprintf(command + length, sizeof(command) - (size_t)length, fmt, ap);
	va_end(ap);
	snprintf(command + length, sizeof(command) - (size_t)length, "; } >/dev/null 2>log");
	if (system(command) != 0)
		fail_msg("%s", command);
}

static bool have_tools(void)
{
	for (size_t i = 0; i < IA_COUNT(tools); i++) {
		char command[128];

		snprintf(command, sizeof(command),
			 "PATH=$PATH:/sbin:/usr/sbin command -v %s >/dev/null", tools[i]);
		if (system(command) != 0) {
			print_message("# %s is not installed\n", tools[i]);
			return false;
		}
	}
	return true;
}

static int set_up(void **state IA_UNUSED)
{
	char path[4096];

	if (!mkdtemp(directory))
		return -1;
	snprintf(path, sizeof(path), "%s:/sbin:/usr/sbin", getenv("PATH"));
	setenv("PATH", path, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("MTOOLS_SKIP_CHECK", "1", 1);
	return 0;
}

static int tear_down(void **state IA_UNUSED)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -rf %s", directory);
	return system(command);
}

static const char *in_directory(const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return path;
}

/* A file of our directory, whole. */
static char *slurp_host(const char *name, size_t *ret_size)
{
	FILE *file = fopen(in_directory(name), "rb");
	char *data;
	struct stat st;

	assert_non_null(file);
	assert_int_equal(fstat(fileno(file), &st), 0);
	data = malloc((size_t)st.st_size + 1);
	assert_non_null(data);
	*ret_size = fread(data, 1, (size_t)st.st_size, file);
	assert_int_equal(*ret_size, st.st_size);
	fclose(file);
	return data;
}

static void make_file(const char *name, size_t size)
{
	FILE *file = fopen(in_directory(name), "wb");
	uint32_t random = (uint32_t)size + 1;

	assert_non_null(file);
	for (size_t i = 0; i < size; i++) {
		random = random * 1664525u + 1013904223u;
		fputc((int)(random >> 24), file);
	}
	assert_int_equal(fclose(file), 0);
}

struct volume {
	unsigned bits;
	unsigned kib;
	unsigned cluster_sectors;
	unsigned sector_size;
};

static const struct volume volumes[] = {
	{12, 1440, 1, 512},  {12, 2880, 2, 512},   {12, 4096, 8, 512},    {12, 16000, 32, 512},
	{16, 8192, 1, 512},  {16, 16384, 4, 512},  {16, 65536, 4, 2048},  {32, 40960, 1, 512},
	{32, 70000, 2, 512}, {32, 300000, 8, 512}, {32, 300000, 1, 4096},
};

/* Also the names as they must be listed: FAT keeps the order in which it was filled. */
static const char *const names[] = {
	"grub.cfg",
	"BOOTX64.EFI",
	"grubx64.efi",
	"README",
	"Mixed.Case",
	"日本語.txt",
	"日本語の長いファイル名テスト.conf",
	"ÄÖÜ straße.cfg",
	"thirteen.char",
	"exactly twenty-six chr.cfg",
	"a name that is much longer than what fits into two or three of the parts.cfg",
	"dots.in.the.name.tar.gz",
	"spaces  in it.x",
};

static size_t size_of(const struct volume *v, size_t i)
{
	size_t cluster = (size_t)v->cluster_sectors * v->sector_size;
	const size_t sizes[] = {0, 1, cluster - 1, cluster, cluster + 1, 5 * cluster, 3000};

	return sizes[i % IA_COUNT(sizes)];
}

/* Holes are made between small files and filled by bigger ones, which so lie in pieces. */
static void fill(const struct volume *v, const char *image)
{
	size_t cluster = (size_t)v->cluster_sectors * v->sector_size;

	run("rm -rf %s tree; mkdir tree", image);
	run("mkfs.fat -C -F %u -s %u -S %u -n ANACONDA -i 5eedcafe %s %u", v->bits,
	    v->cluster_sectors, v->sector_size, image, v->kib);
	run("mmd -i %s ::/EFI ::/EFI/BOOT ::/holes", image);
	for (size_t i = 0; i < IA_COUNT(names); i++) {
		char name[256];

		snprintf(name, sizeof(name), "tree/%s", names[i]);
		make_file(name, size_of(v, i));
		run("mcopy -i %s 'tree/%s' ::/EFI/BOOT/", image, names[i]);
	}
	make_file("small", cluster);
	make_file("big", cluster * 12 + 7);
	for (unsigned i = 0; i < 20; i++)
		run("mcopy -i %s small ::/holes/small%u", image, i);
	for (unsigned i = 0; i < 20; i += 2)
		run("mdel -i %s ::/holes/small%u", image, i);
	run("mcopy -i %s big ::/holes/big", image);
	run("mcopy -i %s big '::/holes/another big one'", image);
}

static void assert_same_as_mcopy(const struct ia_files *files, const char *image, const char *path)
{
	char *ours IA_AUTO_FREE = NULL, *theirs IA_AUTO_FREE = NULL;
	struct ia_file file;
	size_t size;

	run("rm -f out; mcopy -n -i %s '::/%s' out", image, path);
	theirs = slurp_host("out", &size);
	if (files->ops->find(files->fs, path, &file, NULL) != 1)
		fail_msg("%s is not found", path);
	assert_int_equal(file.type, IA_FILE_REGULAR);
	assert_int_equal(file.size, size);
	ours = malloc(size + 1);
	assert_int_equal(ia_files_read(files, &file, 0, ours, size, NULL), 0);
	assert_memory_equal(ours, theirs, size);
	for (size_t at = 0; at < size; at += 701) {
		size_t part = size - at < 701 ? size - at : 701;

		assert_int_equal(ia_files_read(files, &file, at, ours, part, NULL), 0);
		assert_memory_equal(ours, theirs + at, part);
	}
}

static int add_name(const char *name, const struct ia_file *file IA_UNUSED, void *data)
{
	struct ia_strbuf *list = data;

	ia_strbuf_adds(list, name);
	ia_strbuf_addc(list, '\n');
	return 0;
}

static void assert_listing(const struct ia_files *files)
{
	struct ia_strbuf list IA_AUTO_STRBUF = {0}, expected IA_AUTO_STRBUF = {0};
	struct ia_file file;

	for (size_t i = 0; i < IA_COUNT(names); i++)
		add_name(names[i], NULL, &expected);
	assert_int_equal(files->ops->find(files->fs, "efi/boot", &file, NULL), 1);
	assert_int_equal(files->ops->list(files->fs, &file, add_name, &list, NULL), 0);
	assert_string_equal(list.data, expected.data);
}

/* at: where the volume begins in the image. */
static void assert_volume(const struct volume *v, const char *image, uint64_t at)
{
	struct isoargs_image *opened = NULL;
	struct ia_fat *fat IA_AUTO_FAT = NULL;
	struct ia_window whole, window;
	struct ia_files files;
	char where[64], path[256];

	snprintf(where, sizeof(where), "%s@@%llu", image, (unsigned long long)at);
	assert_int_equal(isoargs_image_open(in_directory(image), &opened, NULL), 0);
	whole = ia_window_whole(opened);
	assert_int_equal(ia_window_cut(&whole, at, (uint64_t)v->kib * 1024, &window, NULL), 0);
	assert_int_equal(ia_fat_open(&window, &fat, NULL), 1);
	assert_int_equal(ia_fat_volume(fat)->bits, v->bits);
	assert_string_equal(ia_fat_volume(fat)->label, "ANACONDA");
	assert_int_equal(ia_fat_volume(fat)->serial, 0x5eedcafe);
	files = ia_fat_files(fat);
	for (size_t i = 0; i < IA_COUNT(names); i++) {
		snprintf(path, sizeof(path), "EFI/BOOT/%s", names[i]);
		assert_same_as_mcopy(&files, where, path);
	}
	for (unsigned i = 1; i < 20; i += 2) {
		snprintf(path, sizeof(path), "holes/small%u", i);
		assert_same_as_mcopy(&files, where, path);
	}
	assert_same_as_mcopy(&files, where, "holes/big");
	assert_same_as_mcopy(&files, where, "holes/another big one");
	assert_listing(&files);
	isoargs_image_free(opened);
}

static void files_are_those_that_mcopy_gives(void **state IA_UNUSED)
{
	if (!have_tools())
		skip();
	for (size_t i = 0; i < IA_COUNT(volumes); i++) {
		print_message("# FAT%u, %u KiB, clusters of %u sectors of %u\n", volumes[i].bits,
			      volumes[i].kib, volumes[i].cluster_sectors, volumes[i].sector_size);
		fill(&volumes[i], "volume");
		assert_volume(&volumes[i], "volume", 0);
	}
}

static void a_volume_inside_a_larger_image_reads_the_same(void **state IA_UNUSED)
{
	if (!have_tools())
		skip();
	fill(&volumes[5], "volume");
	run("rm -f larger; truncate -s 3M larger; dd if=volume of=larger bs=512 seek=2051 "
	    "conv=notrunc; truncate -s +1M larger");
	assert_volume(&volumes[5], "larger", 2051 * 512);
}

static void a_menu_costs_a_few_small_reads(void **state IA_UNUSED)
{
	struct isoargs_image *image = NULL;
	struct ia_fat *fat IA_AUTO_FAT = NULL;
	struct ia_window whole;
	struct ia_files files;
	struct ia_file file;
	uint64_t reads, bytes;
	char buf[1201];

	if (!have_tools())
		skip();
	make_file("grub.cfg", 1201);
	run("rm -f volume; mkfs.fat -C -n ANACONDA volume 10240");
	run("mmd -i volume ::/EFI ::/EFI/BOOT; mcopy -i volume grub.cfg ::/EFI/BOOT/");
	assert_int_equal(isoargs_image_open(in_directory("volume"), &image, NULL), 0);
	whole = ia_window_whole(image);
	assert_int_equal(ia_fat_open(&whole, &fat, NULL), 1);
	files = ia_fat_files(fat);
	assert_int_equal(files.ops->find(files.fs, "EFI/BOOT/grub.cfg", &file, NULL), 1);
	assert_int_equal(ia_files_read(&files, &file, 0, buf, sizeof(buf), NULL), 0);
	isoargs_image_cost(image, &reads, &bytes);
	print_message("# %llu reads, %llu bytes\n", (unsigned long long)reads,
		      (unsigned long long)bytes);
	assert_in_range(reads, 1, 10);
	assert_in_range(bytes, 1, 10 * IA_BLOCK_SIZE);
	isoargs_image_free(image);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_those_that_mcopy_gives),
		cmocka_unit_test(a_volume_inside_a_larger_image_reads_the_same),
		cmocka_unit_test(a_menu_costs_a_few_small_reads),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

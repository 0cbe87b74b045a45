/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "image/image.h"
#include "report/filesystems.h"
#include "support/put.h"
#include "support/verbs.h"

/*
 * Media that a reader hands over: what the library says of them is what it says of the files, and
 * what that costs.
 */

#define NAME         "medium.iso"
#define MEDIA_MAX    100u
#define REQUESTS_MAX 8192u

/* libblkid's are those of the one memory file that is read through its offset. */
static int truth = -1; /* the file that it stands for */
static unsigned probes;

ssize_t read(int fd, void *buf, size_t size);

static bool is_source(int fd)
{
	char path[64], target[64] = "";

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return readlink(path, target, sizeof(target) - 1) > 0 &&
	       strncmp(target, "/memfd:isoargs-source", 21) == 0;
}

/* In the place of the C library's: what libblkid is given is what stands in the file. */
ssize_t read(int fd, void *buf, size_t size)
{
	off_t at = lseek(fd, 0, SEEK_CUR);
	ssize_t n = syscall(SYS_read, fd, buf, size);

	if (n > 0 && truth >= 0 && is_source(fd)) {
		uint8_t *expected = malloc((size_t)n);

		assert_non_null(expected);
		assert_int_equal(pread(truth, expected, (size_t)n, at), n);
		if (memcmp(buf, expected, (size_t)n) != 0)
			fail_msg("libblkid was asked with a hole in %zd bytes at %lld", n,
				 (long long)at);
		free(expected);
		probes++;
	}
	return n;
}

struct request {
	uint64_t start, end;
};

struct medium {
	const char *name;
	int fd;
	uint64_t size;
	struct request requests[REQUESTS_MAX];
	size_t count;
};

static ssize_t hand_over(void *buf, size_t size, uint64_t offset, void *data)
{
	struct medium *medium = data;
	ssize_t n;

	assert_true(size > 0 && offset < medium->size && size <= medium->size - offset);
	assert_true(medium->count < REQUESTS_MAX);
	medium->requests[medium->count++] = (struct request){offset, offset + size};
	n = pread(medium->fd, buf, size, (off_t)offset);
	return n < 0 ? -errno : n;
}

struct figures {
	uint64_t reads, bytes;
};

static struct figures count(const struct medium *medium, const struct request *without)
{
	struct figures figures = {0};

	for (size_t i = 0; i < medium->count; i++) {
		const struct request *request = &medium->requests[i];

		if (request->start < without->end && without->start < request->end)
			continue;
		figures.reads++;
		figures.bytes += request->end - request->start;
	}
	return figures;
}

static char *say_of_file(const struct medium *medium, enum verb verb)
{
	struct isoargs_image *image = NULL;
	char *said;
	int r;

	assert_int_equal(isoargs_image_open_fd(medium->fd, NAME, &image, NULL), 0);
	said = verb_say(verb, image, &r);
	isoargs_image_free(image);
	return said;
}

static char *say_of_reader(struct medium *medium, enum verb verb, unsigned flags)
{
	const struct isoargs_reader reader = {
		.read = hand_over, .size = medium->size, .data = medium, .flags = flags};
	struct isoargs_image *image = NULL;
	struct figures figures;
	uint64_t reads, bytes;
	char *said;
	int r;

	medium->count = 0;
	assert_int_equal(isoargs_image_open_reader(&reader, NAME, &image, NULL), 0);
	truth = medium->fd;
	said = verb_say(verb, image, &r);
	truth = -1;
	isoargs_image_cost(image, &reads, &bytes);
	figures = count(medium, &(struct request){0});
	assert_int_equal(reads, figures.reads);
	assert_int_equal(bytes, figures.bytes);
	isoargs_image_free(image);
	return said;
}

/* What udev makes of a medium takes more than a remote one is asked for: each such line is replaced. */
static void unsay_udev(char *said)
{
	static const char *const sentences[] = {
		"libblkid takes the medium for ISO 9660, whatever else it looks for",
		"not looked at: the medium is remote",
	};

	for (size_t i = 0; i < IA_COUNT(sentences); i++) {
		size_t size = strlen(sentences[i]);

		for (char *at; (at = strstr(said, sentences[i]));) {
			*at = '-';
			memmove(at + 1, at + size, strlen(at + size) + 1);
		}
	}
}

static void assert_same(const struct medium *medium, enum verb verb, const char *file,
			const char *reader)
{
	size_t at = 0;

	while (file[at] && file[at] == reader[at])
		at++;
	if (file[at] || reader[at])
		fail_msg("%s, %s: \"%.200s\" of the file, \"%.200s\" of the reader", medium->name,
			 verb_names[verb], file + at - (at > 40 ? 40 : at),
			 reader + at - (at > 40 ? 40 : at));
}

static void compare(struct medium *medium, enum verb verb, unsigned flags)
{
	char *file = say_of_file(medium, verb);
	char *reader = say_of_reader(medium, verb, flags);

	if (flags & ISOARGS_READER_REMOTE) {
		unsay_udev(file);
		unsay_udev(reader);
	}
	assert_same(medium, verb, file, reader);
	free(file);
	free(reader);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t list_media(const char *folder, char **ret)
{
	DIR *directory = opendir(folder);
	struct dirent *entry;
	size_t count = 0;

	assert_non_null(directory);
	while (count < MEDIA_MAX && (entry = readdir(directory))) {
		const char *dot = strrchr(entry->d_name, '.');

		if (dot && strcmp(dot, ".iso") == 0)
			ret[count++] = strdup(entry->d_name);
	}
	closedir(directory);
	qsort(ret, count, sizeof(*ret), by_name);
	return count;
}

typedef void (*visit)(struct medium *medium);

/* The test is skipped where there are none. */
static void each_medium(visit look)
{
	const char *folder = getenv("ISOARGS_TEST_MEDIA");
	char *names[MEDIA_MAX];
	size_t number;

	if (!folder || !*folder)
		skip();
	number = list_media(folder, names);
	assert_true(number > 0);
	for (size_t i = 0; i < number; i++) {
		struct medium *medium = calloc(1, sizeof(*medium));
		char path[PATH_MAX];

		assert_non_null(medium);
		snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		medium->name = names[i];
		medium->fd = open(path, O_RDONLY | O_CLOEXEC);
		assert_true(medium->fd >= 0);
		medium->size = (uint64_t)lseek(medium->fd, 0, SEEK_END);
		look(medium);
		close(medium->fd);
		free(medium);
		free(names[i]);
	}
}

static void compare_all(struct medium *medium, unsigned flags)
{
	for (enum verb verb = 0; verb < VERB_COUNT; verb++)
		compare(medium, verb, flags);
}

static void visit_local(struct medium *medium)
{
	compare_all(medium, 0);
}

static void visit_remote(struct medium *medium)
{
	compare_all(medium, ISOARGS_READER_REMOTE);
}

static void each_verb_says_of_a_reader_what_it_says_of_the_file(void **state IA_UNUSED)
{
	probes = 0;
	each_medium(visit_local);
	assert_true(probes > 0);
}

static void and_of_a_remote_one_all_but_what_would_take_megabytes(void **state IA_UNUSED)
{
	probes = 0;
	each_medium(visit_remote);
	assert_true(probes > 0);
}

/* The entry's kernel and RAM disks, where they lie in the ISO 9660 volume; none of what is not there. */
static size_t find_files(const struct medium *medium, struct request *ret, size_t max)
{
	const struct isoargs_inspect_options options = {.depth = ISOARGS_DEPTH_ARGS};
	struct isoargs_image *image = NULL;
	struct isoargs_report *report = NULL;
	struct isoargs_request *request = NULL;
	struct isoargs_args *args = NULL;
	struct ia_filesystems systems = {0};
	struct ia_window whole;
	size_t count = 0;

	assert_int_equal(isoargs_image_open_fd(medium->fd, NAME, &image, NULL), 0);
	assert_int_equal(isoargs_request_new(&request), 0);
	whole = ia_window_whole(image);
	if (isoargs_inspect(image, &options, &report, NULL) == 0 &&
	    isoargs_derive(report, request, &args, NULL) == 0 &&
	    ia_filesystems_open(&whole, report, &systems, NULL) == 0) {
		const struct isoargs_entry *entry = isoargs_args_entry(args);
		const char *location = isoargs_entry_kernel_location(entry);
		const struct ia_files *files;
		struct ia_file file;

		for (size_t i = 0; count < max && location; i++) {
			if (ia_filesystems_find(&systems, location, &files, &file, NULL) > 0)
				ret[count++] =
					(struct request){file.offset, file.offset + file.size};
			location = isoargs_entry_initrd(entry, i)
					   ? isoargs_entry_initrd_location(entry, i)
					   : NULL;
		}
	}
	ia_filesystems_close(&systems);
	isoargs_args_free(args);
	isoargs_request_free(request);
	isoargs_report_free(report);
	isoargs_image_free(image);
	return count;
}

/* What is asked of a verb: of check without the kernel, of extract beside the files. */
static const struct figures wanted[VERB_COUNT] = {
	[VERB_ARGS] = {6, 208},
	[VERB_INSPECT] = {9, 256},
	[VERB_CHECK] = {12, 320},
	[VERB_EXTRACT] = {UINT64_MAX, 208},
};
static const struct figures wanted_of_centos = {4, 176};
#define KERNEL_READS 24u /* and of check for the kernel's bytes */

/* Media that have what is read in more places than those hold. */
static const struct {
	const char *name;
	struct figures figures[VERB_COUNT];
} scattered[] = {
	{"arch.iso", {{6, 208}, {14, 352}, {15, 368}, {UINT64_MAX, 208}}},
	{"arch-grub.iso", {{6, 208}, {9, 272}, {12, 320}, {UINT64_MAX, 208}}},
	{"ubuntu-autoinstall.iso", {{6, 208}, {9, 272}, {12, 320}, {UINT64_MAX, 208}}},
	{"packaged-memtest-ia32.iso", {{7, 224}, {9, 256}, {12, 320}, {UINT64_MAX, 224}}},
	{"packaged-memtest-x64.iso", {{7, 224}, {9, 256}, {12, 320}, {UINT64_MAX, 224}}},
};

static struct figures wanted_of(const struct medium *medium, enum verb verb)
{
	for (size_t i = 0; i < IA_COUNT(scattered); i++) {
		if (strcmp(medium->name, scattered[i].name) == 0)
			return scattered[i].figures[verb];
	}
	if (verb == VERB_ARGS && strncmp(medium->name, "el7-", 4) == 0)
		return wanted_of_centos;
	return wanted[verb];
}

static void assert_few(const struct medium *medium, enum verb verb, struct figures figures,
		       uint64_t files)
{
	const struct figures most = wanted_of(medium, verb);
	uint64_t kib = (figures.bytes + 1023) / 1024;

	print_message(" %s %3llu/%5llu", verb_names[verb], (unsigned long long)figures.reads,
		      (unsigned long long)kib);
	if (figures.reads > most.reads || kib > most.bytes + (files + 1023) / 1024)
		fail_msg("%s, %s: %llu requests, %llu KiB", medium->name, verb_names[verb],
			 (unsigned long long)figures.reads, (unsigned long long)kib);
}

static void visit_figures(struct medium *medium)
{
	struct request files[8] = {{0, 0}};
	const size_t number = find_files(medium, files, IA_COUNT(files));
	uint64_t size = 0;

	for (size_t i = 0; i < number; i++)
		size += files[i].end - files[i].start;
	print_message("# %-26s", medium->name);
	for (enum verb verb = 0; verb < VERB_COUNT; verb++) {
		const struct request none = {0, 0};
		struct figures all, others;

		free(say_of_reader(medium, verb, ISOARGS_READER_REMOTE));
		all = count(medium, &none);
		others = verb == VERB_CHECK ? count(medium, &files[0]) : all;
		assert_few(medium, verb, others, verb == VERB_EXTRACT ? size : 0);
		if (all.reads - others.reads > KERNEL_READS)
			fail_msg("%s: %llu requests for the kernel", medium->name,
				 (unsigned long long)(all.reads - others.reads));
		if (verb == VERB_CHECK)
			print_message(" + %2llu/%5llu",
				      (unsigned long long)(all.reads - others.reads),
				      (unsigned long long)(all.bytes - others.bytes) / 1024);
	}
	print_message("\n");
}

static void a_remote_one_is_asked_for_little(void **state IA_UNUSED)
{
	each_medium(visit_figures);
}

/* A copy of a medium to be changed; false: there are no media. */
static bool copy_medium(const char *name, struct medium *ret)
{
	const char *folder = getenv("ISOARGS_TEST_MEDIA");
	char path[PATH_MAX];
	int fd;

	if (!folder || !*folder)
		return false;
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ret->name = name;
	ret->fd = memfd_create("changed", MFD_CLOEXEC);
	assert_true(ret->fd >= 0);
	while (sendfile(ret->fd, fd, NULL, 1 << 20) > 0)
		;
	ret->size = (uint64_t)lseek(ret->fd, 0, SEEK_END);
	close(fd);
	return true;
}

static void put(const struct medium *medium, uint64_t at, const void *bytes, size_t size)
{
	assert_int_equal(pwrite(medium->fd, bytes, size, (off_t)at), size);
}

#define PUT(medium, at, bytes) put(medium, at, bytes, sizeof(bytes) - 1)

static void put_mbr_entry(const struct medium *medium, uint64_t mbr, unsigned row, uint8_t type,
			  uint32_t start)
{
	uint8_t entry[16] = {[4] = type, [13] = 1};

	put_le(entry + 8, start, 4);
	put(medium, mbr + 446 + 16 * (uint64_t)row, entry, sizeof(entry));
	PUT(medium, mbr + 510, "\x55\xaa");
}

static void lose_the_first_gpt(const struct medium *medium)
{
	const uint8_t zeros[512] = {0};

	put(medium, 512, zeros, sizeof(zeros));
}

static void damage_the_first_gpt(const struct medium *medium)
{
	PUT(medium, 512 + 60, "\x01\x02");
}

static void damage_an_entry_of_the_first_gpt(const struct medium *medium)
{
	PUT(medium, 1024 + 130, "\x01\x02");
}

static void add_a_bsd_label(const struct medium *medium)
{
	put_mbr_entry(medium, 0, 2, 0xa5, 4000);
	PUT(medium, 4001 * 512, "\x57\x45\x56\x82");
	PUT(medium, 4001 * 512 + 132, "\x57\x45\x56\x82");
}

static void add_a_table_of_unixware(const struct medium *medium)
{
	put_mbr_entry(medium, 0, 2, 0x63, 4000);
	PUT(medium, 4029 * 512 + 4, "\x0d\x60\xe5\xca");
}

static void add_logical_partitions(const struct medium *medium)
{
	put_mbr_entry(medium, 0, 2, 0x05, 2000);
	for (uint32_t i = 0; i < 8; i++) {
		const uint64_t at = 512 * (uint64_t)(2000 + 300 * i);

		put_mbr_entry(medium, at, 0, 0x83, 1);
		put_mbr_entry(medium, at, 1, i < 7 ? 0x05 : 0, 300 * (i + 1));
	}
}

static void scatter_an_apm(const struct medium *medium)
{
	PUT(medium, 0, "ER\xc0\0");
	for (uint64_t i = 1; i <= 20; i++)
		PUT(medium, i * 0xc000, "PM\0\0\0\0\0\x14\0\0\0\1\0\0\0\1name");
}

static void of_tables_that_lead_elsewhere_nothing_is_left_out(void **state IA_UNUSED)
{
	static void (*const changes[])(const struct medium *) = {
		lose_the_first_gpt, damage_the_first_gpt,    damage_an_entry_of_the_first_gpt,
		add_a_bsd_label,    add_a_table_of_unixware, add_logical_partitions,
		scatter_an_apm,
	};
	struct medium *medium = calloc(1, sizeof(*medium));

	assert_non_null(medium);
	for (size_t i = 0; i < IA_COUNT(changes); i++) {
		if (!copy_medium("rhel7-server.iso", medium)) {
			free(medium);
			skip();
		}
		changes[i](medium);
		for (unsigned flags = 0; flags <= ISOARGS_READER_REMOTE; flags++) {
			compare(medium, VERB_INSPECT, flags);
			compare(medium, VERB_CHECK, flags);
		}
		close(medium->fd);
	}
	free(medium);
}

static void assert_udev(struct medium *medium, const char *sentence)
{
	char *said = say_of_reader(medium, VERB_CHECK, 0);

	assert_contains(said, sentence);
	free(said);
}

static void what_could_lead_anywhere_in_a_large_one_is_not_looked_at(void **state IA_UNUSED)
{
	struct medium *medium = calloc(1, sizeof(*medium));
	uint8_t boot[] = {[11] = 0, [12] = 2, [13] = 8, [16] = 2, [21] = 0xf8};

	assert_non_null(medium);
	if (!copy_medium("el7-dvd.iso", medium)) {
		free(medium);
		skip();
	}
	assert_udev(medium, "libblkid takes the medium for ISO 9660, whatever else it looks for");
	put(medium, 0, boot, sizeof(boot));
	assert_udev(medium, "not looked at: beside ISO 9660 there is the mark of FAT, for which "
			    "libblkid may read anywhere in the image");
	PUT(medium, 0, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
	PUT(medium, 1024, "H+");
	assert_udev(medium, "the mark of HFS Plus");
	PUT(medium, 1024, "\0\0");
	PUT(medium, medium->size - 512, "\xde\x11\xde\x11");
	assert_udev(medium, "the mark of a DDF RAID");
	PUT(medium, medium->size - 512, "\0\0\0\0");
	PUT(medium, 2048 * 30 + 1, "BEA01");
	assert_udev(medium, "the mark of UDF");
	close(medium->fd);
	free(medium);
}

/* Hands over so few bytes at a time that a head takes more calls than a remote one may have. */
static ssize_t drip(void *buf, size_t size, uint64_t offset, void *data)
{
	const struct medium *medium = data;

	return pread(medium->fd, buf, size < 2048 ? size : 2048, (off_t)offset);
}

static void assert_too_much(const struct isoargs_reader *reader, enum verb verb,
			    const char *sentence)
{
	struct isoargs_image *image = NULL;
	char *said;
	int r;

	assert_int_equal(isoargs_image_open_reader(reader, NAME, &image, NULL), 0);
	said = verb_say(verb, image, &r);
	assert_int_equal(r, reader->flags ? -EFBIG : 0);
	if (reader->flags)
		assert_contains(said, sentence);
	free(said);
	isoargs_image_free(image);
}

static void each_call_has_its_bound(void **state IA_UNUSED)
{
	struct medium *medium = calloc(1, sizeof(*medium));

	assert_non_null(medium);
	if (!copy_medium("rhel7-server.iso", medium)) {
		free(medium);
		skip();
	}
	for (unsigned flags = 0; flags <= ISOARGS_READER_REMOTE; flags++) {
		const struct isoargs_reader reader = {
			.read = drip, .size = medium->size, .data = medium, .flags = flags};

		assert_too_much(&reader, VERB_ARGS,
				NAME
				": the medium takes more than 32 requests or 4096 KiB; it took "
				"32 and 64 so far");
		assert_too_much(&reader, VERB_INSPECT,
				NAME
				": the medium takes more than 64 requests or 16384 KiB; it took "
				"64 and 128 so far");
	}
	close(medium->fd);
	free(medium);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_verb_says_of_a_reader_what_it_says_of_the_file),
		cmocka_unit_test(and_of_a_remote_one_all_but_what_would_take_megabytes),
		cmocka_unit_test(a_remote_one_is_asked_for_little),
		cmocka_unit_test(of_tables_that_lead_elsewhere_nothing_is_left_out),
		cmocka_unit_test(what_could_lead_anywhere_in_a_large_one_is_not_looked_at),
		cmocka_unit_test(each_call_has_its_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

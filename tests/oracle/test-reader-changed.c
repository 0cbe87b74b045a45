/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oracle/reader.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include "support/put.h"

/* Media that were changed, and readers that are slow: as a file is, or within the bounds. */

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

/* As slow where it is asked for much: for what a report takes it is not. */
static ssize_t drip_large(void *buf, size_t size, uint64_t offset, void *data)
{
	const struct medium *medium = data;

	return pread(medium->fd, buf, size <= 256 * 1024 ? size : 1024, (off_t)offset);
}

/* After a request more for each window of the kernel, which is Debian's of today, and twice its bytes. */
static void assert_copy_ends(const struct isoargs_reader *reader)
{
	static const char begins[] = "more than ";
	const unsigned window = IA_SOURCE_WINDOW / 1024, kept = IA_SOURCE_FILES_BYTES_MAX / 1024;
	struct isoargs_image *image = NULL;
	unsigned reads, kib, took;
	const char *found;
	char *said;
	int r;

	assert_int_equal(isoargs_image_open_reader(reader, NAME, &image, NULL), 0);
	said = verb_say(VERB_EXTRACT, image, &r);
	assert_int_equal(r, reader->flags ? -EFBIG : 0);
	if (reader->flags) {
		found = strstr(said, begins);
		assert_non_null(found);
		assert_int_equal(sscanf(found + strlen(begins),
					"%u requests or %u KiB; it took %u and ", &reads, &kib,
					&took),
				 3);
		assert_int_equal(took, reads);
		assert_true(reads > IA_SOURCE_FILES_READS_MAX);
		reads -= IA_SOURCE_FILES_READS_MAX;
		assert_in_range(kib, kept + 2 * window * (reads - 1),
				kept + 2 * window * (reads + 1));
	}
	free(said);
	isoargs_image_free(image);
}

static void a_copy_has_a_bound_by_its_size(void **state IA_UNUSED)
{
	struct medium *medium = calloc(1, sizeof(*medium));

	assert_non_null(medium);
	if (!copy_medium("el7-dvd.iso", medium)) {
		free(medium);
		skip();
	}
	for (unsigned flags = 0; flags <= ISOARGS_READER_REMOTE; flags++) {
		const struct isoargs_reader reader = {
			.read = drip_large, .size = medium->size, .data = medium, .flags = flags};

		assert_copy_ends(&reader);
	}
	close(medium->fd);
	free(medium);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_tables_that_lead_elsewhere_nothing_is_left_out),
		cmocka_unit_test(what_could_lead_anywhere_in_a_large_one_is_not_looked_at),
		cmocka_unit_test(each_call_has_its_bound),
		cmocka_unit_test(a_copy_has_a_bound_by_its_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

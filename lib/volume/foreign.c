/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/foreign.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/limits.h"

#define HEAD_SIZE   1024u
#define TAIL_SIZE   512u
#define VOLUME_AT   (16u * IA_BLOCK_SIZE) /* where volume descriptors begin: ECMA-119, ECMA-167 */
#define DESCRIPTORS 16u                   /* of UDF that are looked at */
#define TABLE_AT    446u                  /* the MBR's four rows of 16 bytes */

#define RAW             "name the .iso file of an installation medium, not a disk"
#define UNPACK(command) "unpack it first: " command
#define CONVERT         "an installation medium is published as .iso: take that"
#define AGAIN           "download it again, and compare its checksum with the publisher's"

/* What begins a file so, or stands at that byte of it. */
static const struct mark {
	unsigned offset, size;
	const char *bytes;
	const char *what, *remedy;
} marks[] = {
	{0, 2, "\x1f\x8b", "a file that gzip packed", UNPACK("gunzip")},
	{0, 6,
	 "\xfd"
	 "7zXZ\0",
	 "a file that xz packed", UNPACK("unxz")},
	{0, 4, "\x28\xb5\x2f\xfd", "a file that zstd packed", UNPACK("unzstd")},
	{0, 3, "BZh", "a file that bzip2 packed", UNPACK("bunzip2")},
	{0, 4, "\x04\x22\x4d\x18", "a file that lz4 packed", UNPACK("unlz4")},
	{0, 5, "\x5d\0\0\x80\0", "a file that lzma packed", UNPACK("unlzma")},
	{0, 4, "PK\3\4", "a zip archive", UNPACK("unzip")},
	{0, 6, "7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK("7z x")},
	{0, 4, "Rar!", "a RAR archive", UNPACK("unrar x")},
	{257, 5, "ustar", "a tar archive", UNPACK("tar -xf")},
	{0, 4, "QFI\xfb", "a qcow2 disk image", RAW},
	{0, 4, "KDMV", "a VMDK disk image", RAW},
	{0, 8, "vhdxfile", "a VHDX disk image", RAW},
	{0, 8, "conectix", "a VHD disk image", RAW},
	{64, 4, "\x7f\x10\xda\xbe", "a VDI disk image", RAW},
	{0, 8, "MComprHD", "a CHD disk image", CONVERT},
	{0, 12, "\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
	 "a raw copy of a CD, in sectors of 2352 bytes",
	 "convert it first: bchunk makes an .iso of it"},
	{0, 4, "hsqs", "a squashfs file system", "name the .iso file that it lies on"},
	{0, 4,
	 "\x7f"
	 "ELF",
	 "a program", CONVERT},
	{512, 8, "EFI PART", "a disk with a GPT", RAW},
	{54, 5, "FAT16", "a FAT file system", RAW},
	{82, 5, "FAT32", "a FAT file system", RAW},
	{3, 8, "NTFS    ", "an NTFS file system", RAW},
	{3, 8, "EXFAT   ", "an exFAT file system", RAW},
};

/* What the last 512 bytes of a file begin with. */
static const struct mark tails[] = {
	{0, 4, "koly", "an Apple disk image", CONVERT},
	{0, 8, "conectix", "a VHD disk image", RAW},
};

static const struct mark *find(const struct mark *all, size_t count, const uint8_t *data,
			       size_t size)
{
	for (size_t i = 0; i < count; i++) {
		if (all[i].offset + all[i].size <= size &&
		    memcmp(data + all[i].offset, all[i].bytes, all[i].size) == 0)
			return &all[i];
	}
	return NULL;
}

/* A server's page, which says that the file is not there, or asks who one is. */
static const struct mark *find_page(const uint8_t *head, size_t size)
{
	static const struct mark page = {
		.what = "a web page",
		.remedy = "the server sent it in place of the image: download that from another "
			  "address",
	};
	static const char *const beginnings[] = {"<!doctype html", "<html", "<?xml"};
	size_t at = 0;

	while (at < size && ia_ascii_is_space((char)head[at]))
		at++;
	for (size_t i = 0; i < IA_COUNT(beginnings); i++) {
		size_t length = strlen(beginnings[i]);

		if (at + length <= size &&
		    strncasecmp((const char *)head + at, beginnings[i], length) == 0)
			return &page;
	}
	return NULL;
}

/* One partition at least, in a table that the firmware would take. */
static const struct mark *find_mbr(const uint8_t *head, size_t size)
{
	static const struct mark disk = {.what = "a disk with an MBR", .remedy = RAW};

	if (size < 512 || head[510] != 0x55 || head[511] != 0xaa)
		return NULL;
	for (size_t row = 0; row < 4; row++) {
		const uint8_t *entry = head + TABLE_AT + 16 * row;

		if (entry[4] != 0 && (entry[0] & 0x7f) == 0)
			return &disk;
	}
	return NULL;
}

static bool is_zero(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (data[i])
			return false;
	}
	return true;
}

/* UDF's own descriptors stand where ISO 9660 has its, and a bridge has both. */
static int find_udf(const struct ia_window *window, const struct mark **ret,
		    struct isoargs_error **reterr)
{
	static const struct mark udf = {
		.what = "a UDF file system without an ISO 9660 one beside it",
		.remedy = "Linux media have both: name the .iso file of one",
	};
	uint8_t id[6];

	for (unsigned i = 0; i < DESCRIPTORS; i++) {
		uint64_t at = VOLUME_AT + (uint64_t)i * IA_BLOCK_SIZE;
		int r;

		if (at + sizeof(id) > window->size)
			return 0;
		r = ia_window_read(window, at, id, sizeof(id), reterr);
		if (r < 0)
			return r;
		if (memcmp(id + 1, "NSR0", 4) == 0)
			*ret = &udf;
	}
	return 0;
}

static int find_mark(const struct ia_window *window, const struct mark **ret,
		     struct isoargs_error **reterr)
{
	static const struct mark zeros = {.what = "zeros where its volume should be",
					  .remedy = "its download is not done, or failed: " AGAIN};
	uint8_t head[HEAD_SIZE], tail[TAIL_SIZE], volume[TAIL_SIZE];
	size_t size = window->size < HEAD_SIZE ? (size_t)window->size : HEAD_SIZE;
	int r;

	*ret = NULL;
	r = ia_window_read(window, 0, head, size, reterr);
	if (r < 0)
		return r;
	*ret = find(marks, IA_COUNT(marks), head, size);
	if (!*ret)
		*ret = find_page(head, size);
	if (!*ret && window->size >= TAIL_SIZE) {
		r = ia_window_read(window, window->size - TAIL_SIZE, tail, TAIL_SIZE, reterr);
		if (r < 0)
			return r;
		*ret = find(tails, IA_COUNT(tails), tail, TAIL_SIZE);
	}
	if (!*ret) {
		r = find_udf(window, ret, reterr);
		if (r < 0)
			return r;
	}
	if (*ret || window->size < VOLUME_AT + sizeof(volume))
		return 0;
	r = ia_window_read(window, VOLUME_AT, volume, sizeof(volume), reterr);
	if (r < 0)
		return r;
	*ret = is_zero(volume, sizeof(volume)) && is_zero(head, TABLE_AT) ? &zeros
									  : find_mbr(head, size);
	return 0;
}

int ia_foreign_error(const struct ia_window *window, const char *name,
		     struct isoargs_error **reterr)
{
	const struct ia_place *place = IA_IN_FILE(name);
	const struct mark *mark;
	int r = find_mark(window, &mark, reterr);

	if (r < 0)
		return r;
	if (mark)
		return ia_error(reterr, -EBADMSG, place, mark->remedy,
				"found %s, expected an ISO 9660 volume", mark->what);
	if (window->size < VOLUME_AT + IA_BLOCK_SIZE)
		return ia_error(reterr, -ENODATA, place, AGAIN,
				"found %" PRIu64 " bytes, too few for an ISO 9660 volume, which "
				"begins at byte %u",
				window->size, VOLUME_AT);
	return ia_error(reterr, -EBADMSG, place, "name the .iso file of an installation medium",
			"no ISO 9660 volume: \"CD001\" is missing in sector 16");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/bzimage.h"

#include <errno.h>
#include <string.h>

#include "base/bytes.h"
#include "base/checked.h"

/* Fields by their offset in the file. */
enum {
	SETUP_SECTS = 0x1f1,
	BOOT_FLAG = 0x1fe,
	HEADER = 0x202,
	PROTOCOL = 0x206,
	KERNEL_VERSION = 0x20e,
	PAYLOAD_OFFSET = 0x248,
	PAYLOAD_LENGTH = 0x24c,
};

enum {
	SECTOR = 512,
	SETUP_SECTS_OLD = 4, /* what 0 stands for */
	BOOT_MAGIC = 0xaa55,
	PROTOCOL_PAYLOAD = 0x0208,
};

int ia_bzimage_parse(const uint8_t *head, size_t size, uint64_t file_size, struct ia_bzimage *ret,
		     struct isoargs_error **reterr)
{
	struct ia_bzimage bzimage = {0};
	uint64_t setup, version;

	if (size < IA_BZIMAGE_HEAD || ia_le16(head + BOOT_FLAG) != BOOT_MAGIC ||
	    memcmp(head + HEADER, "HdrS", 4) != 0)
		return 0;
	setup = SECTOR * (uint64_t)(head[SETUP_SECTS] ? head[SETUP_SECTS] : SETUP_SECTS_OLD);
	bzimage.protocol = ia_le16(head + PROTOCOL);
	/* The string is in the setup's sectors, which come after the boot sector. */
	version = ia_le16(head + KERNEL_VERSION);
	if (version > 0 && version < setup)
		bzimage.version_offset = SECTOR + version;
	if (bzimage.protocol >= PROTOCOL_PAYLOAD) {
		bzimage.has_payload = true;
		bzimage.payload_offset = SECTOR + setup + ia_le32(head + PAYLOAD_OFFSET);
		bzimage.payload_size = ia_le32(head + PAYLOAD_LENGTH);
		if (bzimage.payload_size == 0)
			return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, PAYLOAD_LENGTH), NULL,
					"found a payload of no bytes, expected a packed kernel");
		if (!ia_inside(bzimage.payload_offset, bzimage.payload_size, file_size))
			return ia_error(
				reterr, -ENODATA, IA_AT_OFFSET(NULL, file_size),
				"the file is cut off or damaged: copy it again",
				"the packed kernel is %llu bytes at offset %llu, the file has "
				"%llu bytes",
				(unsigned long long)bzimage.payload_size,
				(unsigned long long)bzimage.payload_offset,
				(unsigned long long)file_size);
	}
	*ret = bzimage;
	return 1;
}

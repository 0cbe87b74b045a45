/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kickstart/oemdrv.h"

#include <cdio/bytesex.h>
#include <cdio/iso9660.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"

/*
 * libiso9660 writes the volume (sections are those of ECMA-119), and here are the two-letter entries
 * of SUSP and RRIP 1.09, which it has none of. Its writers keep no state and ask for no time zone;
 * they log, and end the process, only on arguments that ISO 9660 cannot carry: all of these are
 * constants or were checked.
 */

#define WHEN_MAX  5869583999 /* the end of 2155, the last year of a record's date (9.1.5) */
#define MODE_DIR  0040555u
#define MODE_FILE 0100400u /* it holds the hash of a password */
#define ROOT_SIZE IA_BLOCK_SIZE

/* System use entries, one after another; no area in a record is larger. */
struct entries {
	uint8_t bytes[256];
	size_t size;
};

static void put(struct entries *e, const void *data, size_t size)
{
	memcpy(e->bytes + e->size, data, size);
	e->size += size;
}

static void put8(struct entries *e, unsigned value)
{
	e->bytes[e->size++] = (uint8_t)value;
}

/* In both orders of bytes. */
static void put_both(struct entries *e, uint32_t value)
{
	const uint64_t both = to_733(value);

	put(e, &both, sizeof(both));
}

static void put_head(struct entries *e, const char *signature, size_t length)
{
	put(e, signature, 2);
	put8(e, (unsigned)length);
	put8(e, 1); /* version */
}

/* RR says which of the others there are: PX is bit 0, NM is bit 3. */
static void put_attributes(struct entries *e, unsigned present, uint32_t mode, uint32_t links)
{
	put_head(e, "RR", 5);
	put8(e, present);
	put_head(e, "PX", 36);
	put_both(e, mode);
	put_both(e, links);
	put_both(e, 0); /* owner */
	put_both(e, 0); /* group */
}

#define ER_ID "RRIP_1991A"
#define ER_DESCRIPTION                                                                             \
	"THE ROCK RIDGE INTERCHANGE PROTOCOL PROVIDES SUPPORT FOR POSIX FILE SYSTEM SEMANTICS"
#define ER_SOURCE                                                                                  \
	"PLEASE CONTACT DISC PUBLISHER FOR SPECIFICATION SOURCE.  SEE PUBLISHER IDENTIFIER IN "    \
	"PRIMARY VOLUME DESCRIPTOR FOR CONTACT INFORMATION."
#define ER_LENGTH (8u + sizeof(ER_ID) - 1 + sizeof(ER_DESCRIPTION) - 1 + sizeof(ER_SOURCE) - 1)

_Static_assert(ER_LENGTH <= 255, "the length of an entry is one byte");

/* ER, for which the root's own record has no room. */
static void put_extension(struct entries *e)
{
	put_head(e, "ER", ER_LENGTH);
	put8(e, sizeof(ER_ID) - 1);
	put8(e, sizeof(ER_DESCRIPTION) - 1);
	put8(e, sizeof(ER_SOURCE) - 1);
	put8(e, 1);
	put(e, ER_ID, sizeof(ER_ID) - 1);
	put(e, ER_DESCRIPTION, sizeof(ER_DESCRIPTION) - 1);
	put(e, ER_SOURCE, sizeof(ER_SOURCE) - 1);
}

static void write_root(uint8_t *root, uint32_t size, const time_t *when)
{
	static const char name[] = "ks.cfg";
	struct entries self = {.size = 0}, parent = {.size = 0}, file = {.size = 0};

	put_head(&self, "SP", 7);
	put(&self, "\xbe\xef\0", 3);
	put_attributes(&self, 1, MODE_DIR, 2);
	put_head(&self, "CE", 28);
	put_both(&self, IA_OEMDRV_EXTRA);
	put_both(&self, 0);
	put_both(&self, ER_LENGTH);
	put_attributes(&parent, 1, MODE_DIR, 2);
	put_attributes(&file, 1 | 8, MODE_FILE, 1);
	put_head(&file, "NM", 5 + sizeof(name) - 1);
	put8(&file, 0);
	put(&file, name, sizeof(name) - 1);
	iso9660_dir_init_new_su(root, IA_OEMDRV_ROOT, ROOT_SIZE, self.bytes, (unsigned)self.size,
				IA_OEMDRV_ROOT, ROOT_SIZE, parent.bytes, (unsigned)parent.size,
				when);
	iso9660_dir_add_entry_su(root, "KS.CFG;1", IA_OEMDRV_FILE, size, 0, file.bytes,
				 (unsigned)file.size, when);
}

/*
 * 8.4, with the root's record. Of the texts beside the label the header of libiso9660 and its code
 * name another order, so they are put in here; the marks of a CD-ROM XA that it sets are cleared.
 */
static void write_descriptor(uint8_t *block, uint32_t blocks, const uint8_t *root,
			     uint32_t paths_size, const time_t *when)
{
	static const char application[] = "ISOARGS";
	iso9660_pvd_t pvd;

	iso9660_set_pvd(&pvd, "OEMDRV", "", "", "", blocks, root, IA_OEMDRV_PATHS_LE,
			IA_OEMDRV_PATHS_BE, paths_size, when);
	memset(pvd.system_id, ' ', sizeof(pvd.system_id));
	memcpy(pvd.application_id, application, sizeof(application) - 1);
	memset(pvd.application_data, 0, sizeof(pvd.application_data));
	memcpy(block, &pvd, sizeof(pvd));
}

static uint8_t *block_of(uint8_t *image, enum ia_oemdrv_block block)
{
	return image + (size_t)block * IA_BLOCK_SIZE;
}

static void write_volume(uint8_t *image, uint32_t blocks, const char *kickstart, size_t size,
			 const time_t *when)
{
	uint8_t *le = block_of(image, IA_OEMDRV_PATHS_LE),
		*be = block_of(image, IA_OEMDRV_PATHS_BE);
	uint8_t *root = block_of(image, IA_OEMDRV_ROOT);
	struct entries extra = {.size = 0};

	iso9660_pathtable_init(le);
	iso9660_pathtable_l_add_entry(le, "", IA_OEMDRV_ROOT, 1);
	iso9660_pathtable_init(be);
	iso9660_pathtable_m_add_entry(be, "", IA_OEMDRV_ROOT, 1);
	write_root(root, (uint32_t)size, when);
	write_descriptor(block_of(image, IA_OEMDRV_DESCRIPTOR), blocks, root,
			 iso9660_pathtable_get_size(le), when);
	iso9660_set_evd(block_of(image, IA_OEMDRV_TERMINATOR));
	put_extension(&extra);
	memcpy(block_of(image, IA_OEMDRV_EXTRA), extra.bytes, extra.size);
	memcpy(block_of(image, IA_OEMDRV_FILE), kickstart, size);
}

int isoargs_oemdrv(const char *kickstart, size_t size, time_t when, void **ret_image,
		   size_t *ret_size, struct isoargs_error **reterr)
{
	uint32_t blocks;
	uint8_t *image;

	if (size == 0 || memchr(kickstart, '\0', size))
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL,
				"found %s, expected a kickstart's text",
				size == 0 ? "nothing" : "a NUL byte");
	if (size > IA_OEMDRV_KICKSTART_MAX)
		return ia_error(reterr, -E2BIG, IA_NOWHERE, NULL,
				"found a kickstart of %zu bytes, expected at most %u", size,
				IA_OEMDRV_KICKSTART_MAX);
	if (when < 0 || when > WHEN_MAX)
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL,
				"found a date that an ISO 9660 volume cannot carry, expected one "
				"from 1970 to 2155");
	blocks = IA_OEMDRV_FILE + (uint32_t)((size + IA_BLOCK_SIZE - 1) / IA_BLOCK_SIZE);
	blocks = (blocks + IA_OEMDRV_GRAIN - 1) / IA_OEMDRV_GRAIN * IA_OEMDRV_GRAIN;
	image = calloc(blocks, IA_BLOCK_SIZE);
	if (!image)
		return ia_error_memory(reterr);
	write_volume(image, blocks, kickstart, size, &when);
	*ret_image = image;
	*ret_size = (size_t)blocks * IA_BLOCK_SIZE;
	return 0;
}

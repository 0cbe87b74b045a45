/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/elf-builder.h"
#include "support/pack.h"

#include "base/checked.h"
#include "base/limits.h"
#include "kernel/bzimage.h"
#include "kernel/kernel.h"

/* A file in memory; what is beyond its bytes is zeros. */
struct memory {
	const uint8_t *data;
	size_t size;
	uint64_t file_size;
	int result;
};

static int read_memory(void *fs, const struct ia_file *file, uint64_t offset, void *buf,
		       size_t size, struct isoargs_error **reterr)
{
	const struct memory *memory = fs;
	size_t have = offset < memory->size ? memory->size - (size_t)offset : 0;

	if (memory->result < 0)
		return ia_error(reterr, memory->result, IA_AT_OFFSET("an.iso", 7), NULL,
				"scratched");
	assert_true(ia_inside(offset, size, file->size));
	memset(buf, 0, size);
	if (have > 0)
		memcpy(buf, memory->data + offset, have < size ? have : size);
	return 0;
}

static const struct ia_files_ops ops = {.read = read_memory};

static struct elf built;

static int read_from(struct memory *memory, struct isoargs_kernel **ret,
		     struct isoargs_error **reterr)
{
	struct ia_files files = {.ops = &ops, .fs = memory, .name = "ISO"};
	struct ia_file file = {.size = memory->file_size};

	return ia_kernel_new(&files, &file, "/vmlinuz", ret, reterr);
}

static void assert_refused(const void *data, size_t size, int result, const char *part)
{
	struct memory memory = {.data = data, .size = size, .file_size = size};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_kernel *kernel = SENTINEL;

	assert_int_equal(read_from(&memory, &kernel, &error), result);
	assert_ptr_equal(kernel, SENTINEL);
	assert_contains(isoargs_error_message(error), part);
	assert_contains(isoargs_error_message(error), "ISO:/vmlinuz");
}

static struct isoargs_kernel *read_bytes(const void *data, size_t size)
{
	struct memory memory = {.data = data, .size = size, .file_size = size};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_kernel *kernel = NULL;

	if (read_from(&memory, &kernel, &error) < 0)
		fail_msg("%s", isoargs_error_message(error));
	return kernel;
}

static void cleanup_kernel(struct isoargs_kernel **kernel)
{
	isoargs_kernel_free(*kernel);
}
#define AUTO_KERNEL IA_CLEANUP(cleanup_kernel)

static void assert_verdict(unsigned modes, const char *reason)
{
	struct isoargs_kernel *kernel AUTO_KERNEL = read_bytes(built.data, built.size);

	assert_string_equal(isoargs_kernel_reason(kernel), reason);
	assert_int_equal(isoargs_kernel_modes(kernel), modes);
	assert_int_equal(isoargs_kernel_bits(kernel), built.bits);
}

/* What EL7 carries, but for the notes of one type, and with an entry for PVH when asked. */
static void linux_notes(unsigned bits, uint32_t but, bool pvh)
{
	static const struct {
		uint32_t type;
		const char *text;
	} notes[] = {
		{6, "linux"}, {5, "xen-3.0"}, {3, NULL}, {1, NULL}, {9, "yes"}, {8, "generic"},
	};

	elf_begin(&built, bits);
	for (size_t i = 0; i < IA_COUNT(notes); i++) {
		if (notes[i].type == but)
			continue;
		if (notes[i].text)
			elf_text(&built, notes[i].type, notes[i].text);
		else
			elf_number(&built, notes[i].type, 0x81000000);
	}
	if (pvh)
		elf_number(&built, 18, 0x1000370);
}

#define PV  ISOARGS_GUEST_PV
#define PVH ISOARGS_GUEST_PVH

static void each_note_decides_what_depends_on_it(void **state)
{
	(void)state;
	linux_notes(64, 0, false);
	assert_verdict(PV, "ENTRY, VIRT_BASE, XEN_VERSION xen-3.0, GUEST_OS linux");
	linux_notes(64, 0, true);
	assert_verdict(PV | PVH,
		       "ENTRY, VIRT_BASE, XEN_VERSION xen-3.0, GUEST_OS linux; PHYS32_ENTRY");
	linux_notes(64, 1, true);
	assert_verdict(PVH, "no ENTRY note; PHYS32_ENTRY");
	linux_notes(64, 1, false);
	assert_verdict(0, "no ENTRY note");
	linux_notes(64, 3, false);
	assert_verdict(0, "no VIRT_BASE note");
	linux_notes(64, 5, false);
	assert_verdict(0, "no XEN_VERSION note");
	linux_notes(64, 6, false);
	assert_verdict(PV, "ENTRY, VIRT_BASE, XEN_VERSION xen-3.0, LOADER generic");
	linux_notes(64, 8, false);
	assert_verdict(PV, "ENTRY, VIRT_BASE, XEN_VERSION xen-3.0, GUEST_OS linux");
	linux_notes(64, 9, false);
	assert_verdict(PV, "ENTRY, VIRT_BASE, XEN_VERSION xen-3.0, GUEST_OS linux");
	elf_begin(&built, 64);
	assert_verdict(0, "no Xen notes at all");
}

static void values_decide_as_well(void **state)
{
	(void)state;
	linux_notes(64, 5, false);
	elf_text(&built, 5, "xen-3.0-x86_64");
	assert_verdict(PV, "ENTRY, VIRT_BASE, XEN_VERSION xen-3.0-x86_64, GUEST_OS linux");
	elf_text(&built, 5, "xen-2.0");
	assert_verdict(0, "XEN_VERSION is xen-2.0, Xen expects xen-3.0");
	linux_notes(64, 6, false);
	elf_text(&built, 6, "NetBSD");
	assert_verdict(PV, "ENTRY, VIRT_BASE, XEN_VERSION xen-3.0, LOADER generic");
	elf_text(&built, 8, "own");
	assert_verdict(0, "GUEST_OS is NetBSD, Xen expects linux, and LOADER is own, Xen expects "
			  "generic");
}

static void a_32_bit_guest_needs_pae(void **state)
{
	(void)state;
	linux_notes(32, 0, true);
	assert_verdict(PV | PVH, "ENTRY, VIRT_BASE, XEN_VERSION xen-3.0, GUEST_OS linux, PAE_MODE "
				 "yes; PHYS32_ENTRY");
	elf_text(&built, 9, "no,bimodal");
	assert_verdict(PV | PVH, "ENTRY, VIRT_BASE, XEN_VERSION xen-3.0, GUEST_OS linux, PAE_MODE "
				 "no,bimodal; PHYS32_ENTRY");
	elf_text(&built, 9, "no");
	assert_verdict(PVH, "PAE_MODE is no, Xen expects yes or bimodal of 32 bits; PHYS32_ENTRY");
	linux_notes(32, 9, false);
	assert_verdict(0, "no PAE_MODE note");
}

/* The header of a bzImage around a payload; setup_sects 1, the version at 0x300. Allocated. */
static uint8_t *bzimage(const uint8_t *payload, size_t size, size_t *ret)
{
	uint8_t *data = calloc(1, 1024 + size);

	assert_non_null(data);
	data[0x1f1] = 1;
	put_le(data + 0x1fe, 0xaa55, 2);
	memcpy(data + 0x202, "HdrS\x0f\x02", 6);
	put_le(data + 0x20e, 0x100, 2);
	strcpy((char *)data + 0x300, "3.10.0-1160.el7 (somebody@here) #1\033");
	put_le(data + 0x24c, size, 4);
	memcpy(data + 1024, payload, size);
	*ret = 1024 + size;
	return data;
}

static void a_bzimage_is_unpacked_whatever_packs_it(void **state)
{
	size_t packed_size, size;

	(void)state;
	linux_notes(64, 0, false);
	for (size_t i = 0; i < IA_COUNT(all_packings); i++) {
		uint8_t *packed IA_AUTO_FREE =
			pack(all_packings[i], built.data, built.size, &packed_size);
		uint8_t *data IA_AUTO_FREE = bzimage(packed, packed_size, &size);
		struct isoargs_kernel *kernel AUTO_KERNEL = read_bytes(data, size);

		assert_int_equal(isoargs_kernel_modes(kernel), PV);
		assert_string_equal(isoargs_kernel_packing(kernel),
				    ia_packing_name(all_packings[i]));
		assert_string_equal(isoargs_kernel_version(kernel),
				    "3.10.0-1160.el7 (somebody@here) #1\\x1b");
		assert_int_equal(kernel->protocol, 0x20f);
		assert_int_equal(kernel->unpacked, built.size);
		put_le(data + 0x24c, packed_size / 2, 4);
		assert_refused(data, size, -ENODATA, "expected more");
	}
}

static void what_linux_was_built_without_is_named(void **state)
{
	static const struct {
		uint32_t but;
		const char *reason;
	} rows[] = {
		{1, "no ENTRY note: built without CONFIG_XEN_PV"},
		{0, "no Xen notes at all: built without CONFIG_XEN"},
	};
	size_t packed_size, size;

	(void)state;
	for (size_t i = 0; i < IA_COUNT(rows); i++) {
		linux_notes(64, rows[i].but, false);
		if (!rows[i].but)
			elf_program(&built, 0, 1, 0, 0);
		uint8_t *packed IA_AUTO_FREE =
			pack(IA_PACKING_GZIP, built.data, built.size, &packed_size);
		uint8_t *data IA_AUTO_FREE = bzimage(packed, packed_size, &size);
		struct isoargs_kernel *kernel AUTO_KERNEL = read_bytes(data, size);

		assert_int_equal(isoargs_kernel_modes(kernel), 0);
		assert_string_equal(isoargs_kernel_reason(kernel), rows[i].reason);
	}
}

static void an_old_boot_protocol_is_a_verdict(void **state)
{
	uint8_t *data IA_AUTO_FREE = NULL;
	struct isoargs_kernel *kernel AUTO_KERNEL = NULL;
	size_t size;

	(void)state;
	data = bzimage((const uint8_t *)"", 1, &size);
	put_le(data + 0x206, 0x207, 2);
	kernel = read_bytes(data, size);
	assert_int_equal(isoargs_kernel_modes(kernel), 0);
	assert_int_equal(isoargs_kernel_bits(kernel), 0);
	assert_string_equal(isoargs_kernel_packing(kernel), "unknown");
	assert_string_equal(isoargs_kernel_reason(kernel),
			    "boot protocol 2.07: Xen needs 2.08 to find the kernel in it");
}

static void a_version_is_bounded_and_may_be_missing(void **state)
{
	uint8_t *data IA_AUTO_FREE = NULL;
	size_t size, length[] = {IA_KERNEL_VERSION_MAX, IA_KERNEL_VERSION_MAX + 1u, 0};

	(void)state;
	data = bzimage((const uint8_t[1024]){0}, 1024, &size);
	put_le(data + 0x206, 0x200, 2);
	for (size_t i = 0; i < IA_COUNT(length); i++) {
		struct isoargs_kernel *kernel AUTO_KERNEL = NULL;

		memset(data + 0x300, 0, 1024);
		memset(data + 0x300, 'v', length[i]);
		kernel = read_bytes(data, size);
		if (length[i] > 0)
			assert_int_equal(strlen(isoargs_kernel_version(kernel)),
					 IA_KERNEL_VERSION_MAX);
		else
			assert_null(isoargs_kernel_version(kernel));
	}
}

static void an_elf_in_gzip_is_a_kernel_and_in_xz_is_none(void **state)
{
	struct isoargs_kernel *kernel AUTO_KERNEL = NULL;
	uint8_t *gzip IA_AUTO_FREE = NULL, *xz IA_AUTO_FREE = NULL;
	size_t size;

	(void)state;
	linux_notes(64, 0, true);
	gzip = pack(IA_PACKING_GZIP, built.data, built.size, &size);
	kernel = read_bytes(gzip, size);
	assert_int_equal(isoargs_kernel_modes(kernel), PV | PVH);
	assert_string_equal(isoargs_kernel_packing(kernel), "gzip");
	assert_null(isoargs_kernel_version(kernel));
	xz = pack(IA_PACKING_XZ, built.data, built.size, &size);
	assert_refused(xz, size, -EOPNOTSUPP, "packed with xz, expected a bzImage, an ELF file");
}

static void notes_have_names_and_values(void **state)
{
	struct isoargs_kernel *kernel AUTO_KERNEL = NULL;

	(void)state;
	linux_notes(64, 0, true);
	kernel = read_bytes(built.data, built.size);
	assert_string_equal(isoargs_kernel_note_name(kernel, 3), "ENTRY");
	assert_string_equal(isoargs_kernel_note_value(kernel, 3), "0x81000000");
	assert_string_equal(isoargs_kernel_note_name(kernel, 6), "PHYS32_ENTRY");
	assert_null(isoargs_kernel_note_name(kernel, 7));
	assert_null(isoargs_kernel_note_value(kernel, 7));
	assert_null(isoargs_kernel_free(NULL));
}

static void what_is_no_kernel_is_described(void **state)
{
	uint8_t *text IA_AUTO_FREE = malloc(1000);
	size_t size;

	(void)state;
	assert_non_null(text);
	assert_refused("", 0, -EBADMSG, "found an empty file, expected a kernel");
	assert_refused("#!/bin/sh\necho", 14, -EBADMSG, "found text, \"#!/bin/sh\", expected");
	memset(text, 'x', 1000);
	assert_refused(text, 1000, -EBADMSG, "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"");
	assert_refused("\1", 1, -EBADMSG, "found 1 bytes");
	assert_refused("MZ\220\0\3\0\0\0", 8, -EBADMSG, "found bytes 4d 5a 90 00 03");
	free(text);
	text = pack(IA_PACKING_GZIP,
		    (const uint8_t *)"hello, this is no kernel but it is as long "
				     "as an ELF file's header is",
		    70, &size);
	assert_refused(text, size, -EBADMSG, "expected an ELF file");
}

static void payloads_that_are_not_unpacked_are_named(void **state)
{
	uint8_t *lzo IA_AUTO_FREE = NULL, *other IA_AUTO_FREE = NULL, *tiny IA_AUTO_FREE = NULL;
	size_t size;

	(void)state;
	lzo = bzimage((const uint8_t *)"\211LZO\0\r\n\032", 8, &size);
	assert_refused(lzo, size, -EOPNOTSUPP, "packed with lzo");
	other = bzimage((const uint8_t *)"\177ELF\2\1\1\0", 8, &size);
	assert_refused(other, size, -EOPNOTSUPP, "begins with 7f 45 4c 46 02 01, expected gzip");
	tiny = bzimage((const uint8_t *)"B", 1, &size);
	assert_refused(tiny, size, -EOPNOTSUPP, "begins with 42 00");
}

static void a_file_that_is_cut_off_says_so(void **state)
{
	uint8_t *data IA_AUTO_FREE = NULL;
	size_t size;

	(void)state;
	linux_notes(64, 0, false);
	assert_refused(built.data, built.size - 1, -ENODATA, "cut off");
	assert_refused(built.data, 100, -ENODATA, "found 100 bytes, expected at least 120");
	assert_refused(built.data, 20, -ENODATA, "found 20 bytes, expected at least 64");
	data = bzimage(built.data, built.size, &size);
	assert_refused(data, size - 1, -ENODATA, "the file has");
}

static void notes_may_be_as_far_away_as_the_bound(void **state)
{
	struct memory memory = {.data = built.data, .file_size = UINT64_MAX / 2};
	struct isoargs_kernel *kernel AUTO_KERNEL = NULL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	(void)state;
	/* twelve zeros are a note of nobody */
	elf_begin(&built, 64);
	memory.size = built.size;
	elf_program(&built, 0, 4, IA_UNPACK_UNPACKED_MAX - 12, 12);
	assert_int_equal(read_from(&memory, &kernel, NULL), 0);
	assert_int_equal(isoargs_kernel_modes(kernel), 0);
	elf_program(&built, 0, 4, IA_UNPACK_UNPACKED_MAX - 11, 12);
	assert_int_equal(read_from(&memory, &kernel, &error), -E2BIG);
	assert_contains(isoargs_error_message(error), "expected them within 268435456 bytes");
}

static void a_segment_of_notes_may_have_as_many_bytes_as_the_bound(void **state)
{
	struct memory memory = {.data = built.data, .file_size = UINT64_MAX / 2};

	for (unsigned more = 0; more < 2; more++) {
		struct isoargs_kernel *kernel AUTO_KERNEL = NULL;
		struct isoargs_error *error IA_AUTO_ERROR = NULL;

		(void)state;
		elf_begin(&built, 64);
		memory.size = built.size;
		elf_program(&built, 0, 4, 4096, IA_ELF_NOTE_SEGMENT_SIZE_MAX + more);
		assert_int_equal(read_from(&memory, &kernel, &error), -E2BIG);
		/* It is read, and all zeros in it are notes of nobody. */
		assert_contains(isoargs_error_message(error),
				more ? "65537 bytes" : "more than 256 ELF notes");
	}
}

static int read_header(const uint8_t *data, size_t size, struct ia_arena *arena,
		       struct isoargs_kernel *ret, struct isoargs_error **reterr)
{
	struct memory memory = {.data = data, .size = size, .file_size = size};
	struct ia_files files = {.ops = &ops, .fs = &memory, .name = "ISO"};
	struct ia_file file = {.size = size};

	return ia_kernel_read_header(&files, &file, "/vmlinuz", arena, ret, reterr);
}

static void a_header_alone_tells_what_needs_no_unpacking(void **state)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	uint8_t *data IA_AUTO_FREE = NULL;
	struct isoargs_kernel kernel = {0};
	size_t size;

	(void)state;
	data = bzimage((const uint8_t *)"nobody's", 8, &size);
	assert_int_equal(read_header(data, size, arena, &kernel, NULL), 1);
	assert_int_equal(kernel.protocol, 0x20f);
	assert_string_equal(kernel.version, "3.10.0-1160.el7 (somebody@here) #1\\x1b");
	assert_false(kernel.has_efi_stub);
	assert_int_equal(kernel.modes, 0);
	memcpy(data, "MZ", 2);
	assert_int_equal(read_header(data, size, arena, &kernel, NULL), 1);
	assert_true(kernel.has_efi_stub);
	assert_int_equal(read_header(data, size - 1, arena, &kernel, &error), -ENODATA);
	assert_contains(isoargs_error_message(error), "ISO:/vmlinuz");
	linux_notes(64, 0, false);
	assert_int_equal(read_header(built.data, built.size, arena, &kernel, NULL), 0);
	assert_int_equal(read_header(data, 0, arena, &kernel, NULL), 0);
}

static void a_failed_read_is_handed_on(void **state)
{
	struct memory memory = {.file_size = 5000, .result = -EIO};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_kernel *kernel = SENTINEL;

	(void)state;
	assert_int_equal(read_from(&memory, &kernel, &error), -EIO);
	assert_contains(isoargs_error_message(error), "ISO:/vmlinuz: an.iso: scratched");
	assert_ptr_equal(kernel, SENTINEL);
	assert_int_equal(read_from(&memory, &kernel, NULL), -EIO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_note_decides_what_depends_on_it),
		cmocka_unit_test(values_decide_as_well),
		cmocka_unit_test(a_32_bit_guest_needs_pae),
		cmocka_unit_test(a_bzimage_is_unpacked_whatever_packs_it),
		cmocka_unit_test(what_linux_was_built_without_is_named),
		cmocka_unit_test(an_old_boot_protocol_is_a_verdict),
		cmocka_unit_test(a_version_is_bounded_and_may_be_missing),
		cmocka_unit_test(an_elf_in_gzip_is_a_kernel_and_in_xz_is_none),
		cmocka_unit_test(notes_have_names_and_values),
		cmocka_unit_test(what_is_no_kernel_is_described),
		cmocka_unit_test(payloads_that_are_not_unpacked_are_named),
		cmocka_unit_test(a_file_that_is_cut_off_says_so),
		cmocka_unit_test(notes_may_be_as_far_away_as_the_bound),
		cmocka_unit_test(a_segment_of_notes_may_have_as_many_bytes_as_the_bound),
		cmocka_unit_test(a_header_alone_tells_what_needs_no_unpacking),
		cmocka_unit_test(a_failed_read_is_handed_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

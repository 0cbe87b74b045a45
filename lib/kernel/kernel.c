/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/kernel.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "kernel/bzimage.h"
#include "kernel/elf.h"

/* A kernel file that is being read. */
struct reading {
	const struct ia_files *files;
	const struct ia_file *file;
};

static int read_part(void *data, uint64_t offset, void *buf, size_t size,
		     struct isoargs_error **reterr)
{
	const struct reading *reading = data;

	return ia_files_read(reading->files, reading->file, offset, buf, size, reterr);
}

static bool is_text(const uint8_t *head, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if ((head[i] < ' ' && !ia_ascii_is_space((char)head[i])) || head[i] >= 0x7f)
			return false;
	return true;
}

/* Says what stands there instead of a kernel. */
static int no_kernel(const uint8_t *head, size_t size, struct isoargs_error **reterr)
{
	static const char remedy[] = "name another entry or kernel";
	const struct ia_place *place = IA_AT_OFFSET(NULL, 0);
	size_t line = strcspn((const char *)head, "\r\n");

	if (size == 0)
		return ia_error(reterr, -EBADMSG, IA_NOWHERE, remedy,
				"found an empty file, expected a kernel");
	if (is_text(head, size))
		return ia_error(reterr, -EBADMSG, place, remedy,
				"found text, \"%.*s\", expected a kernel",
				(int)(line < 40 ? line : 40), (const char *)head);
	if (size < 8)
		return ia_error(reterr, -EBADMSG, place, remedy,
				"found %zu bytes, expected a kernel", size);
	return ia_error(reterr, -EBADMSG, place, remedy,
			"found bytes %02x %02x %02x %02x %02x %02x %02x %02x, expected a bzImage "
			"(HdrS at 0x202) or an ELF file",
			head[0], head[1], head[2], head[3], head[4], head[5], head[6], head[7]);
}

static int read_version(struct reading *reading, uint64_t offset, struct isoargs_kernel *kernel,
			struct isoargs_error **reterr)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *text IA_AUTO_FREE = NULL;
	char version[IA_KERNEL_VERSION_MAX];
	uint64_t size = reading->file->size;
	int r;

	if (offset == 0 || offset >= size)
		return 0;
	size -= offset;
	if (size > sizeof(version))
		size = sizeof(version);
	r = read_part(reading, offset, version, (size_t)size, reterr);
	if (r < 0)
		return r;
	ia_utf8_add_printable(&buf, version, strnlen(version, (size_t)size));
	if (ia_strbuf_take(&buf, &text) < 0)
		return ia_error_memory(reterr);
	if (*text == '\0')
		return 0;
	kernel->version = ia_arena_strdup(kernel->arena, text);
	return kernel->version ? 0 : ia_error_memory(reterr);
}

/* Header and program headers of the ELF, and where its notes are. */
static int read_headers(struct ia_unpack *unpack, struct ia_elf *ret, struct isoargs_error **reterr)
{
	uint8_t table[IA_ELF_TABLE_MAX];
	size_t skipped;
	int r;

	r = ia_unpack_read(unpack, table, IA_ELF_HEADER_SIZE, reterr);
	if (r < 0)
		return r;
	r = ia_elf_parse_header(table, ret, reterr);
	if (r < 0)
		return r;
	/* The table of a 32-bit one may begin within the 64 bytes that were read. */
	skipped = IA_ELF_HEADER_SIZE;
	if (ret->table_offset < skipped) {
		size_t have = skipped - (size_t)ret->table_offset;

		memmove(table, table + ret->table_offset, have);
		r = ia_unpack_read(unpack, table + have, ret->table_size - have, reterr);
	} else {
		r = ia_unpack_skip(unpack, ret->table_offset - skipped, reterr);
		if (r == 0)
			r = ia_unpack_read(unpack, table, ret->table_size, reterr);
	}
	return r < 0 ? r : ia_elf_parse_table(ret, table, reterr);
}

static int read_notes(struct ia_unpack *unpack, struct isoargs_kernel *kernel,
		      struct isoargs_error **reterr)
{
	uint8_t *segment IA_AUTO_FREE = NULL;
	struct ia_elf elf;
	uint64_t last;
	int r;

	r = read_headers(unpack, &elf, reterr);
	if (r < 0)
		return r;
	kernel->bits = elf.bits;
	if (elf.segment_count == 0)
		return 0;
	/* Before anything is unpacked for the first of them: can the last be had? */
	last = elf.segments[elf.segment_count - 1].offset;
	if (last + elf.segments[elf.segment_count - 1].size > IA_UNPACK_UNPACKED_MAX)
		return ia_error(
			reterr, -E2BIG, IA_NOWHERE, NULL,
			"its notes are at offset %llu of the unpacked kernel, expected them "
			"within %u bytes",
			(unsigned long long)last, IA_UNPACK_UNPACKED_MAX);
	segment = malloc(IA_ELF_NOTE_SEGMENT_SIZE_MAX);
	if (!segment)
		return ia_error_memory(reterr);
	for (size_t i = 0; i < elf.segment_count; i++) {
		uint64_t offset = elf.segments[i].offset;
		size_t size = elf.segments[i].size;

		r = ia_unpack_skip(unpack, offset - ia_unpack_position(unpack), reterr);
		if (r == 0)
			r = ia_unpack_read(unpack, segment, size, reterr);
		if (r == 0)
			r = ia_xen_notes_add(kernel, segment, size, offset, reterr);
		if (r < 0)
			return r;
	}
	return 0;
}

static int read_elf(struct reading *reading, uint64_t offset, uint64_t size,
		    struct isoargs_kernel *kernel, struct isoargs_error **reterr)
{
	struct ia_unpack_source source = {
		.read = read_part,
		.data = reading,
		.offset = offset,
		.size = size,
		.meter = reading->files->meter,
	};
	struct ia_unpack *unpack IA_AUTO_UNPACK = NULL;
	int r;

	ia_meter_raise(reading->files->meter, IA_UNPACK_WORK_MAX, IA_UNPACK_KEPT_MAX);
	r = ia_unpack_open(&source, kernel->packing, &unpack, reterr);
	if (r < 0)
		return r;
	r = read_notes(unpack, kernel, reterr);
	if (r < 0)
		return r;
	kernel->unpacked = ia_unpack_position(unpack);
	return 0;
}

static int read_payload(struct reading *reading, const struct ia_bzimage *bzimage,
			struct isoargs_kernel *kernel, struct isoargs_error **reterr)
{
	uint8_t magic[IA_PACKING_MAGIC] = {0};
	size_t size = sizeof(magic);
	int r;

	if (bzimage->payload_size < size)
		size = (size_t)bzimage->payload_size;
	r = read_part(reading, bzimage->payload_offset, magic, size, reterr);
	if (r < 0)
		return r;
	kernel->packing = ia_packing_tell(magic, size);
	if (kernel->packing == IA_PACKING_UNKNOWN)
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OFFSET(NULL, bzimage->payload_offset),
				NULL,
				"found a payload that begins with %02x %02x %02x %02x %02x %02x, "
				"expected gzip, xz, lzma, zstd, lz4 or bzip2",
				magic[0], magic[1], magic[2], magic[3], magic[4], magic[5]);
	return read_elf(reading, bzimage->payload_offset, bzimage->payload_size, kernel, reterr);
}

/* The first bytes of a file, as many as there are. */
struct head {
	uint8_t bytes[IA_BZIMAGE_HEAD + 1];
	size_t size;
};

static int read_head(struct reading *reading, struct head *ret, struct isoargs_error **reterr)
{
	uint64_t size = reading->file->size;

	*ret = (struct head){.size = size < IA_BZIMAGE_HEAD ? (size_t)size : IA_BZIMAGE_HEAD};
	return ret->size > 0 ? read_part(reading, 0, ret->bytes, ret->size, reterr) : 0;
}

/* What the setup header says. 1; 0 there is none; or an error. */
static int read_header(struct reading *reading, const struct head *head, struct ia_bzimage *ret,
		       struct isoargs_kernel *kernel, struct isoargs_error **reterr)
{
	int r = ia_bzimage_parse(head->bytes, head->size, reading->file->size, ret, reterr);

	if (r <= 0)
		return r;
	kernel->protocol = ret->protocol;
	kernel->has_efi_stub = head->bytes[0] == 'M' && head->bytes[1] == 'Z';
	r = read_version(reading, ret->version_offset, kernel, reterr);
	return r < 0 ? r : 1;
}

static int read_kernel(struct reading *reading, struct isoargs_kernel *kernel,
		       struct isoargs_error **reterr)
{
	uint64_t file_size = reading->file->size;
	struct ia_bzimage bzimage;
	struct head head;
	int r;

	r = read_head(reading, &head, reterr);
	if (r < 0)
		return r;
	if (ia_elf_is(head.bytes, head.size)) {
		kernel->packing = IA_PACKING_NONE;
		return read_elf(reading, 0, file_size, kernel, reterr);
	}
	r = read_header(reading, &head, &bzimage, kernel, reterr);
	if (r < 0)
		return r;
	if (r > 0)
		return bzimage.has_payload ? read_payload(reading, &bzimage, kernel, reterr) : 0;
	kernel->packing = ia_packing_tell(head.bytes, head.size);
	if (kernel->packing == IA_PACKING_UNKNOWN)
		return no_kernel(head.bytes, head.size, reterr);
	if (kernel->packing != IA_PACKING_GZIP)
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OFFSET(NULL, 0), NULL,
				"found a file packed with %s, expected a bzImage, an ELF file or "
				"one packed with gzip",
				ia_packing_name(kernel->packing));
	return read_elf(reading, 0, file_size, kernel, reterr);
}

/* The cause, said of the file. Always r, or -ENOMEM. */
static int name_file(int r, const struct ia_files *files, const char *name,
		     const struct isoargs_error *cause, struct isoargs_error **reterr)
{
	char *place IA_AUTO_FREE = NULL;

	if (!reterr || !cause)
		return r;
	if (asprintf(&place, "%s:%s", files->name, name) < 0) {
		place = NULL;
		return ia_error_memory(reterr);
	}
	return ia_error_in_file(reterr, place, cause);
}

int ia_kernel_read(const struct ia_files *files, const struct ia_file *file, const char *name,
		   struct ia_arena *arena, struct isoargs_kernel *ret,
		   struct isoargs_error **reterr)
{
	struct reading reading = {.files = files, .file = file};
	struct isoargs_error *cause IA_AUTO_ERROR = NULL;
	struct isoargs_kernel kernel = {.arena = arena};
	int r;

	r = read_kernel(&reading, &kernel, &cause);
	if (r < 0)
		return name_file(r, files, name, cause, reterr);
	if (ia_kernel_judge(&kernel) < 0)
		return ia_error_memory(reterr);
	*ret = kernel;
	return 0;
}

int ia_kernel_read_header(const struct ia_files *files, const struct ia_file *file,
			  const char *name, struct ia_arena *arena, struct isoargs_kernel *ret,
			  struct isoargs_error **reterr)
{
	struct reading reading = {.files = files, .file = file};
	struct isoargs_error *cause IA_AUTO_ERROR = NULL;
	struct isoargs_kernel kernel = {.arena = arena};
	struct ia_bzimage bzimage;
	struct head head;
	int r;

	r = read_head(&reading, &head, &cause);
	if (r == 0)
		r = read_header(&reading, &head, &bzimage, &kernel, &cause);
	if (r < 0)
		return name_file(r, files, name, cause, reterr);
	*ret = kernel;
	return r;
}

int ia_kernel_new(const struct ia_files *files, const struct ia_file *file, const char *name,
		  struct isoargs_kernel **ret, struct isoargs_error **reterr)
{
	struct isoargs_kernel *kernel = calloc(1, sizeof(*kernel));
	int r;

	if (!kernel)
		return ia_error_memory(reterr);
	kernel->arena = ia_arena_new(0);
	r = kernel->arena ? ia_kernel_read(files, file, name, kernel->arena, kernel, reterr)
			  : ia_error_memory(reterr);
	if (r < 0) {
		isoargs_kernel_free(kernel);
		return r;
	}
	*ret = kernel;
	return 0;
}

struct isoargs_kernel *isoargs_kernel_free(struct isoargs_kernel *kernel)
{
	if (!kernel)
		return NULL;
	ia_arena_free(kernel->arena);
	free(kernel);
	return NULL;
}

unsigned isoargs_kernel_modes(const struct isoargs_kernel *kernel)
{
	return kernel->modes;
}

unsigned isoargs_kernel_bits(const struct isoargs_kernel *kernel)
{
	return kernel->bits;
}

const char *isoargs_kernel_version(const struct isoargs_kernel *kernel)
{
	return kernel->version;
}

const char *isoargs_kernel_packing(const struct isoargs_kernel *kernel)
{
	return ia_packing_name(kernel->packing);
}

const char *isoargs_kernel_reason(const struct isoargs_kernel *kernel)
{
	return kernel->reason;
}

const char *isoargs_kernel_note_name(const struct isoargs_kernel *kernel, size_t index)
{
	return index < kernel->notes.count ? kernel->notes.items[index].name : NULL;
}

const char *isoargs_kernel_note_value(const struct isoargs_kernel *kernel, size_t index)
{
	return index < kernel->notes.count ? kernel->notes.items[index].value : NULL;
}

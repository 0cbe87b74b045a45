/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/machine.h"

#include <string.h>

#include "base/bytes.h"
#include "base/cleanup.h"
#include "kernel/elf.h"

/*
 * Sources: Linux' Documentation/arch/arm64/booting.rst and arch/riscv/boot-image-header.rst, ELF's
 * and Microsoft's lists of machines.
 */
enum {
	ELF_DATA = 5,
	ELF_BIG_ENDIAN = 2,
	ELF_MACHINE = 18,
	PE_POINTER = 0x3c,
	PE_MACHINE = 4, /* from where that points */
};

struct machine {
	unsigned code;
	const char *name;
};

static const struct machine elf_machines[] = {
	{20, "ppc"},  {21, "ppc64"},    {22, "s390x"},    {40, "arm"},
	{50, "ia64"}, {183, "aarch64"}, {243, "riscv64"}, {258, "loongarch64"},
};

static const struct machine pe_machines[] = {
	{0xaa64, "aarch64"}, {0x01c0, "arm"},         {0x01c2, "arm"},
	{0x5064, "riscv64"}, {0x6264, "loongarch64"}, {0x0200, "ia64"},
};

static const struct {
	size_t offset;
	const char *bytes;
	const char *name;
} magics[] = {
	{0x38, "ARM\x64", "aarch64"},
	{0x38, "RSC\x05", "riscv64"},
	{0x24, "\x18\x28\x6f\x01", "arm"},
};

static const char *find(const struct machine *machines, size_t count, unsigned code)
{
	for (size_t i = 0; i < count; i++) {
		if (machines[i].code == code)
			return machines[i].name;
	}
	return NULL;
}

static const char *machine_of_elf(const uint8_t *head)
{
	bool big = head[ELF_DATA] == ELF_BIG_ENDIAN;
	unsigned code = big ? (unsigned)(head[ELF_MACHINE] << 8 | head[ELF_MACHINE + 1])
			    : ia_le16(head + ELF_MACHINE);
	const char *name = find(elf_machines, IA_COUNT(elf_machines), code);

	return name && !big && strcmp(name, "ppc64") == 0 ? "ppc64le" : name;
}

static const char *machine_of_pe(const uint8_t *head, size_t size)
{
	uint32_t at = ia_le32(head + PE_POINTER);

	if (at > size - PE_MACHINE - 2 || memcmp(head + at, "PE\0\0", 4) != 0)
		return NULL;
	return find(pe_machines, IA_COUNT(pe_machines), ia_le16(head + at + PE_MACHINE));
}

const char *ia_machine_of_head(const uint8_t *head, size_t size)
{
	if (size < PE_POINTER + 4)
		return NULL;
	if (ia_elf_is(head, size))
		return machine_of_elf(head);
	for (size_t i = 0; i < IA_COUNT(magics); i++) {
		if (memcmp(head + magics[i].offset, magics[i].bytes, 4) == 0)
			return magics[i].name;
	}
	return memcmp(head, "MZ", 2) == 0 ? machine_of_pe(head, size) : NULL;
}

int ia_machine_tell(const struct ia_files *files, const struct ia_file *file, const char **ret,
		    struct isoargs_error **reterr)
{
	uint8_t head[IA_MACHINE_HEAD];
	size_t size = file->size < sizeof(head) ? (size_t)file->size : sizeof(head);
	const char *name;
	int r = size > 0 ? ia_files_read(files, file, 0, head, size, reterr) : 0;

	if (r < 0)
		return r;
	name = ia_machine_of_head(head, size);
	if (name)
		*ret = name;
	return name ? 1 : 0;
}

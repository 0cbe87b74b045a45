/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "kernel/machine.h"

static void assert_machine(const uint8_t *head, size_t size, const char *name)
{
	const char *found = ia_machine_of_head(head, size);

	if (name)
		assert_string_equal(found, name);
	else
		assert_null(found);
}

static void assert_magic(size_t offset, const char *magic, const char *name)
{
	uint8_t head[IA_MACHINE_HEAD] = {0};

	memcpy(head + offset, magic, 4);
	assert_machine(head, sizeof(head), name);
	head[offset + 3] ^= 1;
	assert_machine(head, sizeof(head), NULL);
}

static void images_of_other_machines_have_a_magic(void **state IA_UNUSED)
{
	assert_magic(0x38, "ARM\x64", "aarch64");
	assert_magic(0x38, "RSC\x05", "riscv64");
	assert_magic(0x24, "\x18\x28\x6f\x01", "arm");
}

static void assert_elf(uint8_t data, uint16_t machine, const char *name)
{
	uint8_t head[IA_MACHINE_HEAD] = {0x7f, 'E', 'L', 'F', 2, data};

	head[data == 2 ? 19 : 18] = (uint8_t)machine;
	head[data == 2 ? 18 : 19] = (uint8_t)(machine >> 8);
	assert_machine(head, sizeof(head), name);
}

static void an_elf_file_names_its_machine_in_its_own_byte_order(void **state IA_UNUSED)
{
	assert_elf(1, 21, "ppc64le");
	assert_elf(2, 21, "ppc64");
	assert_elf(2, 22, "s390x");
	assert_elf(1, 183, "aarch64");
	assert_elf(1, 258, "loongarch64");
	assert_elf(1, 62, NULL); /* x86-64 */
	assert_elf(1, 3, NULL);  /* 386 */
	assert_elf(1, 0xb600, NULL);
}

static void assert_pe(uint32_t at, uint16_t machine, size_t size, const char *name)
{
	uint8_t head[IA_MACHINE_HEAD + 8] = {'M', 'Z'};

	head[0x3c] = (uint8_t)at;
	head[0x3d] = (uint8_t)(at >> 8);
	head[0x3f] = (uint8_t)(at >> 24);
	if (at < sizeof(head) - 6) {
		memcpy(head + at, "PE", 2);
		head[at + 4] = (uint8_t)machine;
		head[at + 5] = (uint8_t)(machine >> 8);
	}
	assert_machine(head, size, name);
}

static void a_program_for_efi_names_its_machine_within_what_is_read(void **state IA_UNUSED)
{
	assert_pe(0x80, 0xaa64, 512, "aarch64");
	assert_pe(0x80, 0x8664, 512, NULL);
	assert_pe(506, 0xaa64, 512, "aarch64");
	assert_pe(507, 0xaa64, 512, NULL);
	assert_pe(0xff000000, 0xaa64, 512, NULL);
	assert_pe(0x80, 0xaa64, 0x3f, NULL);
	assert_pe(0x3a, 0xaa64, 0x40, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(images_of_other_machines_have_a_magic),
		cmocka_unit_test(an_elf_file_names_its_machine_in_its_own_byte_order),
		cmocka_unit_test(a_program_for_efi_names_its_machine_within_what_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

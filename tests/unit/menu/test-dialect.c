/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pe-builder.h"

#include <isoargs/report.h>

#include "base/limits.h"
#include "base/note.h"
#include "image/image.h"
#include "menu/dialect/dialect.h"

#define GRUB   "grub,3,Free Software Foundation,grub,2.06,x\n"
#define DEBIAN GRUB "grub.debian,5,Debian,grub2,2.06-13+deb12u2,x\n"
#define EL8    "grub,3,FSF,grub,2.02,x\ngrub.rh,2,Red Hat,grub2,2.02-148.el8,x\n"
#define EL9    GRUB "grub.rh,2,Red Hat,grub2,2.06-70.el9,x\n"
#define SHIM   "shim,4,UEFI shim,shim,1,x\nshim.rh,3,Red Hat,shim,15.8-4.el9,x\n"

enum { SIZE = 4096 };

/* A file system of EFI programs; what ends in a slash is a directory. */
struct tree {
	struct {
		const char *path;
		const char *sbat;
		uint32_t claim; /* size of the section; 0: the text's */
		int error;      /* of reading it */
	} files[8];
	size_t count;
	uint64_t bytes; /* that were read */
	struct ia_files view;
};

struct world {
	struct tree esp, iso;
	struct ia_distro distro;
	struct ia_arena *arena;
	struct ia_notes notes;
	struct ia_dialect found;
};

static int tree_find(void *fs, const char *path, struct ia_file *ret,
		     struct isoargs_error **reterr IA_UNUSED)
{
	const struct tree *tree = fs;
	size_t length = strlen(path);

	for (size_t i = 0; i < tree->count; i++) {
		const char *name = tree->files[i].path;

		if (strcmp(name, path) == 0) {
			*ret = (struct ia_file){.size = 8 * IA_SBAT_MAX, .handle = {i}};
			return 1;
		}
		if (strncmp(name, path, length) == 0 && name[length] == '/') {
			*ret = (struct ia_file){.type = IA_FILE_DIRECTORY, .handle = {length}};
			return 1;
		}
	}
	return 0;
}

static int tree_read(void *fs, const struct ia_file *file, uint64_t offset, void *buf, size_t size,
		     struct isoargs_error **reterr)
{
	struct tree *tree = fs;
	const char *sbat = tree->files[file->handle[0]].sbat;
	uint32_t claim = tree->files[file->handle[0]].claim;
	uint8_t bytes[SIZE] = {0};

	tree->bytes += size;
	if (tree->files[file->handle[0]].error)
		return ia_error(reterr, tree->files[file->handle[0]].error, IA_NOWHERE, NULL,
				"the sector is gone");
	memset(buf, 0, size);
	pe_head(bytes, 1);
	if (sbat)
		pe_section(bytes, 0, ".sbat", 0, PE_DATA,
			   claim ? claim : (uint32_t)strlen(sbat) + 1);
	if (sbat)
		memcpy(bytes + PE_DATA, sbat, strlen(sbat));
	assert_true(offset < SIZE);
	memcpy(buf, bytes + offset, size < SIZE - offset ? size : SIZE - offset);
	return 0;
}

/* Each file's own name below the directory; once a file, since no test has more. */
static int tree_list(void *fs, const struct ia_file *directory, ia_files_visit visit, void *data,
		     struct isoargs_error **reterr IA_UNUSED)
{
	const struct tree *tree = fs;
	size_t length = directory->handle[0];
	int r = 0;

	for (size_t i = 0; i < tree->count && r == 0; i++) {
		const char *name = tree->files[i].path + length + 1;
		size_t size = strcspn(name, "/");
		char own[64];

		if (tree->files[i].path[length] != '/')
			continue;
		snprintf(own, sizeof(own), "%.*s", (int)size, name);
		r = visit(
			own,
			&(struct ia_file){.type = name[size] ? IA_FILE_DIRECTORY : IA_FILE_REGULAR},
			data);
	}
	return r;
}

static const struct ia_files_ops tree_ops = {
	.find = tree_find,
	.read = tree_read,
	.list = tree_list,
};

static void put(struct tree *tree, const char *path, const char *sbat)
{
	assert_true(tree->count < IA_COUNT(tree->files));
	tree->files[tree->count].path = path;
	tree->files[tree->count++].sbat = sbat;
}

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	w->esp.view = (struct ia_files){.ops = &tree_ops, .fs = &w->esp, .name = "ESP"};
	w->iso.view = (struct ia_files){.ops = &tree_ops, .fs = &w->iso, .name = "ISO"};
	w->arena = ia_arena_new(0);
	assert_non_null(w->arena);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	ia_notes_free(&w->notes);
	ia_arena_free(w->arena);
	free(w);
	return 0;
}

static void release(struct world *w, enum ia_family family, unsigned generation)
{
	w->distro.family = family;
	w->distro.generation = generation;
}

static int find(struct world *w)
{
	const struct ia_files *const files[] = {&w->esp.view, &w->iso.view};

	return ia_dialect_find(files, 2, &w->distro, w->arena, &w->notes, &w->found);
}

static void assert_found(struct world *w, enum ia_grub_dialect dialect, const char *from)
{
	assert_int_equal(find(w), 1);
	assert_string_equal(ia_dialect_name(w->found.grub), ia_dialect_name(dialect));
	assert_string_equal(w->found.from, from);
}

static void assert_nothing_told(struct world *w)
{
	w->found = (struct ia_dialect){IA_GRUB_RHEL8, SENTINEL};
	assert_int_equal(find(w), 0);
	assert_int_equal(w->found.grub, IA_GRUB_RHEL8);
	assert_ptr_equal(w->found.from, SENTINEL);
}

static void the_grub_of_the_esp_goes_before_the_isos(void **state)
{
	struct world *w = *state;

	put(&w->iso, "/EFI/BOOT/grubx64.efi", DEBIAN);
	assert_found(w, IA_GRUB_STOCK, ".sbat of ISO:/EFI/BOOT/grubx64.efi");
	put(&w->esp, "/EFI/BOOT/grubx64.efi", EL8);
	assert_found(w, IA_GRUB_RHEL8, ".sbat of ESP:/EFI/BOOT/grubx64.efi");
	assert_int_equal(w->notes.count, 0);
}

static void a_grub_is_found_under_each_of_its_names_in_any_case(void **state)
{
	static const char *const paths[] = {
		"/EFI/BOOT/BOOTAA64.EFI", "/EFI/BOOT/BOOTIA32.EFI", "/EFI/boot/bootx64.efi",
		"/EFI/BOOT/grub.efi",     "/EFI/BOOT/grubaa64.efi", "/EFI/BOOT/grubia32.efi",
		"/EFI/BOOT/GRUBX64.EFI",
	};
	struct world *w = *state;

	for (size_t i = 0; i < IA_COUNT(paths); i++) {
		char from[64];

		w->esp.count = 0;
		put(&w->esp, paths[i], EL9);
		snprintf(from, sizeof(from), ".sbat of ESP:%s", paths[i]);
		assert_found(w, IA_GRUB_RHEL9, from);
	}
}

static void the_grub_beside_shim_is_asked_and_not_shim(void **state)
{
	struct world *w = *state;

	put(&w->esp, "/EFI/BOOT/BOOTX64.EFI", DEBIAN);
	put(&w->esp, "/EFI/BOOT/grubx64.efi", EL9);
	assert_found(w, IA_GRUB_RHEL9, ".sbat of ESP:/EFI/BOOT/grubx64.efi");
}

static void shim_alone_and_a_grub_without_the_section_tell_nothing(void **state)
{
	struct world *w = *state;

	put(&w->esp, "/EFI/BOOT/BOOTX64.EFI", SHIM);
	put(&w->iso, "/EFI/BOOT/grubx64.efi", NULL);
	assert_nothing_told(w);
	assert_int_equal(w->notes.count, 0);
}

static void a_binary_of_any_file_system_goes_before_a_folder_of_any(void **state)
{
	struct world *w = *state;

	put(&w->esp, "/EFI/debian/x", NULL);
	assert_found(w, IA_GRUB_STOCK, "vendor folder ESP:/EFI/debian");
	put(&w->iso, "/EFI/BOOT/grubx64.efi", EL9);
	assert_found(w, IA_GRUB_RHEL9, ".sbat of ISO:/EFI/BOOT/grubx64.efi");
}

static void the_folders_of_vendors_tell_the_family(void **state)
{
	static const char *const red_hats[] = {"fedora", "centos",    "redhat",
					       "rocky",  "almalinux", "oracle"};
	static const char *const stocks[] = {"debian", "ubuntu", "opensuse"};
	struct world *w = *state;
	char path[64], from[64];

	for (size_t i = 0; i < IA_COUNT(red_hats) + IA_COUNT(stocks); i++) {
		bool red_hat = i < IA_COUNT(red_hats);
		const char *name = red_hat ? red_hats[i] : stocks[i - IA_COUNT(red_hats)];

		w->iso.count = 0;
		snprintf(path, sizeof(path), "/EFI/%s/x", name);
		snprintf(from, sizeof(from), "vendor folder ISO:/EFI/%s", name);
		put(&w->iso, path, NULL);
		assert_found(w, red_hat ? IA_GRUB_RHEL9 : IA_GRUB_STOCK, from);
	}
	w->iso.count = 0;
	put(&w->iso, "/EFI/debian", NULL); /* a file of that name */
	put(&w->iso, "/EFI/nobody/x", NULL);
	assert_nothing_told(w);
}

static void a_red_hat_folder_leaves_the_version_to_the_release(void **state)
{
	struct world *w = *state;

	put(&w->esp, "/EFI/centos/x", NULL);
	release(w, IA_FAMILY_EL, 8);
	assert_found(w, IA_GRUB_RHEL8, "release");
	assert_int_equal(w->notes.count, 0);
}

static void the_binary_wins_over_the_release_and_a_note_says_both(void **state)
{
	struct world *w = *state;

	put(&w->esp, "/EFI/BOOT/grubx64.efi", DEBIAN);
	release(w, IA_FAMILY_EL, 7);
	assert_found(w, IA_GRUB_STOCK, ".sbat of ESP:/EFI/BOOT/grubx64.efi");
	assert_int_equal(w->notes.count, 1);
	assert_string_equal(ia_note_word(w->notes.items[0].code), "dialect-differs");
	assert_int_equal(w->notes.items[0].severity, ISOARGS_INFO);
	assert_contains(w->notes.items[0].text, "dialect rhel7");
	assert_contains(w->notes.items[0].text, "ESP:/EFI/BOOT/grubx64.efi says stock");
}

static void a_binary_that_agrees_with_the_release_leaves_no_note(void **state)
{
	struct world *w = *state;

	put(&w->esp, "/EFI/BOOT/grubx64.efi", EL9);
	release(w, IA_FAMILY_FEDORA, 10);
	assert_found(w, IA_GRUB_RHEL9, ".sbat of ESP:/EFI/BOOT/grubx64.efi");
	assert_int_equal(w->notes.count, 0);
}

static void a_binary_that_cannot_be_read_is_noted_and_the_next_asked(void **state)
{
	struct world *w = *state;

	put(&w->esp, "/EFI/BOOT/grubx64.efi", DEBIAN);
	w->esp.files[0].error = -EIO;
	put(&w->iso, "/EFI/BOOT/grubx64.efi", EL8);
	assert_found(w, IA_GRUB_RHEL8, ".sbat of ISO:/EFI/BOOT/grubx64.efi");
	assert_int_equal(w->notes.count, 1);
	assert_string_equal(ia_note_word(w->notes.items[0].code), "grub-unread");
	assert_string_equal(w->notes.items[0].file, "ESP:/EFI/BOOT/grubx64.efi");
	assert_contains(w->notes.items[0].text, "the sector is gone");
}

static void a_section_is_read_up_to_its_bound(void **state)
{
	struct world *w = *state;

	put(&w->esp, "/EFI/BOOT/grubx64.efi", EL8);
	w->esp.files[0].claim = IA_SBAT_MAX;
	assert_found(w, IA_GRUB_RHEL8, ".sbat of ESP:/EFI/BOOT/grubx64.efi");
	assert_int_equal(w->esp.bytes, IA_PE_HEADERS_MAX + IA_SBAT_MAX);
	w->esp.files[0].claim++;
	assert_nothing_told(w);
	assert_int_equal(w->esp.bytes, 2 * IA_PE_HEADERS_MAX + IA_SBAT_MAX);
	assert_contains(w->notes.items[0].text, "found a .sbat section of 65537 bytes");
}

static void out_of_memory_is_no_note(void **state)
{
	struct world *w = *state;

	put(&w->esp, "/EFI/BOOT/grubx64.efi", EL8);
	w->esp.files[0].error = -ENOMEM;
	w->found.from = SENTINEL;
	assert_int_equal(find(w), -ENOMEM);
	assert_ptr_equal(w->found.from, SENTINEL);
	assert_int_equal(w->notes.count, 0);
}

static void assert_release(enum ia_family family, unsigned generation, enum ia_grub_dialect dialect)
{
	const struct ia_distro distro = {.family = family, .generation = generation};

	assert_int_equal(ia_dialect_of_release(&distro).grub, dialect);
	assert_string_equal(ia_dialect_of_release(&distro).from, "release");
}

static void the_generation_of_the_installer_tells_the_dialect(void **state)
{
	struct world *w = *state;

	for (unsigned generation = 5; generation <= 7; generation++)
		assert_release(IA_FAMILY_EL, generation, IA_GRUB_RHEL7);
	assert_release(IA_FAMILY_EL, 8, IA_GRUB_RHEL8);
	assert_release(IA_FAMILY_EL, 9, IA_GRUB_RHEL9);
	assert_release(IA_FAMILY_EL, 10, IA_GRUB_RHEL9);
	assert_release(IA_FAMILY_EL, 99, IA_GRUB_RHEL9);
	assert_null(ia_dialect_of_release(&w->distro).from);
	assert_nothing_told(w);
	release(w, IA_FAMILY_EL, 7);
	assert_found(w, IA_GRUB_RHEL7, "release");
}

static void fedora_with_the_installer_of_el8_has_the_grub_of_el9(void **state IA_UNUSED)
{
	assert_release(IA_FAMILY_FEDORA, 8, IA_GRUB_RHEL9);
	assert_release(IA_FAMILY_FEDORA, 7, IA_GRUB_RHEL7);
	assert_release(IA_FAMILY_FEDORA, 9, IA_GRUB_RHEL9);
}

static void
a_family_of_red_hats_has_its_newest_grub_where_nothing_else_tells(void **state IA_UNUSED)
{
	static const enum ia_family kin[] = {IA_FAMILY_EL, IA_FAMILY_FEDORA, IA_FAMILY_COREOS};
	static const enum ia_family others[] = {IA_FAMILY_UNKNOWN, IA_FAMILY_DEBIAN,
						IA_FAMILY_XENSERVER};

	for (size_t i = 0; i < IA_COUNT(kin); i++) {
		const struct ia_distro distro = {.family = kin[i]};

		assert_int_equal(ia_dialect_of_family(&distro).grub, IA_GRUB_RHEL9);
		assert_string_equal(ia_dialect_of_family(&distro).from, "family");
	}
	for (size_t i = 0; i < IA_COUNT(others); i++) {
		const struct ia_distro distro = {.family = others[i]};

		assert_null(ia_dialect_of_family(&distro).from);
	}
}

static void programs_for_efi_tell_the_architecture_where_nothing_else_does(void **state)
{
	struct world *w = *state;

	put(&w->esp, "/EFI/BOOT/BOOTAA64.EFI", NULL);
	put(&w->esp, "/EFI/BOOT/grubaa64.efi", DEBIAN);
	assert_found(w, IA_GRUB_STOCK, ".sbat of ESP:/EFI/BOOT/grubaa64.efi");
	assert_string_equal(w->distro.arch, "aarch64");
	assert_string_equal(w->distro.arch_from, "EFI/BOOT");
	w->distro = (struct ia_distro){.arch = "arm64", .arch_from = "label"};
	find(w);
	assert_string_equal(w->distro.arch_from, "label");
	/* A medium for both says nothing. */
	w->distro = (struct ia_distro){0};
	put(&w->esp, "/EFI/BOOT/bootx64.efi", NULL);
	find(w);
	assert_null(w->distro.arch);
	w->esp.count = 0;
	put(&w->iso, "/EFI/BOOT/BOOTRISCV64.EFI", NULL);
	assert_int_equal(find(w), 0);
	assert_string_equal(w->distro.arch, "riscv64");
}

static void an_escape_in_the_menu_tells_red_hats(void **state IA_UNUSED)
{
	static const char *const with[] = {"\\x20", "a=\\x2f", "\\x\\xAf", "\\\\xfF."};
	static const char *const without[] = {"",      "\\x",   "\\x2", "\\x2g",
					      "\\xg2", "\\X20", "x20",  "\\ x20"};

	for (size_t i = 0; i < IA_COUNT(with); i++) {
		assert_int_equal(ia_dialect_of_menu(with[i], strlen(with[i])).grub, IA_GRUB_RHEL7);
		assert_string_equal(ia_dialect_of_menu(with[i], strlen(with[i])).from, "menu");
	}
	for (size_t i = 0; i < IA_COUNT(without); i++) {
		struct ia_dialect dialect = ia_dialect_of_menu(without[i], strlen(without[i]));

		assert_int_equal(dialect.grub, IA_GRUB_STOCK);
		assert_string_equal(dialect.from, "default");
	}
}

static void dialects_have_names_that_are_read_back(void **state IA_UNUSED)
{
	static const char *const names[] = {"stock", "rhel7", "rhel8", "rhel9"};
	enum ia_grub_dialect dialect;

	for (size_t i = 0; i < IA_COUNT(names); i++) {
		assert_int_equal(ia_dialect_parse(names[i], &dialect), 1);
		assert_string_equal(ia_dialect_name(dialect), names[i]);
	}
	assert_int_equal(ia_dialect_parse("rhel10", &dialect), 0);
	assert_int_equal(ia_dialect_parse("", &dialect), 0);
	assert_int_equal(dialect, IA_GRUB_RHEL9);
}

#define in_world(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		in_world(the_grub_of_the_esp_goes_before_the_isos),
		in_world(programs_for_efi_tell_the_architecture_where_nothing_else_does),
		in_world(a_grub_is_found_under_each_of_its_names_in_any_case),
		in_world(the_grub_beside_shim_is_asked_and_not_shim),
		in_world(shim_alone_and_a_grub_without_the_section_tell_nothing),
		in_world(a_binary_of_any_file_system_goes_before_a_folder_of_any),
		in_world(the_folders_of_vendors_tell_the_family),
		in_world(a_red_hat_folder_leaves_the_version_to_the_release),
		in_world(the_binary_wins_over_the_release_and_a_note_says_both),
		in_world(a_binary_that_agrees_with_the_release_leaves_no_note),
		in_world(a_binary_that_cannot_be_read_is_noted_and_the_next_asked),
		in_world(a_section_is_read_up_to_its_bound),
		in_world(out_of_memory_is_no_note),
		in_world(the_generation_of_the_installer_tells_the_dialect),
		cmocka_unit_test(fedora_with_the_installer_of_el8_has_the_grub_of_el9),
		cmocka_unit_test(a_family_of_red_hats_has_its_newest_grub_where_nothing_else_tells),
		cmocka_unit_test(an_escape_in_the_menu_tells_red_hats),
		cmocka_unit_test(dialects_have_names_that_are_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

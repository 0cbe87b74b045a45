/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/dialect/dialect.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/note.h"
#include "image/image.h"
#include "menu/dialect/pe.h"
#include "menu/dialect/sbat.h"
#include "release/arch.h"

static const char *const names[] = {
	[IA_GRUB_STOCK] = "stock",
	[IA_GRUB_RHEL7] = "rhel7",
	[IA_GRUB_RHEL8] = "rhel8",
	[IA_GRUB_RHEL9] = "rhel9",
};

/* In the order of trust: a BOOT*.EFI that has a GRUB beside it is shim, which loads that one. */
static const struct binary {
	const char *name;
	const char *arch; /* NULL: its name does not tell */
} binaries[] = {
	{"grubx64.efi", "x86_64"},   {"grubia32.efi", "i386"},       {"grubaa64.efi", "aarch64"},
	{"grub.efi", NULL},          {"BOOTX64.EFI", "x86_64"},      {"BOOTIA32.EFI", "i386"},
	{"BOOTAA64.EFI", "aarch64"}, {"BOOTRISCV64.EFI", "riscv64"},
};

#define BINARY_NAME_MAX 16 /* bytes of a name in the table, with its NUL */

const char *ia_dialect_name(enum ia_grub_dialect dialect)
{
	return names[dialect];
}

int ia_dialect_parse(const char *name, enum ia_grub_dialect *ret)
{
	for (size_t i = 0; i < IA_COUNT(names); i++) {
		if (strcmp(names[i], name) == 0) {
			*ret = (enum ia_grub_dialect)i;
			return 1;
		}
	}
	return 0;
}

struct ia_dialect ia_dialect_of_release(const struct ia_distro *distro)
{
	struct ia_dialect dialect = {.from = "release"};

	switch (distro->generation) {
	case 0:
		dialect.from = NULL;
		break;
	case 5:
	case 6:
	case 7:
		dialect.grub = IA_GRUB_RHEL7;
		break;
	case 8:
		/* Fedora 30 to 33 share EL8's installer, but their GRUB is the one of EL9. */
		dialect.grub = distro->family == IA_FAMILY_FEDORA ? IA_GRUB_RHEL9 : IA_GRUB_RHEL8;
		break;
	default:
		dialect.grub = IA_GRUB_RHEL9;
	}
	return dialect;
}

/* None of them ever used another GRUB than Red Hat's; which one is then a guess. */
struct ia_dialect ia_dialect_of_family(const struct ia_distro *distro)
{
	enum ia_family family = distro->family;

	if (family == IA_FAMILY_EL || family == IA_FAMILY_FEDORA || family == IA_FAMILY_COREOS)
		return (struct ia_dialect){IA_GRUB_RHEL9, "family"};
	return (struct ia_dialect){.from = NULL};
}

/* Only Red Hat's GRUB keeps \x20 in a word, so a configuration that holds one was written for it. */
struct ia_dialect ia_dialect_of_menu(const char *text, size_t size)
{
	for (size_t i = 0; i + 3 < size; i++) {
		if (text[i] == '\\' && text[i + 1] == 'x' && ia_ascii_is_hex(text[i + 2]) &&
		    ia_ascii_is_hex(text[i + 3]))
			return (struct ia_dialect){IA_GRUB_RHEL7, "menu"};
	}
	return (struct ia_dialect){IA_GRUB_STOCK, "default"};
}

/* What a name of a folder takes to be held against those that are looked for: units of the meter. */
#define NAME_COST 100u

static int spend_name(const struct ia_files *files)
{
	return ia_meter_spend(files->meter, IA_COST_FILES, NAME_COST);
}

/* What the programs for EFI of all file systems are built for. */
struct machines {
	bool has_own;        /* a PC is among them */
	const char *foreign; /* NULL: none that a PC is not */
};

/* What one file system has for EFI. */
struct efi {
	const struct ia_files *files;
	char *folder;    /* "/EFI/BOOT" as it is spelled there; NULL: none */
	char *vendor;    /* "/EFI/fedora"; NULL: none that is known */
	bool is_red_hat; /* whose the vendor's GRUB is */
	size_t rank;     /* of the binary in the table; past its end: none */
	char binary[BINARY_NAME_MAX];
	struct machines *machines;
};

static int visit_efi(const char *name, const struct ia_file *file, void *data)
{
	struct efi *efi = data;
	bool red_hat;
	char **slot;

	if (spend_name(efi->files) < 0)
		return -E2BIG;
	if (file->type != IA_FILE_DIRECTORY)
		return 0;
	if (ia_ascii_equal_fold(name, "BOOT"))
		slot = &efi->folder;
	else if (ia_sbat_vendor(name, strlen(name), &red_hat) > 0)
		slot = &efi->vendor;
	else
		return 0;
	if (*slot)
		return 0;
	if (asprintf(slot, "/EFI/%s", name) < 0) {
		*slot = NULL;
		return -ENOMEM;
	}
	if (slot == &efi->vendor)
		efi->is_red_hat = red_hat;
	return 0;
}

static void note_machine(struct machines *machines, const char *arch)
{
	if (ia_arch_is_foreign(arch))
		machines->foreign = arch;
	else if (arch)
		machines->has_own = true;
}

static int visit_binary(const char *name, const struct ia_file *file, void *data)
{
	struct efi *efi = data;

	if (spend_name(efi->files) < 0)
		return -E2BIG;
	for (size_t i = 0; i < IA_COUNT(binaries) && file->type == IA_FILE_REGULAR; i++) {
		if (!ia_ascii_equal_fold(name, binaries[i].name))
			continue;
		note_machine(efi->machines, binaries[i].arch);
		if (i < efi->rank) {
			efi->rank = i;
			snprintf(efi->binary, sizeof(efi->binary), "%s", name);
		}
	}
	return 0;
}

static void cleanup_efi(struct efi *efi)
{
	free(efi->folder);
	free(efi->vendor);
}

static int look_around(struct efi *efi, struct isoargs_error **reterr)
{
	int r = ia_files_list(efi->files, "/EFI", visit_efi, efi, reterr);

	if (r == 0 && efi->folder)
		r = ia_files_list(efi->files, efi->folder, visit_binary, efi, reterr);
	return r;
}

/* Allocated bytes of a part of a file; the caller has bounded its size. */
static int read_part(const struct ia_files *files, const struct ia_file *file, uint64_t offset,
		     size_t size, char **ret, struct isoargs_error **reterr)
{
	char *data IA_AUTO_FREE = malloc(size + 1);
	int r;

	if (!data)
		return ia_error_memory(reterr);
	r = ia_files_read(files, file, offset, data, size, reterr);
	if (r < 0)
		return r;
	data[size] = '\0';
	*ret = IA_TAKE(data);
	return 0;
}

/* What the medium says of its GRUB, before the release is asked. */
struct claim {
	struct ia_dialect dialect; /* from NULL: nothing */
	bool is_certain;           /* false: it is Red Hat's, and no version says which */
};

static int read_sbat(const struct ia_files *files, const struct ia_file *file, struct claim *ret,
		     struct isoargs_error **reterr)
{
	size_t size = file->size < IA_PE_HEADERS_MAX ? (size_t)file->size : IA_PE_HEADERS_MAX;
	char *head IA_AUTO_FREE = NULL, *text IA_AUTO_FREE = NULL;
	uint64_t offset;
	int64_t length;
	int r;

	ia_files_expect(files, file, 0, size);
	r = read_part(files, file, 0, size, &head, reterr);
	if (r < 0)
		return r;
	length = ia_pe_find_section((const uint8_t *)head, size, file->size, ".sbat", &offset,
				    reterr);
	if (length <= 0)
		return (int)length;
	if (length > IA_SBAT_MAX)
		return ia_error(reterr, -E2BIG, IA_AT_OFFSET(NULL, offset), NULL,
				"found a .sbat section of %llu bytes, expected at most %u",
				(unsigned long long)length, IA_SBAT_MAX);
	ia_files_expect(files, file, offset, (uint64_t)length);
	r = read_part(files, file, offset, (size_t)length, &text, reterr);
	if (r < 0)
		return r;
	return ia_sbat_parse(text, (size_t)length, &ret->dialect.grub, &ret->is_certain);
}

/* 1 and *ret, 0, -ENOMEM; any other failure is a note. */
static int ask_binary(const struct efi *efi, struct ia_arena *arena, struct ia_notes *notes,
		      struct claim *ret)
{
	struct isoargs_error *cause IA_AUTO_ERROR = NULL, *error IA_AUTO_ERROR = NULL;
	const char *path, *name;
	struct ia_file file;
	int r;

	path = ia_arena_printf(arena, "%s/%s", efi->folder, efi->binary);
	name = path ? ia_arena_printf(arena, "%s:%s", efi->files->name, path) : NULL;
	if (!name)
		return -ENOMEM;
	r = ia_files_find(efi->files, path, &file, &error);
	if (r > 0)
		r = read_sbat(efi->files, &file, ret, &cause);
	if (r < 0 && cause)
		ia_error_in_file(&error, name, cause);
	if (r < 0 && r != -ENOMEM) {
		ia_note_error(notes, ISOARGS_INFO, IA_NOTE_GRUB_UNREAD, error);
		return 0;
	}
	if (r <= 0)
		return r;
	ret->dialect.from = ia_arena_printf(arena, ".sbat of %s", name);
	return ret->dialect.from ? 1 : -ENOMEM;
}

static int ask_folder(const struct efi *efi, struct ia_arena *arena, struct claim *ret)
{
	ret->is_certain = !efi->is_red_hat;
	ret->dialect.grub = efi->is_red_hat ? IA_GRUB_RHEL9 : IA_GRUB_STOCK;
	ret->dialect.from =
		ia_arena_printf(arena, "vendor folder %s:%s", efi->files->name, efi->vendor);
	return ret->dialect.from ? 1 : -ENOMEM;
}

/* The binary of any file system goes before the folder of any. */
static int ask_medium(const struct ia_files *const *files, size_t count, struct machines *machines,
		      struct ia_arena *arena, struct ia_notes *notes, struct claim *ret)
{
	struct claim folder = {.is_certain = false};

	for (size_t i = 0; i < count; i++) {
		struct efi efi IA_CLEANUP(cleanup_efi) = {
			.files = files[i],
			.rank = IA_COUNT(binaries),
			.machines = machines,
		};
		struct isoargs_error *error IA_AUTO_ERROR = NULL;
		int r;

		r = look_around(&efi, &error);
		if (r < 0 && r != -ENOMEM)
			ia_note_error(notes, ISOARGS_INFO, IA_NOTE_GRUB_UNREAD, error);
		else if (r == 0 && *efi.binary)
			r = ask_binary(&efi, arena, notes, ret);
		if (r == -ENOMEM || r > 0)
			return r;
		if (efi.vendor && !folder.dialect.from && ask_folder(&efi, arena, &folder) < 0)
			return -ENOMEM;
	}
	*ret = folder;
	return folder.dialect.from ? 1 : 0;
}

int ia_dialect_find(const struct ia_files *const *files, size_t count, struct ia_distro *distro,
		    struct ia_arena *arena, struct ia_notes *notes, struct ia_dialect *ret)
{
	struct machines machines = {.has_own = false};
	struct ia_dialect release = ia_dialect_of_release(distro);
	struct claim claim = {.is_certain = false};
	int r;

	r = ask_medium(files, count, &machines, arena, notes, &claim);
	if (r < 0)
		return r;
	if (!distro->arch && machines.foreign && !machines.has_own) {
		distro->arch = machines.foreign;
		distro->arch_from = "EFI/BOOT";
	}
	/* Red Hat's without a version: the release, if it is one of Red Hat's, knows better. */
	if (r == 0 || (!claim.is_certain && release.from)) {
		if (release.from)
			*ret = release;
		return release.from ? 1 : 0;
	}
	if (release.from && release.grub != claim.dialect.grub)
		ia_note(notes, ISOARGS_INFO, IA_NOTE_DIALECT_DIFFERS, IA_NOWHERE,
			"the release's GRUB has the dialect %s, %s says %s: the menu is read as "
			"%s",
			ia_dialect_name(release.grub), claim.dialect.from,
			ia_dialect_name(claim.dialect.grub), ia_dialect_name(claim.dialect.grub));
	*ret = claim.dialect;
	return 1;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "args/medium-name.h"
#include "args/vocabulary.h"
#include "base/bytes.h"
#include "base/note.h"
#include "check/checks.h"
#include "menu/cmdline.h"

/* Are the files there that a boot needs, and does the image reach to their ends? */

/* squashfs 4.0: struct squashfs_super_block */
#define SQUASHFS_MAGIC      0x73717368u
#define SQUASHFS_SUPER      96u
#define SQUASHFS_BYTES_USED 40u

static const char *name_of(enum ia_note_code code)
{
	if (code == IA_FINDING_KERNEL)
		return "kernel";
	return code == IA_FINDING_INITRD ? "initial RAM disk" : "installer's second stage";
}

/*
 * Finds a file that the entry loads and its last byte. The finding where it is not there or not
 * whole; otherwise true, and nothing is said yet.
 */
static bool find_whole(struct ia_check *check, enum ia_note_code code, const char *path,
		       const char *location, const struct ia_files **ret_files, struct ia_file *ret)
{
	const struct isoargs_args *args = check->args;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	const char *what = name_of(code), *close = path[0] == '(' ? strchr(path, ')') : NULL;
	int r;

	if (!location && (close ? close[1] : path[0]) != '/') {
		ia_check_add(
			check, ISOARGS_CHECK_ERROR, code,
			IA_AT_LINE(args->entry.file, args->entry.line, 0),
			"choose another entry with ISOARGS_ENTRY",
			"the path of the entry's %s does not begin with '/', which boot loaders "
			"refuse: %s",
			what, path);
		return false;
	}
	if (!location) {
		ia_check_add(check, ISOARGS_CHECK_ERROR, code,
			     IA_AT_LINE(args->entry.file, args->entry.line, 0),
			     "choose another entry with ISOARGS_ENTRY",
			     "the entry loads its %s from another device: %s", what, path);
		return false;
	}
	r = ia_filesystems_find(&check->systems, location, ret_files, ret, &error);
	if (r > 0)
		r = ia_filesystems_reach(*ret_files, ret, location, &error) < 0 ? -ENODATA : 1;
	if (r > 0 && ret->size > 0)
		return true;
	if (r < 0)
		ia_check_add_error(check, ISOARGS_CHECK_ERROR, code, error);
	else
		ia_check_add(check, ISOARGS_CHECK_ERROR, code, IA_IN_FILE(location),
			     "choose another entry with ISOARGS_ENTRY, or another image",
			     r == 0 ? "the %s is not on the medium" : "the %s is empty", what);
	return false;
}

/* XenServer's eliloader refuses what is larger, unless its host's xenstore says otherwise. */
#define ELILOADER_KERNEL (UINT64_C(32) << 20)
#define ELILOADER_INITRD (UINT64_C(128) << 20)

static uint64_t eliloader_max(const struct ia_check *check, enum ia_note_code code)
{
	if (check->is_cheap || check->guest->mode != ISOARGS_GUEST_PV)
		return UINT64_MAX;
	if (code == IA_FINDING_KERNEL)
		return ELILOADER_KERNEL;
	return code == IA_FINDING_INITRD ? ELILOADER_INITRD : UINT64_MAX;
}

static void say_whole(struct ia_check *check, enum ia_note_code code, const char *location,
		      const struct ia_file *file)
{
	uint64_t most = eliloader_max(check, code);

	if (file->size > most) {
		ia_check_add(check, ISOARGS_CHECK_WARNING, code, IA_IN_FILE(location),
			     "start it without eliloader, or with ISOARGS_GUEST hvm",
			     "%" PRIu64 " bytes are more than XenServer's eliloader takes of a PV "
			     "guest's %s, %" PRIu64,
			     file->size, name_of(code), most);
		return;
	}
	ia_check_add(check, ISOARGS_CHECK_OK, code, IA_IN_FILE(location), NULL,
		     "%" PRIu64 " bytes%s", file->size,
		     check->report->is_tree ? "" : ", all inside the image");
}

void ia_check_kernel_file(struct ia_check *check)
{
	const struct isoargs_args *args = check->args;
	const struct ia_files *files;
	struct ia_file file;

	if (!args || !find_whole(check, IA_FINDING_KERNEL, args->entry.kernel,
				 args->entry.kernel_location, &files, &file))
		return;
	check->has_kernel = true;
	say_whole(check, IA_FINDING_KERNEL, args->entry.kernel_location, &file);
}

void ia_check_initrds(struct ia_check *check)
{
	const struct isoargs_args *args = check->args;

	if (!args)
		return;
	if (args->entry.initrd_count == 0)
		ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_INITRD,
			     IA_AT_LINE(args->entry.file, args->entry.line, 0),
			     "choose another entry with ISOARGS_ENTRY",
			     "the entry loads no initial RAM disk, and the installer is in one");
	/* At most IA_ENTRY_INITRDS_MAX; looking for each draws on the meter. */
	for (size_t i = 0; i < args->entry.initrd_count; i++) {
		const char *location = args->entry.initrd_locations[i];
		const struct ia_files *files;
		struct ia_file file;

		if (find_whole(check, IA_FINDING_INITRD, args->entry.initrds[i], location, &files,
			       &file))
			say_whole(check, IA_FINDING_INITRD, location, &file);
	}
}

/* The first of the paths that is on the ISO: 1, 0 there is none, or a negative errno. */
static int find_first(const struct ia_check *check, const char *const *paths, size_t count,
		      enum ia_file_type type, const char **ret, struct isoargs_error **reterr)
{
	for (size_t i = 0; i < count; i++) {
		int r = ia_files_have(&check->systems.iso_files, paths[i], type, reterr);

		if (r > 0)
			*ret = paths[i];
		if (r != 0)
			return r;
	}
	return 0;
}

/* Where the installer's initramfs looks in a directory that it was given: anaconda-lib.sh. */
static int find_image(const struct ia_check *check, const char **ret, struct isoargs_error **reterr)
{
	static const char *const usual[] = {"images/install.img", "LiveOS/squashfs.img"};
	const struct isoargs_report *report = check->report;

	if (report->has_treeinfo && report->treeinfo.main_image) {
		*ret = report->treeinfo.main_image;
		return 1;
	}
	return find_first(check, usual, IA_COUNT(usual), IA_FILE_REGULAR, ret, reterr);
}

/* What a squashfs says of its size; other formats are taken as they are. */
static void check_squashfs(struct ia_check *check, const char *location,
			   const struct ia_files *files, const struct ia_file *file)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	uint8_t super[SQUASHFS_SUPER];
	uint64_t used;
	int r;

	/* A request for what cannot be told apart from a file that is whole. */
	if (files->is_dear) {
		say_whole(check, IA_FINDING_STAGE2, location, file);
		return;
	}
	if (file->size < sizeof(super)) {
		ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_STAGE2, IA_IN_FILE(location),
			     "download the image again",
			     "%" PRIu64 " bytes are too few for the installer's second stage",
			     file->size);
		return;
	}
	r = ia_files_read(files, file, 0, super, sizeof(super), &error);
	if (r < 0) {
		ia_check_add_error(check, ISOARGS_CHECK_ERROR, IA_FINDING_STAGE2, error);
		return;
	}
	used = ia_le64(super + SQUASHFS_BYTES_USED);
	if (ia_le32(super) == SQUASHFS_MAGIC && used > file->size)
		ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_STAGE2, IA_IN_FILE(location),
			     "download the image again",
			     "the squashfs has %" PRIu64 " bytes, the file only %" PRIu64, used,
			     file->size);
	else
		say_whole(check, IA_FINDING_STAGE2, location, file);
}

/* Is the second stage fetched from the tree itself? */
static bool is_served_tree(const struct ia_check *check)
{
	return check->report->is_tree && check->request->base_url && check->args &&
	       ia_args_are_anaconda(check->args);
}

void ia_check_stage2(struct ia_check *check)
{
	const struct isoargs_word *word = ia_check_word(check, IA_TRAIT_STAGE2);
	const char *value = word ? ia_word_value(word->text) : NULL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char location[IA_PATH_MAX + 8];
	const struct ia_files *files;
	const char *image = NULL;
	struct ia_slice name;
	struct ia_place place = {0};
	struct ia_file file;
	bool is_served = is_served_tree(check);
	int r;

	if (!is_served && (!value || strncmp(value, "hd:", 3) != 0))
		return;
	if (!is_served)
		place = (struct ia_place){.option = word->option, .file = word->file};
	/* The installer takes the last word, whoever wrote it. */
	if (!is_served && ia_medium_name_is_other(&check->report->labels, value, &name)) {
		ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_STAGE2, &place, "leave it out",
			     "the last word for the second stage looks for \"%.*s\", which this "
			     "medium is not",
			     (int)name.size, name.at);
		return;
	}
	r = find_image(check, &image, &error);
	if (r < 0) {
		ia_check_add_error(check, ISOARGS_CHECK_ERROR, IA_FINDING_STAGE2, error);
		return;
	}
	if (r == 0) {
		ia_check_add(check, ISOARGS_CHECK_ERROR, IA_FINDING_STAGE2, IA_NOWHERE,
			     "use an installation image: DVD, Minimal or NetInstall",
			     "the installer's second stage is not on the medium: found neither "
			     "images/install.img nor LiveOS/squashfs.img");
		return;
	}
	snprintf(location, sizeof(location), "%s:/%s", check->systems.iso_files.name,
		 image + (image[0] == '/'));
	if (find_whole(check, IA_FINDING_STAGE2, image, location, &files, &file))
		check_squashfs(check, location, files, &file);
}

static int find_packages(const struct ia_check *check, const char **ret,
			 struct isoargs_error **reterr)
{
	static const char *const directories[] = {
		"/repodata",
		"/BaseOS/repodata",
		"/Packages",
		"/Server/repodata",
	};
	/* A web server has no folders. */
	static const char *const files[] = {"/repodata/repomd.xml", "/BaseOS/repodata/repomd.xml"};

	if (check->report->is_dear)
		return find_first(check, files, IA_COUNT(files), IA_FILE_REGULAR, ret, reterr);
	return find_first(check, directories, IA_COUNT(directories), IA_FILE_DIRECTORY, ret,
			  reterr);
}

void ia_check_source(struct ia_check *check)
{
	const struct isoargs_word *repo = ia_check_word(check, IA_TRAIT_REPO);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	const char *packages;
	int r;

	if (!check->args || !ia_args_are_anaconda(check->args))
		return;
	r = repo ? 0 : find_packages(check, &packages, &error);
	if (r < 0)
		ia_check_add_error(check, ISOARGS_CHECK_WARNING, IA_FINDING_SOURCE, error);
	else if (repo)
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_SOURCE, IA_NOWHERE, NULL,
			     "packages come from where %s says",
			     repo->origin == ISOARGS_FROM_OPTION ? ia_option_name(repo->option)
								 : "the entry");
	else if (r > 0)
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_SOURCE, IA_NOWHERE, NULL,
			     "the medium holds packages: %s", packages);
	else if (ia_check_word(check, IA_TRAIT_KS))
		ia_check_add(check, ISOARGS_CHECK_OK, IA_FINDING_SOURCE, IA_NOWHERE, NULL,
			     "no packages on the medium: the kickstart has to say where they are");
	/* As a NetInstall medium is meant to be: no reason to doubt it. */
	else
		ia_check_add(
			check, ISOARGS_CHECK_OK, IA_FINDING_SOURCE, IA_NOWHERE,
			"give ISOARGS_REPO and network options, or fill in the installation source "
			"by hand",
			"no packages on the medium: a NetInstall image takes them from the "
			"network");
}

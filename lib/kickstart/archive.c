/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <isoargs/archive.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"

/*
 * The format "newc" of cpio as Linux reads it: of each file a header of hexadecimal digits, its name
 * with a NUL and its bytes, the latter two up to a multiple of ALIGNMENT; then one of no size that
 * ends the archive.
 */

#define TRAILER     "TRAILER!!!"
#define HEADER_SIZE 110u
#define FIELDS      13u  /* of 8 digits, behind the mark */
#define ALIGNMENT   4u   /* at which Linux looks for a header */
#define BLOCK       512u /* of which cpio makes an archive a multiple */

/* No other process of the guest's is to read what may hold the hash of a password. */
#define MODE_FILE    0100600u
#define MODE_PROGRAM 0100700u

/*
 * An LZ4 has no end in it: Linux, since 5.11, takes four zero bytes for one, and otherwise the first
 * bytes of what follows for a length.
 */
#define ZEROS_MIN 4u

struct member {
	char *name;
	void *data;
	size_t size;
	bool executable;
};

struct isoargs_archive {
	struct member members[IA_OPTION_VALUES_MAX];
	size_t count;
	size_t size; /* of the members together */
};

int isoargs_archive_new(struct isoargs_archive **ret_archive)
{
	struct isoargs_archive *archive = calloc(1, sizeof(*archive));

	if (!archive)
		return -ENOMEM;
	*ret_archive = archive;
	return 0;
}

struct isoargs_archive *isoargs_archive_free(struct isoargs_archive *archive)
{
	if (!archive)
		return NULL;
	for (size_t i = 0; i < archive->count; i++) {
		explicit_bzero(archive->members[i].data, archive->members[i].size);
		free(archive->members[i].data);
		free(archive->members[i].name);
	}
	free(archive);
	return NULL;
}

static int check_name(const char *name, struct isoargs_error **reterr)
{
	static const char *const others[] = {"", ".", "..", TRAILER};
	const struct ia_place *place = IA_NOWHERE;

	for (size_t i = 0; i < IA_COUNT(others); i++) {
		if (strcmp(name, others[i]) == 0)
			return ia_error(
				reterr, -EINVAL, place, "give the file another name",
				"found the name \"%s\", which no file of an archive can have",
				name);
	}
	if (strlen(name) > IA_ARCHIVE_NAME_MAX)
		return ia_error(reterr, -EINVAL, place, "give the file a shorter name",
				"found a name of %zu bytes, expected at most %u", strlen(name),
				IA_ARCHIVE_NAME_MAX);
	for (const char *c = name; *c; c++) {
		if (*c == '/' || (unsigned char)*c < 0x20 || *c == 0x7f)
			return ia_error(reterr, -EINVAL, place, "give the file another name",
					"found the name \"%s\", expected one without \"/\" and "
					"control characters",
					name);
	}
	return 0;
}

static int check_room(const struct isoargs_archive *archive,
		      const struct isoargs_archive_file *file, struct isoargs_error **reterr)
{
	for (size_t i = 0; i < archive->count; i++) {
		if (strcmp(archive->members[i].name, file->name) == 0)
			return ia_error(reterr, -EEXIST, IA_NOWHERE,
					"give one of them another name",
					"found a second file of the name \"%s\"", file->name);
	}
	if (archive->count == IA_OPTION_VALUES_MAX)
		return ia_error(reterr, -E2BIG, IA_NOWHERE, NULL,
				"found more than %u files, expected at most that many",
				IA_OPTION_VALUES_MAX);
	if (file->size > IA_ARCHIVE_MAX - archive->size)
		return ia_error(reterr, -E2BIG, IA_NOWHERE,
				"leave out what the installer can fetch by itself",
				"found a file of %zu bytes behind others of %zu, expected at most "
				"%u of all",
				file->size, archive->size, IA_ARCHIVE_MAX);
	return 0;
}

int isoargs_archive_add(struct isoargs_archive *archive, const struct isoargs_archive_file *file,
			struct isoargs_error **reterr)
{
	struct member member = {.size = file->size, .executable = file->executable};
	int r = check_name(file->name, reterr);

	if (r == 0)
		r = check_room(archive, file, reterr);
	if (r < 0)
		return r;
	member.name = strdup(file->name);
	member.data = malloc(file->size ? file->size : 1);
	if (!member.name || !member.data) {
		free(member.name);
		free(member.data);
		return ia_error_memory(reterr);
	}
	if (file->size > 0)
		memcpy(member.data, file->data, file->size);
	archive->members[archive->count++] = member;
	archive->size += file->size;
	return 0;
}

struct output {
	isoargs_sink sink;
	void *user;
	uint64_t at; /* bytes of the archive that are out */
};

static int put(struct output *out, const void *data, size_t size)
{
	const char *from = data;

	out->at += size;
	while (size > 0) {
		size_t piece = size < IA_SINK_MAX ? size : IA_SINK_MAX;

		if (out->sink(from, piece, out->user) != 0)
			return -ECANCELED;
		from += piece;
		size -= piece;
	}
	return 0;
}

static int put_zeros(struct output *out, size_t count)
{
	static const char zeros[BLOCK];

	return put(out, zeros, count);
}

static int pad(struct output *out, unsigned boundary)
{
	return put_zeros(out, (size_t)(-out->at % boundary));
}

static int put_head(struct output *out, const struct member *member, unsigned inode, unsigned mode)
{
	const unsigned fields[FIELDS] = {
		inode,
		mode,
		0, /* owner */
		0, /* group */
		1, /* names */
		0, /* time of the last change */
		(unsigned)member->size,
		0, /* device, major */
		0, /* device, minor */
		0, /* device that it is, major */
		0, /* device that it is, minor */
		(unsigned)strlen(member->name) + 1,
		0, /* sum, which this format has none of */
	};
	char head[HEADER_SIZE + 1] = "070701";
	int r;

	for (size_t i = 0; i < FIELDS; i++)
		snprintf(head + 6 + 8 * i, 9, "%08X", fields[i]);
	r = put(out, head, HEADER_SIZE);
	if (r == 0)
		r = put(out, member->name, strlen(member->name) + 1);
	return r == 0 ? pad(out, ALIGNMENT) : r;
}

static int put_archive(struct output *out, const struct isoargs_archive *archive)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < archive->count; i++) {
		const struct member *member = &archive->members[i];

		r = put_head(out, member, (unsigned)i + 1,
			     member->executable ? MODE_PROGRAM : MODE_FILE);
		if (r == 0)
			r = put(out, member->data, member->size);
		if (r == 0)
			r = pad(out, ALIGNMENT);
	}
	if (r == 0)
		r = put_head(out, &(const struct member){.name = (char[]){TRAILER}}, 0, 0);
	return r == 0 ? pad(out, BLOCK) : r;
}

int isoargs_archive_append(const struct isoargs_archive *archive, uint64_t size, isoargs_sink sink,
			   void *user, struct isoargs_error **reterr)
{
	struct output out = {.sink = sink, .user = user};
	int r;

	if (archive->count == 0)
		return 0;
	r = put_zeros(&out, ZEROS_MIN + (size_t)(-size % ALIGNMENT));
	out.at = 0;
	if (r == 0)
		r = put_archive(&out, archive);
	if (r < 0)
		return ia_error(reterr, r, IA_NOWHERE, NULL, "the archive was stopped");
	return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/apply.h"

/* What is put into a disk that was made: a kickstart's image from memory, a medium from its file. */

static ssize_t read_memory(void *buffer, size_t room, uint64_t offset, void *user)
{
	const struct applying *applying = user;
	size_t left = applying->oemdrv_size - (size_t)offset, n = left < room ? left : room;

	memcpy(buffer, applying->oemdrv + offset, n);
	return (ssize_t)n;
}

static ssize_t read_image(void *buffer, size_t room, uint64_t offset, void *user)
{
	const struct applying *applying = user;
	ssize_t n;

	do
		n = pread(applying->image, buffer, room, (off_t)offset);
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : n;
}

/* A host that sees the disk's repository; NULL: that is the coordinator, or nobody says which. */
static const char *host_of(const struct applying *applying, enum object object)
{
	const struct inventory *inventory = applying->inventory;
	const char *ref =
		applying->plan->objects[object == OBJECT_MEDIUM ? OBJECT_ISO_SR : OBJECT_SR].ref;
	const struct found_sr *sr = ref ? sr_of(inventory, ref) : NULL;
	const char *address = NULL;

	for (size_t i = 0; sr && i < inventory->host_count; i++) {
		const struct found_host *host = &inventory->hosts[i];

		if (!(sr->hosts & UINT64_C(1) << i))
			continue;
		if (strcmp(host->ref, inventory->master) == 0)
			return NULL;
		if (!address && host->live && *host->address)
			address = host->address;
	}
	return address;
}

/* The file may not be another one than that which was looked at. */
static int check_image(const struct applying *applying, const struct stat *before,
		       struct xenapi_error **reterr)
{
	struct stat now;

	if (fstat(applying->image, &now) == 0 && now.st_size == before->st_size &&
	    now.st_mtim.tv_sec == before->st_mtim.tv_sec &&
	    now.st_mtim.tv_nsec == before->st_mtim.tv_nsec)
		return 0;
	return xenapi_fail(
		reterr, XENAPI_ARGUMENT, xenapi_host(applying->xenapi), "import_raw_vdi",
		"the image was changed while it was sent; see that nothing writes to it");
}

int apply_bytes(struct applying *applying, const struct plan_step *step,
		struct xenapi_error **reterr)
{
	enum object object = step->fields[0].object;
	const struct xenapi_data data = {
		.method = "import_raw_vdi",
		.host = host_of(applying, object),
		.size = (uint64_t)step->fields[1].number,
		.read = object == OBJECT_MEDIUM ? read_image : read_memory,
		.user = applying,
	};
	const struct xenapi_wait wait = {
		.deadline_s = step->deadline_s,
		.progress = event_progress,
		.data = applying->events,
	};
	struct stat before = {0};
	char path[256];
	int r;

	if (object == OBJECT_MEDIUM &&
	    (fstat(applying->image, &before) < 0 || (uint64_t)before.st_size != data.size))
		return xenapi_fail(reterr, XENAPI_ARGUMENT, xenapi_host(applying->xenapi),
				   data.method, "the image is no longer the one that was read");
	snprintf(path, sizeof(path), "import_raw_vdi?vdi=%s&format=raw", applying->refs[object]);
	r = xenapi_put(applying->xenapi, path, &data, &wait, reterr);
	if (r == 0 && object == OBJECT_MEDIUM)
		r = check_image(applying, &before, reterr);
	if (r == 0 && object == OBJECT_MEDIUM && undolog_kept(applying->log, object) != EXIT_DONE)
		return xenapi_fail(reterr, XENAPI_ARGUMENT, xenapi_host(applying->xenapi),
				   data.method, "the undo log cannot be written");
	return r;
}

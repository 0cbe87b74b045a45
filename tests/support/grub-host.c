/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/grub-host.h"

/* The files of "cd0", path and text in turn, NULL at the end. */
static const char *const host_files[] = {
	"/d/a.cfg",
	"set a=$config_directory\nmenuentry fromA { linux /k $v }\n",
	"/d/b.cfg",
	"set default=two\nmenuentry one { linux /k1 v=$v e=$e }\n"
	"menuentry two { linux /k2 }\n",
	"/d/empty.cfg",
	"set v=x\n",
	"/d/x.txt",
	"x",
	"/d\x1b[31m/\xc2\x9b.cfg",
	"menuentry one { configfile /d/b.cfg }\n",
	"/cycle.cfg",
	"source /cycle.cfg\n",
	"/boot/grub/grubenv",
	"# GRUB Environment Block\nsaved_entry=a\\\\b c\nother=o\n#####",
	"/loader/entries/m-4.9.conf",
	"title Old\nlinux /k4.9\ninitrd /i4.9\noptions a $o\n",
	"/loader/entries/m-4.18.conf",
	"title New\nversion 4.18\nlinux /k4.18\noptions q='b c'\n",
	"/loader/entries/readme",
	"title None\n",
	NULL,
};

static const char *host_find(const char *device, const char *path)
{
	for (size_t i = 0; host_files[i]; i += 2) {
		if (strcmp(device, "cd0") == 0 && strcmp(host_files[i], path) == 0)
			return host_files[i + 1];
	}
	return NULL;
}

int host_read(void *data IA_UNUSED, const char *device, const char *path, char **ret,
	      size_t *ret_size, struct isoargs_error **reterr)
{
	const char *text = host_find(device, path);

	if (strcmp(path, "/broken.cfg") == 0)
		return ia_error(reterr, -EIO, IA_IN_FILE(path), NULL, "it is scratched");
	if (!text)
		return 0;
	*ret = strdup(text);
	*ret_size = strlen(text);
	return 1;
}

/* What lies below "/broken" cannot be looked for. */
static int host_fails(const char *path, struct isoargs_error **reterr)
{
	if (!path || strncmp(path, "/broken", 7) != 0)
		return 0;
	return ia_error(reterr, -E2BIG, IA_IN_FILE(path), NULL, "it lies too deep");
}

static int host_stat(void *data IA_UNUSED, const char *device, const char *path,
		     unsigned long long *ret_size, struct isoargs_error **reterr)
{
	const char *text = host_find(device, path);

	if (host_fails(path, reterr) < 0)
		return -E2BIG;
	if (text && ret_size)
		*ret_size = strlen(text);
	if (strcmp(path, "/link") == 0)
		return 3;
	return text ? 1 : strcmp(path, "/d") == 0 || strcmp(path, "/") == 0 ? 2 : 0;
}

int host_search(void *data IA_UNUSED, enum ia_grub_search kind, const char *key,
		const char **ret_device, struct isoargs_error **reterr)
{
	if (host_fails(key, reterr) < 0)
		return -E2BIG;
	if (kind == IA_GRUB_SEARCH_FILE   ? !host_find("cd0", key)
	    : kind == IA_GRUB_SEARCH_UUID ? strcmp(key, "2020-01-01") != 0
					  : strcmp(key, "LABEL") != 0)
		return 0;
	*ret_device = "found0";
	return 1;
}

static int host_list(void *data IA_UNUSED, const char *device, const char *path,
		     int (*visit)(const char *name, void *visit_data), void *visit_data,
		     struct isoargs_error **reterr)
{
	size_t length = strlen(path ? path : "");
	int r = 0;

	if (!device)
		return visit("cd0", visit_data);
	if (host_fails(path, reterr) < 0)
		return -E2BIG;
	while (length > 0 && path[length - 1] == '/')
		length--;
	for (size_t i = 0; host_files[i] && r == 0; i += 2) {
		if (strncmp(host_files[i], path, length) == 0 && host_files[i][length] == '/' &&
		    !strchr(host_files[i] + length + 1, '/'))
			r = visit(host_files[i] + length + 1, visit_data);
	}
	return r;
}

/* One file is the medium once more; no other can be looked into. */
static int host_loop(void *data IA_UNUSED, const char *device IA_UNUSED, const char *path,
		     const char **ret, struct isoargs_error **reterr)
{
	if (strcmp(path, "/d/x.txt") != 0)
		return ia_error(reterr, -EOPNOTSUPP, IA_IN_FILE(path), NULL, "it is a song");
	*ret = "cd0";
	return 1;
}

static int host_probe(void *data IA_UNUSED, const char *device, enum ia_grub_probe kind,
		      const char **ret)
{
	if (strcmp(device, "cd0") != 0)
		return 0;
	*ret = kind == IA_GRUB_PROBE_LABEL  ? "LABEL"
	       : kind == IA_GRUB_PROBE_UUID ? "2020-01-01"
					    : "iso9660";
	return 1;
}

struct evaluated evaluate_on(struct ia_meter *meter, enum ia_grub_dialect dialect, const char *text)
{
	const struct ia_menu_host host = {
		.meter = meter,
		.loop = host_loop,
		.probe = host_probe,
		.read = host_read,
		.stat = host_stat,
		.search = host_search,
		.list = host_list,
	};
	const struct ia_grub_setup setup = {
		.dialect = dialect,
		.platform = "efi",
		.cpu = "x86_64",
		.root = "cd0",
		.prefix = "/boot/grub",
		.host = &host,
	};
	struct evaluated e = {.arena = ia_arena_new(0), .menu.count = 0x5e5e};

	e.result = ia_grub_evaluate(
		&setup, &(const struct ia_config_file){"/boot/grub/grub.cfg", text, strlen(text)},
		e.arena, &e.notes, &e.menu, &e.error);
	e.work = ia_meter_work(meter);
	assert_int_equal(meter->kept, 0);
	return e;
}

struct evaluated evaluate(enum ia_grub_dialect dialect, const char *text)
{
	struct ia_meter meter = IA_METER;

	return evaluate_on(&meter, dialect, text);
}

void cleanup_evaluated(struct evaluated *e)
{
	ia_arena_free(e->arena);
	ia_notes_free(&e->notes);
	isoargs_error_free(e->error);
}

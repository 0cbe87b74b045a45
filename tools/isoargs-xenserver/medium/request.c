/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "medium/request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "common/output.h"

void request_print_help(void)
{
	fputs(wishes_help_installer, stdout);
	fputs("  --entry WHICH          build on this menu entry: number, path, title or id\n"
	      "  --dialect D            which GRUB reads the menu: stock, rhel7, rhel8, rhel9\n"
	      "  --platform P           only the menus of this firmware: bios or efi\n"
	      "  --style STYLE          legacy (default) or minimal\n"
	      "  --append WORD          one more word; may be repeated\n"
	      "  --keep WORD            keep this word of the entry, named whole or by its name\n"
	      "                         before =, where it would be dropped; may be repeated\n"
	      "  --drop WORD            leave this word out; may be repeated\n"
	      "\n",
	      stdout);
	fputs(wishes_help_network, stdout);
	putchar('\n');
	remote_print_help(REQUEST_REMOTE);
}

int request_new(struct request *request)
{
	request->remote.prefix = REQUEST_REMOTE;
	if (isoargs_request_new(&request->request) == 0)
		return EXIT_DONE;
	output_complain(NULL, "out of memory");
	return EXIT_FAILED;
}

int request_set(struct request *request, enum isoargs_option option, const char *value)
{
	char *copy = NULL;
	int r = wishes_set(request->request, option, value);

	if (r != EXIT_DONE)
		return r;
	if (request->count == REQUEST_MAX) {
		output_complain(NULL, "too many options");
		return EXIT_USAGE;
	}
	if (value && !(copy = strdup(value))) {
		output_complain(NULL, "out of memory");
		return EXIT_FAILED;
	}
	request->items[request->count].option = option;
	request->items[request->count++].value = copy;
	return EXIT_DONE;
}

static int set(void *request, enum isoargs_option option, const char *value)
{
	return request_set(request, option, value);
}

int request_take(struct request *request, int option, const char *argument)
{
	if (remote_has_option(option))
		return remote_take(&request->remote, REQUEST_REMOTE, option, argument);
	if (option == WISHES_VNC_PASSWORD_FILE)
		return wishes_take_vnc_password(argument, set, request);
	if (option == WISHES_DIALECT) {
		enum isoargs_dialect dialect;

		request->dialect = argument;
		return wishes_take_dialect(argument, &dialect);
	}
	if (option == WISHES_PLATFORM) {
		enum isoargs_platform platform;

		request->platform = argument;
		return wishes_take_platform(argument, &platform);
	}
	return request_set(request, (enum isoargs_option)(option - WISHES_LIBRARY), argument);
}

const char *request_get(const struct request *request, enum isoargs_option option)
{
	for (size_t i = 0; i < request->count; i++) {
		if (request->items[i].option == option)
			return request->items[i].value ? request->items[i].value : "";
	}
	return NULL;
}

void request_free(struct request *request)
{
	for (size_t i = 0; i < request->count; i++) {
		ia_secret_free(request->items[i].value);
	}
	isoargs_request_free(request->request);
	*request = (struct request){0};
}

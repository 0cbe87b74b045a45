/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "request.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "output.h"
#include "secret.h"

const char request_help[] =
	"Installer\n"
	"  --graphical            graphical installation\n"
	"  --text                 text installation\n"
	"  --vnc                  the installer starts a VNC server without being asked\n"
	"  --vnc-password-file F  first line of F, 6 to 8 characters, is its password\n"
	"  --ks LOCATION          kickstart: http://..., nfs:..., hd:DEVICE:/PATH\n"
	"  --repo LOCATION        installation source: http://..., nfs:..., cdrom:DEVICE\n"
	"  --stage2 HOW           how the medium is found: label (default), uuid, device or\n"
	"                         device=/dev/NAME (default /dev/xvdd)\n"
	"  --entry WHICH          build on this menu entry: number, path, title or id\n"
	"  --dialect D            which GRUB reads the menu: stock, rhel7, rhel8, rhel9\n"
	"  --style STYLE          legacy (default) or minimal\n"
	"  --append WORD          one more word; may be repeated\n"
	"\n"
	"Network\n"
	"  --dhcp                 configure it by DHCP\n"
	"  --ip ADDRESS[/PREFIX]  static address, IPv4 or IPv6\n"
	"  --netmask MASK         netmask, or a prefix length\n"
	"  --gateway ADDRESS\n"
	"  --hostname NAME\n"
	"  --nic NAME             interface in the guest (default eth0)\n"
	"  --nameserver ADDRESS   may be repeated\n"
	"  --mtu BYTES\n";

int request_new(struct request *request)
{
	if (isoargs_request_new(&request->request) == 0)
		return EXIT_DONE;
	output_complain(NULL, "out of memory");
	return EXIT_FAILED;
}

int request_set(struct request *request, enum isoargs_option option, const char *value)
{
	struct isoargs_error *error = NULL;
	char *copy = NULL;
	int r;

	r = isoargs_request_set(request->request, option, value, &error);
	if (r == 0 && request->count == REQUEST_MAX)
		r = -E2BIG;
	if (r == 0 && value && !(copy = strdup(value)))
		r = -ENOMEM;
	if (r < 0) {
		output_complain(NULL, "%s",
				error         ? isoargs_error_message(error)
				: r == -E2BIG ? "too many options"
					      : "out of memory");
		isoargs_error_free(error);
		return r == -ENOMEM ? EXIT_FAILED : EXIT_USAGE;
	}
	request->items[request->count].option = option;
	request->items[request->count++].value = copy;
	return EXIT_DONE;
}

static int set_vnc_password(struct request *request, const char *path)
{
	char secret[SECRET_MAX];
	int r;

	r = secret_read_file("--vnc-password-file", path, secret, sizeof(secret));
	if (r == EXIT_DONE)
		r = request_set(request, ISOARGS_VNC_PASSWORD, secret);
	explicit_bzero(secret, sizeof(secret));
	return r;
}

static int set_dialect(struct request *request, const char *name)
{
	struct isoargs_error *error = NULL;

	request->dialect = name;
	if (isoargs_image_set_dialect(NULL, name, &error) == 0)
		return EXIT_DONE;
	output_complain(NULL, "%s", error ? isoargs_error_message(error) : "out of memory");
	isoargs_error_free(error);
	return EXIT_USAGE;
}

int request_take(struct request *request, int option, const char *argument)
{
	if (option == REQUEST_VNC_PASSWORD_FILE)
		return set_vnc_password(request, argument);
	if (option == REQUEST_DIALECT)
		return set_dialect(request, argument);
	return request_set(request, (enum isoargs_option)(option - REQUEST_LIBRARY), argument);
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
		if (request->items[i].value)
			explicit_bzero(request->items[i].value, strlen(request->items[i].value));
		free(request->items[i].value);
	}
	isoargs_request_free(request->request);
	*request = (struct request){0};
}

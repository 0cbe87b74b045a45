/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/installer-options.h"

#include <errno.h>
#include <string.h>

#include "common/output.h"
#include "common/secret.h"

const char wishes_help_installer[] =
	"Installer\n"
	"  --guest KIND           what boots it: pv (default), pvh, hvm or kvm\n"
	"  --graphical            graphical installation\n"
	"  --text                 text installation\n"
	"  --vnc                  the installer starts a VNC server without being asked\n"
	"  --vnc-password-file F  first line of F, 6 to 8 characters, is its password\n"
	"  --auto LOCATION        what answers its questions, by its family: kickstart, preseed,\n"
	"                         AutoYaST, autoinstall, apkovl, script\n"
	"  --ks LOCATION          kickstart: http://..., nfs:..., hd:DEVICE:/PATH\n"
	"  --repo LOCATION        installation source: http://..., nfs:..., cdrom:DEVICE\n"
	"  --stage2 HOW           how the medium is found: label (default), uuid, device or\n"
	"                         device=/dev/NAME (default: the guest's drive)\n";

const char wishes_help_network[] =
	"Network\n"
	"  --dhcp                 configure it by DHCP\n"
	"  --ip ADDRESS[/PREFIX]  static address, IPv4 or IPv6\n"
	"  --netmask MASK         netmask, or a prefix length\n"
	"  --gateway ADDRESS\n"
	"  --hostname NAME\n"
	"  --nic NAME             interface in the guest (default: its first one)\n"
	"  --nameserver ADDRESS   may be repeated\n"
	"  --mtu BYTES\n";

static int complain(int code, struct isoargs_error *error)
{
	output_error(NULL, error);
	isoargs_error_free(error);
	return code == -ENOMEM ? EXIT_FAILED : EXIT_USAGE;
}

int wishes_take_dialect(const char *name, enum isoargs_dialect *ret)
{
	if (isoargs_dialect_parse(name, ret) == 0)
		return EXIT_DONE;
	output_complain(NULL, "--dialect: found \"%s\", expected stock, rhel7, rhel8 or rhel9",
			name);
	return EXIT_USAGE;
}

int wishes_take_platform(const char *name, enum isoargs_platform *ret)
{
	if (isoargs_platform_parse(name, ret) == 0)
		return EXIT_DONE;
	output_complain(NULL, "--platform: found \"%s\", expected bios or efi", name);
	return EXIT_USAGE;
}

int wishes_set(struct isoargs_request *request, enum isoargs_option option, const char *value)
{
	struct isoargs_error *error = NULL;
	int r = isoargs_request_set(request, option, value, &error);

	return r < 0 ? complain(r, error) : EXIT_DONE;
}

int wishes_take_vnc_password(const char *path,
			     int (*set)(void *to, enum isoargs_option option, const char *value),
			     void *to)
{
	char secret[SECRET_MAX];
	int r;

	r = secret_read_file("--vnc-password-file", path, secret);
	if (r == EXIT_DONE)
		r = set(to, ISOARGS_VNC_PASSWORD, secret);
	explicit_bzero(secret, sizeof(secret));
	return r;
}

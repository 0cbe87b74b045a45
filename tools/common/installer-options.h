/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_COMMON_INSTALLER_OPTIONS_H
#define TOOLS_COMMON_INSTALLER_OPTIONS_H

#include <getopt.h>
#include <isoargs/isoargs.h>

/* What the installer is asked for, as the command lines of all tools spell it. */

/* What getopt_long(3) returns for an option; a tool's own are from WISHES_END on. */
enum {
	WISHES_LIBRARY = 256, /* and the library's option numbers after it */
	WISHES_VNC_PASSWORD_FILE = 512,
	WISHES_DIALECT,
	WISHES_PLATFORM,
	WISHES_END,
};

#define WISH_OF(option) (WISHES_LIBRARY + (option))

/* Rows of a table for getopt_long(3). */
#define OPTION_ROW(name, argument, value)                                                          \
	{                                                                                          \
		name, argument, NULL, value                                                        \
	}

#define WISHES_INSTALLER                                                                           \
	OPTION_ROW("graphical", no_argument, WISH_OF(ISOARGS_GRAPHICAL)),                          \
		OPTION_ROW("text", no_argument, WISH_OF(ISOARGS_TEXT)),                            \
		OPTION_ROW("vnc", no_argument, WISH_OF(ISOARGS_VNC)),                              \
		OPTION_ROW("vnc-password-file", required_argument, WISHES_VNC_PASSWORD_FILE),      \
		OPTION_ROW("guest", required_argument, WISH_OF(ISOARGS_GUEST)),                    \
		OPTION_ROW("auto", required_argument, WISH_OF(ISOARGS_AUTO)),                      \
		OPTION_ROW("ks", required_argument, WISH_OF(ISOARGS_KS)),                          \
		OPTION_ROW("repo", required_argument, WISH_OF(ISOARGS_REPO)),                      \
		OPTION_ROW("stage2", required_argument, WISH_OF(ISOARGS_STAGE2))

#define WISHES_MENU                                                                                \
	OPTION_ROW("entry", required_argument, WISH_OF(ISOARGS_ENTRY)),                            \
		OPTION_ROW("dialect", required_argument, WISHES_DIALECT),                          \
		OPTION_ROW("platform", required_argument, WISHES_PLATFORM)

#define WISHES_WORDS                                                                               \
	OPTION_ROW("append", required_argument, WISH_OF(ISOARGS_APPEND)),                          \
		OPTION_ROW("keep", required_argument, WISH_OF(ISOARGS_KEEP)),                      \
		OPTION_ROW("drop", required_argument, WISH_OF(ISOARGS_DROP)),                      \
		OPTION_ROW("style", required_argument, WISH_OF(ISOARGS_STYLE))

#define WISHES_NETWORK                                                                             \
	OPTION_ROW("dhcp", no_argument, WISH_OF(ISOARGS_DHCP)),                                    \
		OPTION_ROW("ip", required_argument, WISH_OF(ISOARGS_IP)),                          \
		OPTION_ROW("netmask", required_argument, WISH_OF(ISOARGS_NETMASK)),                \
		OPTION_ROW("gateway", required_argument, WISH_OF(ISOARGS_GATEWAY)),                \
		OPTION_ROW("hostname", required_argument, WISH_OF(ISOARGS_HOSTNAME)),              \
		OPTION_ROW("nic", required_argument, WISH_OF(ISOARGS_NIC)),                        \
		OPTION_ROW("nameserver", required_argument, WISH_OF(ISOARGS_NAMESERVER)),          \
		OPTION_ROW("mtu", required_argument, WISH_OF(ISOARGS_MTU))

/* The help of the rows above that all tools describe alike, each with its heading. */
extern const char wishes_help_installer[];
extern const char wishes_help_network[];

/* What --dialect was given: EXIT_DONE, or EXIT_USAGE with a sentence on standard error. */
int wishes_take_dialect(const char *name, enum isoargs_dialect *ret);
/* The same of --platform. */
int wishes_take_platform(const char *name, enum isoargs_platform *ret);

/*
 * Hands an option to the library, which checks it. EXIT_DONE; EXIT_USAGE where its value is wrong,
 * EXIT_FAILED without memory, with a sentence on standard error.
 */
int wishes_set(struct isoargs_request *request, enum isoargs_option option, const char *value);

/* The first line of the file that --vnc-password-file names goes to set, and is wiped. As set. */
int wishes_take_vnc_password(const char *path,
			     int (*set)(void *to, enum isoargs_option option, const char *value),
			     void *to);

#endif

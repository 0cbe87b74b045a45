/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output.h"
#include "verb.h"

enum {
	OPTION_FIRST = 256, /* and the library's option numbers after it */
	OPTION_VNC_PASSWORD_FILE = OPTION_FIRST + 1000,
	OPTION_EXPLAIN,
	OPTION_DIALECT,
};

#define LIBRARY(option) (OPTION_FIRST + (option))

static void help(void)
{
	fputs("Usage: isoargs [args] [OPTION...] IMAGE\n"
	      "\n"
	      "Prints, on one line, the kernel parameters with which the medium's installer "
	      "starts\n"
	      "in a paravirtualised Xen guest. Warnings go to standard error.\n"
	      "\n"
	      "Installer\n"
	      "  --graphical            graphical installation\n"
	      "  --text                 text installation\n"
	      "  --vnc                  the installer starts a VNC server without being asked\n"
	      "  --vnc-password-file F  first line of F, 6 to 8 characters, is its password\n"
	      "  --ks LOCATION          kickstart: http://..., nfs:..., hd:DEVICE:/PATH\n"
	      "  --repo LOCATION        installation source: http://..., nfs:..., cdrom:DEVICE\n"
	      "  --stage2 HOW           how the medium is found: label (default), uuid, device or\n"
	      "                         device=/dev/NAME (default /dev/xvdd)\n"
	      "\n"
	      "Network\n"
	      "  --dhcp                 configure it by DHCP\n"
	      "  --ip ADDRESS[/PREFIX]  static address, IPv4 or IPv6\n"
	      "  --netmask MASK         netmask, or a prefix length\n"
	      "  --gateway ADDRESS\n"
	      "  --hostname NAME\n"
	      "  --nic NAME             interface in the guest (default eth0)\n"
	      "  --nameserver ADDRESS   may be repeated\n"
	      "  --mtu BYTES\n"
	      "\n"
	      "Words\n"
	      "  --entry WHICH          build on this menu entry: number, path such as 2>0, title\n"
	      "                         or id (default: the plain install entry)\n"
	      "  --dialect D            which GRUB reads the menu: stock, rhel7, rhel8, rhel9 "
	      "(default:\n"
	      "                         what the medium says)\n"
	      "  --style STYLE          legacy (default): with \"utf8 nogpt noipv6\" where EL6 and "
	      "EL7\n"
	      "                         know them; minimal: without\n"
	      "  --append WORD          one more word; may be repeated\n"
	      "\n"
	      "Output\n"
	      "  --explain              a table instead of the line: where each word comes from, "
	      "and\n"
	      "                         why others were dropped; without the VNC password\n"
	      "  -v, --verbose          also print notes that are only worth knowing\n"
	      "  -h, --help\n",
	      stdout);
}

static const struct option options[] = {
	{"graphical", no_argument, NULL, LIBRARY(ISOARGS_GRAPHICAL)},
	{"text", no_argument, NULL, LIBRARY(ISOARGS_TEXT)},
	{"vnc", no_argument, NULL, LIBRARY(ISOARGS_VNC)},
	{"vnc-password-file", required_argument, NULL, OPTION_VNC_PASSWORD_FILE},
	{"ip", required_argument, NULL, LIBRARY(ISOARGS_IP)},
	{"netmask", required_argument, NULL, LIBRARY(ISOARGS_NETMASK)},
	{"gateway", required_argument, NULL, LIBRARY(ISOARGS_GATEWAY)},
	{"hostname", required_argument, NULL, LIBRARY(ISOARGS_HOSTNAME)},
	{"nic", required_argument, NULL, LIBRARY(ISOARGS_NIC)},
	{"nameserver", required_argument, NULL, LIBRARY(ISOARGS_NAMESERVER)},
	{"mtu", required_argument, NULL, LIBRARY(ISOARGS_MTU)},
	{"dhcp", no_argument, NULL, LIBRARY(ISOARGS_DHCP)},
	{"ks", required_argument, NULL, LIBRARY(ISOARGS_KS)},
	{"repo", required_argument, NULL, LIBRARY(ISOARGS_REPO)},
	{"stage2", required_argument, NULL, LIBRARY(ISOARGS_STAGE2)},
	{"append", required_argument, NULL, LIBRARY(ISOARGS_APPEND)},
	{"entry", required_argument, NULL, LIBRARY(ISOARGS_ENTRY)},
	{"dialect", required_argument, NULL, OPTION_DIALECT},
	{"style", required_argument, NULL, LIBRARY(ISOARGS_STYLE)},
	{"explain", no_argument, NULL, OPTION_EXPLAIN},
	{"verbose", no_argument, NULL, 'v'},
	{"help", no_argument, NULL, 'h'},
	{0},
};

static void cleanup_request(struct isoargs_request **request)
{
	isoargs_request_free(*request);
}

static void cleanup_args(struct isoargs_args **args)
{
	isoargs_args_free(*args);
}

/* The first line of a file, without its end. EXIT_DONE, or EXIT_FAILED with a sentence. */
static int read_secret(const char *path, char *secret, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	size_t length = 0;
	ssize_t n = -1;

	while (fd >= 0 && length < size - 1) {
		n = read(fd, secret + length, size - 1 - length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		length += (size_t)n;
		if (memchr(secret, '\n', length))
			break;
	}
	if (fd < 0 || n < 0) {
		output_complain("--vnc-password-file", "%s: %s", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return EXIT_FAILED;
	}
	close(fd);
	secret[length] = '\0';
	secret[strcspn(secret, "\r\n")] = '\0';
	return EXIT_DONE;
}

static int set(struct isoargs_request *request, enum isoargs_option option, const char *value)
{
	AUTO_ERROR error = NULL;
	int r;

	r = isoargs_request_set(request, option, value, &error);
	if (r == 0)
		return EXIT_DONE;
	output_complain(NULL, "%s", error ? isoargs_error_message(error) : "out of memory");
	return r == -ENOMEM ? EXIT_FAILED : EXIT_USAGE;
}

static int set_vnc_password(struct isoargs_request *request, const char *path)
{
	char secret[256];
	int r;

	r = read_secret(path, secret, sizeof(secret));
	if (r == EXIT_DONE)
		r = set(request, ISOARGS_VNC_PASSWORD, secret);
	explicit_bzero(secret, sizeof(secret));
	return r;
}

/* How the image is to be read, and what is to be said of it. */
struct reading {
	enum isoargs_depth depth;
	const char *dialect; /* NULL: what the medium says */
	bool verbose;
	bool explain; /* say of each word where it comes from */
};

/*
 * Options into the request. -1: go on; otherwise the exit status. An entry that is named may
 * stand in any of the menus that "isoargs inspect" lists, so all of them are read for it.
 */
static int parse(int argc, char **argv, struct isoargs_request *request, struct reading *reading)
{
	int option, r;

	while ((option = getopt_long(argc, argv, "hv", options, NULL)) >= 0) {
		if (option == 'h') {
			help();
			return EXIT_DONE;
		}
		if (option == 'v') {
			reading->verbose = true;
			continue;
		}
		if (option == OPTION_EXPLAIN) {
			reading->explain = true;
			continue;
		}
		if (option == LIBRARY(ISOARGS_ENTRY))
			reading->depth = ISOARGS_DEPTH_FULL;
		if (option == OPTION_DIALECT)
			reading->dialect = optarg;
		if (option < OPTION_FIRST)
			return suggest_help("args");
		if (option == OPTION_VNC_PASSWORD_FILE)
			r = set_vnc_password(request, optarg);
		else if (option == OPTION_DIALECT)
			r = check_dialect(optarg);
		else
			r = set(request, (enum isoargs_option)(option - OPTION_FIRST), optarg);
		if (r != EXIT_DONE)
			return r;
	}
	return -1;
}

static void print_notes(const char *path, const struct isoargs_report *report,
			const struct isoargs_args *args, bool verbose)
{
	const struct isoargs_note *note;

	for (size_t i = 0; (note = isoargs_report_note(report, i)); i++)
		output_note(path, note, verbose);
	for (size_t i = 0; args && (note = isoargs_args_note(args, i)); i++)
		output_note(path, note, verbose);
}

/* The command line is at fault where options exclude each other, the medium in all other cases. */
static int failure_status(int code)
{
	switch (code) {
	case -EINVAL:
		return EXIT_USAGE;
	case -ENOMEM:
		return EXIT_FAILED;
	default:
		return EXIT_NOT_USABLE;
	}
}

/* The text on standard output, allocated. EXIT_DONE, or EXIT_FAILED with a sentence. */
static int compose(const char *path, const struct isoargs_args *args, bool explain, char **ret)
{
	AUTO_ERROR error = NULL;

	if (explain) {
		if (isoargs_args_explain(args, ret, &error) == 0)
			return EXIT_DONE;
		output_error(path, error);
		return EXIT_FAILED;
	}
	if (asprintf(ret, "%s\n", isoargs_args_string(args)) >= 0)
		return EXIT_DONE;
	output_complain(path, "out of memory");
	return EXIT_FAILED;
}

static int print_args(const char *path, const struct isoargs_request *request,
		      const struct reading *reading)
{
	AUTO_ERROR error = NULL;
	AUTO_REPORT report = NULL;
	__attribute__((cleanup(cleanup_args))) struct isoargs_args *args = NULL;
	char *text = NULL;
	int r;

	r = inspect_image(path, reading->depth, reading->dialect, &report);
	if (r != EXIT_DONE)
		return r;
	r = isoargs_derive(report, request, &args, &error);
	if (r < 0) {
		if (reading->verbose)
			print_notes(path, report, NULL, true);
		output_error(path, error);
		return failure_status(r);
	}
	print_notes(path, report, args, reading->verbose);
	r = compose(path, args, reading->explain, &text);
	if (r != EXIT_DONE)
		return r;
	r = output_write(text);
	explicit_bzero(text, strlen(text));
	free(text);
	return r;
}

static int run(int argc, char **argv)
{
	__attribute__((cleanup(cleanup_request))) struct isoargs_request *request = NULL;
	struct reading reading = {.depth = ISOARGS_DEPTH_ARGS};
	const char *path;
	int r;

	if (isoargs_request_new(&request) < 0) {
		output_complain(NULL, "out of memory");
		return EXIT_FAILED;
	}
	r = parse(argc, argv, request, &reading);
	if (r >= 0)
		return r;
	r = take_image_operand(argc, argv, "args", &path);
	if (r != EXIT_DONE)
		return r;
	return print_args(path, request, &reading);
}

const struct verb verb_args = {
	.name = "args",
	.summary = "print the arguments (also without this word)",
	.run = run,
	.help = help,
};

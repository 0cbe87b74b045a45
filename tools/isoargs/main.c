/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "config.h"
#include "output.h"
#include "verb.h"

static const struct verb *const verbs[] = {
	&verb_args, &verb_check, &verb_extract, &verb_inspect, &verb_menu, &verb_kickstart,
};

#define VERB_COUNT (sizeof(verbs) / sizeof(verbs[0]))

static const struct verb *find_verb(const char *name)
{
	for (size_t i = 0; i < VERB_COUNT; i++) {
		if (strcmp(verbs[i]->name, name) == 0)
			return verbs[i];
	}
	return NULL;
}

int take_image_operand(int argc, char **argv, const char *verb, const char **ret_path)
{
	if (argc - optind == 1) {
		*ret_path = argv[optind];
		return EXIT_DONE;
	}
	if (argc == optind)
		output_complain(NULL, "no image is named; expected one .iso file");
	else
		output_complain(NULL, "found \"%s\" after the image \"%s\", expected one image",
				argv[optind + 1], argv[optind]);
	return suggest_help(verb);
}

int suggest_help(const char *verb)
{
	fprintf(stderr, "Try: isoargs help %s\n", verb);
	return EXIT_USAGE;
}

int check_dialect(const char *name)
{
	AUTO_ERROR error = NULL;

	if (isoargs_image_set_dialect(NULL, name, &error) == 0)
		return EXIT_DONE;
	output_complain(NULL, "%s", error ? isoargs_error_message(error) : "out of memory");
	return EXIT_USAGE;
}

static int print_overview(void)
{
	fputs("Usage: isoargs [args] [OPTION...] IMAGE\n"
	      "       isoargs VERB [OPTION...] IMAGE\n"
	      "       isoargs help [VERB]\n"
	      "\n"
	      "Prints the kernel parameters with which the installer of a CentOS or RHEL medium\n"
	      "starts in a paravirtualised Xen guest.\n"
	      "\n"
	      "Verbs:\n",
	      stdout);
	for (size_t i = 0; i < VERB_COUNT; i++)
		printf("  %-10s %s\n", verbs[i]->name, verbs[i]->summary);
	fputs("\n"
	      "Exit status: 0 done; 1 the image cannot be read; 2 the command line is at fault;\n"
	      "3 the image was inspected, but it would not boot as asked: no usable arguments, a "
	      "file\n"
	      "missing or damaged, a kernel that is not for PV guests.\n",
	      stdout);
	return EXIT_DONE;
}

static int print_help(int argc, char **argv)
{
	const struct verb *verb;

	if (argc < 2)
		return print_overview();
	verb = find_verb(argv[1]);
	if (!verb) {
		output_complain(NULL, "there is no verb \"%s\"", argv[1]);
		return suggest_help("");
	}
	verb->help();
	return EXIT_DONE;
}

/* Standard output may be full or closed: then a help text is no success either. */
static int flushed(int status)
{
	if (fflush(stdout) == 0)
		return status;
	output_complain(NULL, "cannot write to standard output");
	return EXIT_FAILED;
}

int main(int argc, char **argv)
{
	const struct verb *verb;

	if (output_hold_descriptors() != EXIT_DONE)
		return EXIT_FAILED;
	/* A closed pipe, and a file that may grow no more, are reported like any other failed write. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	if (argc < 2) {
		output_complain(NULL, "no image is named; expected one .iso file");
		return suggest_help("args");
	}
	if (strcmp(argv[1], "help") == 0)
		return flushed(print_help(argc - 1, argv + 1));
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return flushed(print_overview());
	if (strcmp(argv[1], "--version") == 0) {
		puts("isoargs " VERSION);
		return flushed(EXIT_DONE);
	}
	verb = find_verb(argv[1]);
	if (!verb)
		return flushed(verb_args.run(argc, argv));
	argv[1] = argv[0]; /* which getopt(3) names in its complaints */
	return flushed(verb->run(argc - 1, argv + 1));
}

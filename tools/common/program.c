/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/program.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/near.h"
#include "common/output.h"
#include "config.h"

static const struct verb *find_verb(const struct program *program, const char *name)
{
	for (size_t i = 0; i < program->count; i++) {
		const struct verb *verb = program->verbs[i];

		if (strcmp(verb->name, name) == 0 ||
		    (verb->alias && strcmp(verb->alias, name) == 0))
			return verb;
	}
	return NULL;
}

static const struct verb *find_near(const struct program *program, const char *name)
{
	for (size_t i = 0; i < program->count; i++) {
		const struct verb *verb = program->verbs[i];

		if (is_near(name, verb->name) || (verb->alias && is_near(name, verb->alias)))
			return verb;
	}
	return NULL;
}

int suggest_help(const char *verb)
{
	fprintf(stderr, "Try: %s help%s%s\n", program_invocation_short_name, verb[0] ? " " : "",
		verb);
	return EXIT_USAGE;
}

static int print_overview(const struct program *program)
{
	printf("%s\nVerbs:\n", program->usage);
	for (size_t i = 0; i < program->count; i++)
		printf("  %-10s %s\n", program->verbs[i]->name, program->verbs[i]->summary);
	printf("\n%s", program->statuses);
	return EXIT_DONE;
}

static int refuse_verb(const struct program *program, const char *name)
{
	const struct verb *near = find_near(program, name);

	output_complain(NULL, "there is no verb \"%s\"%s%s%s", name, near ? "; did you mean " : "",
			near ? near->name : "", near ? "?" : "");
	return suggest_help(near ? near->name : "");
}

static int print_help(const struct program *program, int argc, char **argv)
{
	const struct verb *verb;

	if (argc < 2)
		return print_overview(program);
	verb = find_verb(program, argv[1]);
	if (!verb)
		return refuse_verb(program, argv[1]);
	verb->help();
	return EXIT_DONE;
}

/* No verb, and no file or URL that could be meant in its place. */
static bool is_slip(const struct program *program, const char *word)
{
	return word[0] != '-' && !strpbrk(word, "/:") && access(word, F_OK) < 0 &&
	       find_near(program, word);
}

static int run_verb(const struct program *program, int argc, char **argv)
{
	const struct verb *verb = find_verb(program, argv[1]);

	if (!verb && is_slip(program, argv[1]))
		return refuse_verb(program, argv[1]);
	if (!verb)
		return program->verbs[0]->run(argc, argv);
	argv[1] = argv[0]; /* which getopt(3) names in its complaints */
	return verb->run(argc - 1, argv + 1);
}

static int run(const struct program *program, int argc, char **argv)
{
	if (argc < 2) {
		output_complain(NULL, "%s", program->missing);
		return suggest_help(program->verbs[0]->name);
	}
	if (strcmp(argv[1], "help") == 0)
		return print_help(program, argc - 1, argv + 1);
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return print_overview(program);
	if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
		printf("%s " VERSION "\n", program->name);
		return EXIT_DONE;
	}
	return run_verb(program, argc, argv);
}

int program_run(const struct program *program, int argc, char **argv)
{
	int status;

	/* A closed pipe, and a file that may grow no more, are reported like any other failed write. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	status = run(program, argc, argv);
	/* what did not fit into its buffer may have failed before */
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	/* then a help text is no success either */
	output_complain(NULL, "cannot write to standard output");
	return EXIT_FAILED;
}

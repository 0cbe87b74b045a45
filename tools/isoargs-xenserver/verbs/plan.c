/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "base/strbuf.h"
#include "verbs/job.h"

static void help(void)
{
	fputs("Usage: isoargs-xenserver [plan] [OPTION...] IMAGE\n"
	      "\n"
	      "Prints every step with which \"apply\" would make and start a paravirtualised "
	      "guest\n"
	      "that installs from the medium, with the values that it would send. Nothing is\n"
	      "changed on the pool. IMAGE is the medium as a local file; the pool has it in an "
	      "ISO\n"
	      "repository.\n",
	      stdout);
	job_help();
}

static int run(int argc, char **argv)
{
	AUTO_JOB job = JOB_NONE;
	AUTO_XENAPI xenapi = NULL;
	char *text;
	int r;

	r = job_parse(&job, &verb_plan, argc, argv);
	if (r >= 0)
		return r;
	r = job_read(&job);
	if (r == EXIT_DONE)
		r = connect_open(&job.connect, NULL, &xenapi);
	if (r == EXIT_DONE)
		r = job_plan(&job, xenapi);
	if (r != EXIT_DONE)
		return r;
	text = job.json ? plan_print_json(&job.plan) : plan_print_text(&job.plan);
	if (!text) {
		output_complain(NULL, "out of memory");
		return EXIT_FAILED;
	}
	r = output_write(text);
	ia_secret_free(text);
	return r;
}

const struct verb verb_plan = {
	.name = "plan",
	.summary = "print every step that apply would take (also without this word)",
	.run = run,
	.help = help,
};

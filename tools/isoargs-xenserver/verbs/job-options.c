/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verbs/job-options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "remote/options.h"

/* The rows of "plan" and "apply": what the guest is to be, and what is done with the plan. */

enum {
	JOB_NAME = 1024,
	JOB_MEMORY,
	JOB_VCPUS,
	JOB_DISK_SIZE,
	JOB_TEMPLATE,
	JOB_TEMPLATE_DISKS,
	JOB_SR,
	JOB_NETWORK,
	JOB_MAC,
	JOB_ISO,
	JOB_ISO_SR,
	JOB_UPLOAD,
	JOB_BOOTLOADER,
	JOB_INSTALLED_ARGS,
	JOB_FORCE_PV,
	JOB_KICKSTART,
	JOB_WAIT,
	JOB_TIMEOUT,
	JOB_FORCE,
	JOB_JSON,
};

static const char guest_help[] =
	"Guest\n"
	"  --name NAME            default: the host name, or the image's name\n"
	"  --memory MIB           default 3072\n"
	"  --vcpus N              default 2\n"
	"  --disk-size GIB        default 20\n"
	"  --template WHICH       uuid, reference_label or name (default: the pool's CentOS 6 or\n"
	"                         RHEL 6 (64-bit))\n"
	"  --template-disks WHAT  remove or keep the copies of the template's disks (default:\n"
	"                         remove)\n"
	"  --sr WHICH             storage repository of the disk, uuid or name (default: the\n"
	"                         pool's)\n"
	"  --network WHICH        uuid, name or bridge (default: the management network)\n"
	"  --mac ADDRESS          default: the host's choice\n"
	"  --iso WHICH            name or uuid of the medium in the pool (default: the image's\n"
	"                         name)\n"
	"  --iso-sr WHICH         ISO repository, uuid or name (default: all)\n"
	"  --upload               put the image into an ISO repository of the pool first\n"
	"  --bootloader HOW       eliloader or pygrub (default: eliloader)\n"
	"  --kickstart FILE       on a disk of its own, labelled OEMDRV\n"
	"  --installed-args ARGS  PV_args of the installed system (default: none)\n"
	"  --wait                 apply: until the installer is done; then it is finished, as\n"
	"                         \"finish\" does, and started\n"
	"  --timeout MINUTES      with --wait: that the installer may take (default: 120)\n"
	"  --force-pv             also on 8.1 and 8.2, which do not support PV guests\n"
	"\n"
	"Output\n"
	"  --force                also where the installer would not start\n"
	"  --json                 one JSON document (plan), one a line (apply)\n"
	"  -v, --verbose          also print what is good\n"
	"  -h, --help\n";

void job_help(void)
{
	fputs("\n", stdout);
	fputs(connect_help, stdout);
	putchar('\n');
	fputs(guest_help, stdout);
	putchar('\n');
	request_print_help();
}

/* The library knows what a guest can be; here it is only kept. */
int job_set(struct job *job, enum isoargs_option option, const char *value)
{
	struct isoargs_error *error = NULL;
	int r;

	r = isoargs_guest_set(job->guest, option, value, &error);
	if (r < 0)
		output_error(NULL, error);
	isoargs_error_free(error);
	return r == 0 ? EXIT_DONE : r == -ENOMEM ? EXIT_FAILED : EXIT_USAGE;
}

static int set_number(struct job *job, enum isoargs_option option, const char *value, unsigned *ret)
{
	int r = job_set(job, option, value);

	if (r == EXIT_DONE)
		*ret = (unsigned)strtoul(value, NULL, 10);
	return r;
}

/* Below what any guest can have, the reason is the installer's. */
static int set_memory(struct job *job, const char *value)
{
	char *end;
	unsigned long number = strtoul(value, &end, 10);

	if (value[0] >= '0' && value[0] <= '9' && !*end && number < PLAN_MEMORY_MIN_MIB) {
		job->wish.memory = (unsigned)number;
		return EXIT_DONE;
	}
	return set_number(job, ISOARGS_GUEST_MEMORY, value, &job->wish.memory);
}

static int set_bootloader(struct job *job, const char *value)
{
	job->wish.bootloader = value;
	if (strcmp(value, "eliloader") == 0 || strcmp(value, "pygrub") == 0)
		return EXIT_DONE;
	output_complain(NULL, "--bootloader: found \"%s\", expected eliloader or pygrub", value);
	return EXIT_USAGE;
}

static int set_template_disks(struct job *job, const char *value)
{
	job->wish.keeps_disks = strcmp(value, "keep") == 0;
	if (job->wish.keeps_disks || strcmp(value, "remove") == 0)
		return EXIT_DONE;
	output_complain(NULL, "--template-disks: found \"%s\", expected remove or keep", value);
	return EXIT_USAGE;
}

static int set_installed_args(struct job *job, const char *value)
{
	job->wish.installed_args = value;
	for (const char *c = value; *c; c++) {
		if (*c < 0x20 || *c > 0x7e) {
			output_complain(NULL, "--installed-args: expected printable ASCII");
			return EXIT_USAGE;
		}
	}
	if (strlen(value) <= PLAN_ARGS_MAX)
		return EXIT_DONE;
	output_complain(NULL, "--installed-args: found %zu bytes, expected at most %u",
			strlen(value), PLAN_ARGS_MAX);
	return EXIT_USAGE;
}

static int take_own(struct job *job, int option, const char *value)
{
	switch (option) {
	case JOB_NAME:
		job->wish.name = value;
		return job_set(job, ISOARGS_GUEST_NAME, value);
	case JOB_MEMORY:
		return set_memory(job, value);
	case JOB_VCPUS:
		return set_number(job, ISOARGS_GUEST_VCPUS, value, &job->wish.vcpus);
	case JOB_DISK_SIZE:
		return set_number(job, ISOARGS_GUEST_DISK_SIZE, value, &job->wish.disk);
	case JOB_TEMPLATE:
		job->wish.template = value;
		break;
	case JOB_TEMPLATE_DISKS:
		return set_template_disks(job, value);
	case JOB_SR:
		job->wish.sr = value;
		break;
	case JOB_NETWORK:
		job->wish.network = value;
		break;
	case JOB_MAC:
		job->wish.mac = value;
		return job_set(job, ISOARGS_GUEST_MAC, value);
	case JOB_ISO:
		job->wish.iso = value;
		break;
	case JOB_ISO_SR:
		job->wish.iso_sr = value;
		break;
	case JOB_UPLOAD:
		job->uploads = true;
		break;
	case JOB_BOOTLOADER:
		return set_bootloader(job, value);
	case JOB_INSTALLED_ARGS:
		return set_installed_args(job, value);
	case JOB_WAIT:
		job->wish.waits = true;
		break;
	case JOB_TIMEOUT:
		return wait_take_minutes(value, &job->minutes);
	case JOB_FORCE_PV:
		job->wish.force_pv = true;
		break;
	case JOB_KICKSTART:
		job->kickstart = value;
		return request_set(&job->request, ISOARGS_KS, "hd:LABEL=OEMDRV:/ks.cfg");
	case JOB_FORCE:
		job->force = true;
		break;
	case JOB_JSON:
		job->json = true;
		break;
	default:
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

static const struct option table[] = {
	CONNECT_OPTIONS,
	REQUEST_OPTIONS,
	{"name", required_argument, NULL, JOB_NAME},
	{"memory", required_argument, NULL, JOB_MEMORY},
	{"vcpus", required_argument, NULL, JOB_VCPUS},
	{"disk-size", required_argument, NULL, JOB_DISK_SIZE},
	{"template", required_argument, NULL, JOB_TEMPLATE},
	{"template-disks", required_argument, NULL, JOB_TEMPLATE_DISKS},
	{"sr", required_argument, NULL, JOB_SR},
	{"network", required_argument, NULL, JOB_NETWORK},
	{"mac", required_argument, NULL, JOB_MAC},
	{"iso", required_argument, NULL, JOB_ISO},
	{"iso-sr", required_argument, NULL, JOB_ISO_SR},
	{"upload", no_argument, NULL, JOB_UPLOAD},
	{"bootloader", required_argument, NULL, JOB_BOOTLOADER},
	{"installed-args", required_argument, NULL, JOB_INSTALLED_ARGS},
	{"wait", no_argument, NULL, JOB_WAIT},
	{"timeout", required_argument, NULL, JOB_TIMEOUT},
	{"force-pv", no_argument, NULL, JOB_FORCE_PV},
	{"kickstart", required_argument, NULL, JOB_KICKSTART},
	{"force", no_argument, NULL, JOB_FORCE},
	{"json", no_argument, NULL, JOB_JSON},
	{"verbose", no_argument, NULL, 'v'},
	{"help", no_argument, NULL, 'h'},
	{0},
};

static int take(struct job *job, const struct verb *verb, int option)
{
	if (option == 'v') {
		job->verbose = true;
		return EXIT_DONE;
	}
	if (option >= CONNECT_HOST && option < CONNECT_OWN)
		return connect_take(&job->connect, option, optarg);
	if (option >= JOB_NAME && option < CONNECT_HOST)
		return take_own(job, option, optarg);
	if ((option >= WISHES_LIBRARY && option < WISHES_END) || remote_has_option(option))
		return request_take(&job->request, option, optarg);
	return suggest_help(verb->name);
}

int job_take_options(struct job *job, const struct verb *verb, int argc, char **argv)
{
	int option, r;

	while ((option = getopt_long(argc, argv, "hv", table, NULL)) >= 0) {
		if (option == 'h') {
			verb->help();
			return EXIT_DONE;
		}
		r = take(job, verb, option);
		if (r != EXIT_DONE)
			return r;
	}
	return -1;
}

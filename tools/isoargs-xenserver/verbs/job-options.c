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
	JOB_DISK,
	JOB_TAG,
	JOB_DESCRIPTION,
	JOB_AFFINITY,
	JOB_AUTO_POWERON,
	JOB_NO_START,
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
	"  --network WHICH        uuid, name, bridge or VLAN (default: the management network);\n"
	"                         again for further NICs\n"
	"  --mac ADDRESS          default: the host's choice; again for further NICs\n"
	"  --disk GIB[@SR]        a further disk; again for more, six at most\n"
	"  --tag WORD             may be repeated\n"
	"  --description TEXT     default: what it installs from\n"
	"  --affinity HOST        uuid or name of the host that it likes\n"
	"  --auto-poweron         started with its host, where the pool does that\n"
	"  --no-start             made, and not started\n"
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

static int too_many(const char *option, unsigned most)
{
	output_complain(option, "expected at most %u", most);
	return EXIT_USAGE;
}

/* The first is the installer's; the others follow in their order. */
static int add_network(struct job *job, const char *value)
{
	struct guest_wish *wish = &job->wish;

	if (!wish->network) {
		wish->network = value;
		return EXIT_DONE;
	}
	if (wish->nic_count == WISH_NICS_MAX)
		return too_many("--network", WISH_NICS_MAX + 1);
	wish->nics[wish->nic_count++].network = value;
	return EXIT_DONE;
}

/* One that the library checks for itself, as it takes one of a guest. */
static int check_mac(struct job *job, const char *value)
{
	struct isoargs_guest *kept = job->guest;
	int r = EXIT_FAILED;

	if (isoargs_guest_new(&job->guest) < 0)
		output_complain(NULL, "out of memory");
	else
		r = job_set(job, ISOARGS_GUEST_MAC, value);
	if (job->guest != kept)
		isoargs_guest_free(job->guest);
	job->guest = kept;
	return r;
}

static int add_mac(struct job *job, const char *value)
{
	int r = check_mac(job, value);

	if (r == EXIT_DONE && job->mac_count > WISH_NICS_MAX)
		return too_many("--mac", WISH_NICS_MAX + 1);
	if (r == EXIT_DONE && job->mac_count == 0)
		job->wish.mac = value;
	else if (r == EXIT_DONE)
		job->wish.nics[job->mac_count - 1].mac = value;
	job->mac_count++;
	return r;
}

#define DISK_MAX_GIB 65536u

/* "20", or "20@NAME" */
static int add_disk(struct job *job, const char *value)
{
	struct guest_wish *wish = &job->wish;
	char *end;
	unsigned long gib = strtoul(value, &end, 10);

	if (value[0] < '0' || value[0] > '9' || (*end && *end != '@') || (*end && !end[1]) ||
	    gib == 0 || gib > DISK_MAX_GIB) {
		output_complain("--disk", "found \"%s\", expected GIB or GIB@SR, from 1 to %u GiB",
				value, DISK_MAX_GIB);
		return EXIT_USAGE;
	}
	if (wish->disk_count == WISH_DISKS_MAX)
		return too_many("--disk", WISH_DISKS_MAX);
	wish->disks[wish->disk_count].gib = (unsigned)gib;
	wish->disks[wish->disk_count++].sr = *end ? end + 1 : NULL;
	return EXIT_DONE;
}

static int add_tag(struct job *job, const char *value)
{
	if (!*value) {
		output_complain("--tag", "found nothing, expected a word");
		return EXIT_USAGE;
	}
	if (job->wish.tag_count == WISH_TAGS_MAX)
		return too_many("--tag", WISH_TAGS_MAX);
	job->wish.tags[job->wish.tag_count++] = value;
	return EXIT_DONE;
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
		return add_network(job, value);
	case JOB_MAC:
		return add_mac(job, value);
	case JOB_DISK:
		return add_disk(job, value);
	case JOB_TAG:
		return add_tag(job, value);
	case JOB_DESCRIPTION:
		job->wish.description = value;
		break;
	case JOB_AFFINITY:
		job->wish.affinity = value;
		break;
	case JOB_AUTO_POWERON:
		job->wish.powers_on = true;
		break;
	case JOB_NO_START:
		job->wish.stays_down = true;
		break;
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
	{"disk", required_argument, NULL, JOB_DISK},
	{"tag", required_argument, NULL, JOB_TAG},
	{"description", required_argument, NULL, JOB_DESCRIPTION},
	{"affinity", required_argument, NULL, JOB_AFFINITY},
	{"auto-poweron", no_argument, NULL, JOB_AUTO_POWERON},
	{"no-start", no_argument, NULL, JOB_NO_START},
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

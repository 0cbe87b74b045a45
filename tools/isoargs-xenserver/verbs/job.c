/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verbs/job.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "common/input.h"
#include "remote/location.h"
#include "remote/open.h"
#include "verbs/job-options.h"

/* What was not said: the guest is called after its host, or after the medium. */
static int complete_names(struct job *job)
{
	const char *base = strrchr(job->image, '/'), *host;
	size_t length;

	base = base ? base + 1 : job->image;
	host = request_get(&job->request, ISOARGS_HOSTNAME);
	length = strlen(base);
	if (length > 4 && strcasecmp(base + length - 4, ".iso") == 0)
		length -= 4;
	if (!job->wish.name) {
		job->name = host ? strndup(host, strcspn(host, ".")) : strndup(base, length);
		job->wish.name = job->name;
		if (job->name && job_set(job, ISOARGS_GUEST_NAME, job->name) != EXIT_DONE) {
			output_complain(NULL, "name the guest with --name");
			return EXIT_USAGE;
		}
	}
	if (!job->wish.iso) {
		job->iso = strdup(base);
		job->wish.iso = job->iso;
	}
	if (job->wish.iso && upload_file_name(job->wish.iso, job->file) < 0)
		job->file[0] = '\0';
	job->wish.file = job->file;
	job->temporary = job->wish.name ? plan_temporary_name(job->wish.name) : NULL;
	if (job->temporary && job->wish.iso)
		return EXIT_DONE;
	output_complain(NULL, "out of memory");
	return EXIT_FAILED;
}

/* The guest boots an image of the pool's: it is read here as well, and a tree is none. */
static int take_image(struct job *job, const char *word)
{
	int r = remote_take_name(word, &job->image);

	job->word = word;
	if (r != EXIT_DONE || !location_is_tree(word))
		return r;
	output_complain(job->image, "found the URL of a tree, expected that of an image");
	return EXIT_USAGE;
}

/* What is uploaded is what is read before: one descriptor for both. */
static int hold_image(struct job *job)
{
	struct stat st;

	if (location_is_url(job->word)) {
		output_complain("--upload", "found a URL, expected a local image: fetch it first");
		return EXIT_USAGE;
	}
	if (job->file[0] == '\0') {
		output_complain(
			"--upload",
			"no file of an ISO repository can be called after \"%s\"; name it with "
			"--iso, of letters, digits, '.' and '-'",
			job->wish.iso);
		return EXIT_USAGE;
	}
	job->held = open(job->word, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (job->held < 0 || fstat(job->held, &st) < 0) {
		output_complain(job->image, "cannot be opened: %s", strerror(errno));
		return EXIT_FAILED;
	}
	if (!S_ISREG(st.st_mode) || st.st_size == 0) {
		output_complain(job->image, "--upload: expected a file with an image in it");
		return EXIT_USAGE;
	}
	job->wish.upload = st.st_size;
	return EXIT_DONE;
}

static int check_together(const struct job *job)
{
	if (job->wish.stays_down && job->wish.waits) {
		output_complain("--wait",
				"it goes with a guest that is started, not with --no-start");
		return EXIT_USAGE;
	}
	if (job->mac_count <= job->wish.nic_count + 1)
		return EXIT_DONE;
	output_complain("--mac",
			"found %zu addresses, and %zu NICs; each NIC but the first is asked for "
			"by a --network",
			job->mac_count, job->wish.nic_count + 1);
	return EXIT_USAGE;
}

int job_parse(struct job *job, const struct verb *verb, int argc, char **argv)
{
	int r;

	r = request_new(&job->request);
	if (r != EXIT_DONE)
		return r;
	if (isoargs_guest_new(&job->guest) < 0) {
		output_complain(NULL, "out of memory");
		return EXIT_FAILED;
	}
	r = job_take_options(job, verb, argc, argv);
	if (r >= 0)
		return r;
	if (argc - optind != 1) {
		output_complain(NULL, argc == optind
					      ? "no image is named; expected one .iso file"
					      : "several images are named; expected one .iso file");
		return suggest_help(verb->name);
	}
	r = take_image(job, argv[optind]);
	if (r != EXIT_DONE)
		return r;
	if (!job->connect.host) {
		output_complain(NULL, "--host: missing; expected a host of the pool");
		return suggest_help(verb->name);
	}
	r = check_together(job);
	if (r == EXIT_DONE)
		r = complete_names(job);
	if (r == EXIT_DONE && job->uploads)
		r = hold_image(job);
	return r == EXIT_DONE ? -1 : r;
}

static int read_kickstart(struct job *job)
{
	struct isoargs_error *error = NULL;
	char *text = malloc(KICKSTART_MAX + 1);
	size_t image_size;
	ssize_t size;
	int r;

	if (!text) {
		output_complain("--kickstart", "%s: out of memory", job->kickstart);
		return EXIT_FAILED;
	}
	size = input_read("--kickstart", job->kickstart, INPUT_WHOLE, text, KICKSTART_MAX + 1);
	if (size < 0) {
		free(text);
		return EXIT_FAILED;
	}
	r = isoargs_oemdrv(text, (size_t)size, time(NULL), &job->oemdrv, &image_size, &error);
	if (r < 0)
		output_complain("--kickstart", "%s: %s", job->kickstart,
				error ? isoargs_error_message(error) : "out of memory");
	else
		job->wish.oemdrv = (int64_t)image_size;
	isoargs_error_free(error);
	explicit_bzero(text, (size_t)size);
	free(text);
	return r < 0 ? EXIT_USAGE : EXIT_DONE;
}

/* What is left where there are no PV guests: the arguments cannot be handed over there. */
static void advise_hvm(const struct job *job)
{
	fputs("The same medium installs as an HVM guest. XenAPI cannot hand arguments to one, so\n"
	      "make it by hand: template \"CentOS 7\" or \"Other install media\", at least 2 "
	      "GiB,\n",
	      stderr);
	output_say(stderr,
		   "%s in its DVD drive, boot order DVD first; open its console, press Tab (BIOS) "
		   "or e",
		   job->wish.iso);
	fputs("(UEFI) at the medium's menu and add to the line of its kernel:\n", stderr);
	output_say(stderr, "%s", job->medium.args);
}

/* Where the arguments are still of use, but no call hands them over. */
static bool is_for_hvm(const struct refusal *refusal)
{
	return strncmp(refusal->code, "pv-", 3) == 0 || strcmp(refusal->code, "guest-hvm") == 0;
}

static int say_refusal(const struct job *job, const struct refusal *refusal)
{
	bool hvm = is_for_hvm(refusal);
	int r = refusal->status;

	output_complain(job->connect.host, "%s",
			refusal->sentence ? refusal->sentence : "out of memory");
	if (hvm)
		advise_hvm(job);
	if (job->json) {
		char *text = refusal_print_json(refusal, hvm ? job->medium.args : NULL);

		if (!text || output_write(text) != EXIT_DONE)
			r = EXIT_FAILED;
		ia_secret_free(text);
	}
	return r;
}

/* What XenAPI can make and start with arguments of the installer's is a PV guest. */
static int check_guest(const struct job *job)
{
	static const struct {
		const char *guest, *code, *sentence;
	} others[] = {
		{"pvh", "guest-pvh",
		 "--guest pvh: a PVH guest sees no CD drive, where XenAPI puts a medium; leave it "
		 "out, "
		 "or type the arguments in an HVM guest (--guest hvm says which)"},
		{"hvm", "guest-hvm",
		 "--guest hvm: XenAPI hands the arguments to paravirtualised guests alone "
		 "(domain_type hvm reads no PV_args)"},
		{"kvm", "guest-kvm",
		 "--guest kvm: no guest of a pool is KVM's; \"isoargs --guest kvm --format "
		 "libvirt\" "
		 "writes one"},
	};
	const char *guest = request_get(&job->request, ISOARGS_GUEST);
	AUTO_REFUSAL refusal = {0};

	for (size_t i = 0; guest && i < sizeof(others) / sizeof(*others); i++) {
		if (strcmp(guest, others[i].guest) != 0)
			continue;
		plan_refuse(&refusal, EXIT_NOT_USABLE, others[i].code, "%s", others[i].sentence);
		return say_refusal(job, &refusal);
	}
	return EXIT_DONE;
}

int job_read(struct job *job)
{
	int r = job->kickstart ? read_kickstart(job) : EXIT_DONE;

	if (r == EXIT_DONE)
		r = undolog_new_run(job->run);
	if (r == EXIT_DONE)
		r = medium_read(&(struct medium_place){job->word, job->held}, &job->request,
				job->wish.memory, job->verbose, &job->medium);
	if (r == EXIT_DONE)
		r = check_guest(job);
	if (r != EXIT_DONE || job->medium.starts || job->force)
		return r;
	output_complain(job->image, "the installer would not start; --force goes on all the same");
	return EXIT_NOT_USABLE;
}

/* All of it, then what the template has that the plan is going to take. */
static int look_at_pool(struct job *job, struct xenapi *xenapi, const struct discover_query *query,
			const struct plan_medium *medium, struct xenapi_error **reterr)
{
	int r = discover(xenapi, query, &job->inventory, reterr);
	const struct found_vm *template =
		r == 0 ? plan_template(&job->inventory, &job->wish, medium) : NULL;

	return template ? discover_devices(xenapi, template, &job->inventory, reterr) : r;
}

int job_plan(struct job *job, struct xenapi *xenapi)
{
	const struct discover_query query = {
		.name = job->wish.name,
		.temporary = job->temporary,
		.iso = job->wish.iso,
		.file = job->file,
	};
	const struct plan_medium medium = {
		.args = job->medium.args,
		.kernel = job->medium.kernel,
		.initrd = job->medium.initrd ? job->medium.initrd : "",
		.distribution = job->medium.distribution,
		.installer = job->medium.installer,
		.suits_eliloader = job->medium.suits_eliloader,
		.memory_error = job->medium.memory_error,
	};
	AUTO_XENAPI_ERROR error = NULL;
	AUTO_REFUSAL refusal = {0};

	plan_free(&job->plan);
	inventory_free(&job->inventory);
	if (xenapi_keep_out(xenapi, request_get(&job->request, ISOARGS_VNC_PASSWORD)) < 0) {
		output_complain(NULL, "out of memory");
		return EXIT_FAILED;
	}
	if (look_at_pool(job, xenapi, &query, &medium, &error) < 0) {
		output_complain(NULL, "%s", xenapi_error_sentence(error));
		return EXIT_FAILED;
	}
	if (plan_make(&job->inventory, &job->wish, &medium, job->run, &job->plan, &refusal) < 0)
		return say_refusal(job, &refusal);
	for (size_t i = 0; i < job->plan.warning_count; i++)
		output_complain(job->connect.host, "warning: %s", job->plan.warnings[i]);
	return EXIT_DONE;
}

void job_free(struct job *job)
{
	plan_free(&job->plan);
	inventory_free(&job->inventory);
	medium_free(&job->medium);
	connect_close(&job->connect);
	if (job->held >= 0)
		close(job->held);
	request_free(&job->request);
	isoargs_guest_free(job->guest);
	if (job->oemdrv)
		explicit_bzero(job->oemdrv, (size_t)job->wish.oemdrv);
	free(job->oemdrv);
	free(job->name);
	free(job->temporary);
	free(job->iso);
	free(job->image);
}

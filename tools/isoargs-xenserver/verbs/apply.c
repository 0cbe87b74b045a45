/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "common/interrupt.h"
#include "run/apply.h"
#include "run/complete.h"
#include "run/undo.h"
#include "verbs/job.h"
#include "verbs/next.h"

static void help(void)
{
	fputs("Usage: isoargs-xenserver apply [OPTION...] IMAGE\n"
	      "       isoargs-xenserver install [OPTION...] IMAGE\n"
	      "\n"
	      "Makes and starts a paravirtualised guest that installs from the medium, as "
	      "\"plan\"\n"
	      "prints it. Where a step fails, and on Ctrl-C, everything that was made is removed\n"
	      "again. What is made stands in a log beforehand, so that a run that was killed can "
	      "be\n"
	      "undone with \"undo LOG\". With --wait it goes on until the system is installed and\n"
	      "runs; Ctrl-C then stops the waiting alone.\n",
	      stdout);
	job_help();
	fputs("\n"
	      "Exit status: 0 started; 1 failed, nothing is left behind; 2 the command line is at\n"
	      "fault; 3 the pool runs no PV guests, or the medium is not usable; 4 the pool lacks\n"
	      "something; 5 a name means several things; 6 the guest's name is in use; 7 failed,\n"
	      "and something is left behind, which is listed.\n",
	      stdout);
}

/* Of the job's guest, as it stands at the end of a line that people paste. */
static char *command(const struct job *job, const char *verb)
{
	const char *args = job->wish.installed_args;
	const char *const words[] = {job->plan.name, NULL};
	const char *const with_args[] = {"--args", args, job->plan.name, NULL};
	bool has_args = args && *args && strncmp(verb, "finish", strlen("finish")) == 0;

	return next_command(&job->connect, verb, has_args ? with_args : words);
}

static void add_command(struct ia_strbuf *out, const char *label, const struct job *job,
			const char *verb)
{
	char *text IA_AUTO_FREE = command(job, verb);

	output_add_line(out, "%s: %s", label, text ? text : "?");
}

/* What the user does next. NULL: out of memory. */
static char *hand_over(const struct job *job, const struct applying *applying, const char *vnc)
{
	struct ia_strbuf out IA_AUTO_STRBUF = {0};
	char *text;

	ia_strbuf_addc(&out, '\n');
	output_add_line(&out,
			job->wish.stays_down
				? "\"%s\" (%s) is made, and installs from %s once it is started."
				: "\"%s\" (%s) has started and installs from %s.",
			job->plan.name, applying->log->items[OBJECT_VM].uuid, job->plan.iso_file);
	if (job->wish.stays_down)
		output_add_line(&out, "Start it: xe vm-start uuid=%s",
				applying->log->items[OBJECT_VM].uuid);
	output_add_line(&out, "MAC address: %.64s", applying->mac ? applying->mac : "unknown");
	if (vnc)
		output_add_line(
			&out,
			"VNC: %s:1 (TCP 5901), as soon as the installer has started its server",
			vnc);
	else
		ia_strbuf_adds(&out,
			       "VNC: its address is the DHCP server's choice: look for the MAC "
			       "address in its "
			       "leases, or\nread it from the console; then ADDRESS:1 (TCP 5901)\n");
	add_command(&out, "Console", job, "console");
	ia_strbuf_adds(
		&out, "/boot has to be ext4 or ext3 on a partition of its own, not XFS and not on "
		      "LVM, with an MBR\npartition table: the host's pygrub reads nothing else.\n");
	add_command(&out, "After the installation", job, "finish");
	output_add_line(&out, "Undo log: %s", applying->log->path);
	return ia_strbuf_take(&out, &text) < 0 ? NULL : text;
}

/* The address without its prefix; NULL: not static. */
static char *static_address(const struct job *job)
{
	const char *ip = request_get(&job->request, ISOARGS_IP);

	return ip ? strndup(ip, strcspn(ip, "/")) : NULL;
}

/* What there is at the end of a run that waited. NULL: out of memory. */
static char *tell_system(const struct job *job, const struct applying *applying,
			 const struct completed *completed)
{
	struct ia_strbuf out IA_AUTO_STRBUF = {0};
	char *text;

	ia_strbuf_addc(&out, '\n');
	output_add_line(&out, "\"%s\" (%s) is installed and has started.", job->plan.name,
			applying->log->items[OBJECT_VM].uuid);
	output_add_line(&out, "MAC address: %.64s", applying->mac ? applying->mac : "unknown");
	if (completed->address[0])
		output_add_line(&out, "Address: %s", completed->address);
	else
		ia_strbuf_adds(&out, "Address: no agent of the guest tells it; look for the MAC "
				     "address in the DHCP server's leases\n");
	add_command(&out, "Console", job, "console");
	output_add_line(&out, "Undo log: %s", applying->log->path);
	return ia_strbuf_take(&out, &text) < 0 ? NULL : text;
}

static const char *or_null(const char *text)
{
	return text && *text ? text : NULL;
}

/* From here on the guest is the user's: whatever happens, it is not removed. */
static int wait_and_finish(struct job *job, struct applying *applying)
{
	char *again IA_AUTO_FREE = command(job, "finish --wait");
	char *address IA_AUTO_FREE = static_address(job), *text IA_AUTO_FREE = NULL;
	const struct completing completing = {
		.wish = {.uuid = applying->log->items[OBJECT_VM].uuid,
			 .minutes = job->minutes,
			 .interrupt = &interrupt_flag,
			 .events = applying->events},
		.finish = {.args = job->wish.installed_args ? job->wish.installed_args : "",
			   .events = applying->events},
		.name = job->plan.name,
		.address = address,
		.again = again ? again : "isoargs-xenserver finish --wait",
		.is_new = true,
	};
	struct completed completed;
	int r = complete_installation(applying->xenapi, &completing, &completed);
	struct ending ending = {
		.state = r == EXIT_DONE ? "installed" : "started",
		.name = job->plan.name,
		.uuid = applying->log->items[OBJECT_VM].uuid,
		.mac = applying->mac,
		.vnc = or_null(completed.vnc),
		.address = or_null(completed.address),
	};

	if (r == EXIT_DONE)
		ending.text = text = tell_system(job, applying, &completed);
	event_end(applying->events, &ending);
	return r;
}

static int finish(struct job *job, struct applying *applying)
{
	char *vnc IA_AUTO_FREE = NULL, *text IA_AUTO_FREE = NULL;
	struct ending ending;
	int r = undolog_finish(applying->log, UNDOLOG_DONE);

	if (r != EXIT_DONE)
		output_complain(applying->log->path, "the guest runs, but its log calls the run "
						     "unfinished: remove the log, do not undo it");
	if (job->wish.waits) {
		int waited = wait_and_finish(job, applying);

		return waited == EXIT_DONE ? r : waited;
	}
	interrupt_flag = 0; /* it came too late; the session is to be closed nevertheless */
	vnc = static_address(job);
	text = hand_over(job, applying, vnc);
	ending = (struct ending){
		.state = "done",
		.name = job->plan.name,
		.uuid = applying->log->items[OBJECT_VM].uuid,
		.mac = applying->mac,
		.vnc = vnc,
		.text = text,
	};
	event_end(applying->events, &ending);
	return r;
}

static int roll_back(const struct job *job, struct applying *applying,
		     const struct plan_step *failed, const struct xenapi_error *error)
{
	const char *const words[] = {applying->log->path, NULL};
	const struct undo_wish wish = {.events = applying->events};
	struct ending ending = {.state = "undone", .name = applying->plan->name};
	int r;

	event_failed(applying->events, failed->method, error ? error->label : "",
		     xenapi_error_sentence(error));
	if (failed->kind == STEP_UPLOAD && failed->fields[0].object == OBJECT_OEMDRV)
		output_complain(NULL,
				"a kickstart can also be served, or put onto a disk that \"isoargs "
				"kickstart --oemdrv\" makes; name it with --ks in place of "
				"--kickstart then");
	/* From here on a signal would only leave things behind. */
	xenapi_set_interrupt(applying->xenapi, NULL);
	r = undo_run(applying->xenapi, applying->log, &wish);
	if (r == EXIT_DONE) {
		bool keeps = undo_keeps_medium(applying->log);

		if (!keeps)
			undolog_remove(applying->log);
		ending.text = keeps ? "nothing is left behind but the medium: another run takes it "
				      "without --upload\n"
				    : "nothing is left behind\n";
		r = EXIT_FAILED;
	} else {
		char *again IA_AUTO_FREE = next_command(&job->connect, "undo", words);

		ending.state = "left";
		output_complain(NULL, "when the host can be asked again: %s",
				again ? again : "isoargs-xenserver undo");
	}
	event_end(applying->events, &ending);
	return r;
}

/* The ISO repositories are read again, and the plan is made anew. */
static int scan(struct job *job, struct applying *applying)
{
	AUTO_XENAPI_ERROR error = NULL;

	if (apply_scans(applying, &error) < 0) {
		event_failed(applying->events, "SR.scan", error ? error->label : "",
			     xenapi_error_sentence(error));
		return EXIT_FAILED;
	}
	job->wish.scanned = true;
	return job_plan(job, applying->xenapi);
}

static int make(struct job *job, struct applying *applying)
{
	AUTO_XENAPI_ERROR error = NULL;
	const struct plan_step *failed = NULL;
	int r;

	if (job->plan.scans) {
		r = scan(job, applying);
		if (r != EXIT_DONE)
			return r;
	}
	r = undolog_create(applying->log, job->run, job->plan.name, job->plan.temporary,
			   job->connect.host);
	if (r != EXIT_DONE)
		return r;
	events_start(applying->events, job->json, job->plan.count);
	event_log(applying->events, applying->log->path);
	applying->image = job->held;
	applying->oemdrv = job->oemdrv;
	applying->oemdrv_size = (size_t)job->wish.oemdrv;
	return apply(applying, &failed, &error) < 0 ? roll_back(job, applying, failed, error)
						    : finish(job, applying);
}

static int carry_out(int argc, char **argv)
{
	AUTO_JOB job = JOB_NONE;
	AUTO_XENAPI xenapi = NULL;
	AUTO_UNDOLOG log = UNDOLOG_NONE;
	struct events events;
	struct applying applying = {
		.inventory = &job.inventory,
		.plan = &job.plan,
		.log = &log,
		.events = &events,
		.interrupt = &interrupt_flag,
	};
	int r;

	r = job_parse(&job, &verb_apply, argc, argv);
	if (r >= 0)
		return r;
	r = job_read(&job);
	if (r != EXIT_DONE)
		return r;
	r = connect_open(&job.connect, NULL, &xenapi);
	if (r == EXIT_DONE)
		r = job_plan(&job, xenapi);
	if (r != EXIT_DONE)
		return r;
	applying.xenapi = xenapi;
	events_start(&events, job.json, job.plan.count);
	r = make(&job, &applying);
	applying_free(&applying);
	return r;
}

static int run(int argc, char **argv)
{
	int r = carry_out(argc, argv);

	/* That all is done, or that something is left, says more than that a signal came. */
	if (r == EXIT_DONE || r == EXIT_LEFT)
		interrupt_flag = 0;
	return r;
}

const struct verb verb_apply = {
	.name = "apply",
	.alias = "install",
	.summary = "make and start the guest (also: install)",
	.run = run,
	.help = help,
};

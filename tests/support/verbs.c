/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/verbs.h"

#include "support/unit.h"

#include "base/strbuf.h"

const char *const verb_names[VERB_COUNT] = {
	[VERB_ARGS] = "args",
	[VERB_INSPECT] = "inspect",
	[VERB_CHECK] = "check",
	[VERB_EXTRACT] = "extract",
};

struct saying {
	struct isoargs_image *image;
	struct isoargs_report *report;
	struct isoargs_args *args;
	struct isoargs_error *error;
	struct ia_strbuf said;
};

/* Of a call that made a text: the text is added. */
static int add(struct saying *saying, int r, char *text)
{
	if (r == 0) {
		ia_strbuf_adds(&saying->said, text);
		free(text);
	}
	return r;
}

#define ADD(saying, call, what)                                                                    \
	({                                                                                         \
		char *made = NULL;                                                                 \
		int made_r = call(what, NULL, &made, &(saying)->error);                            \
		add(saying, made_r, made);                                                         \
	})

static int inspect(struct saying *saying, enum isoargs_depth depth)
{
	const struct isoargs_inspect_options options = {.depth = depth};

	return isoargs_inspect(saying->image, &options, &saying->report, &saying->error);
}

static int derive(struct saying *saying)
{
	struct isoargs_request *request = NULL;
	int r = isoargs_request_new(&request);

	if (r == 0)
		r = isoargs_derive(saying->report, request, &saying->args, &saying->error);
	isoargs_request_free(request);
	return r;
}

static int check(struct saying *saying, enum isoargs_check_depth depth)
{
	const struct isoargs_checks_options options = {.depth = depth, .args = saying->args};
	struct isoargs_checks *checks = NULL;
	int r = isoargs_checks_run(saying->image, saying->report, &options, &checks,
				   &saying->error);

	if (r == 0)
		r = ADD(saying, isoargs_checks_text, checks);
	if (r == 0)
		r = ADD(saying, isoargs_checks_json, checks);
	/* What the tool then does not print. */
	if (r == 0 && depth == ISOARGS_CHECK_CHEAP &&
	    isoargs_checks_verdict(checks) == ISOARGS_CHECK_ERROR)
		r = ia_error(&saying->error, -EBADMSG, IA_NOWHERE, NULL,
			     "the installer would not start: %s", saying->said.data);
	isoargs_checks_free(checks);
	return r;
}

static int say_args(struct saying *saying)
{
	char *text = NULL;
	int r = inspect(saying, ISOARGS_DEPTH_ARGS);

	if (r == 0)
		r = derive(saying);
	if (r == 0)
		r = check(saying, ISOARGS_CHECK_CHEAP);
	if (r == 0)
		r = ADD(saying, isoargs_args_explain, saying->args);
	if (r < 0)
		return r;
	r = isoargs_args_format(saying->args, NULL, ISOARGS_FORMAT_JSON, NULL, &text,
				&saying->error);
	return add(saying, r, text);
}

static int say_inspect(struct saying *saying)
{
	int r = inspect(saying, ISOARGS_DEPTH_FULL);

	if (r == 0)
		r = ADD(saying, isoargs_report_text, saying->report);
	if (r == 0)
		r = ADD(saying, isoargs_report_json, saying->report);
	if (r == 0)
		r = ADD(saying, isoargs_report_menu_text, saying->report);
	if (r == 0)
		r = ADD(saying, isoargs_report_menu_json, saying->report);
	return r;
}

static int say_check(struct saying *saying)
{
	int r = inspect(saying, ISOARGS_DEPTH_FULL);

	return r == 0 ? check(saying, ISOARGS_CHECK_FULL) : r;
}

static int copy(struct saying *saying, const char *location, bool is_kernel)
{
	struct isoargs_file *file = NULL;
	struct isoargs_kernel *kernel = NULL;
	char sum[65];
	int r;

	if (!location)
		return 0;
	r = isoargs_file_open(saying->image, saying->report, location, &file, &saying->error);
	if (r == 0) {
		r = isoargs_file_copy(file, NULL, NULL, sum, &saying->error);
		if (r >= 0)
			ia_strbuf_addf(&saying->said, "%s %s %d\n", sum, location, r);
	}
	if (r >= 0 && is_kernel) {
		r = isoargs_kernel_read(file, &kernel, &saying->error);
		if (r == 0)
			ia_strbuf_addf(&saying->said, "%s %s\n", isoargs_kernel_packing(kernel),
				       isoargs_kernel_reason(kernel));
	}
	isoargs_kernel_free(kernel);
	isoargs_file_free(file);
	return r < 0 ? r : 0;
}

static int say_extract(struct saying *saying)
{
	const struct isoargs_entry *entry;
	int r = inspect(saying, ISOARGS_DEPTH_ARGS);

	if (r == 0)
		r = derive(saying);
	if (r < 0)
		return r;
	entry = isoargs_args_entry(saying->args);
	r = copy(saying, isoargs_entry_kernel_location(entry), true);
	for (size_t i = 0; r == 0 && isoargs_entry_initrd(entry, i); i++)
		r = copy(saying, isoargs_entry_initrd_location(entry, i), false);
	return r;
}

char *verb_say(enum verb verb, struct isoargs_image *image, int *ret)
{
	static int (*const verbs[VERB_COUNT])(struct saying *) = {
		[VERB_ARGS] = say_args,
		[VERB_INSPECT] = say_inspect,
		[VERB_CHECK] = say_check,
		[VERB_EXTRACT] = say_extract,
	};
	struct saying saying = {.image = image};
	char *said = NULL;

	*ret = verbs[verb](&saying);
	if (*ret < 0) {
		ia_strbuf_free(&saying.said);
		ia_strbuf_addf(&saying.said, "%d %s", *ret,
			       saying.error ? isoargs_error_message(saying.error) : "");
	}
	assert_int_equal(ia_strbuf_take(&saying.said, &said), 0);
	isoargs_error_free(saying.error);
	isoargs_args_free(saying.args);
	isoargs_report_free(saying.report);
	return said;
}

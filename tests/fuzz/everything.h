/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FUZZ_EVERYTHING_H
#define FUZZ_EVERYTHING_H

/*
 * Everything that the tool does with an image, in one process: the probes at full depth, every
 * printer, the arguments with and without wishes, the checks.
 */
#include "printers.h"

static inline struct isoargs_request *everything_request(void)
{
	static const struct {
		enum isoargs_option option;
		const char *value;
	} wishes[] = {
		{ISOARGS_VNC, NULL},
		{ISOARGS_VNC_PASSWORD, "secret12"},
		{ISOARGS_IP, "192.0.2.10/24"},
		{ISOARGS_GATEWAY, "192.0.2.1"},
		{ISOARGS_HOSTNAME, "c7"},
		{ISOARGS_NAMESERVER, "192.0.2.53"},
		{ISOARGS_KS, "http://192.0.2.1/c.ks"},
		{ISOARGS_STAGE2, "uuid"},
		{ISOARGS_APPEND, "console=hvc0"},
	};
	struct isoargs_request *request;

	if (isoargs_request_new(&request) < 0)
		return NULL;
	for (size_t i = 0; i < IA_COUNT(wishes); i++) {
		if (isoargs_request_set(request, wishes[i].option, wishes[i].value, NULL) < 0)
			broken();
	}
	return request;
}

static inline void everything_check(struct isoargs_image *image,
				    const struct isoargs_report *report,
				    const struct isoargs_request *request,
				    enum isoargs_check_depth depth)
{
	const struct isoargs_checks_options options = {depth, request, NULL, 3072};
	struct isoargs_checks *checks;
	char *text;

	if (isoargs_checks_run(image, report, &options, &checks, NULL) < 0)
		return;
	if (isoargs_checks_text(checks, NULL, &text, NULL) == 0)
		expect_text(text);
	if (isoargs_checks_json(checks, NULL, &text, NULL) == 0)
		expect_json(text);
	isoargs_checks_free(checks);
}

static inline void everything(struct isoargs_image *image, enum isoargs_check_depth depth)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_request *request;
	struct isoargs_report *report = NULL;

	if (isoargs_inspect(image, NULL, &report, &error) < 0) {
		if (report)
			broken();
		expect_error(error);
		return;
	}
	print_report(report);
	print_derived(report, NULL);
	request = everything_request();
	if (request) {
		print_derived(report, request);
		everything_check(image, report, request, depth);
	}
	isoargs_request_free(request);
	isoargs_report_free(report);
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: any bytes as a whole image, through everything that the tool does with one:
 * the probes at full depth, both printers, and the arguments with and without wishes.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <isoargs/isoargs.h>

#include "error.h"
#include "util/cleanup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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

static struct isoargs_request *make_request(void)
{
	struct isoargs_request *request;

	if (isoargs_request_new(&request) < 0)
		return NULL;
	for (size_t i = 0; i < IA_COUNT(wishes); i++) {
		if (isoargs_request_set(request, wishes[i].option, wishes[i].value, NULL) < 0)
			abort();
	}
	return request;
}

/* A table is fit for a terminal; JSON, for programs, may hold a DEL as it is. */
static void check_printed(const char *text, bool is_json)
{
	for (const char *c = text; *c; c++) {
		if (((unsigned char)*c < 0x20 && *c != '\n') || (*c == 0x7f && !is_json))
			abort();
	}
	if (text[0] == '\0' || text[strlen(text) - 1] != '\n')
		abort();
}

static void print(const struct isoargs_report *report)
{
	char *text IA_AUTO_FREE = NULL;
	char *json IA_AUTO_FREE = NULL;

	if (isoargs_report_text(report, &text, NULL) == 0)
		check_printed(text, false);
	if (isoargs_report_json(report, &json, NULL) == 0)
		check_printed(json, true);
}

/* One line, or a reason why there is none. */
static void derive(const struct isoargs_report *report, const struct isoargs_request *request)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_args *args = NULL;
	const struct isoargs_word *word;
	char *text IA_AUTO_FREE = NULL;

	if (isoargs_derive(report, request, &args, &error) < 0) {
		if (args || !error || isoargs_error_message(error)[0] == '\0')
			abort();
		return;
	}
	for (const char *c = isoargs_args_string(args); *c; c++) {
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			abort();
	}
	for (size_t i = 0; (word = isoargs_args_word(args, i)); i++) {
		if (isoargs_word_text(word)[0] == '\0' ||
		    !strstr(isoargs_args_string(args), isoargs_word_text(word)))
			abort();
	}
	if (isoargs_args_explain(args, &text, NULL) == 0)
		check_printed(text, false);
	isoargs_args_free(args);
}

static void inspect(struct isoargs_image *image)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_request *request;
	struct isoargs_report *report = NULL;

	if (isoargs_inspect(image, ISOARGS_DEPTH_FULL, &report, &error) < 0) {
		if (report || !error)
			abort();
		return;
	}
	print(report);
	derive(report, NULL);
	request = make_request();
	if (request)
		derive(report, request);
	isoargs_request_free(request);
	isoargs_report_free(report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct isoargs_image *image = NULL;

	if (isoargs_image_open_memory(data, size, "fuzz", &image, NULL) < 0)
		return 0;
	inspect(image);
	isoargs_image_free(image);
	return 0;
}

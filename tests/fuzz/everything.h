/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FUZZ_EVERYTHING_H
#define FUZZ_EVERYTHING_H

/*
 * Everything that the tool does with an image, in one process: the probes at full depth, every
 * printer, the arguments with and without wishes, the checks. The process ends where a promise is broken, and says which.
 */
#include <json.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <isoargs/isoargs.h>

#include "error.h"
#include "util/cleanup.h"
#include "util/utf8.h"

#define broken()                                                                                   \
	do {                                                                                       \
		fprintf(stderr, "%s:%d: a promise is broken\n", __FILE__, __LINE__);               \
		abort();                                                                           \
	} while (0)

static struct isoargs_request *everything_request(void)
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

/* Nothing that means something to a terminal or turns a line around. */
static void everything_is_printable(const char *text)
{
	const uint8_t *c = (const uint8_t *)text;

	for (; *c; c++) {
		if ((*c < 0x20 && *c != '\n') || *c == 0x7f)
			broken();
		if (c[0] == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0)
			broken(); /* C1 */
		if (c[0] == 0xe2 && c[1] == 0x80 &&
		    (c[2] == 0x8e || c[2] == 0x8f || (c[2] >= 0xaa && c[2] <= 0xae)))
			broken(); /* U+200E, U+200F, U+202A to U+202E */
		if (c[0] == 0xe2 && c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9)
			broken(); /* U+2066 to U+2069 */
		if (c[0] == 0xd8 && c[1] == 0x9c)
			broken(); /* U+061C */
	}
}

static void everything_is_text(char *text)
{
	everything_is_printable(text);
	/* nothing found and nothing to list is nothing to say */
	if (text[0] && text[strlen(text) - 1] != '\n')
		broken();
	free(text);
}

static void everything_is_json(char *text)
{
	struct json_tokener *tokener = json_tokener_new_ex(32);
	struct json_object *document;

	if (!tokener)
		broken();
	for (const char *c = text; *c; c++) {
		if ((unsigned char)*c < 0x20 && *c != '\n')
			broken();
	}
	/* The strict parser takes a line's end for something more, and wants to see the NUL. */
	text[strlen(text) - 1] = '\0';
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	document = json_tokener_parse_ex(tokener, text, (int)strlen(text) + 1);
	if (!document || json_tokener_get_error(tokener) != json_tokener_success)
		broken();
	json_object_put(document);
	json_tokener_free(tokener);
	free(text);
}

/* One line, or a reason why there is none. */
static void everything_derive(const struct isoargs_report *report,
			      const struct isoargs_request *request)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_args *args = NULL;
	const struct isoargs_word *word;
	char *text;

	if (isoargs_derive(report, request, &args, &error) < 0) {
		if (args || !error || isoargs_error_message(error)[0] == '\0')
			broken();
		everything_is_printable(isoargs_error_message(error));
		return;
	}
	for (const char *c = isoargs_args_string(args); *c; c++) {
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			broken();
	}
	for (size_t i = 0; (word = isoargs_args_word(args, i)); i++) {
		if (isoargs_word_text(word)[0] == '\0' ||
		    !strstr(isoargs_args_string(args), isoargs_word_text(word)))
			broken();
	}
	if (isoargs_args_explain(args, &text, NULL) == 0)
		everything_is_text(text);
	isoargs_args_free(args);
}

static void everything_check(struct isoargs_image *image, const struct isoargs_report *report,
			     const struct isoargs_request *request, enum isoargs_check_depth depth)
{
	struct isoargs_checks *checks;
	char *text;

	if (isoargs_checks_run(image, report, request, NULL, 3072, depth, &checks, NULL) < 0)
		return;
	if (isoargs_checks_text(checks, &text, NULL) == 0)
		everything_is_text(text);
	if (isoargs_checks_json(checks, &text, NULL) == 0)
		everything_is_json(text);
	isoargs_checks_free(checks);
}

static inline void everything(struct isoargs_image *image, enum isoargs_check_depth depth)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_request *request;
	struct isoargs_report *report = NULL;
	char *text;

	if (isoargs_inspect(image, ISOARGS_DEPTH_FULL, &report, &error) < 0) {
		if (report || !error)
			broken();
		everything_is_printable(isoargs_error_message(error));
		return;
	}
	if (isoargs_report_text(report, &text, NULL) == 0)
		everything_is_text(text);
	if (isoargs_report_json(report, &text, NULL) == 0)
		everything_is_json(text);
	if (isoargs_report_menu_text(report, &text, NULL) == 0)
		everything_is_text(text);
	if (isoargs_report_menu_json(report, &text, NULL) == 0)
		everything_is_json(text);
	everything_derive(report, NULL);
	request = everything_request();
	if (request) {
		everything_derive(report, request);
		everything_check(image, report, request, depth);
	}
	isoargs_request_free(request);
	isoargs_report_free(report);
}

#endif

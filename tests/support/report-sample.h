/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_REPORT_SAMPLE_H
#define TEST_REPORT_SAMPLE_H

#include "support/unit.h"

#include <json.h>

#include "base/note.h"
#include "report/report.h"

/* A report made by hand, with one thing of each kind. */
struct sample {
	struct isoargs_report report;
	struct ia_partition partitions[3];
	struct ia_config configs[2];
	struct isoargs_entry entries[2];
	const char *initrds[1];
	char *output;
	json_object *root;
};

int sample_setup(void **state);
int sample_teardown(void **state);
const char *text_of(struct sample *s);
void parse_json(struct sample *s);
json_object *json_at(const struct sample *s, const char *pointer);
bool json_has(const struct sample *s, const char *pointer);
void assert_field(const struct sample *s, const char *pointer, const char *expected);
void assert_number(const struct sample *s, const char *pointer, uint64_t expected);
void assert_flag(const struct sample *s, const char *pointer, bool expected);
void assert_length(const struct sample *s, const char *pointer, size_t expected);

/* Bytes that are no UTF-8, that steer a terminal or reorder text, and the escapes of JSON. */
const char *hostile(void);

/* As many of them as a FAT's label has room for. */
#define HOSTILE_ESP_LABEL "\x1b\x7f\x9b\xff\"\\\n\xe2\x80\xae\xc0"

/* Every string that comes from a medium or its name. */
void fill_hostile(struct sample *s);

#define on_sample(test) cmocka_unit_test_setup_teardown(test, sample_setup, sample_teardown)

#endif

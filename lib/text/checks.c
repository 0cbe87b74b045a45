/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/checks.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "base/table.h"
#include "text/print.h"

/* The findings of a check for a person, and for a program. */

static const char *const verdicts[] = {
	[ISOARGS_CHECK_OK] = "ok",
	[ISOARGS_CHECK_WARNING] = "warning",
	[ISOARGS_CHECK_ERROR] = "error",
};

int isoargs_checks_text(const struct isoargs_checks *checks,
			const struct isoargs_print_options *options, char **ret_text,
			struct isoargs_error **reterr)
{
	struct ia_meter meter = IA_METER;
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_PRINTED(&meter);
	struct ia_table table IA_AUTO_TABLE = {.cells = IA_STRBUF_LIKE(&buf), .columns = 3};
	const struct isoargs_finding *item;

	for (size_t i = 0; (item = isoargs_checks_finding(checks, i)); i++) {
		ia_table_add(&table, verdicts[isoargs_finding_verdict(item)]);
		ia_table_add(&table, isoargs_finding_code(item));
		ia_print_cell(options, isoargs_finding_message(item), &table);
	}
	ia_table_print(&table, 0, &buf);
	return ia_print_end(&buf, NULL, ret_text, reterr);
}

static void add_item(struct ia_json *doc, json_object *array, const struct isoargs_finding *finding,
		     const struct isoargs_print_options *options)
{
	const enum isoargs_option option = isoargs_finding_option(finding);
	const char *file = isoargs_finding_file(finding);
	json_object *object = ia_json_object(doc);
	uint64_t offset;

	ia_json_add_string(doc, object, "verdict", verdicts[isoargs_finding_verdict(finding)]);
	ia_json_add_string(doc, object, "check", isoargs_finding_code(finding));
	ia_print_member(options, doc, object, "text", isoargs_finding_text(finding));
	if (option || file)
		ia_json_add_string(doc, object, "file", ia_print_place(options, option, file));
	if (isoargs_finding_line(finding))
		ia_json_add_number(doc, object, "line", isoargs_finding_line(finding));
	if (isoargs_finding_offset(finding, &offset))
		ia_json_add_number(doc, object, "offset", offset);
	if (isoargs_finding_remedy(finding))
		ia_print_member(options, doc, object, "remedy", isoargs_finding_remedy(finding));
	ia_json_append(doc, array, object);
}

int isoargs_checks_json(const struct isoargs_checks *checks,
			const struct isoargs_print_options *options, char **ret_json,
			struct isoargs_error **reterr)
{
	struct ia_meter meter = IA_METER;
	struct ia_json doc = {.meter = &meter};
	json_object *root = ia_json_object(&doc), *array = ia_json_array(&doc);
	const struct isoargs_finding *item;

	ia_json_add_number(&doc, root, "format", 1);
	ia_json_add_string(&doc, root, "verdict", verdicts[isoargs_checks_verdict(checks)]);
	for (size_t i = 0; (item = isoargs_checks_finding(checks, i)); i++)
		add_item(&doc, array, item, options);
	ia_json_add(&doc, root, "checks", array);
	return ia_print_end_json(doc, root, NULL, ret_json, reterr);
}

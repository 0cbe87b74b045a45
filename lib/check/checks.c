/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/checks.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* What was found. */

struct isoargs_finding {
	enum isoargs_verdict verdict;
	enum ia_note_code code;
	struct isoargs_error *said; /* place, sentence and remedy */
};

struct isoargs_checks {
	struct isoargs_finding *items;
	size_t count;
	size_t capacity;
};

struct isoargs_checks *ia_checks_new(void)
{
	return calloc(1, sizeof(struct isoargs_checks));
}

/* Room for one more; NULL: there is no memory for it. */
static struct isoargs_finding *add_item(struct isoargs_checks *checks)
{
	struct isoargs_finding *items;
	size_t capacity;

	if (checks->count == checks->capacity) {
		capacity = checks->capacity ? checks->capacity * 2 : 32;
		items = reallocarray(checks->items, capacity, sizeof(*items));
		if (!items)
			return NULL;
		checks->items = items;
		checks->capacity = capacity;
	}
	return &checks->items[checks->count];
}

/* Takes over what is said; NULL: there was no memory for it. */
static void keep(struct ia_check *check, enum isoargs_verdict verdict, enum ia_note_code code,
		 struct isoargs_error *said)
{
	struct isoargs_finding *item = said && !check->error ? add_item(check->checks) : NULL;

	if (!item) {
		isoargs_error_free(said);
		check->error = -ENOMEM;
		return;
	}
	*item = (struct isoargs_finding){verdict, code, said};
	check->checks->count++;
}

void ia_check_add(struct ia_check *check, enum isoargs_verdict verdict, enum ia_note_code code,
		  const struct ia_place *place, const char *remedy, const char *fmt, ...)
{
	struct isoargs_error *said = NULL;
	va_list ap;

	va_start(ap, fmt);
	ia_error_va(&said, 0, place, remedy, fmt, ap);
	va_end(ap);
	keep(check, verdict, code, said);
}

void ia_check_add_error(struct ia_check *check, enum isoargs_verdict verdict,
			enum ia_note_code code, const struct isoargs_error *error)
{
	struct isoargs_error *said = NULL;

	if (error && isoargs_error_code(error) != -ENOMEM)
		ia_error_copy(&said, error);
	keep(check, verdict, code, said);
}

struct isoargs_checks *isoargs_checks_free(struct isoargs_checks *checks)
{
	if (!checks)
		return NULL;
	for (size_t i = 0; i < checks->count; i++)
		isoargs_error_free(checks->items[i].said);
	free(checks->items);
	free(checks);
	return NULL;
}

enum isoargs_verdict isoargs_checks_verdict(const struct isoargs_checks *checks)
{
	enum isoargs_verdict worst = ISOARGS_CHECK_OK;

	for (size_t i = 0; i < checks->count; i++) {
		if (checks->items[i].verdict > worst)
			worst = checks->items[i].verdict;
	}
	return worst;
}

const struct isoargs_finding *isoargs_checks_finding(const struct isoargs_checks *checks,
						     size_t index)
{
	return index < checks->count ? &checks->items[index] : NULL;
}

enum isoargs_verdict isoargs_finding_verdict(const struct isoargs_finding *finding)
{
	return finding->verdict;
}

const char *isoargs_finding_code(const struct isoargs_finding *finding)
{
	return ia_note_word(finding->code);
}

const char *isoargs_finding_message(const struct isoargs_finding *finding)
{
	return isoargs_error_message(finding->said);
}

enum isoargs_option isoargs_finding_option(const struct isoargs_finding *finding)
{
	return isoargs_error_option(finding->said);
}

const char *isoargs_finding_text(const struct isoargs_finding *finding)
{
	return isoargs_error_text(finding->said);
}

const char *isoargs_finding_file(const struct isoargs_finding *finding)
{
	return isoargs_error_file(finding->said);
}

unsigned isoargs_finding_line(const struct isoargs_finding *finding)
{
	return isoargs_error_line(finding->said);
}

unsigned isoargs_finding_column(const struct isoargs_finding *finding)
{
	return isoargs_error_column(finding->said);
}

int isoargs_finding_offset(const struct isoargs_finding *finding, uint64_t *ret_offset)
{
	return isoargs_error_offset(finding->said, ret_offset);
}

const char *isoargs_finding_remedy(const struct isoargs_finding *finding)
{
	return isoargs_error_remedy(finding->said);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/plan.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/strbuf.h"

static const struct {
	const char *word, *class;
} objects[OBJECT_COUNT] = {
	[OBJECT_NONE] = {"", ""},
	[OBJECT_TEMPLATE] = {"template", "VM"},
	[OBJECT_SR] = {"repository", "SR"},
	[OBJECT_ISO] = {"iso", "VDI"},
	[OBJECT_NETWORK] = {"network", "network"},
	[OBJECT_ISO_SR] = {"iso-repository", "SR"},
	[OBJECT_VM] = {"guest", "VM"},
	[OBJECT_DISK] = {"disk", "VDI"},
	[OBJECT_DISK_VBD] = {"disk-device", "VBD"},
	[OBJECT_OEMDRV] = {"kickstart-disk", "VDI"},
	[OBJECT_OEMDRV_VBD] = {"kickstart-device", "VBD"},
	[OBJECT_CD_VBD] = {"cd-device", "VBD"},
	[OBJECT_VIF] = {"nic", "VIF"},
	[OBJECT_MEDIUM] = {"medium", "VDI"},
	[OBJECT_BROUGHT] = {"template-disk", "VDI"},
};

const char *object_word(enum object object)
{
	return objects[object].word;
}

const char *object_class(enum object object)
{
	return objects[object].class;
}

int plan_refuse(struct refusal *refusal, int status, const char *code, const char *fmt, ...)
{
	va_list ap;

	refusal_free(refusal);
	refusal->status = status;
	refusal->code = code;
	va_start(ap, fmt);
	if (vasprintf(&refusal->sentence, fmt, ap) < 0)
		refusal->sentence = NULL;
	va_end(ap);
	return -1;
}

void refusal_free(struct refusal *refusal)
{
	free(refusal->sentence);
	*refusal = (struct refusal){0};
}

static void fail(struct plan *plan, int error)
{
	if (!plan->error)
		plan->error = error;
}

/* What is composed may hold a VNC password. */
__attribute__((format(printf, 2, 0))) static char *own(struct plan *plan, const char *fmt,
						       va_list ap)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	char *text;

	if (plan->text_count == PLAN_TEXTS_MAX) {
		fail(plan, -E2BIG);
		return NULL;
	}
	ia_strbuf_addv(&buf, fmt, ap);
	if (ia_strbuf_take(&buf, &text) < 0) {
		fail(plan, -ENOMEM);
		return NULL;
	}
	plan->texts[plan->text_count++] = text;
	return text;
}

const char *plan_text(struct plan *plan, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = own(plan, fmt, ap);
	va_end(ap);
	return text ? text : "";
}

void plan_warn(struct plan *plan, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = own(plan, fmt, ap);
	va_end(ap);
	if (!text)
		return;
	if (plan->warning_count == PLAN_WARNINGS_MAX)
		fail(plan, -E2BIG);
	else
		plan->warnings[plan->warning_count++] = text;
}

struct plan_step *plan_add(struct plan *plan, enum step_kind kind, const char *method,
			   const char *title)
{
	plan->last = &plan->beyond;
	if (plan->count == PLAN_STEPS_MAX)
		fail(plan, -E2BIG);
	else
		plan->last = &plan->steps[plan->count++];
	*plan->last = (struct plan_step){.kind = kind, .method = method, .title = title};
	return plan->last;
}

struct plan_field *plan_put(struct plan *plan, const char *name, enum field_type type)
{
	struct plan_step *step = plan->last;

	if (step->count == STEP_FIELDS_MAX) {
		fail(plan, -E2BIG);
		step->count--;
	}
	step->fields[step->count] = (struct plan_field){.name = name, .type = type};
	return &step->fields[step->count++];
}

void plan_put_pair(struct plan *plan, const char *key, const char *value)
{
	struct plan_field *field = &plan->last->fields[plan->last->count - 1];

	if (field->pair_count == FIELD_PAIRS_MAX)
		fail(plan, -E2BIG);
	else
		field->pairs[field->pair_count++] = (struct plan_pair){.key = key, .value = value};
}

void plan_free(struct plan *plan)
{
	for (size_t i = 0; i < plan->text_count; i++)
		ia_secret_free(plan->texts[i]);
	*plan = (struct plan){0};
}

char *plan_temporary_name(const char *name)
{
	char *temporary;

	return asprintf(&temporary, "[installing] %s", name) < 0 ? NULL : temporary;
}

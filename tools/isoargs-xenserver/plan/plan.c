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
	[OBJECT_ISO_SR] = {"iso-library", "SR"},
	[OBJECT_AFFINITY] = {"affinity", "host"},
	[OBJECT_MORE_NETWORKS + 0] = {"second-network", "network"},
	[OBJECT_MORE_NETWORKS + 1] = {"third-network", "network"},
	[OBJECT_MORE_NETWORKS + 2] = {"fourth-network", "network"},
	[OBJECT_MORE_NETWORKS + 3] = {"fifth-network", "network"},
	[OBJECT_MORE_NETWORKS + 4] = {"sixth-network", "network"},
	[OBJECT_MORE_NETWORKS + 5] = {"seventh-network", "network"},
	[OBJECT_MORE_SRS + 0] = {"second-repository", "SR"},
	[OBJECT_MORE_SRS + 1] = {"third-repository", "SR"},
	[OBJECT_MORE_SRS + 2] = {"fourth-repository", "SR"},
	[OBJECT_MORE_SRS + 3] = {"fifth-repository", "SR"},
	[OBJECT_MORE_SRS + 4] = {"sixth-repository", "SR"},
	[OBJECT_MORE_SRS + 5] = {"seventh-repository", "SR"},
	[OBJECT_VM] = {"guest", "VM"},
	[OBJECT_DISK] = {"disk", "VDI"},
	[OBJECT_DISK_VBD] = {"disk-device", "VBD"},
	[OBJECT_OEMDRV] = {"kickstart-disk", "VDI"},
	[OBJECT_OEMDRV_VBD] = {"kickstart-device", "VBD"},
	[OBJECT_CD_VBD] = {"cd-device", "VBD"},
	[OBJECT_VIF] = {"nic", "VIF"},
	[OBJECT_MORE_VIFS + 0] = {"second-nic", "VIF"},
	[OBJECT_MORE_VIFS + 1] = {"third-nic", "VIF"},
	[OBJECT_MORE_VIFS + 2] = {"fourth-nic", "VIF"},
	[OBJECT_MORE_VIFS + 3] = {"fifth-nic", "VIF"},
	[OBJECT_MORE_VIFS + 4] = {"sixth-nic", "VIF"},
	[OBJECT_MORE_VIFS + 5] = {"seventh-nic", "VIF"},
	[OBJECT_MORE_DISKS + 0] = {"second-disk", "VDI"},
	[OBJECT_MORE_DISKS + 1] = {"third-disk", "VDI"},
	[OBJECT_MORE_DISKS + 2] = {"fourth-disk", "VDI"},
	[OBJECT_MORE_DISKS + 3] = {"fifth-disk", "VDI"},
	[OBJECT_MORE_DISKS + 4] = {"sixth-disk", "VDI"},
	[OBJECT_MORE_DISKS + 5] = {"seventh-disk", "VDI"},
	[OBJECT_MORE_VBDS + 0] = {"second-disk-device", "VBD"},
	[OBJECT_MORE_VBDS + 1] = {"third-disk-device", "VBD"},
	[OBJECT_MORE_VBDS + 2] = {"fourth-disk-device", "VBD"},
	[OBJECT_MORE_VBDS + 3] = {"fifth-disk-device", "VBD"},
	[OBJECT_MORE_VBDS + 4] = {"sixth-disk-device", "VBD"},
	[OBJECT_MORE_VBDS + 5] = {"seventh-disk-device", "VBD"},
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

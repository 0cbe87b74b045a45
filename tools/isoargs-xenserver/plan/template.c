/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "plan/list.h"
#include "plan/plan.h"

/* Which template the guest is made from. */

static bool is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static bool is_pv(const struct found_vm *vm)
{
	return vm->hvm_policy[0] == '\0' &&
	       (vm->domain_type[0] == '\0' || is(vm->domain_type, "pv") ||
		is(vm->domain_type, "pv_in_pvh"));
}

/* A guest that is just being made is a template for a while; nobody means it. */
static bool is_unfinished(const struct found_vm *vm)
{
	return vm->marker || strncmp(vm->name.raw, "[installing] ", 13) == 0;
}

enum template_key { BY_UUID, BY_LABEL, BY_NAME };

static const char *key_of(const struct found_vm *vm, enum template_key key)
{
	return key == BY_UUID ? vm->uuid : key == BY_LABEL ? vm->label : vm->name.raw;
}

/* 1 found, 0 not, -1 with a refusal: several. */
static int find_template(const struct inventory *inventory, enum template_key key,
			 const char *wanted, const struct found_vm **ret, struct refusal *refusal)
{
	const struct found_vm *hit = NULL, *original = NULL;
	size_t hits = 0, originals = 0;
	AUTO_LIST list = {0};

	for (size_t i = 0; i < inventory->template_count; i++) {
		const struct found_vm *vm = &inventory->templates[i];

		if (!is(key_of(vm, key), wanted) || is_unfinished(vm))
			continue;
		hit = vm;
		hits++;
		if (vm->is_default) {
			original = vm;
			originals++;
		}
		list_add(&list, vm->uuid, vm->name.shown);
	}
	/* Copies bear the label of the host's own template, and may bear its name. */
	if (hits > 1 && key != BY_UUID && originals == 1) {
		hit = original;
		hits = 1;
	}
	if (hits > 1)
		return plan_refuse(
			refusal, EXIT_AMBIGUOUS, "template-ambiguous",
			"\"%s\" names %zu templates; give --template the uuid of one: %s", wanted,
			hits, listed(&list));
	if (hits == 0)
		return 0;
	*ret = hit;
	return 1;
}

static const struct {
	enum template_key key;
	const char *rhel, *centos;
} usual[] = {
	{BY_LABEL, "rhel-6-64bit", "centos-6-64bit"},
	{BY_NAME, "Red Hat Enterprise Linux 6 (64-bit)", "CentOS 6 (64-bit)"},
	{BY_NAME, "Red Hat Enterprise Linux 6.0 (64-bit)", "CentOS 6.0 (64-bit) (experimental)"},
	{BY_NAME, "Red Hat Enterprise Linux 6 (64-bit) (experimental)",
	 "CentOS 6 (64-bit) (experimental)"},
};

bool template_is_usual(const struct found_vm *template)
{
	for (size_t i = 0; i < IA_COUNT(usual); i++) {
		const char *key = key_of(template, usual[i].key);

		if (is(key, usual[i].rhel) || is(key, usual[i].centos))
			return true;
	}
	return false;
}

/* One for 64-bit EL whose installer eliloader starts, whatever it is called: 5.5 says "x64". */
static bool is_el64(const struct found_vm *vm)
{
	return is_pv(vm) && is(vm->bootloader, "eliloader") && is(vm->distro, "rhlike") &&
	       (strstr(vm->name.raw, "64-bit") || strstr(vm->name.raw, "x64"));
}

/* "CentOS 5 (64-bit)": 500, "Red Hat Enterprise Linux 5.4 x64": 504. */
static unsigned generation_of(const struct found_vm *vm)
{
	const char *digit = strpbrk(vm->name.raw, "0123456789");
	unsigned major = 0, minor = 0;

	if (!digit || sscanf(digit, "%2u.%2u", &major, &minor) < 1)
		return 0;
	return 100 * major + minor;
}

static bool is_of_rhel(const struct found_vm *vm)
{
	return strncmp(vm->name.raw, "Red Hat", 7) == 0;
}

/* The latest that came with the host, of two of an age that of the medium's own distribution. */
static const struct found_vm *find_stand_in(const struct inventory *inventory, bool is_rhel)
{
	const struct found_vm *hit = NULL;

	for (size_t i = 0; i < inventory->template_count; i++) {
		const struct found_vm *vm = &inventory->templates[i];

		if (!vm->is_default || !is_el64(vm))
			continue;
		if (!hit || generation_of(vm) > generation_of(hit) ||
		    (generation_of(vm) == generation_of(hit) && is_of_rhel(vm) == is_rhel &&
		     is_of_rhel(hit) != is_rhel))
			hit = vm;
	}
	return hit;
}

static int find_usual_template(const struct inventory *inventory, bool is_rhel, bool forced,
			       const struct found_vm **ret, struct refusal *refusal)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < IA_COUNT(usual); i++) {
		const char *first = is_rhel ? usual[i].rhel : usual[i].centos;
		const char *second = is_rhel ? usual[i].centos : usual[i].rhel;

		r = find_template(inventory, usual[i].key, first, ret, refusal);
		if (r == 0)
			r = find_template(inventory, usual[i].key, second, ret, refusal);
	}
	if (r == 0) {
		*ret = find_stand_in(inventory, is_rhel);
		r = *ret ? 1 : 0;
	}
	if (r == 0 && forced)
		r = find_template(inventory, BY_LABEL, "other-install-media", ret, refusal);
	if (r == 0 && forced)
		r = find_template(inventory, BY_NAME, "Other install media", ret, refusal);
	return r;
}

/* Those for paravirtualised guests that can take its place, or all others. */
static void list_templates(struct list *list, const struct inventory *inventory, bool are_el64)
{
	for (size_t i = 0; i < inventory->template_count; i++) {
		const struct found_vm *vm = &inventory->templates[i];

		if (is_pv(vm) && !is_unfinished(vm) && is_el64(vm) == are_el64)
			list_add(list, NULL, vm->name.shown);
	}
}

int choose_template(const struct inventory *inventory, const struct guest_wish *wish,
		    const struct plan_medium *medium, bool forced,
		    const struct found_vm **ret_template, struct refusal *refusal)
{
	bool is_rhel = medium->distribution && strncmp(medium->distribution, "Red Hat", 7) == 0;
	const char *wanted = wish->template;
	AUTO_LIST list = {0};
	int r = 0;

	if (!wanted) {
		r = find_usual_template(inventory, is_rhel, forced, ret_template, refusal);
	} else {
		for (enum template_key key = BY_UUID; r == 0 && key <= BY_NAME; key++)
			r = find_template(inventory, key, wanted, ret_template, refusal);
	}
	if (r < 0)
		return r;
	if (r == 0) {
		list_templates(&list, inventory, true);
		list_templates(&list, inventory, false);
	}
	if (r == 0)
		return plan_refuse(
			refusal, EXIT_LACKS, "no-template",
			"the pool has no template \"%s\"; its templates for paravirtualised "
			"guests: %s; name one with --template",
			wanted    ? wanted
			: is_rhel ? "Red Hat Enterprise Linux 6 (64-bit)"
				  : "CentOS 6 (64-bit)",
			listed(&list));
	if (is_pv(*ret_template) || forced)
		return 0;
	return plan_refuse(refusal, EXIT_LACKS, "template-not-pv",
			   "the template \"%s\" (%s) is one for HVM guests; name one for "
			   "paravirtualised guests with --template",
			   (*ret_template)->name.shown, (*ret_template)->uuid);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/kernel-line.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/slice.h"

/*
 * Where the kernel puts the words that it does not know; source: Linux' init/main.c,
 * unknown_bootoption() and set_init_arg().
 */

/*
 * Its own without a dot in their names, of those that stand on installation media and that kernels
 * of distributions have built in, and the two variables that init has anyway; sorted. Source: Linux'
 * Documentation/admin-guide/kernel-parameters.txt. Not among them: vga=, which only boot loaders
 * read, initrd= and hostname=, which only newer kernels know, ip=, which few are built with.
 */
static const char *const known[] = {
	"HOME",
	"TERM",
	"acpi",
	"acpi_enforce_resources",
	"acpi_osi",
	"acpi_sleep",
	"add_efi_memmap",
	"amd_iommu",
	"amd_pstate",
	"apic",
	"apparmor",
	"audit",
	"cgroup_disable",
	"clocksource",
	"console",
	"consoleblank",
	"crashkernel",
	"debug",
	"earlycon",
	"earlyprintk",
	"edd",
	"efi",
	"elevator",
	"enforcing",
	"fbcon",
	"fips",
	"highres",
	"hpet",
	"idle",
	"ignore_loglevel",
	"init",
	"initcall_debug",
	"intel_iommu",
	"intel_pstate",
	"iommu",
	"irqfixup",
	"irqpoll",
	"l1tf",
	"lapic",
	"load_ramdisk",
	"log_buf_len",
	"loglevel",
	"lsm",
	"maxcpus",
	"mce",
	"mds",
	"mem",
	"memmap",
	"memtest",
	"mitigations",
	"module_blacklist",
	"nmi_watchdog",
	"no_console_suspend",
	"no_timer_check",
	"noapic",
	"nohibernate",
	"nohpet",
	"nohz",
	"noinitrd",
	"nokaslr",
	"nolapic",
	"nomce",
	"nomodeset",
	"nomodule",
	"nopat",
	"nopti",
	"nopv",
	"noresume",
	"nosmp",
	"nosmt",
	"nospectre_v1",
	"nospectre_v2",
	"notsc",
	"nousb",
	"nowatchdog",
	"nox2apic",
	"noxsave",
	"nr_cpus",
	"numa",
	"numa_balancing",
	"panic",
	"panic_on_warn",
	"pci",
	"pcie_aspm",
	"pcie_ports",
	"prompt_ramdisk",
	"pti",
	"quiet",
	"ramdisk_size",
	"ramdisk_start",
	"rdinit",
	"reboot",
	"reset_devices",
	"resume",
	"retain_initrd",
	"ro",
	"root",
	"rootdelay",
	"rootflags",
	"rootfstype",
	"rootwait",
	"rw",
	"security",
	"selinux",
	"spec_store_bypass_disable",
	"spectre_v2",
	"swapaccount",
	"swiotlb",
	"transparent_hugepage",
	"tsc",
	"tsx",
	"video",
	"vmalloc",
	"xen_emul_unplug",
	"xen_nopv",
};

struct counting {
	const struct ia_cmdline *line;
	unsigned environment;
	unsigned arguments;
	bool for_init; /* behind "--" all words are init's arguments */
};

/* The kernel takes the quote off that stands before a word. */
static struct ia_slice name_of(const struct isoargs_word *word)
{
	const char *text = word->text + (*word->text == '"');

	return (struct ia_slice){text, strcspn(text, "=")};
}

static bool has_value(const struct isoargs_word *word)
{
	struct ia_slice name = name_of(word);

	return name.size > 0 && name.at[name.size] == '=';
}

/* As the kernel compares names: '-' is '_'. */
static int compare(struct ia_slice name, const char *own)
{
	size_t i = 0;

	for (; i < name.size && own[i]; i++) {
		unsigned char c = name.at[i] == '-' ? '_' : (unsigned char)name.at[i];

		if (c != (unsigned char)own[i])
			return c - (unsigned char)own[i];
	}
	if (i < name.size)
		return 1;
	return own[i] ? -1 : 0;
}

static bool is_known(struct ia_slice name)
{
	size_t low = 0, high = IA_COUNT(known);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare(name, known[middle]);

		if (order == 0)
			return true;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

/* A variable that is set again takes no place of its own. Of a line's words, which are few. */
static bool is_set_before(const struct ia_cmdline *line, size_t at)
{
	struct ia_slice name = name_of(&line->words[at]);

	for (size_t i = 0; i < at; i++) {
		struct ia_slice other = name_of(&line->words[i]);

		if (has_value(&line->words[i]) && other.size == name.size &&
		    memcmp(other.at, name.at, name.size) == 0)
			return true;
	}
	return false;
}

static bool is_init(struct ia_slice name)
{
	return compare(name, "init") == 0 || compare(name, "rdinit") == 0;
}

static void count_word(struct counting *counting, size_t at)
{
	const struct isoargs_word *word = &counting->line->words[at];
	struct ia_slice name = name_of(word);

	if (!counting->for_init && strcmp(word->text, "--") == 0)
		counting->for_init = true;
	else if (!counting->for_init && is_init(name) && has_value(word))
		counting->arguments = 0; /* what stands before it is forgotten */
	else if (!counting->for_init && (is_known(name) || memchr(name.at, '.', name.size)))
		return;
	else if (counting->for_init || !has_value(word))
		counting->arguments++;
	else if (!is_set_before(counting->line, at))
		counting->environment++;
}

void ia_kernel_line_count(const struct ia_cmdline *line, unsigned *ret_environment,
			  unsigned *ret_arguments)
{
	struct counting counting = {.line = line};

	for (size_t i = 0; i < line->count; i++)
		count_word(&counting, i);
	*ret_environment = counting.environment;
	*ret_arguments = counting.arguments;
}

int ia_kernel_line_check(const struct ia_cmdline *line, struct isoargs_error **reterr)
{
	unsigned environment, arguments;

	ia_kernel_line_count(line, &environment, &arguments);
	if (environment > IA_KERNEL_ENVIRONMENT_MAX)
		return ia_error(
			reterr, -E2BIG, IA_NOWHERE,
			"leave some of them out, those of the entry with ISOARGS_DROP, or put "
			"what they say into the file of ISOARGS_AUTO",
			"%u words have the form NAME=VALUE with a name that is not the "
			"kernel's own: it has places for %u, and panics beyond them",
			environment, IA_KERNEL_ENVIRONMENT_MAX);
	if (arguments > IA_KERNEL_ARGUMENTS_MAX)
		return ia_error(reterr, -E2BIG, IA_NOWHERE,
				"leave some of them out, those of the entry with ISOARGS_DROP",
				"%u words without a value are not the kernel's own: it has places "
				"for %u, and panics beyond them",
				arguments, IA_KERNEL_ARGUMENTS_MAX);
	return 0;
}

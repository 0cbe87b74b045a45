/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/print.h"

#include <string.h>

bool ia_print_shows(const struct isoargs_print_options *options, const struct ia_config *config,
		    const struct isoargs_entry *entry)
{
	return !options || !options->entry || ia_report_names(config, entry, options->entry);
}

bool ia_print_shows_any(const struct isoargs_print_options *options, const struct ia_config *config)
{
	for (size_t i = 0; i < config->count; i++) {
		if (ia_print_shows(options, config, &config->entries[i]))
			return true;
	}
	return false;
}

int ia_print_check(const struct isoargs_print_options *options, const struct isoargs_report *report,
		   struct isoargs_error **reterr)
{
	if (!options || !options->entry)
		return 0;
	for (size_t i = 0; i < report->menu.count; i++) {
		if (ia_print_shows_any(options, &report->menu.configs[i]))
			return 0;
	}
	return ia_report_no_entry(report, options->entry, reterr);
}

void ia_print_config(const struct ia_config *config, struct ia_strbuf *buf)
{
	ia_strbuf_addf(buf, "%s (%s", config->name, ia_loader_name(config->loader));
	if (config->loader == IA_LOADER_GRUB && config->evaluated) {
		bool forced = strcmp(config->dialect.from, "forced") == 0;

		ia_strbuf_addf(buf, ", %s, dialect %s%s%s", config->platform,
			       ia_dialect_name(config->dialect.grub), forced ? ", " : " by ",
			       config->dialect.from);
	}
	ia_strbuf_adds(buf, config->evaluated ? ")\n" : ", not evaluated: see the notes)\n");
}

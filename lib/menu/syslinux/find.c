/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/hash.h"
#include "menu/syslinux/parser.h"

static struct ia_syslinux_item *find(const struct ia_syslinux_config *config, const char *words,
				     bool by_name)
{
	size_t length = ia_syslinux_word_length(words);
	uint64_t hash = ia_hash(words, length);

	for (size_t i = 0; i < config->count; i++) {
		struct ia_syslinux_item *item = config->items[i];

		if (item->label && item->label_hash == hash &&
		    item->action != IA_SYSLINUX_DISABLED &&
		    (!by_name || item->name == item->label) &&
		    strncmp(item->label, words, length) == 0 && item->label[length] == '\0')
			return item;
	}
	return NULL;
}

struct ia_syslinux_item *ia_syslinux_find_label(const struct ia_syslinux_config *config,
						const char *words)
{
	return find(config, words, false);
}

struct ia_syslinux_item *ia_syslinux_find_name(const struct ia_syslinux_config *config,
					       const char *words)
{
	return find(config, words, true);
}

struct ia_syslinux_config *ia_syslinux_find_config(const struct ia_syslinux_parser *p,
						   const char *path, const char *directory)
{
	struct ia_syslinux_config *config = p->newest;

	while (config && (config->core || strcmp(config->path, path) != 0 ||
			  strcmp(config->directory, directory) != 0))
		config = config->next;
	return config;
}

struct ia_syslinux_config *ia_syslinux_find_menu(const struct ia_syslinux_parser *p,
						 const struct ia_syslinux_config *core,
						 const char *arguments)
{
	struct ia_syslinux_config *config = p->newest;

	while (config && (config->core != core || strcmp(config->arguments, arguments) != 0))
		config = config->next;
	return config;
}

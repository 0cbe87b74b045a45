/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/syslinux/command.h"

#include <string.h>

#include "base/ascii.h"

static bool has_suffix(const char *s, size_t length, const char *suffix)
{
	size_t wanted = strlen(suffix);

	if (length < wanted)
		return false;
	for (size_t i = 0; i < wanted; i++) {
		if (ia_ascii_lower(s[length - wanted + i]) != suffix[i])
			return false;
	}
	return true;
}

bool ia_syslinux_is_module(const char *command, const char *name)
{
	size_t length = ia_syslinux_word_length(command), wanted = strlen(name);

	if (has_suffix(command, length, ".c32"))
		length -= strlen(".c32");
	return has_suffix(command, length, name) &&
	       (length == wanted || command[length - wanted - 1] == '/');
}

/* What KERNEL takes the file for, by its name's end. */
static enum ia_syslinux_type type_of_file(const char *command)
{
	static const struct {
		const char *suffix;
		enum ia_syslinux_type type;
	} suffixes[] = {
		{".c32", IA_SYSLINUX_COM32}, {".img", IA_SYSLINUX_FDIMAGE},
		{".bss", IA_SYSLINUX_BSS},   {".bin", IA_SYSLINUX_BOOT},
		{".bs", IA_SYSLINUX_BOOT},   {".0", IA_SYSLINUX_PXE},
	};

	size_t length = ia_syslinux_word_length(command);

	for (size_t i = 0; i < IA_COUNT(suffixes); i++) {
		if (has_suffix(command, length, suffixes[i].suffix))
			return suffixes[i].type;
	}
	return IA_SYSLINUX_LINUX;
}

enum ia_syslinux_type ia_syslinux_resolve_type(enum ia_syslinux_type type, const char *command)
{
	return type == IA_SYSLINUX_KERNEL ? type_of_file(command) : type;
}

const char *ia_syslinux_initrds(const char *args)
{
	const char *found = strstr(args, "initrd=");

	return found ? found + strlen("initrd=") : NULL;
}

bool ia_syslinux_next_initrd(const char **list, const char **ret, size_t *ret_length)
{
	const char *name = *list;
	size_t length, word;

	if (!name)
		return false;
	length = strcspn(name, " ,");
	word = ia_syslinux_word_length(name);
	*list = name[length] == ',' ? name + length + 1 : NULL;
	*ret = name;
	*ret_length = word < length ? word : length;
	return true;
}

const char *ia_syslinux_type_name(enum ia_syslinux_type type)
{
	static const char *const names[] = {
		[IA_SYSLINUX_KERNEL] = "linux",
		[IA_SYSLINUX_LINUX] = "linux",
		[IA_SYSLINUX_BOOT] = "boot",
		[IA_SYSLINUX_BSS] = "bss",
		[IA_SYSLINUX_PXE] = "pxe",
		[IA_SYSLINUX_FDIMAGE] = "fdimage",
		[IA_SYSLINUX_COM32] = "com32",
		[IA_SYSLINUX_CONFIG] = "config",
		[IA_SYSLINUX_LOCALBOOT] = "localboot",
	};

	return names[type];
}

/* The type that a line's first word is for; KERNEL: none. */
static enum ia_syslinux_type type_of_word(const char *word, size_t length)
{
	static const struct {
		const char *word;
		enum ia_syslinux_type type;
	} words[] = {
		{".localboot", IA_SYSLINUX_LOCALBOOT},
		{".kernel", IA_SYSLINUX_LINUX},
		{".linux", IA_SYSLINUX_LINUX},
		{".boot", IA_SYSLINUX_BOOT},
		{".bss", IA_SYSLINUX_BSS},
		{".pxe", IA_SYSLINUX_PXE},
		{".fdimage", IA_SYSLINUX_FDIMAGE},
		{".com32", IA_SYSLINUX_COM32},
		{".config", IA_SYSLINUX_CONFIG},
	};

	for (size_t i = 0; i < IA_COUNT(words); i++) {
		if (strlen(words[i].word) == length && memcmp(words[i].word, word, length) == 0)
			return words[i].type;
	}
	return IA_SYSLINUX_KERNEL;
}

const char *ia_syslinux_take_type(const char *command, enum ia_syslinux_type *type)
{
	/* What follows is a module's name then, which gets its ".c32". */
	while (*type != IA_SYSLINUX_COM32 && *command == '.') {
		size_t length = ia_syslinux_word_length(command);
		enum ia_syslinux_type found = type_of_word(command, length);

		if (found == IA_SYSLINUX_KERNEL)
			break;
		*type = found;
		command = ia_syslinux_skip_blanks(command + length);
	}
	return command;
}

size_t ia_syslinux_line_length(enum ia_syslinux_type type, const char *command)
{
	size_t word = type == IA_SYSLINUX_KERNEL ? 0 : strlen(ia_syslinux_type_name(type)) + 2;

	return word + strlen(command);
}

bool ia_syslinux_shows_menu(enum ia_syslinux_type type, const char *command,
			    const char **ret_arguments)
{
	const char *rest = command + ia_syslinux_word_length(command);

	if (type != IA_SYSLINUX_KERNEL && type != IA_SYSLINUX_COM32)
		return false;
	if (ia_syslinux_is_module(command, "menu") || ia_syslinux_is_module(command, "vesamenu")) {
		rest = ia_syslinux_skip_blanks(rest);
		*ret_arguments = *rest == '~' && !*ia_syslinux_skip_blanks(rest + 1) ? "" : rest;
		return true;
	}
	/* Its parameter is its picture; it shows the running configuration. */
	*ret_arguments = "";
	return ia_syslinux_is_module(command, "gfxboot");
}

bool ia_syslinux_module_words(const char *command, const char **ret, size_t *ret_length)
{
	bool by_system = ia_syslinux_is_module(command, "whichsys");
	const char *end, *s = command + ia_syslinux_word_length(command);

	if (!by_system && !ia_syslinux_is_module(command, "ifcpu64"))
		return false;
	if (by_system) {
		s = strstr(s, " -iso-");
		if (!s || !ia_syslinux_is_blank(s[strlen(" -iso-")]))
			return false;
		s += strlen(" -iso-");
	}
	s = ia_syslinux_skip_blanks(s);
	end = strstr(s, by_system ? " -" : " --");
	*ret = s;
	*ret_length = end ? (size_t)(end - s) : strlen(s);
	return *ret_length > 0;
}

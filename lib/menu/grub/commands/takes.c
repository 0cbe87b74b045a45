/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/commands/takes.h"

#include "menu/grub/eval/path.h"

int ia_grub_takes_check(struct ia_grub_state *state, const struct ia_grub_takes *takes,
			const struct ia_grub_call *call)
{
	struct ia_grub_options options;
	const char *const *argv = call->argv;
	size_t argc = call->argc, first = 0;
	int r = 0;

	if (takes->options) {
		r = ia_grub_options_parse(state, takes->options, takes->option_count, true, call,
					  &options);
		if (r != 0)
			return r;
		argv = options.argv;
		argc = options.argc;
	}
	if (argc < takes->least || (takes->most > 0 && argc > takes->most))
		return IA_GRUB_BAD_ARGUMENT;
	if (argc == 0 || takes->opens == IA_GRUB_OPENS_NONE)
		return 0;
	if (takes->opens == IA_GRUB_OPENS_LAST)
		first = argc - 1;
	else if (takes->opens == IA_GRUB_OPENS_FIRST)
		argc = 1;
	for (size_t i = first; i < argc && r == 0; i++)
		r = ia_grub_path_open(state, argv[i], NULL);
	return r;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verbs/vm-word.h"

#include "common/output.h"

static int take_word(int argc, char **argv, const char *verb, const char **ret)
{
	if (argc - optind == 1 && argv[optind][0] != '\0') {
		*ret = argv[optind];
		return -1;
	}
	if (argc == optind || argv[optind][0] == '\0')
		output_complain(NULL, "no VM is named; expected a name or a uuid");
	else
		output_complain(NULL, "found \"%s\" after the VM \"%s\", expected one VM",
				argv[optind + 1], argv[optind]);
	return suggest_help(verb);
}

int vm_parse(int argc, char **argv, const struct verb_options *own, struct connect *connect,
	     const char **ret_word)
{
	const struct verb *verb = own->verb;
	int option, r;

	optind = 0;
	while ((option = getopt_long(argc, argv, "h", own->table, NULL)) != -1) {
		if (option == 'h') {
			verb->help();
			return EXIT_DONE;
		}
		if (option == '?')
			return suggest_help(verb->name);
		r = option >= CONNECT_OWN ? own->own(option, own->data)
					  : connect_take(connect, option, optarg);
		if (r != EXIT_DONE)
			return r;
	}
	return take_word(argc, argv, verb->name, ret_word);
}

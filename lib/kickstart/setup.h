/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_KICKSTART_SETUP_H
#define IA_KICKSTART_SETUP_H

#include <isoargs/kickstart.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/option.h"

/* What the installed system is to be. Text that is NULL was not set. */
struct isoargs_setup {
	char *root_hash;
	bool locks_root;
	struct ia_option_list ssh_keys;
	char *disk;
	char *boot_fs;
	char *swap; /* decimal, MiB */
	char *lang;
	char *keyboard;
	char *timezone;
	struct ia_option_list packages;
};

/* What is wrong with a line for authorized_keys, as a phrase after "found"; NULL if nothing. */
const char *ia_ssh_key_fault(const char *line);

/* The same of a hash of a password. */
const char *ia_root_hash_fault(const char *hash);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_FILE_H
#define IA_FILE_H

#include <isoargs/file.h>

#include "medium.h"

struct isoargs_file {
	struct ia_medium medium;
	const struct ia_files *files; /* one of the medium's */
	struct ia_file file;
	char *location;
};

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_REPORT_FILE_H
#define IA_REPORT_FILE_H

#include <isoargs/file.h>

#include "base/digest.h"
#include "report/filesystems.h"

struct isoargs_file {
	struct ia_filesystems systems;
	const struct ia_files *files; /* one of the medium's */
	struct ia_file file;
	char *location;
	bool has_sum; /* the medium's .treeinfo has one for it */
	enum ia_digest_type sum_type;
	char sum[IA_DIGEST_HEX_MAX];
};

#endif

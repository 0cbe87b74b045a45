/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_SEVERAL_ANSWER_H
#define TOOLS_SEVERAL_ANSWER_H

#include "base/strbuf.h"
#include "base/table.h"
#include "several/several.h"
#include "several/worker.h"

/* What came of one medium, once its worker has ended. */
struct answer {
	int status;            /* an exit status */
	char reason[128];      /* why there is no answer, where nothing was said of it; or "" */
	struct ia_strbuf text; /* what it printed; a password may be in it */
	struct ia_strbuf said; /* lines */
};

#define ANSWER_NONE                                                                                \
	{                                                                                          \
		.text = IA_STRBUF_SECRET, .said = IA_STRBUF_SECRET                                 \
	}

/* Whatever a worker did, this is an answer. 0, or -ENOMEM. */
int answer_read(const struct worker *worker, struct answer *answer);
void answer_free(struct answer *answer);

/* What is printed of all of them. */
struct printed {
	struct ia_strbuf now;  /* at once */
	struct ia_table table; /* at the end */
	size_t width;          /* columns of the name in a line */
};

/*
 * Appends what is printed of an answer; what was said goes to standard error, each line with the
 * name. What is not what it should be is not printed: then the answer is that the medium failed.
 * 0, or -ENOMEM.
 */
int answer_give(const struct several *several, const char *name, struct answer *answer,
		struct printed *printed);

#endif

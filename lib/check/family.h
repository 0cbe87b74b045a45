/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_CHECK_FAMILY_H
#define IA_CHECK_FAMILY_H

#include "check/checks.h"

/* What is to be looked at of the media and the lines of one family of installers. */

/* Whose quotes its words are read with. */
enum ia_quotes {
	IA_QUOTES_UNKNOWN,
	IA_QUOTES_SHLEX, /* Python's, of the whole line: one that is left open stops the installer */
	IA_QUOTES_BOTH,  /* ' and " anywhere in a word, no backslash */
	IA_QUOTES_KERNEL, /* the kernel takes " off, and nobody ' */
	IA_QUOTES_NONE,   /* they stay in the words */
};

struct ia_check_family {
	enum isoargs_installer installer;
	const char *name; /* of what looks for the medium */

	/* Will it find its medium as it looks for it? NULL: by the label, as anaconda. */
	void (*medium)(struct ia_check *check);
	bool by_link; /* that is a link that udev makes, whatever is asked for */

	/* Words that name what answers its questions; ends with NULL. NULL: none is known. */
	const char *const *answers;
	/* What is wrong with these, where one is there. NULL: nothing else is known. */
	void (*automation)(struct ia_check *check);

	enum ia_quotes quotes;
	bool copies_separator; /* "---" means nothing to it, and goes to the installed system */

	bool is_host; /* it starts below a hypervisor of its medium, which has the console */

	/* Has it memory enough? NULL: it is not known how much it needs. */
	void (*memory)(struct ia_check *check);
};

/* Never NULL. */
const struct ia_check_family *ia_check_family(const struct isoargs_args *args);

/* words.c */

/* The arguments' last word of that name, or its value; NULL: there is none. */
const char *ia_check_text(const struct ia_check *check, const char *name);
const char *ia_check_value(const struct ia_check *check, const char *name);

/* Is it http://… or another URL of a network? */
bool ia_check_is_url(const char *value);

/* Is there a path of that type on the ISO? What fails is a finding of that code, and false. */
bool ia_check_has(struct ia_check *check, enum ia_note_code code, const char *path,
		  enum ia_file_type type);

/* medium.c */
void ia_check_medium_debian(struct ia_check *check);
void ia_check_medium_casper(struct ia_check *check);
void ia_check_medium_linuxrc(struct ia_check *check);
void ia_check_medium_agama(struct ia_check *check);
void ia_check_medium_arch(struct ia_check *check);
void ia_check_medium_alpine(struct ia_check *check);
void ia_check_medium_coreos(struct ia_check *check);
void ia_check_medium_live(struct ia_check *check);
void ia_check_medium_host(struct ia_check *check);

/* automation.c */
void ia_check_automation_casper(struct ia_check *check);

/* memory.c */
void ia_check_memory_anaconda(struct ia_check *check);
void ia_check_memory_debian(struct ia_check *check);
void ia_check_memory_casper(struct ia_check *check);
void ia_check_memory_coreos(struct ia_check *check);

#endif

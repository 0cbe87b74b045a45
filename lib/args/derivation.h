/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_DERIVATION_H
#define IA_ARGS_DERIVATION_H

#include <stdbool.h>

#include "args/args.h"
#include "args/request.h"
#include "release/distro.h"
#include "report/report.h"

/*
 * One derivation under way. derive.c settles whose rules hold and decides what is fatal; the
 * files derive-*.c each add their part of the words.
 */
struct ia_derivation {
	const struct isoargs_report *report;
	const struct isoargs_request *request;
	struct isoargs_args *args;
	const struct isoargs_entry *entry;
	unsigned generation; /* 0: an installer of anaconda's kind whose release nothing tells */
	const struct ia_guest_kind *guest;
	const struct ia_rules *rules; /* of the installer whose words are written */
	const char *console;       /* where it shows itself, if not on the guest's; NULL: there */
	bool anaconda;             /* follows anaconda's rules at all */
	bool reads_inst;           /* the entry says so: "inst." before the installer's options */
	struct ia_cmdline own;     /* the entry's words, as it has them */
	char *stage2;              /* the word to write; NULL: none is needed */
	const char *medium_stage2; /* value of the entry's own word, NULL: it has none */
	bool wrote_stage2;
	bool keeps_stage2;     /* the entry's own, as ISOARGS_KEEP asks */
	bool drops_stage2;     /* whatever it is, as ISOARGS_DROP asks */
	bool has_other_source; /* linuxrc's entry installs from elsewhere than its medium */
};

/* Adds a word to the kept or the dropped ones. 0; -E2BIG; -ENOMEM. */
int ia_derivation_add(struct ia_cmdline *line, const struct isoargs_word *word,
		      struct isoargs_error **reterr);

/* Do "utf8 nogpt noipv6" stand in the line, and the display mode without prefix? */
bool ia_derivation_is_legacy(const struct ia_derivation *derivation);

/* "inst." or "": how this installer spells its options. */
const char *ia_derivation_prefix(const struct ia_derivation *derivation);

bool ia_derivation_wants_ipv6(const struct ia_derivation *derivation);

/* Would this installer look for another device than the value of inst.repo= names? */
bool ia_derivation_breaks_repo(const struct ia_derivation *derivation, const char *value);

/* Would this installer wait for ever for the kickstart that the value of inst.ks= names? */
bool ia_derivation_hides_kickstart(const struct ia_derivation *derivation, const char *value);

extern const char *const ia_legacy_words[3];

/* derive-entry.c: the words of the medium's entry, kept, dropped or replaced. */

/*
 * One of them that stays, or that goes into the dropped ones, where that changes an entry that was
 * named: by so much. 0; -E2BIG; -ENOMEM.
 */
int ia_derivation_keep_own(struct ia_derivation *derivation, const struct isoargs_word *word,
			   const char *reason, struct isoargs_error **reterr);
int ia_derivation_drop_own(struct ia_derivation *derivation, const struct isoargs_word *word,
			   const char *reason, enum isoargs_severity severity,
			   struct isoargs_error **reterr);
#define IA_OWN_REASON "the entry's own word"

int ia_derivation_split_entry(struct ia_derivation *derivation, struct isoargs_error **reterr);
int ia_derivation_add_entry(struct ia_derivation *derivation, struct isoargs_error **reterr);

/*
 * medium-name.c: a word that looks for kickstart or packages on a medium that this one is not.
 * 0 it stays, with a note; 1 it is to be corrected, and *word has what is to stand in its place, or
 * no text; -ENOMEM.
 */
int ia_derivation_settle_medium(struct ia_derivation *derivation, struct isoargs_word *word,
				struct isoargs_error **reterr);

/* derive-words.c: what ISOARGS_KEEP and ISOARGS_DROP say of a word. */
enum ia_asked {
	IA_ASKED_NOTHING,
	IA_ASKED_KEEP,
	IA_ASKED_DROP,
};
enum ia_asked ia_derivation_asks(const struct ia_derivation *derivation, const char *word);

/* Adds a word to the dropped ones, for that reason. 0; -E2BIG; -ENOMEM. */
int ia_derivation_leave_out(struct ia_derivation *derivation, const struct isoargs_word *word,
			    const char *reason, struct isoargs_error **reterr);
#define IA_DROP_REASON "ISOARGS_DROP leaves it out"

/*
 * Adds a word of entry, label or rule to the line, or to the dropped ones where ISOARGS_DROP names
 * it; what an option asks for is written. 0; -E2BIG; -ENOMEM.
 */
int ia_derivation_write(struct ia_derivation *derivation, const struct isoargs_word *word,
			struct isoargs_error **reterr);

/* The words of ISOARGS_APPEND. 0; -E2BIG; -ENOMEM. */
int ia_derivation_add_appended(struct ia_derivation *derivation, struct isoargs_error **reterr);

/* In the end: what they name that is not there is a note. 0; -EINVAL: what an option asks for. */
int ia_derivation_check_words(const struct ia_derivation *derivation,
			      struct isoargs_error **reterr);

/* family/stage2.c: chooses the word and compares it with the medium's; writes it, once. */
int ia_stage2_settle(struct ia_derivation *derivation, struct isoargs_error **reterr);
int ia_stage2_write(struct ia_derivation *derivation, struct isoargs_error **reterr);

#endif

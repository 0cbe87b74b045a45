/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_FAMILY_RULES_H
#define IA_ARGS_FAMILY_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "args/derivation.h"
#include "args/family/reason.h"
#include "args/family/writer.h"

/*
 * What the installers of one family read: one file a family. Typed wishes come in, the words that
 * its own parser takes for them go out.
 */

/* Options of a request as a set. */
#define IA_WISH(option) (UINT64_C(1) << ISOARGS_##option)

/* What carries a wish that no word expresses; a list of them ends with ISOARGS_NO_OPTION. */
struct ia_instead {
	enum isoargs_option option;
	const char *remedy;
};

struct ia_rules {
	enum isoargs_installer installer;
	const char *name;                 /* "debian-installer", as sentences and JSON have it */
	const char *source;               /* where it is written which words of a menu it reads */
	uint64_t wishes;                  /* what can be asked for, of IA_WISHES */
	const struct ia_instead *instead; /* of the others; NULL: nothing is known */
	bool separates;   /* its words stand before "---", those of the installed system behind */
	bool has_console; /* it shows itself on the console that its words name */

	/*
	 * Before any word is written: what its parser would misread, what this medium's release
	 * does not know, or what the guest has not. NULL: nothing is. 0; -EOPNOTSUPP; -EINVAL;
	 * -ENOMEM.
	 */
	int (*settle)(struct ia_derivation *derivation, struct isoargs_error **reterr);

	const struct ia_drop *drops; /* which words of the entry go; NULL: all of them stay */

	/* Do the rows of drops with IA_ON_OWN hold? NULL: there are none. */
	bool (*goes)(const struct ia_derivation *derivation);

	/* Is it the word of that name, as this installer compares them? NULL: byte for byte. */
	bool (*is_named)(const char *word, const char *name);

	/* What the request asks for, behind the entry's own words. NULL: nothing. */
	void (*write)(struct ia_writer *writer);

	/* The same behind "---", before the console's word. NULL: nothing. */
	void (*write_behind)(struct ia_writer *writer);

	/* All words, where the family has another order than this one. NULL: ia_rules_add(). */
	int (*add)(struct ia_derivation *derivation, struct isoargs_error **reterr);
};

/* What is for an installer to read, of all that can be asked for. */
#define IA_WISHES                                                                                  \
	(IA_WISH(GRAPHICAL) | IA_WISH(TEXT) | IA_WISH(VNC) | IA_WISH(VNC_PASSWORD) | IA_WISH(IP) | \
	 IA_WISH(NETMASK) | IA_WISH(GATEWAY) | IA_WISH(HOSTNAME) | IA_WISH(NIC) |                  \
	 IA_WISH(NAMESERVER) | IA_WISH(MTU) | IA_WISH(DHCP) | IA_WISH(KS) | IA_WISH(REPO) |        \
	 IA_WISH(STAGE2) | IA_WISH(AUTO) | IA_WISH(BASE_URL))

/* Those of a static address, IPv4 or IPv6 as the family's settle() allows. */
#define IA_WISHES_STATIC                                                                           \
	(IA_WISH(IP) | IA_WISH(NETMASK) | IA_WISH(GATEWAY) | IA_WISH(NIC) | IA_WISH(NAMESERVER) |  \
	 IA_WISH(HOSTNAME))

#define IA_RULES_DECLARE(name) extern const struct ia_rules ia_rules_##name
IA_RULES_DECLARE(unknown);
IA_RULES_DECLARE(anaconda);
IA_RULES_DECLARE(debian);
IA_RULES_DECLARE(casper);
IA_RULES_DECLARE(linuxrc);
IA_RULES_DECLARE(agama);
IA_RULES_DECLARE(arch);
IA_RULES_DECLARE(alpine);
IA_RULES_DECLARE(coreos);
IA_RULES_DECLARE(live);
IA_RULES_DECLARE(host);

/* Never NULL. */
const struct ia_rules *ia_rules(enum isoargs_installer installer);

/* Is everything that is asked for among its wishes? 0 or -EOPNOTSUPP with what it knows instead. */
int ia_rules_check_wishes(const struct ia_derivation *derivation, struct isoargs_error **reterr);

/*
 * console= of the guest, by a rule; nothing where ISOARGS_APPEND names one or a screen was asked
 * for. 0; -E2BIG; -ENOMEM.
 */
int ia_rules_add_console(struct ia_derivation *derivation, struct isoargs_error **reterr);

/*
 * A note where ISOARGS_NIC names a Xen guest's interface as another systemd than this installer's
 * does: eth0 before 250, enX0 from then on. first: "eth0", "enX0", or "" where it is not known.
 */
void ia_rules_note_nic(const struct ia_derivation *derivation, const char *first);

/*
 * The words in the order of most families: the entry's, the request's, then "---" where the family
 * has it, the entry's behind it, what the request asks of the installed system, the console, and
 * ISOARGS_APPEND's.
 */
int ia_rules_add(struct ia_derivation *derivation, struct isoargs_error **reterr);

#endif

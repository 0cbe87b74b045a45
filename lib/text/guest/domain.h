/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_TEXT_GUEST_DOMAIN_H
#define IA_TEXT_GUEST_DOMAIN_H

#include "args/args.h"
#include "text/guest/guest.h"

struct ia_consumer;

/*
 * What a guest comes to in one format: every option with its value, given or not. Strings are
 * borrowed from the guest and the arguments, or lie in own. NULL: the format has none.
 */
struct ia_domain {
	const struct ia_consumer *consumer;
	const struct ia_guest_kind *guest;
	bool graphical;                            /* it shows itself on a screen */
	const struct isoargs_guest *said;          /* as it was set, never NULL */
	const struct isoargs_print_options *print; /* for notes and origins; NULL: as they are */
	const char *name;
	unsigned memory; /* MiB */
	unsigned vcpus;
	const char *disk;
	bool disk_is_block;
	unsigned disk_size; /* GiB */
	const char *bridge; /* NULL with network */
	const char *network;
	const char *mac;
	const char *image;
	bool image_is_block;
	bool is_tree;       /* the image is a tree of files: its URL, or its folder */
	bool pygrub;        /* reads kernel and initrd, paths on the medium, at every start */
	const char *kernel; /* where the format takes one */
	const char *initrd; /* NULL: the entry has none */
	const char *sr;
	const char *template;
	char *own[2];
};

/* 0; -EINVAL options without effect, missing or at odds; -EOPNOTSUPP; -ENOMEM. */
int ia_domain_settle(const struct isoargs_args *args, const struct isoargs_guest *guest,
		     const struct ia_consumer *consumer, struct ia_domain *ret,
		     struct isoargs_error **reterr);
void ia_domain_free(struct ia_domain *domain);

#define IA_AUTO_DOMAIN IA_CLEANUP(ia_domain_free)

#endif

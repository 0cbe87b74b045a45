/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_TEXT_GUEST_FORMAT_H
#define IA_TEXT_GUEST_FORMAT_H

#include "args/args.h"
#include "base/strbuf.h"
#include "text/guest/domain.h"

/* One format is one file format-*.c; format.c has the table of them. */

/*
 * Each appends its text; JSON and shell have no use for the domain. 0; -EOPNOTSUPP bytes that
 * the consumer cannot take; -E2BIG more than the host hands on; -ENOMEM.
 */
int ia_format_json(const struct isoargs_args *args, const struct ia_domain *domain,
		   struct ia_strbuf *buf, struct isoargs_error **reterr);
int ia_format_shell(const struct isoargs_args *args, const struct ia_domain *domain,
		    struct ia_strbuf *buf, struct isoargs_error **reterr);
int ia_format_xe(const struct isoargs_args *args, const struct ia_domain *domain,
		 struct ia_strbuf *buf, struct isoargs_error **reterr);
int ia_format_xl(const struct isoargs_args *args, const struct ia_domain *domain,
		 struct ia_strbuf *buf, struct isoargs_error **reterr);
int ia_format_libvirt(const struct isoargs_args *args, const struct ia_domain *domain,
		      struct ia_strbuf *buf, struct isoargs_error **reterr);
int ia_format_qemu(const struct isoargs_args *args, const struct ia_domain *domain,
		   struct ia_strbuf *buf, struct isoargs_error **reterr);

#endif

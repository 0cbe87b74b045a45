/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/guest/format.h"

#include <errno.h>

#include "text/guest/consumer.h"

static int format_raw(const struct isoargs_args *args, const struct ia_domain *domain IA_UNUSED,
		      struct ia_strbuf *buf, struct isoargs_error **reterr IA_UNUSED)
{
	ia_strbuf_adds(buf, args->text);
	ia_strbuf_addc(buf, '\n');
	return 0;
}

static int (*const writers[IA_FORMATS])(const struct isoargs_args *args,
					const struct ia_domain *domain, struct ia_strbuf *buf,
					struct isoargs_error **reterr) = {
	[ISOARGS_FORMAT_RAW] = format_raw,        [ISOARGS_FORMAT_JSON] = ia_format_json,
	[ISOARGS_FORMAT_SHELL] = ia_format_shell, [ISOARGS_FORMAT_XE] = ia_format_xe,
	[ISOARGS_FORMAT_XL] = ia_format_xl,       [ISOARGS_FORMAT_LIBVIRT] = ia_format_libvirt,
	[ISOARGS_FORMAT_QEMU] = ia_format_qemu,
};

int isoargs_args_format(const struct isoargs_args *args, const struct isoargs_guest *guest,
			enum isoargs_format format, const struct isoargs_print_options *options,
			char **ret_text, struct isoargs_error **reterr)
{
	struct ia_domain domain IA_AUTO_DOMAIN = {0};
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	int r;

	if ((unsigned)format >= IA_FORMATS)
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL, "there is no format number %d",
				(int)format);
	r = ia_domain_settle(args, guest, format, &domain, reterr);
	if (r < 0)
		return r;
	domain.print = options;
	r = writers[format](args, &domain, &buf, reterr);
	if (r < 0)
		return r;
	return ia_strbuf_take(&buf, ret_text) < 0 ? ia_error_memory(reterr) : 0;
}

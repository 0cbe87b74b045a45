/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "args/network/network.h"
#include "args/request.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "kickstart/setup.h"
#include "report/report.h"

/*
 * The kickstart of an EL7 guest that pygrub can boot. Values were checked where they were set:
 * none can end its line, its quotes or its section.
 */

struct isoargs_kickstart {
	char *text; /* with the password's hash */
	struct ia_notes notes;
};

static void cleanup_kickstart(struct isoargs_kickstart **kickstart)
{
	isoargs_kickstart_free(*kickstart);
}

#define KEYS_END "END_OF_KEYS" /* no key is such a line */

static const char *or_default(const char *value, const char *otherwise)
{
	return value ? value : otherwise;
}

static int check_release(const struct isoargs_report *report, struct isoargs_error **reterr)
{
	const struct ia_distro *distro = report ? &report->distro : NULL;

	if (!report || (distro->family == IA_FAMILY_EL && distro->generation == 7))
		return 0;
	if (distro->family == IA_FAMILY_UNKNOWN || distro->family == IA_FAMILY_EL) {
		if (distro->generation >= 8)
			return ia_error(reterr, -EOPNOTSUPP, IA_NOWHERE,
					"install it as an HVM guest by a kickstart of its own",
					"the medium is of EL%u: its kernels are built without Xen "
					"PV, so that no guest of it is started by pygrub",
					distro->generation);
		if (distro->generation != 0)
			return ia_error(reterr, -EOPNOTSUPP, IA_NOWHERE, NULL,
					"the medium is of EL%u, whose kickstarts are written "
					"otherwise than those of EL7, which are known here",
					distro->generation);
		return ia_error(reterr, -EOPNOTSUPP, IA_NOWHERE,
				"leave the image out if it is of EL7",
				"neither .treeinfo nor label nor menu tells the medium's release");
	}
	return ia_error(reterr, -EOPNOTSUPP, IA_NOWHERE, NULL,
			"%s, not a medium of the EL family: a kickstart of EL7 is not for it",
			or_default(distro->name, "another family"));
}

/* nfs:[OPTIONS:]SERVER:/PATH */
static int add_nfs(struct ia_strbuf *buf, const char *repo, struct isoargs_error **reterr)
{
	const char *rest = repo + strlen("nfs:"), *path = strstr(rest, ":/");
	const char *server = rest;

	for (const char *c = rest; path && c < path; c++) {
		if (*c == ':')
			server = c + 1;
	}
	if (!path || path == server || strcspn(rest, "[]") < strlen(rest))
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_REPO), NULL,
				"found \"%s\", expected nfs:SERVER:/PATH or "
				"nfs:OPTIONS:SERVER:/PATH, the server a name or an IPv4 address",
				repo);
	ia_strbuf_addf(buf, "nfs --server=\"%.*s\" --dir=\"%s\"", (int)(path - server), server,
		       path + 1);
	if (server > rest)
		ia_strbuf_addf(buf, " --opts=\"%.*s\"", (int)(server - rest - 1), rest);
	ia_strbuf_addc(buf, '\n');
	return 0;
}

static int add_source(struct ia_strbuf *buf, const char *repo, struct isoargs_error **reterr)
{
	if (!repo || strncmp(repo, "cdrom:", 6) == 0) {
		ia_strbuf_adds(buf, "cdrom\n");
		return 0;
	}
	if (strchr(repo, '\\'))
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_REPO), NULL,
				"found a backslash in \"%s\", which a kickstart would lose", repo);
	if (strncmp(repo, "nfs:", 4) == 0)
		return add_nfs(buf, repo, reterr);
	if (strncmp(repo, "http", 4) == 0 || strncmp(repo, "ftp:", 4) == 0) {
		ia_strbuf_addf(buf, "url --url=\"%s\"\n", repo);
		return 0;
	}
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_REPO), NULL,
			"found \"%s\", expected http://…, https://…, ftp://…, nfs:SERVER:/PATH or "
			"cdrom:DEVICE, which are what a kickstart is written with here",
			repo);
}

static void add_addresses(struct ia_strbuf *buf, const struct ia_network *net)
{
	char mask[16];

	if (net->ip.family == AF_INET) {
		ia_mask_text(net->prefix, mask);
		ia_strbuf_addf(buf, " --bootproto=static --ip=%s --netmask=%s", net->ip.text, mask);
		if (net->gateway.family)
			ia_strbuf_addf(buf, " --gateway=%s", net->gateway.text);
	} else if (net->ip.family == AF_INET6) {
		ia_strbuf_addf(buf, " --noipv4 --ipv6=%s/%u", net->ip.text, net->prefix);
		if (net->gateway.family)
			ia_strbuf_addf(buf, " --ipv6gateway=%s", net->gateway.text);
	} else {
		ia_strbuf_adds(buf, " --bootproto=dhcp");
	}
}

static void add_network(struct ia_strbuf *buf, const struct ia_network *net)
{
	ia_strbuf_addf(buf, "network --onboot=yes --device=%s", net->nic[0] ? net->nic : "eth0");
	add_addresses(buf, net);
	for (size_t i = 0; i < net->nameserver_count; i++)
		ia_strbuf_addf(buf, "%s%s", i ? "," : " --nameserver=", net->nameservers[i].text);
	if (net->mtu)
		ia_strbuf_addf(buf, " --mtu=%u", net->mtu);
	if (net->ip.family == AF_INET)
		ia_strbuf_adds(buf, " --noipv6");
	if (net->hostname[0])
		ia_strbuf_addf(buf, " --hostname=%s", net->hostname);
	ia_strbuf_addc(buf, '\n');
}

/*
 * ext3: EL7's mke2fs gives ext4 the feature "64bit", which the dom0 of XenServer 6 cannot read.
 * No disk label is named: "msdos" is what EL7 makes, and --disklabel is known since 7.2 only.
 */
static void add_storage(struct ia_strbuf *buf, const struct isoargs_setup *setup)
{
	const char *disk = or_default(setup->disk, "xvda");
	const char *swap = or_default(setup->swap, "1024");

	ia_strbuf_addf(buf, "ignoredisk --only-use=%s\nzerombr\n", disk);
	ia_strbuf_addf(buf, "clearpart --all --initlabel --drives=%s\n", disk);
	ia_strbuf_addf(buf, "part /boot --fstype=%s --size=1024 --asprimary --ondisk=%s\n",
		       or_default(setup->boot_fs, "ext3"), disk);
	if (strcmp(swap, "0") != 0)
		ia_strbuf_addf(buf, "part swap --fstype=swap --size=%s --ondisk=%s\n", swap, disk);
	ia_strbuf_addf(buf, "part / --fstype=ext4 --size=4096 --grow --ondisk=%s\n", disk);
	ia_strbuf_addf(buf,
		       "bootloader --location=mbr --boot-drive=%s --timeout=5 "
		       "--append=\"console=hvc0\"\n",
		       disk);
}

/* A locked root gets a field that no password matches, not the empty password's hash. */
static void add_root(struct ia_strbuf *buf, const struct isoargs_setup *setup)
{
	if (setup->locks_root)
		ia_strbuf_adds(buf, "rootpw --lock --iscrypted *\n");
	else
		ia_strbuf_addf(buf, "rootpw --iscrypted %s\n", setup->root_hash);
}

static void add_packages(struct ia_strbuf *buf, const struct isoargs_setup *setup)
{
	ia_strbuf_adds(buf, "%packages --excludedocs\n@core\n");
	for (size_t i = 0; i < setup->packages.count; i++)
		ia_strbuf_addf(buf, "%s\n", setup->packages.values[i]);
	ia_strbuf_adds(buf, "%end\n");
}

/* pygrub knows linux16 and initrd16 since Xen 4.5, ${next_entry} since 4.3, the rest before. */
static void add_pygrub_script(struct ia_strbuf *buf)
{
	ia_strbuf_adds(buf,
		       "\n%post\n"
		       "# Words that pygrub reads on old hosts, too.\n"
		       "sed -i -e 's/^\\([[:blank:]]*\\)linux16\\([[:blank:]]\\)/\\1linux\\2/' \\\n"
		       "\t-e 's/^\\([[:blank:]]*\\)initrd16\\([[:blank:]]\\)/\\1initrd\\2/' \\\n"
		       "\t-e 's/default=\"${next_entry}\"/default=\"${saved_entry}\"/' \\\n"
		       "\t/boot/grub2/grub.cfg\n"
		       "%end\n");
}

static void add_key_script(struct ia_strbuf *buf, const struct isoargs_setup *setup)
{
	if (setup->ssh_keys.count == 0)
		return;
	ia_strbuf_adds(buf, "\n%post\n"
			    "umask 077\n"
			    "mkdir -p /root/.ssh\n"
			    "cat >>/root/.ssh/authorized_keys <<'" KEYS_END "'\n");
	for (size_t i = 0; i < setup->ssh_keys.count; i++)
		ia_strbuf_addf(buf, "%s\n", setup->ssh_keys.values[i]);
	ia_strbuf_adds(buf, KEYS_END "\n"
				     "restorecon -R /root/.ssh\n"
				     "%end\n");
}

static int compose(const struct isoargs_request *request, const struct isoargs_setup *setup,
		   struct ia_strbuf *buf, struct isoargs_error **reterr)
{
	int r;

	ia_strbuf_adds(buf, "# EL7 as a Xen PV guest that pygrub starts\n"
			    "install\n");
	r = add_source(buf, request->repo, reterr);
	if (r < 0)
		return r;
	ia_strbuf_adds(buf, "text\nskipx\neula --agreed\nfirstboot --disable\n");
	ia_strbuf_addf(buf, "lang %s\n", or_default(setup->lang, "en_US.UTF-8"));
	ia_strbuf_addf(buf, "keyboard --vckeymap=%s\n", or_default(setup->keyboard, "us"));
	ia_strbuf_addf(buf, "timezone %s --isUtc\n", or_default(setup->timezone, "Etc/UTC"));
	add_network(buf, &request->network);
	if (!setup->root_hash && !setup->locks_root)
		return ia_error(reterr, -ENOKEY, IA_NOWHERE,
				"give ISOARGS_SETUP_ROOT_HASH or ISOARGS_SETUP_LOCK_ROOT",
				"nothing says what root's password is to be");
	add_root(buf, setup);
	ia_strbuf_adds(buf, "auth --enableshadow --passalgo=sha512\n"
			    "selinux --enforcing\n"
			    "firewall --enabled --ssh\n"
			    "services --enabled=sshd\n");
	add_storage(buf, setup);
	ia_strbuf_adds(buf, "poweroff\n\n");
	add_packages(buf, setup);
	add_pygrub_script(buf);
	add_key_script(buf, setup);
	return 0;
}

static void note_doubts(const struct isoargs_setup *setup, struct ia_notes *notes)
{
	if (setup->locks_root && setup->ssh_keys.count == 0)
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_NO_LOGIN,
			IA_AT_OPTION(ISOARGS_SETUP_LOCK_ROOT),
			"without a password and without ISOARGS_SETUP_SSH_KEY nobody can log in");
	if (setup->disk && strncmp(setup->disk, "xvd", 3) != 0)
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_DISK_NAME, IA_AT_OPTION(ISOARGS_SETUP_DISK),
			"a Xen PV guest will hardly have \"%s\": its first disk is xvda",
			setup->disk);
	if (setup->disk && strcmp(setup->disk, "xvdd") == 0)
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_DISK_IS_CD,
			IA_AT_OPTION(ISOARGS_SETUP_DISK),
			"xvdd is where XenServer's templates put the CD");
}

int isoargs_kickstart(const struct isoargs_report *report, const struct isoargs_request *request,
		      const struct isoargs_setup *setup, struct isoargs_kickstart **ret_kickstart,
		      struct isoargs_error **reterr)
{
	static const struct isoargs_request nothing_special;
	struct isoargs_kickstart *kickstart IA_CLEANUP(cleanup_kickstart) = NULL;
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	int r;

	kickstart = calloc(1, sizeof(*kickstart));
	if (!kickstart)
		return ia_error_memory(reterr);
	if (!request)
		request = &nothing_special;
	r = ia_request_check(request, &kickstart->notes, reterr);
	if (r == 0)
		r = check_release(report, reterr);
	if (r == 0)
		r = compose(request, setup, &buf, reterr);
	if (r < 0)
		return r;
	note_doubts(setup, &kickstart->notes);
	if (kickstart->notes.error || ia_strbuf_take(&buf, &kickstart->text) < 0)
		return ia_error_memory(reterr);
	*ret_kickstart = IA_TAKE(kickstart);
	return 0;
}

struct isoargs_kickstart *isoargs_kickstart_free(struct isoargs_kickstart *kickstart)
{
	if (!kickstart)
		return NULL;
	ia_secret_free(kickstart->text);
	ia_notes_free(&kickstart->notes);
	free(kickstart);
	return NULL;
}

const char *isoargs_kickstart_text(const struct isoargs_kickstart *kickstart)
{
	return kickstart->text;
}

const struct isoargs_note *isoargs_kickstart_note(const struct isoargs_kickstart *kickstart,
						  size_t index)
{
	return index < kickstart->notes.count ? &kickstart->notes.items[index] : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpc/explain.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "rpc/name.h"

#define PARAM_MAX_SHOWN 1000u /* bytes of a host's words that people see */
#define PARAMS_SHOWN    16u

/*
 * What a code means and what helps. In the texts %0 to %3 stand for the parameters, %h for the
 * host, %m0 and %m1 for a parameter in bytes, as MiB. remedy NULL: there is none to name.
 */
static const struct row {
	const char *code;
	const char *says;
	const char *remedy;
} rows[] = {
	{"SESSION_AUTHENTICATION_FAILED", "user name or password was refused by %h (user \"%0\")",
	 "check both; five seconds pass for each attempt"},
	{"SESSION_AUTHORIZATION_FAILED", "the account may not use this pool: %1",
	 "use root, or an account with the role vm-power-admin"},
	{"RBAC_PERMISSION_DENIED", "the account lacks the permission %0",
	 "use root, or an account with the role vm-power-admin"},
	{"SESSION_INVALID", "the session was lost: the toolstack was restarted, or it expired",
	 "run again"},
	{"HOST_IS_SLAVE", "%h is not the coordinator of its pool; that is %0", "use --host %0"},
	{"HOST_STILL_BOOTING", "the toolstack of %h is not ready yet", "try again in a minute"},
	{"HOST_HAS_NO_MANAGEMENT_IP", "%h has no management address",
	 "see to its management interface, or use another member"},
	{"HOST_UNKNOWN_TO_MASTER", "the pool's coordinator does not know %h",
	 "name the coordinator with --host"},
	{"HOST_BROKEN", "%h is in emergency mode", "name the pool's coordinator with --host"},
	{"HOST_ITS_OWN_SLAVE", "%h believes to be its own coordinator",
	 "name the pool's coordinator with --host"},
	{"HOST_MASTER_CANNOT_TALK_BACK", "the pool's coordinator cannot reach %h",
	 "name the coordinator with --host"},
	{"MESSAGE_METHOD_UNKNOWN", "this host does not know the call %0: it is too old or too new",
	 NULL},
	{"MESSAGE_PARAMETER_COUNT_MISMATCH",
	 "the host's %0 takes %1 parameters, and %2 were sent: another release",
	 "please report this"},
	{"HANDLE_INVALID", "the %0 has vanished", "see what happened on the host, and run again"},
	{"UUID_INVALID", "there is no %0 with the uuid \"%1\"", NULL},
	{"MAP_DUPLICATE_KEY", "the %0 has the key \"%3\" already", NULL},
	{"VM_IS_TEMPLATE", "the VM is still a template", "please report this"},
	{"VM_BAD_POWER_STATE", "the VM is %2, expected %1",
	 "somebody changed it meanwhile; look with \"isoargs-xenserver status\""},
	{"OTHER_OPERATION_IN_PROGRESS", "another operation is under way on the %0: %2",
	 "wait for its end and run again"},
	{"OPERATION_BLOCKED", "the operation is blocked: %1",
	 "unblock it (VM.blocked_operations) and run again"},
	{"OPERATION_NOT_ALLOWED", "not allowed: %0", NULL},
	{"LICENCE_RESTRICTION", "the pool's licence does not cover %0", NULL},
	{"LICENSE_EXPIRED", "the pool's licence has expired", "renew it"},
	{"SR_FULL", "the storage repository is full: %m0 MiB are asked for, %m1 MiB are the most",
	 "free space, make the disk smaller, or name another one with --sr"},
	{"SR_BACKEND_FAILURE_44", "the storage repository has not enough space: %2",
	 "free space, make the disk smaller, or name another one with --sr"},
	{"PROVISION_FAILED_OUT_OF_SPACE", "the storage repository has not enough space",
	 "free space, make the disk smaller, or name another one with --sr"},
	{"SR_BACKEND_FAILURE_43", "the storage repository has a file of that name already",
	 "name what is there with --iso, or rename the image"},
	{"SR_BACKEND_FAILURE_78", "the storage repository cannot make the file: %1",
	 "see that its share is mounted writable on the hosts (xe sr-param-list), or name another "
	 "with --iso-sr"},
	{"VDI_IO_ERROR", "the disk's storage refused a write, or is full",
	 "free space on the share or repository behind it, see that it is writable, and run again"},
	{"VDI_IN_USE", "the disk is in use", "wait a minute and run again"},
	{"SR_HAS_NO_PBDS", "the storage repository is attached to no host", "plug its PBD"},
	{"MEMORY_CONSTRAINT_VIOLATION", "the memory limits do not fit: %0", "change --memory"},
	{"MEMORY_CONSTRAINT_VIOLATION_ORDER", "the memory limits do not fit: %0",
	 "change --memory"},
	{"MEMORY_CONSTRAINT_VIOLATION_MAXPIN", "the memory limits do not fit: %0",
	 "change --memory"},
	{"INVALID_VALUE", "the host does not take \"%1\" for %0", NULL},
	{"FIELD_TYPE_ERROR", "the field %0 has another type on this host", "please report this"},
	{"DEVICE_ALREADY_EXISTS", "the VM has a device %0 already", NULL},
	{"INVALID_DEVICE", "the VM can have no device %0", NULL},
	{"MAC_INVALID", "\"%0\" is no MAC address", "six bytes in hexadecimal, with colons"},
	{"VBD_CDS_MUST_BE_READONLY", "a CD was to be writable", "please report this"},
	{"VDI_READONLY", "the disk is read-only", NULL},
	{"VBD_NOT_REMOVABLE_MEDIA", "the drive has no removable medium", NULL},
	{"VBD_NOT_EMPTY", "the drive holds a medium already", NULL},
	{"VBD_IS_EMPTY", "the drive is empty", NULL},
	{"DEVICE_DETACH_REJECTED", "the guest does not let go of the drive: %2",
	 "unmount the medium in the guest, or shut it down, and run again"},
	{"DEVICE_DETACH_TIMEOUT", "the guest did not let go of the drive in time",
	 "unmount the medium in the guest, or shut it down, and run again"},
	{"HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN",
	 "the pool could then not restart all VMs that it protects after the failure of a host",
	 "give the VM less memory, protect fewer VMs, or tolerate fewer failures"},
	{"NO_HOSTS_AVAILABLE", "no host of the pool can start the VM", NULL},
	{"HOST_NOT_ENOUGH_FREE_MEMORY", "%m0 MiB of memory are needed, %m1 MiB are free",
	 "give the VM less with --memory, or stop another VM"},
	{"VM_REQUIRES_SR", "the host does not see a storage repository that the VM needs",
	 "use a shared one, or the host that has it"},
	{"VM_REQUIRES_NETWORK", "the host does not see the network of the VM",
	 "name another with --network"},
	{"HOST_CANNOT_ATTACH_NETWORK", "the host cannot attach the network of the VM",
	 "name another with --network"},
	{"VM_HVM_REQUIRED", "the host's CPU virtualisation is switched off",
	 "switch it on in the firmware"},
	{"HOST_DISABLED", "the host is disabled (maintenance mode)", "enable it"},
	{"HOST_NOT_LIVE", "the host is not running", NULL},
	{"CANNOT_CONTACT_HOST", "a host of the pool cannot be reached", NULL},
	{"HOST_OFFLINE", "the host is switched off", NULL},
	{"TASK_CANCELLED", "it was cancelled by an operator", NULL},
	{"TOO_BUSY", "the host is too busy", "try again later"},
	{"TOO_MANY_PENDING_TASKS", "the host has too many tasks under way", "try again later"},
	{"IMPORT_ERROR", "the import failed: %0", NULL},
};

/* What a host's own programs print, by a part of it. */
static const struct row bootloader[] = {
	{"UNSUPPORTED_INSTALL_METHOD", "eliloader does not know this way to install",
	 "other_config:install-distro and install-repository were changed; run again"},
	{"INVALID_SOURCE", "eliloader found no isolinux/vmlinuz and isolinux/initrd.img on the CD",
	 "the CD has to be the VM's only bootable device, and an installation medium"},
	{"LIMITS", "the medium's kernel or initrd is larger than eliloader takes (32 and 128 MiB)",
	 NULL},
	{"SUPPORT_PACKAGE_MISSING", "the host lacks a package that eliloader needs", NULL},
	{"", "the boot loader failed",
	 "pygrub reads ext2, ext3, ext4 and XFS up to version 4: /boot has to be one of these"},
};

static const struct row internal[] = {
	{"Unknown_bootloader eliloader", "this host has no eliloader: it starts no PV installer",
	 "install as HVM, with the arguments typed at the medium's boot prompt"},
	{"eliloader: No such file", "this host has no eliloader: it starts no PV installer",
	 "install as HVM, with the arguments typed at the medium's boot prompt"},
	{"eliloader", "the host's eliloader failed",
	 "where it is missing, no PV installer starts: install as HVM"},
	{"Guest type PV unavailable", "this host runs no PV guests any more", "install as HVM"},
	{"shadow paging", "this host runs no PV guests any more", "install as HVM"},
	{"paging mode Shadow unavailable", "this host runs no PV guests any more",
	 "install as HVM"},
	{"there is no bootable device", "the VM has no bootable device",
	 "the CD has to be bootable, and hold a medium"},
	{"not enough memory", "the host has not enough memory",
	 "give the VM less with --memory, or stop another VM"},
	{"Bootloader.Bad_error", "the boot loader failed without a reason",
	 "see /var/log/xensource.log on the host"},
	{"Parse_failure", "the template's list of disks cannot be read", "use another template"},
	{"", "an error inside the host", "see /var/log/xensource.log on the host"},
};

static const char *param(const struct rpc_value *params, size_t index)
{
	const char *text = value_text(value_at(params, index));

	return text ? text : "?";
}

static void add_param(struct ia_strbuf *buf, const struct rpc_value *params, size_t index)
{
	ia_utf8_add_cut(buf, param(params, index), PARAM_MAX_SHOWN);
}

static void add_mib(struct ia_strbuf *buf, const struct rpc_value *params, size_t index)
{
	int64_t bytes;

	if (value_int(value_at(params, index), &bytes))
		ia_strbuf_addf(buf, "%" PRId64, bytes / 1048576);
	else
		add_param(buf, params, index);
}

static void add_template(struct ia_strbuf *buf, const char *text, const char *host,
			 const struct rpc_value *params)
{
	for (; *text; text++) {
		if (*text != '%') {
			ia_strbuf_addc(buf, *text);
			continue;
		}
		text++;
		if (*text == 'h')
			ia_utf8_add_cut(buf, host, NAME_MAX_SHOWN);
		else if (*text == 'm')
			add_mib(buf, params, (size_t)(*++text - '0'));
		else
			add_param(buf, params, (size_t)(*text - '0'));
	}
}

static const struct row *find_part(const struct row *table, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++) {
		if (strstr(text, table[i].code))
			return &table[i];
	}
	return &table[count - 1];
}

/* A driver's number stands in the code; what it said, in the second or third parameter. */
static const struct row *find_driver(const char *code)
{
	static const struct row driver[] = {
		{"1", "the storage driver failed: %1", NULL},
		{"2", "the storage driver failed: %2", NULL},
	};

	return strncmp(code, "SR_BACKEND_FAILURE", strlen("SR_BACKEND_FAILURE")) == 0 ? driver
										      : NULL;
}

static const struct row *find_row(const char *code, const struct rpc_value *params)
{
	const struct row *row;

	for (size_t i = 0; i < IA_COUNT(rows); i++) {
		if (strcmp(rows[i].code, code) == 0)
			return &rows[i];
	}
	if (strcmp(code, "BOOTLOADER_FAILED") == 0)
		return find_part(bootloader, IA_COUNT(bootloader), param(params, 1));
	if (strcmp(code, "INTERNAL_ERROR") == 0)
		return find_part(internal, IA_COUNT(internal), param(params, 0));
	row = find_driver(code);
	/* some drivers put their words into the third */
	return row && !*param(params, 1) ? row + 1 : row;
}

bool failure_is_known(const char *code)
{
	for (size_t i = 0; i < IA_COUNT(rows); i++) {
		if (strcmp(rows[i].code, code) == 0)
			return true;
	}
	return strcmp(code, "BOOTLOADER_FAILED") == 0 || strcmp(code, "INTERNAL_ERROR") == 0;
}

/* The host's own words, so that nothing is lost in ours: " (CODE: a, b)". */
static void add_origin(struct ia_strbuf *buf, const char *label, const struct rpc_value *params)
{
	ia_strbuf_adds(buf, " (");
	ia_strbuf_adds(buf, label);
	for (size_t i = 0; i < value_count(params) && i < PARAMS_SHOWN; i++) {
		ia_strbuf_adds(buf, i ? ", " : ": ");
		add_param(buf, params, i);
	}
	ia_strbuf_adds(buf, value_count(params) > PARAMS_SHOWN ? ", …)" : ")");
}

int failure_explain(const char *host, const char *code, const char *label,
		    const struct rpc_value *params, char **ret)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	const struct row *row = find_row(code, params);

	add_template(&buf, row ? row->says : "the host refused", host ? host : "the host", params);
	add_origin(&buf, label, params);
	if (row && row->remedy) {
		ia_strbuf_adds(&buf, "; ");
		add_template(&buf, row->remedy, host ? host : "HOST", params);
	}
	return ia_strbuf_take(&buf, ret);
}

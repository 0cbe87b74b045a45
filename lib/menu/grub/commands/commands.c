/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/commands/commands.h"

#include "base/note.h"
#include "menu/grub/commands/takes.h"

/* What fails where nobody is there: a key that is not pressed, a question about hardware. */
static int run_false(struct ia_grub_state *state IA_UNUSED,
		     const struct ia_grub_call *call IA_UNUSED)
{
	return IA_GRUB_FALSE;
}

/* Without arguments it asks whether keys can be seen at all. */
static int run_keystatus(struct ia_grub_state *state IA_UNUSED, const struct ia_grub_call *call)
{
	return call->argc > 0 ? IA_GRUB_FALSE : 0;
}

/* GRUB waits for a line of a keyboard, for ever; the variable stays as it is. */
static int run_read(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	ia_grub_unanswered(state, call);
	return 0;
}

static int run_leave(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	if (!state->path)
		ia_note(state->notes, ISOARGS_WARNING, IA_NOTE_GRUB_LEFT, IA_GRUB_HERE(state),
			"'%s' ends GRUB before its menu is shown", call->name);
	state->left = true;
	return 0;
}

static const struct ia_grub_takes some = {.least = 1};
static const struct ia_grub_takes one = {.least = 1, .most = 1};
static const struct ia_grub_option sleep_options[] = {
	{"verbose", 'v', IA_GRUB_FLAG},
	{"interruptible", 'i', IA_GRUB_FLAG},
};
static const struct ia_grub_takes sleeps = {
	.least = 1,
	.most = 1,
	.options = sleep_options,
	.option_count = IA_COUNT(sleep_options),
};
static const struct ia_grub_takes two = {.least = 2, .most = 2};
static const struct ia_grub_takes two_or_more = {.least = 2};
static const struct ia_grub_takes three_or_more = {.least = 3};

/* What changes nothing that an entry boots, and what nobody is there to answer. */
static const struct ia_grub_command commands[] = {
	{"acpi", NULL, false},
	{"all_functional_test", NULL, false},
	{"authenticate", NULL, false},
	{"background_color", NULL, false, &one},
	{"badram", NULL, false},
	{"bsd_relocator", NULL, false},
	{"clear", NULL, false},
	{"cmosclean", NULL, false},
	{"cmosdump", NULL, false},
	{"cmosset", NULL, false},
	{"cmostest", run_false, false},
	{"coreboot_boottime", NULL, false},
	{"cpuid", NULL, false},
	{"cryptomount", run_false, false, &some},
	{"cutmem", NULL, false},
	{"date", NULL, false},
	{"decrement", NULL, false},
	{"devicetree", NULL, false},
	{"distrust", NULL, false, &some},
	{"drivemap", NULL, false},
	{"dump", NULL, false, &some},
	{"echo", NULL, false},
	{"efi-watchdog", NULL, false},
	{"efitextmode", NULL, false},
	{"exit", run_leave, false},
	{"fakebios", NULL, false},
	{"false", run_false, false},
	{"fdt", NULL, false},
	{"file", ia_grub_unanswered, false, &some},
	{"fix_video", NULL, false},
	{"functional_test", NULL, false},
	{"fwsetup", run_leave, false},
	{"gdbstub", NULL, false},
	{"gdbstub_break", NULL, false},
	{"gdbstub_stop", NULL, false},
	{"getenv", ia_grub_unanswered, false},
	{"gettext", NULL, false, &one},
	{"gptsync", NULL, false, &some},
	{"halt", run_leave, false},
	{"hdparm", NULL, false},
	{"hello", NULL, false},
	{"help", NULL, false},
	{"hiddenentry", NULL, true},
	{"hwmatch", ia_grub_unanswered, false},
	{"inb", ia_grub_unanswered, false},
	{"increment", NULL, false},
	{"inl", ia_grub_unanswered, false},
	{"insmod", NULL, false, &some, true},
	{"inw", ia_grub_unanswered, false},
	{"isprint", NULL, false},
	{"keymap", NULL, false},
	{"keystatus", run_keystatus, false},
	{"kfreebsd_loadenv", NULL, false},
	{"kfreebsd_module", NULL, false},
	{"kfreebsd_module_elf", NULL, false},
	{"knetbsd_module", NULL, false},
	{"knetbsd_module_elf", NULL, false},
	{"kopenbsd_ramdisk", NULL, false},
	{"legacy_check_password", NULL, false, &some},
	{"legacy_password", NULL, false, &some},
	{"list_trusted", NULL, false},
	{"loadbios", NULL, false},
	{"ls", NULL, false, NULL, true},
	{"lsacpi", NULL, false},
	{"lsapm", NULL, false},
	{"lscoreboot", NULL, false},
	{"lsefi", NULL, false},
	{"lsefimmap", NULL, false},
	{"lsefisystab", NULL, false},
	{"lsfonts", NULL, false},
	{"lsmmap", NULL, false},
	{"lsmod", NULL, false},
	{"lspci", NULL, false},
	{"lssal", NULL, false},
	{"macppcbless", NULL, false, &one},
	{"mactelbless", NULL, false, &one},
	{"mapkey", NULL, false},
	{"nativedisk", NULL, false},
	{"net_add_addr", NULL, false, &three_or_more},
	{"net_add_dns", NULL, false, &some},
	{"net_add_route", NULL, false, &three_or_more},
	{"net_bootp", run_false, false},
	{"net_bootp6", run_false, false},
	{"net_del_addr", NULL, false, &some},
	{"net_del_dns", NULL, false, &some},
	{"net_del_route", NULL, false, &some},
	{"net_dhcp", run_false, false},
	{"net_get_dhcp_option", ia_grub_unanswered, false},
	{"net_ipv6_autoconf", run_false, false},
	{"net_ls_addr", NULL, false},
	{"net_ls_cards", NULL, false},
	{"net_ls_dns", NULL, false},
	{"net_ls_routes", NULL, false},
	{"net_nslookup", run_false, false, &two_or_more},
	{"net_set_vlan", NULL, false},
	{"normal_exit", NULL, false},
	{"outb", NULL, false},
	{"outl", NULL, false},
	{"outw", NULL, false},
	{"parttool", NULL, false, &some},
	{"password", NULL, false, &two},
	{"password_pbkdf2", NULL, false, &two},
	{"pcidump", NULL, false},
	{"play", NULL, false, &some},
	{"pxe_unload", NULL, false},
	{"random", ia_grub_unanswered, false},
	{"rdmsr", ia_grub_unanswered, false},
	{"read", run_read, false},
	{"read_byte", ia_grub_unanswered, false, &some},
	{"read_dword", ia_grub_unanswered, false, &some},
	{"read_word", ia_grub_unanswered, false, &some},
	{"reboot", run_leave, false},
	{"rmmod", NULL, false, &some},
	{"sendkey", NULL, false},
	{"serial", NULL, false},
	{"setpci", NULL, false},
	{"sleep", NULL, false, &sleeps},
	{"smbios", ia_grub_unanswered, false},
	{"terminal_input", NULL, false},
	{"terminal_output", NULL, false},
	{"terminfo", NULL, false},
	{"test_blockarg", NULL, false},
	{"tr", ia_grub_unanswered, false},
	{"true", NULL, false},
	{"uppermem", NULL, false},
	{"usb", NULL, false},
	{"vbeinfo", NULL, false},
	{"vbetest", NULL, false},
	{"verify_detached", NULL, false, &two_or_more},
	{"version", NULL, false},
	{"videoinfo", NULL, false},
	{"videotest", NULL, false},
	{"write_byte", NULL, false, &two_or_more},
	{"write_dword", NULL, false, &two_or_more},
	{"write_word", NULL, false, &two_or_more},
	{"wrmsr", NULL, false},
	{"xnu_devprop_load", NULL, false},
	{"xnu_kext", NULL, false},
	{"xnu_kextdir", NULL, false},
	{"xnu_mkext", NULL, false},
	{"xnu_ramdisk", NULL, false},
	{"xnu_resume", NULL, false},
	{"xnu_splash", NULL, false},
	{"xnu_uuid", NULL, false, &one},
	{"zfs-bootfs", ia_grub_unanswered, false, &some},
	{"zfsinfo", NULL, false, &some},
	{"zfskey", NULL, false},
};

static const struct ia_grub_commands other_commands = {commands, IA_COUNT(commands)};

const struct ia_grub_commands *const ia_grub_commands[] = {
	&ia_grub_control_commands, &ia_grub_test_commands,
	&ia_grub_file_commands,    &ia_grub_load_commands,
	&ia_grub_bls_commands,     &ia_grub_regexp_commands,
	&ia_grub_content_commands, &ia_grub_loopback_commands,
	&other_commands,           NULL,
};

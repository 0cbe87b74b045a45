/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "args/vocabulary.h"

#define ANACONDA IA_TRAIT_INSTALLER
#define BARE     IA_TRAIT_BARE

/* Words of one class: all of them have these traits, and all are dropped for this reason. */
static void assert_class(const char *const *words, size_t count, unsigned traits,
			 const char *reason)
{
	for (size_t i = 0; i < count; i++) {
		unsigned found = ia_vocabulary_traits(words[i]);
		const char *why = ia_vocabulary_reason(words[i], &ia_guest_kinds[0], false);

		if (found != traits)
			fail_msg("\"%s\" has the traits 0x%x, expected 0x%x", words[i], found,
				 traits);
		if (!reason && why)
			fail_msg("\"%s\" is dropped: %s", words[i], why);
		if (reason && (!why || !strstr(why, reason)))
			fail_msg("\"%s\" is dropped for \"%s\", expected \"%s\"", words[i],
				 why ? why : "(nothing)", reason);
	}
}

#define assert_words(traits, reason, ...)                                                          \
	do {                                                                                       \
		static const char *const words[] = {__VA_ARGS__};                                  \
		assert_class(words, IA_COUNT(words), (traits), (reason));                          \
	} while (0)

static void words_that_hide_messages_are_dropped(void **state IA_UNUSED)
{
	assert_words(0, "hides messages", "quiet");
	assert_words(0, "desktop", "rhgb", "splash", "splash=silent");
}

static void words_of_the_boot_loader_are_dropped(void **state IA_UNUSED)
{
	assert_words(0, "boot loader", "initrd=initrd.img", "BOOT_IMAGE=vmlinuz", "BOOT_IMAGE");
}

static void words_that_check_the_medium_are_dropped(void **state IA_UNUSED)
{
	assert_words(IA_TRAIT_CHECK, "checks the medium", "rd.live.check", "check");
	assert_words(IA_TRAIT_CHECK | BARE, "checks the medium", "mediacheck");
}

static void words_of_the_graphics_are_dropped(void **state IA_UNUSED)
{
	assert_words(IA_TRAIT_GRAPHICS, "no graphics", "nomodeset");
	assert_words(0, "no graphics", "vga=791", "video=efifb:off", "video=hyperv_fb:800x600");
	assert_words(IA_TRAIT_GRAPHICS | BARE, "no graphics", "xdriver=vesa", "resolution=800x600");
	assert_words(IA_TRAIT_GRAPHICS | ANACONDA, "no graphics", "inst.xdriver=vesa",
		     "inst.resolution=800x600");
}

static void words_that_rescue_are_dropped(void **state IA_UNUSED)
{
	assert_words(IA_TRAIT_RESCUE | BARE, "rescues", "rescue");
	assert_words(IA_TRAIT_RESCUE | ANACONDA, "rescues", "inst.rescue");
}

static void words_of_a_live_system_are_kept(void **state IA_UNUSED)
{
	assert_words(IA_TRAIT_LIVE, NULL, "rd.live.image", "liveimg", "rd.live.image=1");
}

static void only_a_live_root_is_a_live_system(void **state IA_UNUSED)
{
	assert_words(IA_TRAIT_LIVE, NULL, "root=live:CDLABEL=Fedora-WS-Live-38-1-6",
		     "root=live:/dev/sr0", "root=live:");
	assert_words(IA_TRAIT_ROOT, NULL, "root=/dev/sda1", "root=live",
		     "root=alive:", "root=UUID=live:", "root=");
	assert_words(0, NULL, "root", "xroot=live:CDLABEL=x", "rootlive:", "ROOT=live:x");
}

static void coreos_is_live_and_has_a_word_of_its_own(void **state IA_UNUSED)
{
	assert_words(IA_TRAIT_COREOS, NULL, "coreos.liveiso=fedora-coreos-43", "coreos.liveiso",
		     "coreos.live.rootfs_url=http://192.0.2.1/r");
	assert_words(0, NULL, "coreos.inst.install_dev=/dev/xvda", "coreos.force_persist_ip");
}

static void the_second_stage_shows_the_installer(void **state IA_UNUSED)
{
	assert_words(IA_TRAIT_STAGE2 | ANACONDA, NULL, "inst.stage2=hd:LABEL=CentOS\\x207",
		     "inst.stage2");
	assert_words(IA_TRAIT_STAGE2 | ANACONDA | BARE, NULL, "stage2=hd:LABEL=x");
}

static void repositories_and_kickstarts_are_kept(void **state IA_UNUSED)
{
	assert_words(IA_TRAIT_REPO | ANACONDA, NULL, "inst.repo=cdrom");
	assert_words(IA_TRAIT_REPO | BARE, NULL, "repo=cdrom", "method=http://192.0.2.1/");
	assert_words(IA_TRAIT_KS | ANACONDA, NULL, "inst.ks=hd:sr0:/ks.cfg", "inst.ks");
	assert_words(IA_TRAIT_KS | BARE, NULL, "ks", "ks=cdrom:/ks.cfg");
}

static void displays_are_kept(void **state IA_UNUSED)
{
	assert_words(IA_TRAIT_DISPLAY | BARE, NULL, "graphical", "text", "cmdline", "vnc",
		     "vncconnect=192.0.2.9");
	assert_words(IA_TRAIT_DISPLAY | ANACONDA, NULL, "inst.graphical", "inst.text",
		     "inst.cmdline", "inst.vnc", "inst.vncconnect=192.0.2.9");
}

static void passwords_are_known_as_such(void **state IA_UNUSED)
{
	assert_words(IA_TRAIT_SECRET | IA_TRAIT_DISPLAY | BARE, NULL, "vncpassword=secret");
	assert_words(IA_TRAIT_SECRET | IA_TRAIT_DISPLAY | ANACONDA, NULL,
		     "inst.vncpassword=secret");
	assert_words(IA_TRAIT_SECRET | ANACONDA, NULL, "inst.rdp.password=secret");
	assert_words(ANACONDA, NULL, "inst.rdp", "inst.rdp.username=somebody");
	assert_words(IA_TRAIT_SECRET, NULL, "network-console/password=secret",
		     "network-console/password-again=secret");
}

static void network_words_are_kept(void **state IA_UNUSED)
{
	assert_words(IA_TRAIT_NETWORK, NULL, "ip=dhcp", "nameserver=192.0.2.53",
		     "netmask=255.255.255.0", "gateway=192.0.2.1", "hostname=c7", "dns=192.0.2.53",
		     "bootdev=eth0");
	assert_words(IA_TRAIT_NETWORK | BARE, NULL, "ksdevice=eth0");
}

static void other_bare_words_of_anaconda_are_kept(void **state IA_UNUSED)
{
	assert_words(BARE, NULL, "utf8", "nogpt", "gpt", "noipv6", "headless", "lang=en_US",
		     "keymap=us", "sshd", "updates=http://192.0.2.1/u.img", "dd",
		     "dd=hd:LABEL=DD:/dd.iso");
}

static void unknown_words_of_anaconda_show_the_installer(void **state IA_UNUSED)
{
	assert_words(ANACONDA, NULL, "inst.unknown", "inst.sshd", "inst.lang=en_US",
		     "inst.stage2.all", "inst.stage2.all=x", "inst.stage22", "inst.", "inst.ks.all",
		     "inst.addrepo=a,http://192.0.2.1");
}

static void screens_and_serial_lines_are_no_console_of_a_pv_guest(void **state IA_UNUSED)
{
	assert_words(0, "hvc0", "console=tty0", "console=tty", "console=ttyS0",
		     "console=ttyS0,115200n8", "console=ttyAMA0");
}

static void other_consoles_are_kept(void **state IA_UNUSED)
{
	assert_words(0, NULL, "console=hvc0", "console=null", "console=", "console", "console=ht",
		     "console=xtty0", "consoles=tty0", "console.tty0", "netconsole=tty0");
}

static void words_that_only_begin_like_a_known_one_are_kept(void **state IA_UNUSED)
{
	assert_words(0, NULL, "rhgbx", "quieter", "splashy=1", "initrdx=a", "BOOT_IMAGES=a",
		     "vgax=791", "videos=a", "rd.live.checks", "rd.live.check.x", "nomodesets",
		     "rescued", "textual", "ip6=dhcp", "ipv6.disable=1", "stage22=x", "kst=x",
		     "dda", "utf88", "rd.live.images");
}

static void words_that_only_end_like_a_known_one_are_kept(void **state IA_UNUSED)
{
	assert_words(0, NULL, "noquiet", "xrhgb", "rd.initrd=a", "rd.vga=1", "no.text",
		     "my.inst.stage2=x", "xinst.ks=x", "inst", "insta.ks");
}

static void a_word_is_known_as_it_is_written_only(void **state IA_UNUSED)
{
	assert_words(0, NULL, "QUIET", "Rhgb", "boot_image=x", "INST.stage2=x", "rd_live_check",
		     "rd.live-check", "\"quiet\"", "quiet ", "");
}

static void a_value_is_no_name(void **state IA_UNUSED)
{
	assert_words(0, NULL, "=quiet", "x=rhgb", "x=inst.stage2=y", "fips=1", "=");
}

static void assert_other(unsigned traits, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		unsigned found = ia_vocabulary_other_traits(words[i]);

		if (found != traits)
			fail_msg("\"%s\" has the traits 0x%x, expected 0x%x", words[i], found,
				 traits);
	}
}

#define assert_others(traits, ...)                                                                 \
	do {                                                                                       \
		static const char *const words[] = {__VA_ARGS__};                                  \
		assert_other((traits), words, IA_COUNT(words));                                    \
	} while (0)

static void other_installers_have_words_of_their_own(void **state IA_UNUSED)
{
	assert_others(IA_TRAIT_CHECK, "integrity-check", "verify-checksums", "rd.live.check");
	assert_others(IA_TRAIT_CHECK | BARE, "mediacheck=1");
	assert_others(IA_TRAIT_GRAPHICS, "nomodeset", "xforcevesa", "x11failsafe");
	assert_others(IA_TRAIT_RESCUE, "rescue/enable=true", "systemboot=1", "recovery", "single",
		      "bash-shell");
	assert_others(IA_TRAIT_RESCUE | BARE, "rescue=1");
	assert_others(IA_TRAIT_SPECIAL, "url=http://192.0.2.1/p", "upgrade=1", "speakup.synth=soft",
		      "accessibility=on", "theme=dark", "toram", "copytoram=y",
		      "archiso_nfs_srv=192.0.2.1:/", "persistence", "noapic");
	assert_others(IA_TRAIT_SPECIAL | IA_TRAIT_OTHER_INSTALLER, "priority=low",
		      "priority=critical", "auto=true", "auto", "preseed/file=/cdrom/p.cfg",
		      "autoinstall", "autoyast=usb:///", "oem-config/enable=true",
		      "automatic-ubiquity", "answerfile=file:///a");
	assert_others(IA_TRAIT_OTHER_INSTALLER, "file=/cdrom/preseed/ubuntu.seed", "install=cd:/",
		      "netcfg/get_hostname=h", "debian-installer/locale=en_US",
		      "coreos.inst.install_dev=/dev/xvda");
	assert_others(IA_TRAIT_LIVE_INSTALLER, "only-ubiquity", "maybe-ubiquity");
}

static void live_media_of_each_family_have_words_of_their_own(void **state IA_UNUSED)
{
	assert_others(IA_TRAIT_LIVE, "boot=live", "rd.live.image", "root=live:CDLABEL=x",
		      "archisobasedir=arch", "archisosearchuuid=2026-03-01-08-00-00-00",
		      "archisolabel=ARCH_202403", "misobasedir=manjaro",
		      "findiso=", "live-media=/dev/sr0", "cdroot");
	assert_others(IA_TRAIT_COREOS, "coreos.liveiso=fedora-coreos-43");
	assert_others(IA_TRAIT_CASPER, "boot=casper");
	assert_others(IA_TRAIT_RESCUE, "archisobasedir=sysresccd");
}

static void what_a_value_switches_off_is_not_said(void **state IA_UNUSED)
{
	assert_others(0, "rescue/enable=false", "rescue=0", "mediacheck=0", "upgrade=0",
		      "auto=false", "copytoram=n", "copytoram=no", "accessibility=off",
		      "priority=high");
}

static void plain_words_of_other_installers_mean_nothing(void **state IA_UNUSED)
{
	assert_others(0, "---", "--", "quiet", "splash=silent", "vga=788", "boot", "boot=livex",
		      "boot=casperx", "components", "file=/cdrom/x.seed", "coreos.insta=x",
		      "modules=loop,squashfs", "desktop=kde", "autox=true", "xurl=http://192.0.2.1",
		      "");
}

static void words_of_other_installers_mean_nothing_to_anaconda(void **state IA_UNUSED)
{
	assert_words(0, NULL, "priority=low", "auto=true", "boot=live", "rescue/enable=true",
		     "upgrade=1", "toram", "maybe-ubiquity", "integrity-check", "single");
}

/* A row that is not where its name belongs would not be found. */
static void every_word_of_the_tables_is_found(void **state IA_UNUSED)
{
	static const char *const words[] = {
		"BOOT_IMAGE",
		"askmethod",
		"bootdev",
		"check",
		"cmdline",
		"dd",
		"dns",
		"gateway",
		"gpt",
		"graphical",
		"headless",
		"hostname",
		"initrd",
		"inst.cmdline",
		"inst.graphical",
		"inst.ks",
		"inst.rdp.password",
		"inst.repo",
		"inst.rescue",
		"inst.resolution",
		"inst.stage2",
		"inst.text",
		"inst.vnc",
		"inst.vncconnect",
		"inst.vncpassword",
		"inst.xdriver",
		"ip",
		"keymap",
		"ks",
		"ksdevice",
		"lang",
		"liveimg",
		"mediacheck",
		"method",
		"mtu",
		"nameserver",
		"netmask",
		"nogpt",
		"noipv6",
		"nomodeset",
		"noverifyssl",
		"quiet",
		"rd.live.check",
		"rd.live.image",
		"repo",
		"rescue",
		"resolution",
		"rhgb",
		"splash",
		"sshd",
		"stage2",
		"text",
		"updates",
		"utf8",
		"vga",
		"video",
		"vnc",
		"vncconnect",
		"vncpassword",
		"xdriver",
	};
	static const char *const others[] = {
		"access",
		"accessibility",
		"answerfile",
		"archiso_http_srv",
		"archiso_nbd_srv",
		"archiso_nfs_srv",
		"auto",
		"auto-install/enable",
		"autoinstall",
		"automatic-ubiquity",
		"autoyast",
		"autoyast2",
		"bash-shell",
		"copytoram",
		"integrity-check",
		"live.accessibility",
		"maybe-ubiquity",
		"netboot",
		"noapic",
		"nosmp",
		"oem-config/enable",
		"only-ubiquity",
		"persistence",
		"persistent",
		"preseed/file",
		"preseed/url",
		"priority",
		"rd.live.ram",
		"recovery",
		"rescue/enable",
		"script",
		"single",
		"speakup.synth",
		"systemboot",
		"theme",
		"toram",
		"upgrade",
		"url",
		"verify-checksums",
		"x11failsafe",
		"xforcevesa",
	};

	for (size_t i = 0; i < IA_COUNT(words); i++) {
		unsigned found = ia_vocabulary_traits(words[i]);
		const char *why = ia_vocabulary_reason(words[i], &ia_guest_kinds[0], false);

		if (!found && !why)
			fail_msg("%s is not found", words[i]);
	}
	for (size_t i = 0; i < IA_COUNT(others); i++) {
		if (!ia_vocabulary_other_traits(others[i]))
			fail_msg("%s is not found", others[i]);
	}
	assert_int_equal(ia_vocabulary_traits("inst.stage"), IA_TRAIT_INSTALLER);
	assert_int_equal(ia_vocabulary_traits("quie"), 0);
	assert_null(ia_vocabulary_reason("quiett", &ia_guest_kinds[0], false));
	assert_null(ia_vocabulary_reason("", &ia_guest_kinds[0], false));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_of_the_tables_is_found),
		cmocka_unit_test(words_that_hide_messages_are_dropped),
		cmocka_unit_test(words_of_the_boot_loader_are_dropped),
		cmocka_unit_test(words_that_check_the_medium_are_dropped),
		cmocka_unit_test(words_of_the_graphics_are_dropped),
		cmocka_unit_test(words_that_rescue_are_dropped),
		cmocka_unit_test(words_of_a_live_system_are_kept),
		cmocka_unit_test(only_a_live_root_is_a_live_system),
		cmocka_unit_test(coreos_is_live_and_has_a_word_of_its_own),
		cmocka_unit_test(the_second_stage_shows_the_installer),
		cmocka_unit_test(repositories_and_kickstarts_are_kept),
		cmocka_unit_test(displays_are_kept),
		cmocka_unit_test(passwords_are_known_as_such),
		cmocka_unit_test(network_words_are_kept),
		cmocka_unit_test(other_bare_words_of_anaconda_are_kept),
		cmocka_unit_test(unknown_words_of_anaconda_show_the_installer),
		cmocka_unit_test(screens_and_serial_lines_are_no_console_of_a_pv_guest),
		cmocka_unit_test(other_consoles_are_kept),
		cmocka_unit_test(words_that_only_begin_like_a_known_one_are_kept),
		cmocka_unit_test(words_that_only_end_like_a_known_one_are_kept),
		cmocka_unit_test(a_word_is_known_as_it_is_written_only),
		cmocka_unit_test(a_value_is_no_name),
		cmocka_unit_test(other_installers_have_words_of_their_own),
		cmocka_unit_test(live_media_of_each_family_have_words_of_their_own),
		cmocka_unit_test(what_a_value_switches_off_is_not_said),
		cmocka_unit_test(plain_words_of_other_installers_mean_nothing),
		cmocka_unit_test(words_of_other_installers_mean_nothing_to_anaconda),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

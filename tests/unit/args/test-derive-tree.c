/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/derive-world.h"
#include "support/unit.h"

#include "base/note.h"

/* The words for a medium that is a tree of files: served somewhere, or lying somewhere. */

#define LEGACY "utf8 nogpt noipv6 "
#define URL    "http://192.0.2.5/c7/os/x86_64"
#define BASE                                                                                       \
	{                                                                                          \
		ISOARGS_BASE_URL, URL "/"                                                          \
	}

static int tree_setup(void **state)
{
	struct medium *medium;

	medium_setup(state);
	medium = *state;
	medium->report.is_tree = true;
	medium->report.image_name = "/srv/c7";
	medium->report.image_size = medium->report.volume.size = 0;
	medium->report.labels = (struct ia_labels){.is_unknown = true};
	medium->config.name = "TREE:/EFI/BOOT/grub.cfg";
	return 0;
}

#define with_tree(test) cmocka_unit_test_setup_teardown(test, tree_setup, medium_teardown)

static void a_tree_that_is_served_is_one_repository(void **state)
{
	add_el7_menu(*state);
	assert_args(*state, LEGACY "inst.repo=" URL " ip=dhcp", "", BASE);
	assert_reasons(*state, isoargs_args_dropped,
		       STAGE2 ": ISOARGS_BASE_URL takes its place\nquiet: only hides messages\n",
		       BASE);
}

static void a_made_entry_is_served_as_well(void **state)
{
	add_entry(*state, "from .treeinfo", "");
	assert_args(*state, LEGACY "inst.repo=" URL " ip=dhcp", "", BASE);
}

static void later_releases_read_the_same_word(void **state)
{
	struct medium *medium = *state;

	medium->report.distro.version = "9.4";
	medium->report.distro.generation = 9;
	add_entry(medium, "from .treeinfo", "");
	assert_args(medium, "inst.repo=" URL " ip=dhcp console=ttyS0", "", BASE,
		    {ISOARGS_GUEST, "kvm"});
}

static void el6_reads_it_without_its_prefix(void **state)
{
	struct medium *medium = *state;

	medium->report.distro.version = "6.9";
	medium->report.distro.generation = 6;
	add_entry(medium, "from .treeinfo", "");
	assert_args(medium, LEGACY "repo=" URL " ip=dhcp", "", BASE);
}

static void packages_from_elsewhere_leave_the_second_stage(void **state)
{
	add_el7_menu(*state);
	assert_args(*state, LEGACY "inst.stage2=" URL " inst.repo=http://192.0.2.9/os ip=dhcp", "",
		    BASE, {ISOARGS_REPO, "http://192.0.2.9/os"});
}

static void what_the_entry_has_on_its_medium_is_where_it_is_served(void **state)
{
	add_entry(*state, "Install",
		  "inst.repo=hd:LABEL=Any:/ inst.ks=hd:LABEL=Any:/ks.cfg "
		  "inst.dd=hd:LABEL=OEMDRV");
	assert_args(*state,
		    LEGACY "inst.repo=" URL " inst.ks=" URL "/ks.cfg inst.dd=hd:LABEL=OEMDRV "
			   "ip=dhcp",
		    "", BASE);
}

static void without_url_and_label_the_words_of_the_menu_stay(void **state)
{
	add_el7_menu(*state);
	assert_args(*state, LEGACY STAGE2, "tree-words");
}

static void a_note_says_what_would_tell_more(void **state)
{
	struct isoargs_args *args = NULL;
	const struct isoargs_note *note;

	add_el7_menu(*state);
	assert_int_equal(derive(*state, NULL, 0, &args, NULL), 0);
	note = isoargs_args_note(args, 0);
	assert_int_equal(isoargs_note_severity(note), ISOARGS_INFO);
	assert_contains(note->text, "ISOARGS_LABEL");
	assert_contains(note->text, "ISOARGS_BASE_URL");
	assert_null(isoargs_args_note(args, 1));
	isoargs_args_free(args);
}

static void without_any_word_the_installer_finds_nothing(void **state)
{
	struct isoargs_args *args = NULL;

	add_entry(*state, "from .treeinfo", "");
	assert_int_equal(derive(*state, NULL, 0, &args, NULL), 0);
	assert_string_equal(isoargs_args_string(args), "utf8 nogpt noipv6");
	assert_true(has_note(args, "tree-words"));
	assert_int_equal(isoargs_note_severity(isoargs_args_note(args, 0)), ISOARGS_WARNING);
	isoargs_args_free(args);
}

static void a_drive_that_shows_its_medium_needs_no_word(void **state)
{
	const struct setting settings[] = {{ISOARGS_GUEST, "kvm"}};
	struct isoargs_args *args = NULL;

	add_entry(*state, "from .treeinfo", "");
	assert_int_equal(derive(*state, settings, 1, &args, NULL), 0);
	assert_int_equal(isoargs_note_severity(isoargs_args_note(args, 0)), ISOARGS_INFO);
	isoargs_args_free(args);
}

static void el6_finds_its_cd_by_itself(void **state)
{
	struct medium *medium = *state;

	medium->report.distro.generation = 6;
	add_entry(medium, "from .treeinfo", "");
	assert_args(medium, "utf8 nogpt noipv6", "");
}

static void with_a_label_the_words_are_those_of_the_image(void **state)
{
	struct medium *medium = *state;

	medium->report.labels = (struct ia_labels){.installer = "CentOS 7 x86_64",
						   .encoded = "CentOS\\x207\\x20x86_64"};
	add_el7_menu(medium);
	assert_args(medium, LEGACY STAGE2, "");
	medium->report.labels.encoded = medium->report.labels.installer = "Other";
	assert_args(medium, LEGACY "inst.stage2=hd:LABEL=Other", "stage2-differs");
}

static void a_device_needs_no_label(void **state)
{
	add_el7_menu(*state);
	assert_args(*state, LEGACY "inst.stage2=hd:/dev/xvdd", "stage2-differs",
		    {ISOARGS_STAGE2, "device"});
}

static void what_files_do_not_have_cannot_be_asked_for(void **state)
{
	add_el7_menu(*state);
	assert_fails(*state, -ENODATA, "give ISOARGS_LABEL", {ISOARGS_STAGE2, "label"});
	assert_fails(*state, -ENODATA, "files have no UUID", {ISOARGS_STAGE2, "uuid"});
}

static void a_menus_own_medium_is_no_other_medium(void **state)
{
	struct medium *medium = *state;

	become(medium, IA_FAMILY_UNKNOWN, "NixOS", "24.05");
	medium->report.labels.is_unknown = true;
	add_entry(medium, "NixOS", "init=/nix/init root=LABEL=nixos-24.05");
	assert_args(medium, "init=/nix/init root=LABEL=nixos-24.05 console=hvc0", "live-medium");
}

static void other_families_have_their_own_words_for_a_served_tree(void **state)
{
	struct medium *medium = *state;

	become(medium, IA_FAMILY_SUSE, "openSUSE Leap", "15.5");
	add_entry_of(medium, "/boot/x86_64/loader/linux", "/boot/x86_64/loader/initrd",
		     "from boot/loader", "");
	assert_args(medium, "install=" URL "/ netsetup=dhcp console=hvc0", "", BASE);
}

static void debian_installer_asks_for_its_mirror(void **state)
{
	struct medium *medium = *state;

	become(medium, IA_FAMILY_DEBIAN, "Debian", NULL);
	add_entry_of(medium, "/current/images/netboot/debian-installer/amd64/linux",
		     "/current/images/netboot/debian-installer/amd64/initrd.gz",
		     "network installation", "");
	assert_args(medium, "--- console=hvc0", "", BASE);
}

static void a_tree_of_packages_alone_says_so(void **state)
{
	struct medium *medium = *state;

	medium->report.menu.count = 0;
	assert_fails(medium, -ENOENT, "is in the tree, nor do kernel and RAM disk");
	medium->report.has_treeinfo = true;
	medium->report.treeinfo_name = "TREE:/.treeinfo";
	assert_fails(medium, -ENOENT, "name the tree of the variant that boots");
}

static void what_fetches_an_image_cannot_fetch_files(void **state)
{
	struct medium *medium = *state;

	become(medium, IA_FAMILY_UBUNTU, "Ubuntu", "22.04");
	add_entry_of(medium, "/casper/vmlinuz", "/casper/initrd", "Install", "---");
	assert_fails(medium, -EOPNOTSUPP, "name the image itself", BASE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_tree(a_tree_that_is_served_is_one_repository),
		with_tree(a_made_entry_is_served_as_well),
		with_tree(later_releases_read_the_same_word),
		with_tree(el6_reads_it_without_its_prefix),
		with_tree(packages_from_elsewhere_leave_the_second_stage),
		with_tree(what_the_entry_has_on_its_medium_is_where_it_is_served),
		with_tree(without_url_and_label_the_words_of_the_menu_stay),
		with_tree(a_note_says_what_would_tell_more),
		with_tree(without_any_word_the_installer_finds_nothing),
		with_tree(a_drive_that_shows_its_medium_needs_no_word),
		with_tree(el6_finds_its_cd_by_itself),
		with_tree(with_a_label_the_words_are_those_of_the_image),
		with_tree(a_device_needs_no_label),
		with_tree(what_files_do_not_have_cannot_be_asked_for),
		with_tree(a_menus_own_medium_is_no_other_medium),
		with_tree(other_families_have_their_own_words_for_a_served_tree),
		with_tree(debian_installer_asks_for_its_mirror),
		with_tree(a_tree_of_packages_alone_says_so),
		with_tree(what_fetches_an_image_cannot_fetch_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/derive-world.h"
#include "support/unit.h"

#include <errno.h>

#include "args/request.h"

/* ISOARGS_BASE_URL, and anaconda's words for a medium that is served. */

#define LEGACY "utf8 nogpt noipv6 "
#define BASE                                                                                       \
	{                                                                                          \
		ISOARGS_BASE_URL, "http://192.0.2.5/c7"                                            \
	}

static void a_base_url_is_kept_without_a_slash_at_its_end(void **state IA_UNUSED)
{
	struct isoargs_request *request;

	assert_int_equal(isoargs_request_new(&request), 0);
	assert_int_equal(isoargs_request_set(request, ISOARGS_BASE_URL, "http://h/c7//", NULL), 0);
	assert_string_equal(request->base_url, "http://h/c7");
	assert_int_equal(isoargs_request_set(request, ISOARGS_BASE_URL, "http://h/c7", NULL), 0);
	assert_int_equal(isoargs_request_set(request, ISOARGS_BASE_URL, "http://h/c8", NULL),
			 -EINVAL);
	isoargs_request_free(request);
}

static void a_base_url_is_one_that_paths_can_be_written_behind(void **state IA_UNUSED)
{
	static const char *const bad[] = {
		"",        "/srv/c7",     "nfs:h:/c7",     "http:///c7",   "http://",
		"tftp://", "tftp:c7",     "http://h/?a=b", "http://h/c#7", "http://h/c 7",
		"h/c7",    "https:/h/c7", "file:/c7",      "hd:sda1:/c7",  "http://h/\"c",
		"ftp://",  "HTTP://h",    "http://h/\xff",
	};
	static const char *const good[] = {"http://h", "https://h:8443/x", "ftp://h/x", "tftp://h",
					   "http://[2001:db8::1]/x"};

	for (size_t i = 0; i < IA_COUNT(bad) + IA_COUNT(good); i++) {
		bool is_bad = i < IA_COUNT(bad);
		struct isoargs_request *request;

		assert_int_equal(isoargs_request_new(&request), 0);
		assert_int_equal(isoargs_request_set(request, ISOARGS_BASE_URL,
						     is_bad ? bad[i] : good[i - IA_COUNT(bad)],
						     NULL),
				 is_bad ? -EINVAL : 0);
		isoargs_request_free(request);
	}
}

static void a_medium_with_packages_is_one_repository(void **state)
{
	struct medium *medium = *state;

	add_el7_menu(medium);
	medium->report.has_treeinfo = true;
	assert_args(medium, LEGACY "inst.repo=http://192.0.2.5/c7 ip=dhcp", "", BASE);
	assert_args(medium, LEGACY "inst.repo=http://192.0.2.5/c7 ip=dhcp console=ttyS0", "", BASE,
		    {ISOARGS_GUEST, "kvm"});
}

static void a_medium_without_packages_is_a_second_stage(void **state)
{
	add_el7_menu(*state);
	assert_args(*state, LEGACY "inst.stage2=http://192.0.2.5/c7 ip=dhcp", "", BASE);
}

static void a_medium_that_cannot_be_read_is_not_guessed_about(void **state)
{
	struct medium *medium = *state;

	add_el7_menu(medium);
	medium->report.is_doubtful = true;
	assert_fails(medium, -EIO, "whether it holds packages", BASE);
	assert_args(medium,
		    LEGACY "inst.stage2=http://192.0.2.5/c7 inst.repo=http://192.0.2.9/os ip=dhcp",
		    "", BASE, {ISOARGS_REPO, "http://192.0.2.9/os"});
}

static void packages_from_elsewhere_leave_the_second_stage(void **state)
{
	struct medium *medium = *state;

	add_el7_menu(medium);
	medium->report.has_treeinfo = true;
	assert_args(medium,
		    LEGACY "inst.stage2=http://192.0.2.5/c7 inst.repo=http://192.0.2.9/os ip=dhcp",
		    "", BASE, {ISOARGS_REPO, "http://192.0.2.9/os"});
}

static void packages_that_the_entry_has_from_elsewhere_stay(void **state)
{
	struct medium *medium = *state;

	add_entry(medium, "Install", STAGE2 " inst.repo=http://192.0.2.9/os");
	medium->report.has_treeinfo = true;
	assert_args(medium,
		    LEGACY "inst.stage2=http://192.0.2.5/c7 inst.repo=http://192.0.2.9/os ip=dhcp",
		    "", BASE);
}

static void what_the_entry_has_on_its_medium_is_where_it_is_served(void **state)
{
	struct medium *medium = *state;

	add_entry(medium, "Install",
		  STAGE2 " inst.repo=hd:LABEL=CentOS\\x207\\x20x86_64:/ "
			 "inst.ks=hd:LABEL=CentOS\\x207\\x20x86_64:/ks.cfg");
	medium->report.has_treeinfo = true;
	assert_args(medium,
		    LEGACY "inst.repo=http://192.0.2.5/c7 inst.ks=http://192.0.2.5/c7/ks.cfg "
			   "ip=dhcp",
		    "", BASE);
	assert_reasons(medium, isoargs_args_dropped,
		       STAGE2 ": ISOARGS_BASE_URL takes its place\n"
			      "inst.repo=hd:LABEL=CentOS\\x207\\x20x86_64:/: ISOARGS_BASE_URL "
			      "takes its place\n"
			      "inst.ks=hd:LABEL=CentOS\\x207\\x20x86_64:/ks.cfg: "
			      "ISOARGS_BASE_URL takes its place\n",
		       BASE);
}

static void a_kickstart_in_the_cd_drive_is_where_it_is_served(void **state)
{
	add_entry(*state, "Install", STAGE2 " inst.ks=cdrom:/dev/sr0:/a/ks.cfg");
	assert_args(*state,
		    LEGACY "inst.stage2=http://192.0.2.5/c7 inst.ks=http://192.0.2.5/c7/a/ks.cfg "
			   "ip=dhcp",
		    "", BASE);
}

static void a_kickstart_on_another_disk_stays_there(void **state)
{
	add_entry(*state, "Install", STAGE2 " inst.ks=hd:LABEL=OEMDRV:/ks.cfg");
	assert_args(*state,
		    LEGACY "inst.stage2=http://192.0.2.5/c7 inst.ks=hd:LABEL=OEMDRV:/ks.cfg "
			   "ip=dhcp",
		    "", BASE);
}

static void a_network_that_something_says_is_not_said_again(void **state)
{
	struct medium *medium = *state;

	add_entry(medium, "Install", STAGE2 " ip=eth1:dhcp");
	assert_args(medium, LEGACY "inst.stage2=http://192.0.2.5/c7 ip=eth1:dhcp", "", BASE);
	assert_args(medium,
		    LEGACY "inst.stage2=http://192.0.2.5/c7 "
			   "ip=192.0.2.10::192.0.2.1:255.255.255.0::eth0:none",
		    "", BASE, {ISOARGS_IP, "192.0.2.10/24"}, {ISOARGS_GATEWAY, "192.0.2.1"});
}

static void name_servers_alone_leave_the_address_to_dhcp(void **state)
{
	add_el7_menu(*state);
	assert_args(*state, LEGACY "inst.stage2=http://192.0.2.5/c7 ip=dhcp nameserver=192.0.2.53",
		    "", BASE, {ISOARGS_NAMESERVER, "192.0.2.53"});
}

static void el6_fetches_the_image_itself(void **state)
{
	struct medium *medium = *state;

	add_entry(medium, "Install", "");
	medium->report.distro.generation = 6;
	assert_args(medium, LEGACY "repo=http://192.0.2.5/c7 ip=dhcp", "", BASE);
	assert_args(medium,
		    LEGACY "stage2=http://192.0.2.5/c7/images/install.img "
			   "repo=http://192.0.2.9/os ip=dhcp",
		    "", BASE, {ISOARGS_REPO, "http://192.0.2.9/os"});
}

static void a_server_that_anaconda_cannot_ask_is_refused(void **state)
{
	add_el7_menu(*state);
	assert_fails(*state, -EOPNOTSUPP, "from which anaconda fetches nothing",
		     {ISOARGS_BASE_URL, "tftp://192.0.2.5/c7"});
}

static void a_medium_is_either_served_or_in_the_guest(void **state)
{
	add_el7_menu(*state);
	assert_fails(*state, -EINVAL, "found together with ISOARGS_STAGE2", BASE,
		     {ISOARGS_STAGE2, "label"});
	assert_fails(*state, -EINVAL, "which ISOARGS_BASE_URL takes the place of", BASE,
		     {ISOARGS_KEEP, "inst.stage2"});
}

static void a_server_with_a_name_needs_a_name_server(void **state)
{
	add_el7_menu(*state);
	assert_args(*state,
		    LEGACY "inst.stage2=http://mirror/c7 "
			   "ip=192.0.2.10::192.0.2.1:255.255.255.0::eth0:none",
		    "no-nameserver", {ISOARGS_BASE_URL, "http://mirror/c7"},
		    {ISOARGS_IP, "192.0.2.10/24"}, {ISOARGS_GATEWAY, "192.0.2.1"});
}

static void an_installer_without_rules_refuses_it(void **state)
{
	struct medium *medium = *state;

	add_entry(medium, "Install", "a=b");
	medium->report.distro = (struct ia_distro){.family = IA_FAMILY_ALPINE, .name = "Alpine"};
	assert_fails(medium, -EOPNOTSUPP, "reads no word for it", BASE);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_base_url_is_kept_without_a_slash_at_its_end),
		cmocka_unit_test(a_base_url_is_one_that_paths_can_be_written_behind),
		with_medium(a_medium_with_packages_is_one_repository),
		with_medium(a_medium_without_packages_is_a_second_stage),
		with_medium(a_medium_that_cannot_be_read_is_not_guessed_about),
		with_medium(packages_from_elsewhere_leave_the_second_stage),
		with_medium(packages_that_the_entry_has_from_elsewhere_stay),
		with_medium(what_the_entry_has_on_its_medium_is_where_it_is_served),
		with_medium(a_kickstart_in_the_cd_drive_is_where_it_is_served),
		with_medium(a_kickstart_on_another_disk_stays_there),
		with_medium(a_network_that_something_says_is_not_said_again),
		with_medium(name_servers_alone_leave_the_address_to_dhcp),
		with_medium(el6_fetches_the_image_itself),
		with_medium(a_server_that_anaconda_cannot_ask_is_refused),
		with_medium(a_medium_is_either_served_or_in_the_guest),
		with_medium(a_server_with_a_name_needs_a_name_server),
		with_medium(an_installer_without_rules_refuses_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

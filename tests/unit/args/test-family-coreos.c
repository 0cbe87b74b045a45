/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/derive-world.h"
#include "support/unit.h"

#include <errno.h>

/* CoreOS of Fedora and RHEL. */

#define OWN "coreos.liveiso=fedora-coreos-42 ignition.firstboot ignition.platform.id=metal "

#define STATIC                                                                                     \
	{ISOARGS_IP, "192.0.2.10/24"}, {ISOARGS_GATEWAY, "192.0.2.1"},                             \
		{ISOARGS_NAMESERVER, "192.0.2.53"},                                                \
	{                                                                                          \
		ISOARGS_HOSTNAME, "h"                                                              \
	}
#define IGNITION                                                                                   \
	{                                                                                          \
		ISOARGS_AUTO, "http://192.0.2.5/c.ign"                                             \
	}

static void become_coreos(struct medium *medium, const char *name, const char *cmdline)
{
	become(medium, IA_FAMILY_COREOS, name, "42");
	add_entry_of(medium, "/images/pxeboot/vmlinuz", "/images/pxeboot/initrd.img",
		     "CoreOS (Live)", cmdline);
}

static int coreos_setup(void **state)
{
	int r = medium_setup(state);

	become_coreos(*state, "Fedora CoreOS", OWN);
	return r;
}

#define with_coreos(test) cmocka_unit_test_setup_teardown(test, coreos_setup, medium_teardown)

#define ADDRESS(nic)                                                                               \
	"ip=192.0.2.10::192.0.2.1:255.255.255.0:h:" nic ":none nameserver=192.0.2.53 "             \
	"rd.neednet=1 "
#define INSTALLS(disk)                                                                             \
	"coreos.inst.install_dev=/dev/" disk " coreos.inst.ignition_url=http://192.0.2.5/c.ign "

static void the_table_of_families_has_these_lines(void **state)
{
	struct medium *medium = *state;

	assert_args(medium, OWN ADDRESS("") INSTALLS("vda") "console=ttyS0", "",
		    {ISOARGS_GUEST, "kvm"}, STATIC, IGNITION);
	assert_args(medium, OWN ADDRESS("enX0") INSTALLS("xvda") "console=ttyS0", "",
		    {ISOARGS_GUEST, "hvm"}, STATIC, IGNITION);
	assert_args(medium, OWN ADDRESS("enX0") INSTALLS("xvda") "console=hvc0", "",
		    {ISOARGS_GUEST, "pvh"}, STATIC, IGNITION);
	assert_args(medium, OWN ADDRESS("enX0") INSTALLS("xvda") "console=hvc0", "", STATIC,
		    IGNITION);
	become_coreos(medium, "Red Hat Enterprise Linux CoreOS", OWN);
	assert_args(medium, OWN ADDRESS("") INSTALLS("xvda") "console=hvc0", "", STATIC, IGNITION);
}

static void without_a_configuration_it_stays_a_live_system(void **state)
{
	struct medium *medium = *state;

	assert_args(medium, OWN "console=hvc0", "live-medium", {ISOARGS_TEXT, NULL});
	assert_args(medium, OWN "ip=dhcp rd.neednet=1 console=hvc0", "live-medium",
		    {ISOARGS_DHCP, NULL});
}

static void a_disk_that_is_named_is_not_chosen(void **state)
{
	struct medium *medium = *state;

	assert_args(medium,
		    OWN "coreos.inst.ignition_url=http://192.0.2.5/c.ign console=hvc0 "
			"coreos.inst.install_dev=/dev/xvdb",
		    "", IGNITION, {ISOARGS_APPEND, "coreos.inst.install_dev=/dev/xvdb"});
	become_coreos(medium, "Fedora CoreOS",
		      OWN "coreos.inst.install_dev=/dev/sda coreos.inst.ignition_url=http://h/x");
	assert_args(medium,
		    OWN "coreos.inst.install_dev=/dev/sda "
			"coreos.inst.ignition_url=http://192.0.2.5/c.ign console=hvc0",
		    "", IGNITION);
}

static void what_is_served_is_the_root_file_system(void **state)
{
	assert_args(*state,
		    "ignition.firstboot ignition.platform.id=metal "
		    "coreos.live.rootfs_url=http://h/x/images/pxeboot/rootfs.img ip=dhcp "
		    "console=hvc0",
		    "live-medium", {ISOARGS_BASE_URL, "http://h/x"});
	assert_fails(*state, -EINVAL, "found \"tftp://h\"", {ISOARGS_BASE_URL, "tftp://h"});
}

static void what_coreos_does_not_read_is_refused(void **state)
{
	struct medium *medium = *state;

	assert_fails(medium, -EINVAL, "found \"/c.ign\", expected an Ignition configuration",
		     {ISOARGS_AUTO, "/c.ign"});
	assert_fails(medium, -EOPNOTSUPP, "CoreOS reads no word for it",
		     {ISOARGS_REPO, "http://h/"});
	assert_fails(medium, -EOPNOTSUPP, "CoreOS reads no word for it", {ISOARGS_VNC, NULL});
	assert_fails(medium, -EOPNOTSUPP, "CoreOS reads no word for it", {ISOARGS_GRAPHICAL, NULL});
	assert_fails(medium, -EOPNOTSUPP, "CoreOS reads no word for it",
		     {ISOARGS_KS, "http://h/k"});
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		with_coreos(the_table_of_families_has_these_lines),
		with_coreos(without_a_configuration_it_stays_a_live_system),
		with_coreos(a_disk_that_is_named_is_not_chosen),
		with_coreos(what_is_served_is_the_root_file_system),
		with_coreos(what_coreos_does_not_read_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

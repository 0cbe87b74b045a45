/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pool.h"

/* Nothing is dropped in silence: what finds no room fails the plan, and what was there stays. */

static void rhel_media_take_the_template_of_rhel(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.medium.distribution = "Red Hat Enterprise Linux";
	assert_planned(&pool);
	assert_string_equal(pool.plan.objects[OBJECT_TEMPLATE].ref, "T1");
	pool_tear_down(&pool);
}

static void hosts_before_7_1_are_searched_by_name(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.inventory.has_domain_type = false;
	for (size_t i = 0; i < 3; i++)
		pool.templates[i].label = pool.templates[i].domain_type = "";
	assert_planned(&pool);
	assert_string_equal(pool.plan.objects[OBJECT_TEMPLATE].ref, "T2");
	assert_null(step_of(&pool, "VM.set_domain_type", 0)->method);
	pool_tear_down(&pool);
}

static void guests_that_are_being_made_are_no_templates(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.templates[3] = pool.templates[1];
	pool.templates[3].name = (struct name)NAME_PLAIN("[installing] other");
	pool.templates[3].is_default = false;
	pool.inventory.template_count = 4;
	assert_planned(&pool);
	assert_string_equal(pool.plan.objects[OBJECT_TEMPLATE].ref, "T2");
	pool_tear_down(&pool);
}

static void two_templates_of_one_name_need_a_uuid(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.templates[3] = pool.templates[1];
	pool.templates[3].uuid = "00000000-0000-0000-0000-000000000000";
	pool.inventory.template_count = 4;
	assert_refused(&pool, EXIT_AMBIGUOUS, "template-ambiguous",
		       "00000000-0000-0000-0000-000000000000");
	pool.wish.template = "15828343-5b0d-4b86-a2da-56278c3b8c68";
	assert_planned(&pool);
	pool_tear_down(&pool);
}

static void a_copy_of_the_same_name_is_not_taken_for_the_hosts_own(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.inventory.has_domain_type = false;
	for (size_t i = 0; i < 3; i++)
		pool.templates[i].label = pool.templates[i].domain_type = "";
	pool.templates[3] = pool.templates[1];
	pool.templates[3].ref = "T4";
	pool.templates[3].is_default = false;
	pool.inventory.template_count = 4;
	assert_planned(&pool);
	assert_string_equal(pool.plan.objects[OBJECT_TEMPLATE].ref, "T2");
	pool_tear_down(&pool);
}

/* Templates of these names, all that a host of 5.6 brings but that of RHEL 6. */
static void give_old_templates(struct pool *pool, struct found_vm *templates)
{
	static const struct {
		const char *name, *distro;
	} rows[] = {
		{"CentOS 4.8 (32-bit)", "rhel44"},
		{"Debian Lenny 5.0 (32-bit)", "debianlike"},
		{"CentOS 5 (32-bit)", "rhlike"},
		{"Red Hat Enterprise Linux 5 (64-bit)", "rhlike"},
		{"CentOS 5 (64-bit)", "rhlike"},
		{"SUSE Linux Enterprise Server 11 (64-bit)", "sleslike"},
	};

	pool_set_up(pool);
	for (size_t i = 0; i < IA_COUNT(rows); i++) {
		templates[i] = pool->templates[1];
		templates[i].label = templates[i].domain_type = "";
		templates[i].name = (struct name){rows[i].name, rows[i].name};
		templates[i].uuid = rows[i].name;
		templates[i].distro = rows[i].distro;
	}
	pool->inventory.has_domain_type = false;
	pool->inventory.templates = templates;
	pool->inventory.template_count = IA_COUNT(rows);
}

static void any_template_of_64_bit_el_stands_in(void **state IA_UNUSED)
{
	struct found_vm templates[6];
	struct pool pool;

	give_old_templates(&pool, templates);
	assert_planned(&pool);
	assert_string_equal(pool.plan.objects[OBJECT_TEMPLATE].uuid, "CentOS 5 (64-bit)");
	assert_int_equal(pool.plan.warning_count, 1);
	assert_contains(pool.plan.warnings[0],
			"no template of EL 6 (64-bit); \"CentOS 5 (64-bit)\"");
	pool_tear_down(&pool);
	templates[3].name = (struct name)NAME_PLAIN("Red Hat Enterprise Linux 5.4 x64");
	templates[4].name = (struct name)NAME_PLAIN("CentOS 5.10 x64");
	assert_planned(&pool);
	assert_string_equal(pool.plan.objects[OBJECT_TEMPLATE].uuid, "CentOS 5 (64-bit)");
	pool_tear_down(&pool);
	templates[4].name = (struct name)NAME_PLAIN("CentOS 5.3 x64");
	assert_planned(&pool);
	assert_string_equal(pool.plan.objects[OBJECT_TEMPLATE].uuid,
			    "Red Hat Enterprise Linux 5 (64-bit)");
	pool_tear_down(&pool);
	for (size_t i = 3; i < 5; i++)
		templates[i].name = (struct name){templates[i].uuid, templates[i].uuid};
	pool.medium.distribution = "Red Hat Enterprise Linux";
	assert_planned(&pool);
	assert_string_equal(pool.plan.objects[OBJECT_TEMPLATE].uuid,
			    "Red Hat Enterprise Linux 5 (64-bit)");
	pool_tear_down(&pool);
	templates[0].name =
		(struct name)NAME_PLAIN("Red Hat Enterprise Linux 6 (64-bit) (experimental)");
	templates[0].uuid = "6";
	templates[0].distro = "";
	assert_planned(&pool);
	assert_string_equal(pool.plan.objects[OBJECT_TEMPLATE].uuid, "6");
	assert_int_equal(pool.plan.warning_count, 0);
	pool_tear_down(&pool);
	for (size_t i = 0; i < 6; i++)
		templates[i].is_default = false;
	templates[0].name = (struct name)NAME_PLAIN("a copy");
	assert_refused(&pool, EXIT_LACKS, "no-template",
		       "guests: \"Red Hat Enterprise Linux 5 (64-bit)\", \"CentOS 5 (64-bit)\", "
		       "\"a copy\"");
}

static void a_template_for_hvm_is_refused(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.wish.template = "Other install media";
	assert_refused(&pool, EXIT_LACKS, "template-not-pv", "HVM");
}

static void without_a_template_the_others_are_named(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.wish.template = "CentOS 5";
	assert_refused(&pool, EXIT_LACKS, "no-template", "\"CentOS 6 (64-bit)\"");
}

/* Asks for a template that is not there among so many; what the answer says. */
static void look_among(struct pool *pool, unsigned count)
{
	static struct found_vm templates[16];
	static char names[16][16];

	pool_set_up(pool);
	for (unsigned i = 0; i < count; i++) {
		snprintf(names[i], sizeof(names[i]), "number %u", i + 1);
		templates[i] = pool->templates[1];
		templates[i].name = (struct name)NAME_PLAIN(names[i]);
	}
	pool->inventory.templates = templates;
	pool->inventory.template_count = count;
	pool->wish.template = "CentOS 5";
	assert_int_equal(pool_plan(pool), -1);
}

static void eight_names_are_listed_and_no_more(void **state IA_UNUSED)
{
	struct pool pool;

	look_among(&pool, 8);
	assert_contains(pool.refusal.sentence, "\"number 8\"");
	assert_null(strstr(pool.refusal.sentence, "..."));
	pool_tear_down(&pool);
	look_among(&pool, 9);
	assert_contains(pool.refusal.sentence, "\"number 8\", ...");
	assert_null(strstr(pool.refusal.sentence, "number 9"));
	pool_tear_down(&pool);
}

static void releases_that_run_no_pv_are_refused(void **state IA_UNUSED)
{
	static const char *const versions[] = {"8.3.0", "8.4.0", "9.0.1", "10.0.0"};
	struct pool pool;

	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		pool_set_up(&pool);
		pool.hosts[0].version = versions[i];
		pool.wish.force_pv = true;
		assert_refused(&pool, EXIT_NOT_USABLE, "pv-not-offered", versions[i]);
	}
	pool_set_up(&pool);
	pool.hosts[0].runs_pv64 = false;
	assert_refused(&pool, EXIT_NOT_USABLE, "pv-not-offered", "xen-3.0-x86_64");
}

static void releases_8_1_and_8_2_need_force(void **state IA_UNUSED)
{
	const struct plan_field *platform;
	struct pool pool;

	pool_set_up(&pool);
	pool.hosts[0].brand = "XCP-ng";
	pool.hosts[0].version = "8.2.1";
	pool.inventory.templates = &pool.templates[2];
	pool.inventory.template_count = 1;
	assert_refused(&pool, EXIT_NOT_USABLE, "pv-not-supported", "--force-pv");
	pool.wish.force_pv = true;
	assert_planned(&pool);
	assert_string_equal(pool.plan.objects[OBJECT_TEMPLATE].ref, "T3");
	assert_string_equal(field_of(step_of(&pool, "VM.set_domain_type", 0), "value")->text, "pv");
	platform = field_of(step_of(&pool, "VM.set_platform", 0), "value");
	assert_null(platform->pairs[0].value);
	assert_string_equal(field_of(step_of(&pool, "VM.set_PV_bootloader", 0), "value")->text,
			    "eliloader");
	pool_tear_down(&pool);
	pool.hosts[0].brand = "Citrix Hypervisor";
	assert_planned(&pool);
	assert_string_equal(field_of(step_of(&pool, "VM.set_PV_bootloader", 0), "value")->text,
			    "eliloader");
	pool_tear_down(&pool);
}

static void media_that_eliloader_cannot_start_are_refused(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.medium.suits_eliloader = false;
	assert_refused(&pool, EXIT_NOT_USABLE, "no-isolinux", "--bootloader pygrub");
	pool_set_up(&pool);
	pool.medium.suits_eliloader = false;
	pool.medium.installer = "linuxrc's (sleslike)";
	assert_refused(&pool, EXIT_NOT_USABLE, "no-isolinux",
		       "this medium is linuxrc's (sleslike); try --bootloader pygrub");
	/* Files that lie where it looks are started, whatever they are of. */
	pool_set_up(&pool);
	pool.medium.installer = "linuxrc's (sleslike)";
	assert_planned(&pool);
	pool_tear_down(&pool);
}

static void arguments_may_have_1020_bytes(void **state IA_UNUSED)
{
	char args[PLAN_ARGS_MAX + 2];
	struct pool pool;

	pool_set_up(&pool);
	memset(args, 'a', sizeof(args));
	args[PLAN_ARGS_MAX] = '\0';
	pool.medium.args = args;
	assert_planned(&pool);
	pool_tear_down(&pool);
	args[PLAN_ARGS_MAX] = 'a';
	args[PLAN_ARGS_MAX + 1] = '\0';
	assert_refused(&pool, EXIT_USAGE, "args-too-long", "1021 bytes");
}

static void memory_below_the_installers_is_refused(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.wish.memory = PLAN_MEMORY_MIN_MIB;
	assert_planned(&pool);
	pool_tear_down(&pool);
	pool.wish.memory = PLAN_MEMORY_MIN_MIB - 1;
	assert_refused(&pool, EXIT_USAGE, "memory-too-low", "511 MiB");
	pool.wish.memory = 600;
	pool.medium.memory_error = "the installer stops";
	assert_refused(&pool, EXIT_USAGE, "memory-too-low", "the installer stops");
}

static void a_full_repository_is_refused(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.srs[1].used = pool.srs[1].size - (20LL << 30);
	assert_planned(&pool);
	pool_tear_down(&pool);
	pool.srs[1].used++;
	assert_refused(&pool, EXIT_LACKS, "sr-full", "\"Shared storage\" (s2)");
}

/* What a host says of its space need not make sense; to be seen under UBSan. */
static void sizes_beyond_all_bounds_are_no_trouble(void **state IA_UNUSED)
{
	static const struct {
		int64_t size, used;
		const char *part; /* NULL: there is room */
	} rows[] = {
		{INT64_MAX, INT64_MIN, NULL},        {INT64_MIN, INT64_MAX, NULL},
		{INT64_MAX, INT64_MAX, "0 MiB"},     {1, INT64_MAX, "has 0 MiB free"},
		{1LL << 40, INT64_MIN, NULL},        {INT64_MAX, 0, NULL},
		{1LL << 30, 0, "has 1024 MiB free"},
	};
	struct pool pool;

	for (size_t i = 0; i < IA_COUNT(rows); i++) {
		pool_set_up(&pool);
		pool.srs[1].size = rows[i].size;
		pool.srs[1].used = rows[i].used;
		if (rows[i].part) {
			assert_refused(&pool, EXIT_LACKS, "sr-full", rows[i].part);
		} else {
			assert_planned(&pool);
			pool_tear_down(&pool);
		}
	}
}

static void without_a_default_the_only_repository_is_taken(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.srs[1].is_default = false;
	assert_refused(&pool, EXIT_AMBIGUOUS, "sr-ambiguous", "--sr");
	pool.srs[1].is_attached = false;
	assert_planned(&pool);
	assert_string_equal(pool.plan.objects[OBJECT_SR].ref, "S1");
	pool_tear_down(&pool);
	pool.srs[0].makes_disks = false;
	assert_refused(&pool, EXIT_LACKS, "no-sr", "Local storage");
}

static void repositories_that_could_take_the_disk_are_listed_and_no_others(void **state IA_UNUSED)
{
	struct found_sr srs[6];
	struct pool pool;

	pool_set_up(&pool);
	pool.hosts[1] = pool.hosts[0];
	pool.hosts[1].ref = "H2";
	pool.hosts[1].name = "host 2";
	pool.inventory.host_count = 2;
	for (size_t i = 0; i < 5; i++) {
		srs[i] = pool.srs[0];
		srs[i].hosts = i == 1 ? 2 : 1;
	}
	srs[2].name = (struct name)NAME_PLAIN("Removable storage");
	srs[2].is_drive = true;
	srs[3].name = (struct name)NAME_PLAIN("full");
	srs[3].used = srs[3].size;
	srs[4].name = (struct name)NAME_PLAIN("both");
	srs[4].hosts = 3;
	srs[5] = pool.srs[2];
	pool.inventory.srs = srs;
	pool.inventory.sr_count = 6;
	assert_refused(&pool, EXIT_AMBIGUOUS, "sr-ambiguous",
		       "3 storage repositories could take the disk; give --sr the uuid of one: s1 "
		       "(Local storage of host 1), s1 (Local storage of host 2), s1 (both)");
}

static void the_iso_is_looked_for_once_more_before_it_is_missing(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.inventory.iso_count = 0;
	assert_planned(&pool);
	assert_true(pool.plan.scans);
	assert_string_equal(pool.plan.steps[0].method, "SR.scan");
	assert_int_equal(pool.plan.warning_count, 1);
	pool_tear_down(&pool);
	pool.wish.scanned = true;
	pool.inventory.isos_there[0] = "other.iso";
	pool.inventory.isos_there_count = 1;
	assert_refused(&pool, EXIT_LACKS, "iso-missing", "\"other.iso\"");
}

/* Asks for an ISO that is nowhere in so many repositories; what the plan says. */
static int look_in(struct pool *pool, size_t count)
{
	static struct found_sr srs[PLAN_ISO_SRS_MAX + 2];

	pool_set_up(pool);
	srs[0] = pool->srs[1];
	for (size_t i = 1; i <= count; i++)
		srs[i] = pool->srs[2];
	pool->inventory.srs = srs;
	pool->inventory.sr_count = count + 1;
	pool->inventory.iso_count = 0;
	pool->wish.oemdrv = 64 << 10;
	pool->wish.bootloader = "pygrub";
	return pool_plan(pool);
}

static void sixty_four_iso_repositories_are_scanned_and_no_more(void **state IA_UNUSED)
{
	struct pool pool;

	assert_int_equal(look_in(&pool, PLAN_ISO_SRS_MAX), 0);
	assert_string_equal(pool.plan.steps[PLAN_ISO_SRS_MAX - 1].method, "SR.scan");
	pool_tear_down(&pool);
	assert_int_equal(look_in(&pool, PLAN_ISO_SRS_MAX + 1), -1);
	assert_string_equal(pool.refusal.code, "iso-srs-too-many");
	assert_int_equal(pool.refusal.status, EXIT_AMBIGUOUS);
	assert_contains(pool.refusal.sentence, "in 65 ISO repositories, and 64 are the most; name");
	pool_tear_down(&pool);
}

static void drives_of_a_host_are_no_repositories(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.srs[2].type = "udev";
	pool.srs[2].is_drive = true;
	assert_refused(&pool, EXIT_LACKS, "no-iso-sr", "the pool has no ISO repository; make one");
	pool_set_up(&pool);
	pool.srs[0].is_drive = true;
	pool.wish.sr = "s1";
	assert_refused(&pool, EXIT_LACKS, "sr-is-drive", "is a drive of a host");
	pool.wish.sr = NULL;
	pool.srs[1].is_default = false;
	assert_planned(&pool);
	assert_string_equal(pool.plan.objects[OBJECT_SR].ref, "S2");
	pool_tear_down(&pool);
}

static void iso_repositories_that_are_detached_are_named(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.srs[2].is_attached = false;
	assert_refused(&pool, EXIT_LACKS, "no-iso-sr",
		       "is attached to a host; attach one (xe pbd-plug): s3 (ISO library)");
}

static void the_tools_repository_holds_no_media(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.srs[2].is_tools = true;
	assert_refused(&pool, EXIT_LACKS, "no-iso-sr", "no ISO repository");
}

static void an_iso_whose_file_is_gone_is_looked_for_and_not_taken(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.isos[0].missing = true;
	assert_planned(&pool);
	assert_true(pool.plan.scans);
	pool_tear_down(&pool);
	pool.wish.scanned = true;
	assert_refused(&pool, EXIT_LACKS, "iso-gone",
		       "still listed, also after a scan: v1 (ISO library)");
	pool.isos[1] = pool.isos[0];
	pool.isos[1].uuid = "v2";
	pool.isos[1].missing = false;
	pool.inventory.iso_count = 2;
	assert_planned(&pool);
	assert_string_equal(pool.plan.objects[OBJECT_ISO].uuid, "v2");
	pool_tear_down(&pool);
}

static void the_same_iso_twice_needs_a_uuid(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.isos[1] = pool.isos[0];
	pool.isos[1].uuid = "v2";
	pool.inventory.iso_count = 2;
	assert_refused(&pool, EXIT_AMBIGUOUS, "iso-ambiguous", "v2");
}

static void iso_and_disk_have_to_be_seen_by_one_host(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.srs[2].hosts = 2;
	pool.wish.sr = "Local storage";
	assert_refused(&pool, EXIT_LACKS, "iso-elsewhere", "Local storage");
}

static void networks_go_by_uuid_name_and_bridge(void **state IA_UNUSED)
{
	static const char *const words[] = {"n2", "storage", "xenbr1"};
	struct pool pool;

	for (size_t i = 0; i < 3; i++) {
		pool_set_up(&pool);
		pool.wish.network = words[i];
		assert_planned(&pool);
		assert_string_equal(pool.plan.objects[OBJECT_NETWORK].ref, "N2");
		assert_int_equal(field_of(step_of(&pool, "VIF.create", 0), "MTU")->number, 9000);
		pool_tear_down(&pool);
	}
	pool_set_up(&pool);
	pool.wish.network = "xenbr7";
	assert_refused(&pool, EXIT_LACKS, "no-network", "xenbr7");
	pool_set_up(&pool);
	pool.networks[0].is_management = false;
	assert_refused(&pool, EXIT_LACKS, "no-network", "--network");
}

static void some_host_has_to_be_up_to_it(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.hosts[0].memory = 3072LL << 20;
	assert_planned(&pool);
	pool_tear_down(&pool);
	pool.hosts[0].memory--;
	assert_refused(
		&pool, EXIT_LACKS, "no-host",
		"with 3072 MiB of memory now; host 1: 3071 MiB of memory are free there; see");
	pool.hosts[0].memory = -1;
	assert_planned(&pool);
	pool_tear_down(&pool);
	pool.hosts[0].enabled = false;
	assert_refused(&pool, EXIT_LACKS, "no-host", "host 1: it is in maintenance mode");
	pool.hosts[0].live = false;
	assert_refused(&pool, EXIT_LACKS, "no-host", "host 1: it is not running");
	pool.hosts[1] = pool.hosts[0];
	pool.hosts[1].name = "host 2";
	pool.hosts[1].live = pool.hosts[1].enabled = true;
	pool.inventory.host_count = 2;
	assert_planned(&pool);
	pool_tear_down(&pool);
	pool.wish.sr = "s1";
	assert_refused(&pool, EXIT_LACKS, "no-host",
		       "host 2: it does not see the storage repository \"Local storage\"");
	pool.srs[0].hosts = 3;
	pool.srs[2].hosts = 1;
	assert_refused(&pool, EXIT_LACKS, "no-host",
		       "host 2: it does not see the ISO repository \"ISO library\"");
	pool.srs[2].hosts = 3;
	pool.networks[0].hosts = 1;
	assert_refused(&pool, EXIT_LACKS, "no-host",
		       "host 2: it has no interface on the network \"Pool-wide network 0\"");
	pool.networks[0].hosts = 2;
	pool.hosts[0].live = pool.hosts[0].enabled = true;
	pool.hosts[1].runs_pv64 = false;
	assert_refused(&pool, EXIT_LACKS, "no-host", "host 2: it runs no 64-bit paravirtualised");
}

static void a_network_of_no_host_is_taken_with_a_warning(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.wish.network = "storage";
	pool.networks[1].hosts = 0;
	pool.networks[1].is_internal = true;
	assert_planned(&pool);
	assert_int_equal(pool.plan.warning_count, 1);
	assert_contains(pool.plan.warnings[0],
			"no host has an interface on the network \"storage\"");
	pool_tear_down(&pool);
}

static void a_name_is_given_once(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.inventory.namesake_count = 1;
	pool.namesakes[0] =
		(struct found_vm){.uuid = "x", .name = NAME_PLAIN("c7"), .power = "Running"};
	assert_refused(&pool, EXIT_TAKEN, "name-taken", "not of this tool's making");
	pool.namesakes[0].marker = RUN;
	assert_refused(&pool, EXIT_TAKEN, "already-made", RUN);
	pool.namesakes[0].name = (struct name)NAME_PLAIN("[installing] c7");
	assert_refused(&pool, EXIT_TAKEN, "run-unfinished", "undo");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rhel_media_take_the_template_of_rhel),
		cmocka_unit_test(hosts_before_7_1_are_searched_by_name),
		cmocka_unit_test(guests_that_are_being_made_are_no_templates),
		cmocka_unit_test(two_templates_of_one_name_need_a_uuid),
		cmocka_unit_test(a_copy_of_the_same_name_is_not_taken_for_the_hosts_own),
		cmocka_unit_test(any_template_of_64_bit_el_stands_in),
		cmocka_unit_test(a_template_for_hvm_is_refused),
		cmocka_unit_test(without_a_template_the_others_are_named),
		cmocka_unit_test(eight_names_are_listed_and_no_more),
		cmocka_unit_test(releases_that_run_no_pv_are_refused),
		cmocka_unit_test(releases_8_1_and_8_2_need_force),
		cmocka_unit_test(media_that_eliloader_cannot_start_are_refused),
		cmocka_unit_test(arguments_may_have_1020_bytes),
		cmocka_unit_test(memory_below_the_installers_is_refused),
		cmocka_unit_test(a_full_repository_is_refused),
		cmocka_unit_test(sizes_beyond_all_bounds_are_no_trouble),
		cmocka_unit_test(without_a_default_the_only_repository_is_taken),
		cmocka_unit_test(repositories_that_could_take_the_disk_are_listed_and_no_others),
		cmocka_unit_test(the_iso_is_looked_for_once_more_before_it_is_missing),
		cmocka_unit_test(sixty_four_iso_repositories_are_scanned_and_no_more),
		cmocka_unit_test(drives_of_a_host_are_no_repositories),
		cmocka_unit_test(iso_repositories_that_are_detached_are_named),
		cmocka_unit_test(the_tools_repository_holds_no_media),
		cmocka_unit_test(an_iso_whose_file_is_gone_is_looked_for_and_not_taken),
		cmocka_unit_test(the_same_iso_twice_needs_a_uuid),
		cmocka_unit_test(iso_and_disk_have_to_be_seen_by_one_host),
		cmocka_unit_test(networks_go_by_uuid_name_and_bridge),
		cmocka_unit_test(some_host_has_to_be_up_to_it),
		cmocka_unit_test(a_network_of_no_host_is_taken_with_a_warning),
		cmocka_unit_test(a_name_is_given_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

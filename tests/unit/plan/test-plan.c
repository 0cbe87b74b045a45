/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "plan/plan.h"
#include "verbs/verbs.h"

#define RUN "0123456789abcdef0123456789abcdef"

/* A pool like that of a XenServer 7.6, every part of which a test may break. */
struct pool {
	struct found_host hosts[2];
	struct found_vm templates[4];
	struct found_vm namesakes[2];
	struct found_sr srs[3];
	struct found_vdi isos[2];
	struct found_network networks[2];
	struct inventory inventory;
	struct guest_wish wish;
	struct plan_medium medium;
	struct plan plan;
	struct refusal refusal;
};

static void set_up(struct pool *pool)
{
	*pool = (struct pool){
		.hosts = {{.ref = "H1",
			   .uuid = "h1",
			   .name = "host 1",
			   .brand = "XenServer",
			   .version = "7.6.0",
			   .live = true,
			   .runs_pv64 = true}},
		.templates = {{.ref = "T1",
			       .uuid = "b3427a33-41a9-49a8-9819-bfda075dc672",
			       .name = "Red Hat Enterprise Linux 6 (64-bit)",
			       .label = "rhel-6-64bit",
			       .power = "Halted",
			       .hvm_policy = "",
			       .domain_type = "pv",
			       .bootloader = "eliloader",
			       .memory_min = 512 << 20,
			       .vcpus = 1,
			       .is_template = true,
			       .is_default = true},
			      {.ref = "T2",
			       .uuid = "15828343-5b0d-4b86-a2da-56278c3b8c68",
			       .name = "CentOS 6 (64-bit)",
			       .label = "centos-6-64bit",
			       .power = "Halted",
			       .hvm_policy = "",
			       .domain_type = "pv",
			       .bootloader = "eliloader",
			       .memory_min = 512 << 20,
			       .vcpus = 1,
			       .is_template = true,
			       .is_default = true},
			      {.ref = "T3",
			       .uuid = "552bce37-51b2-445d-84f2-5f33fa112d7e",
			       .name = "Other install media",
			       .label = "other-install-media",
			       .power = "Halted",
			       .hvm_policy = "BIOS order",
			       .domain_type = "hvm",
			       .bootloader = "",
			       .vcpus = 1,
			       .is_template = true,
			       .is_default = true}},
		.srs = {{.ref = "S1",
			 .uuid = "s1",
			 .name = "Local storage",
			 .type = "lvm",
			 .is_attached = true,
			 .makes_disks = true,
			 .size = 1LL << 40,
			 .hosts = 1},
			{.ref = "S2",
			 .uuid = "s2",
			 .name = "Shared storage",
			 .type = "nfs",
			 .is_attached = true,
			 .is_default = true,
			 .makes_disks = true,
			 .size = 1LL << 40,
			 .hosts = 3},
			{.ref = "S3",
			 .uuid = "s3",
			 .name = "ISO library",
			 .type = "iso",
			 .is_iso = true,
			 .is_attached = true,
			 .hosts = 3}},
		.isos = {{.ref = "V1", .uuid = "v1", .name = "c7.iso", .sr = "S3"}},
		.networks = {{.ref = "N1",
			      .uuid = "n1",
			      .name = "Pool-wide network 0",
			      .bridge = "xenbr0",
			      .mtu = 1500,
			      .is_management = true},
			     {.ref = "N2",
			      .uuid = "n2",
			      .name = "storage",
			      .bridge = "xenbr1",
			      .mtu = 9000}},
		.wish = {.name = "c7", .iso = "c7.iso", .memory = 3072, .vcpus = 2, .disk = 20},
		.medium = {.args = "inst.vnc ip=dhcp",
			   .kernel = "/images/pxeboot/vmlinuz",
			   .initrd = "/images/pxeboot/initrd.img",
			   .distribution = "CentOS",
			   .suits_eliloader = true},
	};
	pool->inventory = (struct inventory){
		.master = "H1",
		.version = XENAPI_VERSION(2, 11),
		.has_domain_type = true,
		.hosts = pool->hosts,
		.host_count = 1,
		.templates = pool->templates,
		.template_count = 3,
		.namesakes = pool->namesakes,
		.srs = pool->srs,
		.sr_count = 3,
		.isos = pool->isos,
		.iso_count = 1,
		.networks = pool->networks,
		.network_count = 2,
	};
}

static int make(struct pool *pool)
{
	return plan_make(&pool->inventory, &pool->wish, &pool->medium, RUN, &pool->plan,
			 &pool->refusal);
}

static void tear_down(struct pool *pool)
{
	plan_free(&pool->plan);
	refusal_free(&pool->refusal);
}

static void assert_planned(struct pool *pool)
{
	if (make(pool) < 0)
		fail_msg("%s", pool->refusal.sentence);
}

/* With a sentence that holds part. */
static void assert_refused(struct pool *pool, int status, const char *code, const char *part)
{
	assert_int_equal(make(pool), -1);
	assert_string_equal(pool->refusal.code, code);
	assert_int_equal(pool->refusal.status, status);
	assert_contains(pool->refusal.sentence, part);
	tear_down(pool);
}

/* The nth step by a method, from 0. */
static const struct plan_step *step_of(const struct pool *pool, const char *method, unsigned nth)
{
	static const struct plan_step none;

	for (size_t i = 0; i < pool->plan.count; i++) {
		if (strcmp(pool->plan.steps[i].method, method) == 0 && nth-- == 0)
			return &pool->plan.steps[i];
	}
	return &none;
}

static const struct plan_field *field_of(const struct plan_step *step, const char *name)
{
	for (size_t i = 0; i < step->count; i++) {
		if (strcmp(step->fields[i].name, name) == 0)
			return &step->fields[i];
	}
	fail_msg("%s has no %s", step->method ? step->method : "the step that is missing", name);
	return &step->fields[0];
}

static void the_calls_come_in_the_order_that_xapi_needs(void **state IA_UNUSED)
{
	static const char *const order[] = {
		"VM.clone",
		"VM.set_name_description",
		"VM.set_VCPUs_max",
		"VM.set_VCPUs_at_startup",
		"VM.set_PV_bootloader",
		"VM.set_PV_kernel",
		"VM.set_PV_ramdisk",
		"VM.set_PV_bootloader_args",
		"VM.set_PV_legacy_args",
		"VM.set_PV_args",
		"VM.set_memory_limits",
		"VM.set_other_config",
		"VM.provision",
		"VDI.create",
		"VBD.create",
		"VBD.create",
		"VM.get_VBDs",
		"VIF.create",
		"VM.get_possible_hosts",
		"VM.set_name_label",
		"VM.start",
		"VM.set_PV_args",
	};
	struct pool pool;

	set_up(&pool);
	assert_planned(&pool);
	assert_int_equal(pool.plan.count, sizeof(order) / sizeof(order[0]));
	for (size_t i = 0; i < pool.plan.count; i++)
		assert_string_equal(pool.plan.steps[i].method, order[i]);
	assert_int_equal(pool.plan.start, 20);
	tear_down(&pool);
}

static void the_values_are_those_that_are_sent(void **state IA_UNUSED)
{
	const struct plan_step *step;
	struct pool pool;

	set_up(&pool);
	assert_planned(&pool);
	assert_string_equal(pool.plan.objects[OBJECT_TEMPLATE].ref, "T2");
	assert_string_equal(pool.plan.objects[OBJECT_SR].ref, "S2");
	assert_string_equal(pool.plan.objects[OBJECT_ISO].ref, "V1");
	assert_string_equal(pool.plan.objects[OBJECT_NETWORK].ref, "N1");
	assert_string_equal(field_of(step_of(&pool, "VM.clone", 0), "new_name")->text,
			    "[installing] c7");
	assert_string_equal(field_of(step_of(&pool, "VM.set_PV_args", 0), "value")->text,
			    "inst.vnc ip=dhcp");
	assert_string_equal(field_of(step_of(&pool, "VM.set_PV_args", 1), "value")->text, "");
	step = step_of(&pool, "VM.set_memory_limits", 0);
	assert_int_equal(field_of(step, "static_min")->number, 512 << 20);
	assert_int_equal(field_of(step, "static_max")->number, 3072LL << 20);
	assert_int_equal(field_of(step, "dynamic_min")->number, 3072LL << 20);
	step = step_of(&pool, "VDI.create", 0);
	assert_int_equal(field_of(step, "virtual_size")->number, 20LL << 30);
	assert_string_equal(field_of(step, "other_config")->pairs[0].key, MARKER);
	assert_string_equal(field_of(step, "other_config")->pairs[0].value, RUN);
	assert_false(field_of(step_of(&pool, "VBD.create", 0), "bootable")->number);
	assert_string_equal(field_of(step_of(&pool, "VBD.create", 0), "userdevice")->text, "0");
	assert_true(field_of(step_of(&pool, "VBD.create", 1), "bootable")->number);
	assert_string_equal(field_of(step_of(&pool, "VBD.create", 1), "userdevice")->text, "3");
	tear_down(&pool);
}

static void cpus_shrink_from_below(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	pool.templates[1].vcpus = 4;
	assert_planned(&pool);
	assert_true(step_of(&pool, "VM.set_VCPUs_at_startup", 0) <
		    step_of(&pool, "VM.set_VCPUs_max", 0));
	tear_down(&pool);
}

static void rhel_media_take_the_template_of_rhel(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	pool.medium.distribution = "Red Hat Enterprise Linux";
	assert_planned(&pool);
	assert_string_equal(pool.plan.objects[OBJECT_TEMPLATE].ref, "T1");
	tear_down(&pool);
}

static void hosts_before_7_1_are_searched_by_name(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	pool.inventory.has_domain_type = false;
	for (size_t i = 0; i < 3; i++)
		pool.templates[i].label = pool.templates[i].domain_type = "";
	assert_planned(&pool);
	assert_string_equal(pool.plan.objects[OBJECT_TEMPLATE].ref, "T2");
	assert_null(step_of(&pool, "VM.set_domain_type", 0)->method);
	tear_down(&pool);
}

static void guests_that_are_being_made_are_no_templates(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	pool.templates[3] = pool.templates[1];
	pool.templates[3].name = "[installing] other";
	pool.templates[3].is_default = false;
	pool.inventory.template_count = 4;
	assert_planned(&pool);
	assert_string_equal(pool.plan.objects[OBJECT_TEMPLATE].ref, "T2");
	tear_down(&pool);
}

static void two_templates_of_one_name_need_a_uuid(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	pool.templates[3] = pool.templates[1];
	pool.templates[3].uuid = "00000000-0000-0000-0000-000000000000";
	pool.inventory.template_count = 4;
	assert_refused(&pool, EXIT_AMBIGUOUS, "template-ambiguous",
		       "00000000-0000-0000-0000-000000000000");
	pool.wish.template = "15828343-5b0d-4b86-a2da-56278c3b8c68";
	assert_planned(&pool);
	tear_down(&pool);
}

static void a_template_for_hvm_is_refused(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	pool.wish.template = "Other install media";
	assert_refused(&pool, EXIT_LACKS, "template-not-pv", "HVM");
}

static void without_a_template_the_others_are_named(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	pool.wish.template = "CentOS 5";
	assert_refused(&pool, EXIT_LACKS, "no-template", "\"CentOS 6 (64-bit)\"");
}

/* Asks for a template that is not there among so many; what the answer says. */
static void look_among(struct pool *pool, unsigned count)
{
	static struct found_vm templates[16];
	static char names[16][16];

	set_up(pool);
	for (unsigned i = 0; i < count; i++) {
		snprintf(names[i], sizeof(names[i]), "number %u", i + 1);
		templates[i] = pool->templates[1];
		templates[i].name = names[i];
	}
	pool->inventory.templates = templates;
	pool->inventory.template_count = count;
	pool->wish.template = "CentOS 5";
	assert_int_equal(make(pool), -1);
}

static void eight_names_are_listed_and_no_more(void **state IA_UNUSED)
{
	struct pool pool;

	look_among(&pool, 8);
	assert_contains(pool.refusal.sentence, "\"number 8\"");
	assert_null(strstr(pool.refusal.sentence, "..."));
	tear_down(&pool);
	look_among(&pool, 9);
	assert_contains(pool.refusal.sentence, "\"number 8\", ...");
	assert_null(strstr(pool.refusal.sentence, "number 9"));
	tear_down(&pool);
}

static void releases_that_run_no_pv_are_refused(void **state IA_UNUSED)
{
	static const char *const versions[] = {"8.3.0", "8.4.0", "9.0.1", "10.0.0"};
	struct pool pool;

	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		set_up(&pool);
		pool.hosts[0].version = versions[i];
		pool.wish.force_pv = true;
		assert_refused(&pool, EXIT_NOT_USABLE, "pv-not-offered", versions[i]);
	}
	set_up(&pool);
	pool.hosts[0].runs_pv64 = false;
	assert_refused(&pool, EXIT_NOT_USABLE, "pv-not-offered", "xen-3.0-x86_64");
}

static void releases_8_1_and_8_2_need_force(void **state IA_UNUSED)
{
	const struct plan_field *platform;
	struct pool pool;

	set_up(&pool);
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
	tear_down(&pool);
}

static void pygrub_is_told_where_the_kernel_lies_and_forgets_it(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	pool.wish.bootloader = "pygrub";
	assert_planned(&pool);
	assert_string_equal(field_of(step_of(&pool, "VM.set_PV_bootloader_args", 0), "value")->text,
			    "--kernel=/images/pxeboot/vmlinuz "
			    "--ramdisk=/images/pxeboot/initrd.img --offset=0");
	assert_string_equal(field_of(step_of(&pool, "VM.set_PV_bootloader_args", 1), "value")->text,
			    "");
	assert_int_equal(step_of(&pool, "VBD.set_bootable", 0)->fields[0].object, OBJECT_DISK_VBD);
	tear_down(&pool);
}

static void media_that_eliloader_cannot_start_are_refused(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	pool.medium.suits_eliloader = false;
	assert_refused(&pool, EXIT_NOT_USABLE, "no-isolinux", "--bootloader pygrub");
}

static void arguments_may_have_1020_bytes(void **state IA_UNUSED)
{
	char args[PLAN_ARGS_MAX + 2];
	struct pool pool;

	set_up(&pool);
	memset(args, 'a', sizeof(args));
	args[PLAN_ARGS_MAX] = '\0';
	pool.medium.args = args;
	assert_planned(&pool);
	tear_down(&pool);
	args[PLAN_ARGS_MAX] = 'a';
	args[PLAN_ARGS_MAX + 1] = '\0';
	assert_refused(&pool, EXIT_USAGE, "args-too-long", "1021 bytes");
}

static void memory_below_the_installers_is_refused(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	pool.wish.memory = PLAN_MEMORY_MIN_MIB;
	assert_planned(&pool);
	tear_down(&pool);
	pool.wish.memory = PLAN_MEMORY_MIN_MIB - 1;
	assert_refused(&pool, EXIT_USAGE, "memory-too-low", "511 MiB");
	pool.wish.memory = 600;
	pool.medium.memory_error = "the installer stops";
	assert_refused(&pool, EXIT_USAGE, "memory-too-low", "the installer stops");
}

static void a_full_repository_is_refused(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	pool.srs[1].used = pool.srs[1].size - (20LL << 30);
	assert_planned(&pool);
	tear_down(&pool);
	pool.srs[1].used++;
	assert_refused(&pool, EXIT_LACKS, "sr-full", "\"Shared storage\" (s2)");
}

static void without_a_default_the_only_repository_is_taken(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	pool.srs[1].is_default = false;
	assert_refused(&pool, EXIT_AMBIGUOUS, "sr-ambiguous", "--sr");
	pool.srs[1].is_attached = false;
	assert_planned(&pool);
	assert_string_equal(pool.plan.objects[OBJECT_SR].ref, "S1");
	tear_down(&pool);
	pool.srs[0].makes_disks = false;
	assert_refused(&pool, EXIT_LACKS, "no-sr", "Local storage");
}

static void the_iso_is_looked_for_once_more_before_it_is_missing(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	pool.inventory.iso_count = 0;
	assert_planned(&pool);
	assert_true(pool.plan.scans);
	assert_string_equal(pool.plan.steps[0].method, "SR.scan");
	assert_int_equal(pool.plan.warning_count, 1);
	tear_down(&pool);
	pool.wish.scanned = true;
	pool.inventory.isos_there[0] = "other.iso";
	pool.inventory.isos_there_count = 1;
	assert_refused(&pool, EXIT_LACKS, "iso-missing", "\"other.iso\"");
}

static void the_tools_repository_holds_no_media(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	pool.srs[2].is_tools = true;
	assert_refused(&pool, EXIT_LACKS, "no-iso-sr", "no ISO repository");
}

static void the_same_iso_twice_needs_a_uuid(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	pool.isos[1] = pool.isos[0];
	pool.isos[1].uuid = "v2";
	pool.inventory.iso_count = 2;
	assert_refused(&pool, EXIT_AMBIGUOUS, "iso-ambiguous", "v2");
}

static void iso_and_disk_have_to_be_seen_by_one_host(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	pool.srs[2].hosts = 2;
	pool.wish.sr = "Local storage";
	assert_refused(&pool, EXIT_LACKS, "iso-elsewhere", "Local storage");
}

static void networks_go_by_uuid_name_and_bridge(void **state IA_UNUSED)
{
	static const char *const words[] = {"n2", "storage", "xenbr1"};
	struct pool pool;

	for (size_t i = 0; i < 3; i++) {
		set_up(&pool);
		pool.wish.network = words[i];
		assert_planned(&pool);
		assert_string_equal(pool.plan.objects[OBJECT_NETWORK].ref, "N2");
		assert_int_equal(field_of(step_of(&pool, "VIF.create", 0), "MTU")->number, 9000);
		tear_down(&pool);
	}
	set_up(&pool);
	pool.wish.network = "xenbr7";
	assert_refused(&pool, EXIT_LACKS, "no-network", "xenbr7");
	set_up(&pool);
	pool.networks[0].is_management = false;
	assert_refused(&pool, EXIT_LACKS, "no-network", "--network");
}

static void a_name_is_given_once(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	pool.inventory.namesake_count = 1;
	pool.namesakes[0] = (struct found_vm){.uuid = "x", .name = "c7", .power = "Running"};
	assert_refused(&pool, EXIT_TAKEN, "name-taken", "not of this tool's making");
	pool.namesakes[0].marker = RUN;
	assert_refused(&pool, EXIT_TAKEN, "already-made", RUN);
	pool.namesakes[0].name = "[installing] c7";
	assert_refused(&pool, EXIT_TAKEN, "run-unfinished", "undo");
}

static void quotation_marks_are_warned_of_before_6_5(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	pool.medium.args = "a=\"b\"";
	assert_planned(&pool);
	assert_int_equal(pool.plan.warning_count, 0);
	tear_down(&pool);
	pool.inventory.version = XENAPI_VERSION(2, 0);
	assert_planned(&pool);
	assert_int_equal(pool.plan.warning_count, 1);
	tear_down(&pool);
}

static void the_kickstart_has_a_disk_and_is_uploaded(void **state IA_UNUSED)
{
	const struct plan_step *upload;
	char *text, *json;
	struct pool pool;

	set_up(&pool);
	pool.wish.oemdrv = 64 << 10;
	assert_planned(&pool);
	upload = step_of(&pool, "PUT /import_raw_vdi", 0);
	assert_int_equal(upload->fields[0].object, OBJECT_OEMDRV);
	assert_string_equal(field_of(step_of(&pool, "VBD.create", 1), "userdevice")->text, "1");
	assert_string_equal(field_of(step_of(&pool, "VBD.create", 1), "mode")->text, "RO");
	text = plan_print_text(&pool.plan);
	json = plan_print_json(&pool.plan);
	assert_contains(text, "16 of at most 1020 bytes:\ninst.vnc ip=dhcp\n");
	assert_contains(json, "\"length\":16");
	free(text);
	free(json);
	tear_down(&pool);
}

/* Nothing is dropped in silence: what finds no room fails the plan, and what was there stays. */

static void steps_have_room_up_to_their_bound(void **state IA_UNUSED)
{
	AUTO_PLAN plan = {0};

	for (size_t i = 0; i < PLAN_STEPS_MAX; i++)
		plan_add(&plan, STEP_CALL, "VM.start", "one");
	assert_int_equal(plan.error, 0);
	plan_add(&plan, STEP_HOSTS, "VM.get_possible_hosts", "one more");
	plan_put(&plan, "vm", FIELD_TEXT)->text = "lost";
	assert_int_equal(plan.error, -E2BIG);
	assert_int_equal(plan.count, PLAN_STEPS_MAX);
	assert_string_equal(plan.steps[PLAN_STEPS_MAX - 1].title, "one");
	assert_int_equal(plan.steps[PLAN_STEPS_MAX - 1].count, 0);
}

static void fields_have_room_up_to_their_bound(void **state IA_UNUSED)
{
	AUTO_PLAN plan = {0};
	struct plan_step *step = plan_add(&plan, STEP_RECORD, "VDI.create", "a disk");

	for (size_t i = 0; i < STEP_FIELDS_MAX; i++)
		plan_put(&plan, "name_label", FIELD_INT)->number = (int64_t)i;
	assert_int_equal(plan.error, 0);
	plan_put(&plan, "tags", FIELD_TEXT)->text = "one more";
	assert_int_equal(plan.error, -E2BIG);
	assert_int_equal(step->count, STEP_FIELDS_MAX);
	assert_string_equal(step->fields[0].name, "name_label");
	assert_int_equal(step->fields[STEP_FIELDS_MAX - 2].number, STEP_FIELDS_MAX - 2);
}

static void pairs_have_room_up_to_their_bound(void **state IA_UNUSED)
{
	AUTO_PLAN plan = {0};
	struct plan_field *field;

	plan_add(&plan, STEP_MERGE, "VM.set_platform", "a map");
	field = plan_put(&plan, "value", FIELD_PAIRS);
	for (size_t i = 0; i < FIELD_PAIRS_MAX; i++)
		plan_put_pair(&plan, "key", "one");
	assert_int_equal(plan.error, 0);
	plan_put_pair(&plan, "key", "one more");
	assert_int_equal(plan.error, -E2BIG);
	assert_int_equal(field->pair_count, FIELD_PAIRS_MAX);
	assert_string_equal(field->pairs[FIELD_PAIRS_MAX - 1].value, "one");
}

static void texts_have_room_up_to_their_bound(void **state IA_UNUSED)
{
	AUTO_PLAN plan = {0};

	for (size_t i = 0; i < PLAN_TEXTS_MAX; i++)
		assert_string_equal(plan_text(&plan, "%s", "one"), "one");
	assert_int_equal(plan.error, 0);
	assert_string_equal(plan_text(&plan, "%s", "one more"), "");
	assert_int_equal(plan.error, -E2BIG);
}

static void warnings_have_room_up_to_their_bound(void **state IA_UNUSED)
{
	AUTO_PLAN plan = {0};

	for (size_t i = 0; i < PLAN_WARNINGS_MAX; i++)
		plan_warn(&plan, "number %zu", i);
	assert_int_equal(plan.error, 0);
	plan_warn(&plan, "one more");
	assert_int_equal(plan.error, -E2BIG);
	assert_int_equal(plan.warning_count, PLAN_WARNINGS_MAX);
	assert_string_equal(plan.warnings[0], "number 0");
}

/* The bounds stand far enough off: the longest plan that there is fits. */
static void a_plan_that_found_no_room_is_refused(void **state IA_UNUSED)
{
	struct pool pool;

	set_up(&pool);
	for (size_t i = 0; i < PLAN_STEPS_MAX - 10; i++)
		plan_add(&pool.plan, STEP_CALL, "VM.start", "one");
	assert_int_equal(make(&pool), -1);
	assert_string_equal(pool.refusal.code, "plan-too-long");
	assert_int_equal(pool.refusal.status, EXIT_FAILED);
	tear_down(&pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_calls_come_in_the_order_that_xapi_needs),
		cmocka_unit_test(the_values_are_those_that_are_sent),
		cmocka_unit_test(cpus_shrink_from_below),
		cmocka_unit_test(rhel_media_take_the_template_of_rhel),
		cmocka_unit_test(hosts_before_7_1_are_searched_by_name),
		cmocka_unit_test(guests_that_are_being_made_are_no_templates),
		cmocka_unit_test(two_templates_of_one_name_need_a_uuid),
		cmocka_unit_test(a_template_for_hvm_is_refused),
		cmocka_unit_test(without_a_template_the_others_are_named),
		cmocka_unit_test(eight_names_are_listed_and_no_more),
		cmocka_unit_test(releases_that_run_no_pv_are_refused),
		cmocka_unit_test(releases_8_1_and_8_2_need_force),
		cmocka_unit_test(pygrub_is_told_where_the_kernel_lies_and_forgets_it),
		cmocka_unit_test(media_that_eliloader_cannot_start_are_refused),
		cmocka_unit_test(arguments_may_have_1020_bytes),
		cmocka_unit_test(memory_below_the_installers_is_refused),
		cmocka_unit_test(a_full_repository_is_refused),
		cmocka_unit_test(without_a_default_the_only_repository_is_taken),
		cmocka_unit_test(the_iso_is_looked_for_once_more_before_it_is_missing),
		cmocka_unit_test(the_tools_repository_holds_no_media),
		cmocka_unit_test(the_same_iso_twice_needs_a_uuid),
		cmocka_unit_test(iso_and_disk_have_to_be_seen_by_one_host),
		cmocka_unit_test(networks_go_by_uuid_name_and_bridge),
		cmocka_unit_test(a_name_is_given_once),
		cmocka_unit_test(quotation_marks_are_warned_of_before_6_5),
		cmocka_unit_test(the_kickstart_has_a_disk_and_is_uploaded),
		cmocka_unit_test(steps_have_room_up_to_their_bound),
		cmocka_unit_test(fields_have_room_up_to_their_bound),
		cmocka_unit_test(pairs_have_room_up_to_their_bound),
		cmocka_unit_test(texts_have_room_up_to_their_bound),
		cmocka_unit_test(warnings_have_room_up_to_their_bound),
		cmocka_unit_test(a_plan_that_found_no_room_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

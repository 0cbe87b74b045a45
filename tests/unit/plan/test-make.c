/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pool.h"

/* Nothing is dropped in silence: what finds no room fails the plan, and what was there stays. */

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

	pool_set_up(&pool);
	assert_planned(&pool);
	assert_int_equal(pool.plan.count, sizeof(order) / sizeof(order[0]));
	for (size_t i = 0; i < pool.plan.count; i++)
		assert_string_equal(pool.plan.steps[i].method, order[i]);
	assert_int_equal(pool.plan.start, 20);
	pool_tear_down(&pool);
}

static void the_values_are_those_that_are_sent(void **state IA_UNUSED)
{
	const struct plan_step *step;
	struct pool pool;

	pool_set_up(&pool);
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
	pool_tear_down(&pool);
}

static void cpus_shrink_from_below(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.templates[1].vcpus = 4;
	assert_planned(&pool);
	assert_true(step_of(&pool, "VM.set_VCPUs_at_startup", 0) <
		    step_of(&pool, "VM.set_VCPUs_max", 0));
	pool_tear_down(&pool);
}

static void pygrub_is_told_where_the_kernel_lies_and_forgets_it(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.wish.bootloader = "pygrub";
	assert_planned(&pool);
	assert_string_equal(field_of(step_of(&pool, "VM.set_PV_bootloader_args", 0), "value")->text,
			    "--kernel=/images/pxeboot/vmlinuz "
			    "--ramdisk=/images/pxeboot/initrd.img --offset=0");
	assert_string_equal(field_of(step_of(&pool, "VM.set_PV_bootloader_args", 1), "value")->text,
			    "");
	assert_int_equal(step_of(&pool, "VBD.set_bootable", 0)->fields[0].object, OBJECT_DISK_VBD);
	pool_tear_down(&pool);
}

/* xapi escapes them for the boot loader, and has since its first release. */
static void quotation_marks_arrive_on_every_release(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	pool.medium.args = "a=\"b\"";
	pool.inventory.version = XENAPI_VERSION(1, 8);
	assert_planned(&pool);
	assert_int_equal(pool.plan.warning_count, 0);
	pool_tear_down(&pool);
}

static void the_kickstart_has_a_disk_and_is_uploaded(void **state IA_UNUSED)
{
	const struct plan_step *upload;
	char *text, *json;
	struct pool pool;

	pool_set_up(&pool);
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
	pool_tear_down(&pool);
}

/* The oldest API on which a guest is planned knows each call of every plan there. */
static void every_call_is_known_to_the_oldest_release(void **state IA_UNUSED)
{
	struct pool pool;

	for (unsigned i = 0; i < 4; i++) {
		pool_set_up(&pool);
		pool.inventory.version = PLAN_VERSION_MIN;
		pool.inventory.has_domain_type = false;
		pool.wish.bootloader = i & 1 ? "pygrub" : NULL;
		pool.wish.oemdrv = i & 2 ? 64 << 10 : 0;
		assert_planned(&pool);
		for (size_t k = 0; k < pool.plan.count; k++) {
			const struct rpc_call *call = call_find(pool.plan.steps[k].method);

			assert_true(!call || call->version <= PLAN_VERSION_MIN);
		}
		pool_tear_down(&pool);
	}
	pool_set_up(&pool);
	pool.inventory.version = PLAN_VERSION_MIN - 1;
	assert_refused(&pool, EXIT_NOT_USABLE, "api-too-old",
		       "XenServer 7.6.0 speaks version 1.6 of XenAPI");
	pool.inventory.version = PLAN_VERSION_MIN;
	pool.templates[1].domain_type = "";
	assert_refused(&pool, EXIT_NOT_USABLE, "api-too-old",
		       "version 1.7 of XenAPI, and VM.set_domain_type came with 2.10");
}

static void give_devices(struct pool *pool)
{
	pool->inventory.devices = (struct found_devices){
		.disks = {{.device = "xvda", .uuid = "d0", .name = NAME_PLAIN("first")},
			  {.device = "5", .uuid = "d5", .name = NAME_PLAIN("second")}},
		.disk_count = 2,
		.nics = {"0", "1", "2"},
		.nic_count = 3,
	};
}

static void what_a_template_brings_makes_room_at_once(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	give_devices(&pool);
	assert_planned(&pool);
	assert_ptr_equal(step_of(&pool, "VM.get_VBDs", 0), &pool.plan.steps[2]);
	assert_string_equal(
		pool.plan.steps[2].title,
		"the copies of the template's disks go: \"first\" (xvda), \"second\" (5)");
	assert_false(field_of(&pool.plan.steps[2], "keep")->number);
	assert_string_equal(pool.plan.steps[3].method, "VM.get_VIFs");
	assert_int_equal(pool.plan.warning_count, 1);
	assert_contains(pool.plan.warnings[0], "networks that they have: 1, 2");
	pool_tear_down(&pool);
}

static void a_disk_of_the_template_may_stay_where_none_of_ours_goes(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	give_devices(&pool);
	pool.wish.keeps_disks = true;
	assert_refused(&pool, EXIT_LACKS, "template-disk-in-the-way",
		       "\"first\" (d0) is device xvda");
	pool.inventory.devices.disks[0].device = "xvdb";
	assert_planned(&pool);
	assert_true(field_of(&pool.plan.steps[2], "keep")->number);
	pool_tear_down(&pool);
	pool.wish.oemdrv = 64 << 10;
	assert_refused(&pool, EXIT_LACKS, "template-disk-in-the-way", "device xvdb");
}

static void a_drive_has_a_number_by_whatever_name(void **state IA_UNUSED)
{
	static const struct {
		const char *device;
		unsigned number;
	} rows[] = {
		{"0", 0},
		{"15", 15},
		{"255", 255},
		{"256", DRIVE_NONE},
		{"xvda", 0},
		{"xvdz", 25},
		{"hdb", 1},
		{"sdc", 2},
		{"", DRIVE_NONE},
		{"xvd", DRIVE_NONE},
		{"xvdA", DRIVE_NONE},
		{"xvdaa", DRIVE_NONE},
		{"-1", DRIVE_NONE},
		{" 1", DRIVE_NONE},
		{"1x", DRIVE_NONE},
		{"autodetect", DRIVE_NONE},
	};

	for (size_t i = 0; i < IA_COUNT(rows); i++)
		assert_int_equal(drive_number(rows[i].device), rows[i].number);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_calls_come_in_the_order_that_xapi_needs),
		cmocka_unit_test(the_values_are_those_that_are_sent),
		cmocka_unit_test(cpus_shrink_from_below),
		cmocka_unit_test(pygrub_is_told_where_the_kernel_lies_and_forgets_it),
		cmocka_unit_test(quotation_marks_arrive_on_every_release),
		cmocka_unit_test(the_kickstart_has_a_disk_and_is_uploaded),
		cmocka_unit_test(every_call_is_known_to_the_oldest_release),
		cmocka_unit_test(what_a_template_brings_makes_room_at_once),
		cmocka_unit_test(a_disk_of_the_template_may_stay_where_none_of_ours_goes),
		cmocka_unit_test(a_drive_has_a_number_by_whatever_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

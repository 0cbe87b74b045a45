/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pool.h"

void pool_set_up(struct pool *pool)
{
	*pool = (struct pool){
		.hosts = {{.ref = "H1",
			   .uuid = "h1",
			   .name = "host 1",
			   .brand = "XenServer",
			   .version = "7.6.0",
			   .live = true,
			   .enabled = true,
			   .memory = 64LL << 30,
			   .runs_pv64 = true}},
		.templates = {{.ref = "T1",
			       .uuid = "b3427a33-41a9-49a8-9819-bfda075dc672",
			       .name = NAME_PLAIN("Red Hat Enterprise Linux 6 (64-bit)"),
			       .label = "rhel-6-64bit",
			       .power = "Halted",
			       .hvm_policy = "",
			       .domain_type = "pv",
			       .bootloader = "eliloader",
			       .distro = "rhlike",
			       .memory_min = 512 << 20,
			       .vcpus = 1,
			       .is_template = true,
			       .is_default = true},
			      {.ref = "T2",
			       .uuid = "15828343-5b0d-4b86-a2da-56278c3b8c68",
			       .name = NAME_PLAIN("CentOS 6 (64-bit)"),
			       .label = "centos-6-64bit",
			       .power = "Halted",
			       .hvm_policy = "",
			       .domain_type = "pv",
			       .bootloader = "eliloader",
			       .distro = "rhlike",
			       .memory_min = 512 << 20,
			       .vcpus = 1,
			       .is_template = true,
			       .is_default = true},
			      {.ref = "T3",
			       .uuid = "552bce37-51b2-445d-84f2-5f33fa112d7e",
			       .name = NAME_PLAIN("Other install media"),
			       .label = "other-install-media",
			       .power = "Halted",
			       .hvm_policy = "BIOS order",
			       .domain_type = "hvm",
			       .bootloader = "",
			       .distro = "",
			       .vcpus = 1,
			       .is_template = true,
			       .is_default = true}},
		.srs = {{.ref = "S1",
			 .uuid = "s1",
			 .name = NAME_PLAIN("Local storage"),
			 .type = "lvm",
			 .is_attached = true,
			 .makes_disks = true,
			 .size = 1LL << 40,
			 .hosts = 1},
			{.ref = "S2",
			 .uuid = "s2",
			 .name = NAME_PLAIN("Shared storage"),
			 .type = "nfs",
			 .is_attached = true,
			 .is_default = true,
			 .makes_disks = true,
			 .size = 1LL << 40,
			 .hosts = 3},
			{.ref = "S3",
			 .uuid = "s3",
			 .name = NAME_PLAIN("ISO library"),
			 .type = "iso",
			 .is_iso = true,
			 .is_attached = true,
			 .hosts = 3}},
		.isos = {{.ref = "V1", .uuid = "v1", .name = NAME_PLAIN("c7.iso"), .sr = "S3"}},
		.networks = {{.ref = "N1",
			      .uuid = "n1",
			      .name = NAME_PLAIN("Pool-wide network 0"),
			      .bridge = "xenbr0",
			      .mtu = 1500,
			      .hosts = 3,
			      .is_management = true},
			     {.ref = "N2",
			      .uuid = "n2",
			      .name = NAME_PLAIN("storage"),
			      .bridge = "xenbr1",
			      .mtu = 9000,
			      .hosts = 3}},
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

int pool_plan(struct pool *pool)
{
	return plan_make(&pool->inventory, &pool->wish, &pool->medium, RUN, &pool->plan,
			 &pool->refusal);
}

void pool_tear_down(struct pool *pool)
{
	plan_free(&pool->plan);
	refusal_free(&pool->refusal);
}

void assert_planned(struct pool *pool)
{
	if (pool_plan(pool) < 0)
		fail_msg("%s", pool->refusal.sentence);
}

void assert_refused(struct pool *pool, int status, const char *code, const char *part)
{
	assert_int_equal(pool_plan(pool), -1);
	assert_string_equal(pool->refusal.code, code);
	assert_int_equal(pool->refusal.status, status);
	assert_contains(pool->refusal.sentence, part);
	pool_tear_down(pool);
}

const struct plan_step *step_of(const struct pool *pool, const char *method, unsigned nth)
{
	static const struct plan_step none;

	for (size_t i = 0; i < pool->plan.count; i++) {
		if (strcmp(pool->plan.steps[i].method, method) == 0 && nth-- == 0)
			return &pool->plan.steps[i];
	}
	return &none;
}

const struct plan_field *field_of(const struct plan_step *step, const char *name)
{
	for (size_t i = 0; i < step->count; i++) {
		if (strcmp(step->fields[i].name, name) == 0)
			return &step->fields[i];
	}
	fail_msg("%s has no %s", step->method ? step->method : "the step that is missing", name);
	return &step->fields[0];
}

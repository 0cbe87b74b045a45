/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/grub-host.h"

static void a_command_takes_precedence_over_a_function(void **state IA_UNUSED)
{
	assert_r("function true { r=function; }\nfunction own { r=$r.own; }\nset r=x; true; own",
		 "x.own");
}

static void config_variables_are_set_while_a_file_is_read_only(void **state IA_UNUSED)
{
	assert_r("r=$config_directory", "(cd0)/boot/grub");
	assert_cmdline(STOCK, LINUX("$config_file x"), "x");
}

static void grub_has_set_some_variables_beforehand(void **state IA_UNUSED)
{
	assert_r("r=$grub_platform-$grub_cpu-$prefix-$root-$feature_menuentry_id",
		 "efi-x86_64-(cd0)/boot/grub-cd0-y");
}

static void root_loses_its_parentheses(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "menuentry m { set root='(hd0,gpt2)'; linux ($root)/k; }");

	assert_string_equal(e.menu.entries[0].kernel, "(hd0,gpt2)/k");
	assert_string_equal(e.menu.entries[0].root, "hd0,gpt2");
}

static void bodies_see_the_final_variables_and_not_each_other(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED = evaluate(
		STOCK, "for i in 1 2; do menuentry \"t$i\" $i { linux /k $i $2 $x; set x=y; }; "
		       "done\n");

	assert_string_equal(e.menu.entries[0].cmdline, "2 1");
	assert_string_equal(e.menu.entries[1].cmdline, "2 2");
}

static void return_ends_a_body_only_where_it_stands_in_one_line(void **state IA_UNUSED)
{
	assert_cmdline(STOCK, "menuentry m { linux /k a; return; linux /k b; }\n", "a");
	assert_cmdline(STOCK, "menuentry m {\nlinux /k a\nreturn\nlinux /k b; linux /k c\n}\n",
		       "b");
	assert_r("function f { eval 'r=1\nreturn\nr=${r}2; r=${r}3'; r=${r}4; }\nf", "12");
}

static void the_last_kernel_wins_and_forgets_its_initrd(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED = evaluate(
		STOCK, "menuentry m {\n linux /a\n initrd /i\n linux /b x\n initrd /1 /2\n}\n"
		       "menuentry n { linux /a; initrd /i; linux /b; }\n"
		       "menuentry o { initrd newc:a:/i; linux /k; initrd newc:n:/j; }\n");

	assert_string_equal(e.menu.entries[0].kernel, "/b");
	assert_int_equal(e.menu.entries[0].command_line, 4);
	assert_int_equal(e.menu.entries[0].initrd_count, 2);
	assert_string_equal(e.menu.entries[0].initrds[1], "/2");
	assert_int_equal(e.menu.entries[1].initrd_count, 0);
	assert_string_equal(e.menu.entries[2].initrds[0], "/j");
	assert_note(e, "grub-no-kernel", 8);
	assert_note(e, "grub-newc", 8);
}

static void the_first_module_of_a_hypervisor_is_the_kernel(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED = evaluate(
		STOCK, "menuentry x {\nmultiboot2 /xen.gz dom0_mem=1G\nmodule2 /vmlinuz a 'b c'\n"
		       "module2 /install.img\n}\nmenuentry y { multiboot2 /memtest m; }\n"
		       "menuentry z { chainloader --force /x.efi; }\n");

	assert_string_equal(e.menu.entries[0].command, "multiboot2");
	assert_string_equal(e.menu.entries[0].kernel, "/vmlinuz");
	assert_string_equal(e.menu.entries[0].cmdline, "a \"b c\"");
	assert_int_equal(e.menu.entries[0].argc, 3);
	assert_int_equal(e.menu.entries[0].initrd_count, 1);
	assert_string_equal(e.menu.entries[1].kernel, "/memtest");
	assert_string_equal(e.menu.entries[2].command, "chainloader");
	assert_string_equal(e.menu.entries[2].kernel, "/x.efi");
}

static void submenus_inherit_exported_variables_or_all(void **state IA_UNUSED)
{
	static const char text[] =
		"set a=1\nset e=2\nexport e\n"
		"submenu S --id 'x>y' { menuentry i { linux /k a=$a e=$e c=$chosen; } }\n";
	struct evaluated stock AUTO_EVALUATED = evaluate(STOCK, text);
	struct evaluated rhel8 AUTO_EVALUATED = evaluate(IA_GRUB_RHEL8, text);
	struct evaluated rhel9 AUTO_EVALUATED = evaluate(IA_GRUB_RHEL9, text);

	assert_true(stock.menu.entries[0].is_submenu);
	assert_string_equal(stock.menu.entries[1].path, "0>0");
	assert_string_equal(stock.menu.entries[1].cmdline, "a= e=2 c=x>>y>i");
	assert_string_equal(rhel8.menu.entries[1].cmdline, "a= e=2 c=x>>y>i");
	assert_string_equal(rhel9.menu.entries[1].cmdline, "a=1 e=2 c=x>>y>i");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_command_takes_precedence_over_a_function),
		cmocka_unit_test(config_variables_are_set_while_a_file_is_read_only),
		cmocka_unit_test(grub_has_set_some_variables_beforehand),
		cmocka_unit_test(root_loses_its_parentheses),
		cmocka_unit_test(bodies_see_the_final_variables_and_not_each_other),
		cmocka_unit_test(return_ends_a_body_only_where_it_stands_in_one_line),
		cmocka_unit_test(the_last_kernel_wins_and_forgets_its_initrd),
		cmocka_unit_test(the_first_module_of_a_hypervisor_is_the_kernel),
		cmocka_unit_test(submenus_inherit_exported_variables_or_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

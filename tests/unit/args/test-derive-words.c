/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/derive-world.h"

#include <errno.h>

#include "base/limits.h"
#include "base/note.h"

/* What becomes of the words of an entry that was named, and of those that are named themselves. */

#define LINE "utf8 nogpt noipv6 " STAGE2

/* Severity and text of every note, "warning text" a line; free() it. */
static char *notes_of(struct medium *medium, const struct setting *settings, size_t count)
{
	static const char *const severities[] = {"info", "warning", "error"};
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	struct isoargs_args *args = NULL;
	const struct isoargs_note *note;
	char *text = NULL;

	assert_int_equal(derive(medium, settings, count, &args, NULL), 0);
	ia_strbuf_adds(&buf, "");
	for (size_t i = 0; (note = isoargs_args_note(args, i)); i++)
		ia_strbuf_addf(&buf, "%s %s:%u %s\n", severities[isoargs_note_severity(note)],
			       isoargs_note_file(note) ? isoargs_note_file(note) : "",
			       isoargs_note_line(note), isoargs_note_text(note));
	isoargs_args_free(args);
	assert_int_equal(ia_strbuf_take(&buf, &text), 0);
	return text;
}

#define assert_notes(medium, expected, ...)                                                        \
	do {                                                                                       \
		const struct setting settings[] = {{0}, __VA_ARGS__};                              \
		char *text IA_AUTO_FREE = notes_of(medium, settings + 1, IA_COUNT(settings) - 1);  \
		assert_string_equal(text, expected);                                               \
	} while (0)

#define QUIET                                                                                      \
	"info " MENU ":13 quiet is left out of the entry that was named: only hides "              \
	"messages; keep it with ISOARGS_KEEP quiet\n"

static void a_rescue_entry_that_is_named_stays_one(void **state)
{
	add_el7_menu(*state);
	assert_args(*state, LINE " rescue", "entry-word", {ISOARGS_ENTRY, "3"});
	assert_notes(*state, QUIET, {ISOARGS_ENTRY, "3"});
	assert_reasons(*state, isoargs_args_word,
		       STAGE2
		       ": the label that the initramfs of EL7 computes, as the entry has it\n"
		       "rescue: makes the entry that ISOARGS_ENTRY names what it is\n",
		       {ISOARGS_ENTRY, "3"}, {ISOARGS_STYLE, "minimal"});
}

static void an_entry_that_checks_the_medium_checks_it_where_it_is_named(void **state)
{
	add_el7_menu(*state);
	assert_args(*state, LINE " rd.live.check", "entry-word", {ISOARGS_ENTRY, "1"});
}

static void what_a_pv_guest_cannot_do_is_left_out_of_a_named_entry_with_a_warning(void **state)
{
	add_entry(*state, "Basic graphics", STAGE2 " xdriver=vesa nomodeset vga=791");
	assert_args(*state, LINE, "entry-word", {ISOARGS_ENTRY, "0"});
	assert_notes(*state,
		     "warning " MENU
		     ":10 xdriver=vesa is left out of the entry that was named: a PV "
		     "guest has no graphics, and the installed system would inherit it; keep it "
		     "with ISOARGS_KEEP xdriver=vesa\n"
		     "warning " MENU ":10 nomodeset is left out of the entry that was named: a PV "
		     "guest has no graphics, and the installed system would inherit it; keep it "
		     "with ISOARGS_KEEP nomodeset\n"
		     "info " MENU ":10 vga=791 is left out of the entry that was named: a PV guest "
		     "has no graphics, and the installed system would inherit it; keep it with "
		     "ISOARGS_KEEP vga=791\n",
		     {ISOARGS_ENTRY, "0"});
	assert_args(*state, LINE " xdriver=vesa nomodeset", "entry-word", {ISOARGS_ENTRY, "0"},
		    {ISOARGS_KEEP, "xdriver"}, {ISOARGS_KEEP, "nomodeset"});
}

static void what_is_in_the_line_already_is_not_told_as_left_out(void **state)
{
	add_entry(*state, "Install", "utf8 " STAGE2);
	assert_args(*state, LINE, "", {ISOARGS_ENTRY, "0"});
}

static void a_word_that_takes_no_part_of_a_name_is_told_by_its_name(void **state)
{
	struct medium *medium = *state;

	add_entry(medium, "Install", STAGE2 " \"console=tty0 x\" vncpassword=secret99");
	medium->report.distro.generation = 9;
	assert_notes(medium,
		     "warning :0 the kernels of EL8 and later are built without Xen PV: boot this "
		     "medium as an HVM guest (ISOARGS_GUEST hvm) or under KVM (ISOARGS_GUEST kvm)\n"
		     "info " MENU ":10 console is left out of the entry that was named: a PV "
		     "guest's console is hvc0; keep it with ISOARGS_KEEP console\n"
		     "info " MENU
		     ":10 vncpassword is left out of the entry that was named: without "
		     "\"inst.\" this installer does not read it; keep it with ISOARGS_KEEP "
		     "vncpassword\n",
		     {ISOARGS_ENTRY, "0"});
}

static void a_rescue_that_the_installer_does_not_read_is_warned_about(void **state)
{
	struct medium *medium = *state;

	add_entry(medium, "Rescue", STAGE2 " rescue");
	medium->report.distro.generation = 9;
	assert_args(medium, STAGE2, "entry-word", {ISOARGS_ENTRY, "0"});
}

static void a_word_that_is_kept_stays_where_it_stood(void **state)
{
	add_entry(*state, "Install", "quiet " STAGE2 " console=tty0 a=b console=ttyS0,9600 rhgb");
	assert_args(*state, "utf8 nogpt noipv6 quiet " STAGE2 " a=b console=ttyS0,9600", "",
		    {ISOARGS_KEEP, "quiet"}, {ISOARGS_KEEP, "console=ttyS0,9600"});
	assert_args(*state, LINE " console=tty0 a=b console=ttyS0,9600", "",
		    {ISOARGS_KEEP, "console"});
	assert_reasons(*state, isoargs_args_word,
		       "quiet: ISOARGS_KEEP keeps it\n" STAGE2
		       ": the label that the initramfs of EL7 computes, as the entry has it\n"
		       "a=b: the entry's own word\n",
		       {ISOARGS_KEEP, "quiet"}, {ISOARGS_STYLE, "minimal"});
}

static void what_an_option_replaces_stays_beside_it_where_it_is_kept(void **state)
{
	add_entry(*state, "Install", STAGE2 " inst.ks=http://a/ks");
	assert_args(*state, LINE " inst.ks=http://a/ks inst.ks=http://b/ks", "",
		    {ISOARGS_KEEP, "inst.ks"}, {ISOARGS_KS, "http://b/ks"});
}

static void control_characters_are_kept_by_no_option(void **state)
{
	add_entry(*state, "Install", STAGE2 " a=\x1b[31m");
	assert_args(*state, LINE, "control-characters", {ISOARGS_KEEP, "a"});
}

static void a_word_that_is_dropped_is_not_in_the_line(void **state)
{
	add_entry(*state, "Install", STAGE2 " vendor.word=1 fips=1 vendor=\"a b\"");
	assert_args(*state, LINE " fips=1", "", {ISOARGS_DROP, "vendor.word=1"},
		    {ISOARGS_DROP, "vendor"});
	assert_args(*state, LINE " vendor.word=1 vendor=\"a b\"", "quotes", {ISOARGS_DROP, "fips"});
	/* A name is no beginning of one, nor is a value of one that has further parts. */
	assert_args(*state, LINE " vendor.word=1 fips=1 vendor=\"a b\"", "no-such-word",
		    {ISOARGS_DROP, "vend"});
	assert_reasons(*state, isoargs_args_dropped,
		       "fips=1: ISOARGS_DROP leaves it out\n"
		       "vendor=\"a b\": ISOARGS_DROP leaves it out\n",
		       {ISOARGS_DROP, "fips"}, {ISOARGS_DROP, "vendor"});
}

static void words_of_rules_can_be_dropped_as_well(void **state)
{
	add_entry(*state, "Install", STAGE2);
	assert_args(*state, "utf8 nogpt " STAGE2, "", {ISOARGS_DROP, "noipv6"});
	assert_reasons(*state, isoargs_args_dropped, "noipv6: ISOARGS_DROP leaves it out\n",
		       {ISOARGS_DROP, "noipv6"});
}

static void a_word_named_whole_outranks_one_that_is_named_by_its_name(void **state)
{
	add_entry(*state, "Install", STAGE2 " console=tty0 console=ttyS0");
	assert_args(*state, LINE " console=ttyS0", "", {ISOARGS_KEEP, "console"},
		    {ISOARGS_DROP, "console=tty0"});
	assert_args(*state, LINE " console=tty0", "", {ISOARGS_DROP, "console"},
		    {ISOARGS_KEEP, "console=tty0"});
}

static void the_second_stage_can_be_dropped_or_kept_as_the_entry_has_it(void **state)
{
	struct medium *medium = *state;

	add_entry(medium, "Install", "inst.stage2=hd:LABEL=OLD a=b");
	assert_args(medium, "utf8 nogpt noipv6 a=b", "", {ISOARGS_DROP, "inst.stage2"});
	assert_args(medium, LINE " a=b", "stage2-differs",
		    {ISOARGS_DROP, "inst.stage2=hd:LABEL=OLD"});
	assert_args(medium, "utf8 nogpt noipv6 inst.stage2=hd:LABEL=OLD a=b", "stage2-differs",
		    {ISOARGS_KEEP, "inst.stage2"});
	assert_notes(medium,
		     "warning " MENU
		     ":10 the medium's menu says inst.stage2=hd:LABEL=OLD, its label "
		     "gives inst.stage2=hd:LABEL=CentOS\\x207\\x20x86_64; what the menu says is "
		     "used\n",
		     {ISOARGS_KEEP, "inst.stage2"});
	/* Then no label is needed. */
	medium->report.labels.installer = medium->report.labels.encoded = NULL;
	assert_args(medium, "utf8 nogpt noipv6 a=b", "", {ISOARGS_DROP, "inst.stage2"});
	assert_args(medium, "utf8 nogpt noipv6 inst.stage2=hd:LABEL=OLD a=b", "stage2-differs",
		    {ISOARGS_KEEP, "inst.stage2"});
}

static void no_second_stage_is_added_where_it_is_dropped(void **state)
{
	add_entry(*state, "Install", "inst.sshd");
	assert_args(*state, "utf8 nogpt noipv6 inst.sshd", "no-such-word",
		    {ISOARGS_DROP, "inst.stage2"});
	assert_args(*state, "utf8 nogpt noipv6 inst.sshd", "stage2-added", {ISOARGS_DROP, STAGE2});
}

static void what_another_option_asks_for_cannot_be_dropped(void **state)
{
	add_entry(*state, "Install", STAGE2 " inst.ks=http://a/ks");
	assert_fails(*state, -EINVAL, "found what names a word that ISOARGS_KS asks for",
		     {ISOARGS_DROP, "inst.ks"}, {ISOARGS_KS, "http://b/ks"});
	assert_fails(*state, -EINVAL, "a word that ISOARGS_APPEND asks for", {ISOARGS_DROP, "a=b"},
		     {ISOARGS_APPEND, "a=b"});
	assert_fails(*state, -EINVAL, "a word that ISOARGS_TEXT asks for", {ISOARGS_DROP, "text"},
		     {ISOARGS_TEXT, NULL});
	assert_fails(*state, -EINVAL, "a word that ISOARGS_DHCP asks for", {ISOARGS_DROP, "ip"},
		     {ISOARGS_DHCP, NULL});
	assert_fails(*state, -EINVAL, "a word that ISOARGS_STAGE2 asks for",
		     {ISOARGS_DROP, "inst.stage2"}, {ISOARGS_STAGE2, "uuid"});
	assert_fails(*state, -EINVAL, "ISOARGS_STAGE2 takes the place of",
		     {ISOARGS_KEEP, "inst.stage2"}, {ISOARGS_STAGE2, "uuid"});
	assert_args(*state, LINE " inst.ks=http://b/ks", "", {ISOARGS_DROP, "inst.ks=http://a/ks"},
		    {ISOARGS_KS, "http://b/ks"});
}

static void words_that_an_unattended_boot_adds_are_in_the_line_with_their_place(void **state)
{
	struct medium *medium = *state;
	struct isoargs_args *own = NULL;
	const struct isoargs_word *word;

	add_entry(medium, "Install", STAGE2 " quiet");
	medium->entries[0].is_default = true;
	medium->config.default_path = "0";
	medium->config.default_words = "ks=http://a/ks rhgb  a=b";
	medium->config.default_line = 3;
	assert_args(medium, LINE " ks=http://a/ks a=b", "");
	assert_args(medium, LINE " a=b inst.ks=http://b/ks", "", {ISOARGS_KS, "http://b/ks"});
	assert_args(medium, LINE " ks=http://a/ks", "", {ISOARGS_DROP, "a"});
	assert_reasons(medium, isoargs_args_word,
		       STAGE2
		       ": the label that the initramfs of EL7 computes, as the entry has it\n"
		       "ks=http://a/ks: what an unattended boot of the medium adds to the "
		       "entry\n"
		       "a=b: what an unattended boot of the medium adds to the entry\n",
		       {ISOARGS_STYLE, "minimal"});
	assert_int_equal(derive(medium, NULL, 0, &own, NULL), 0);
	word = isoargs_args_word(own, 4);
	assert_string_equal(isoargs_word_text(word), "ks=http://a/ks");
	assert_int_equal(isoargs_word_origin(word), ISOARGS_FROM_ENTRY);
	assert_string_equal(isoargs_word_file(word), MENU);
	assert_int_equal(isoargs_word_line(word), 3);
	isoargs_args_free(own);
}

static void the_second_stage_that_an_unattended_boot_adds_is_replaced_too(void **state)
{
	struct medium *medium = *state;

	add_entry(medium, "Install", STAGE2);
	medium->entries[0].is_default = true;
	medium->config.default_words = "inst.stage2=hd:LABEL=OLD";
	assert_args(medium, LINE, "stage2-differs");
}

static void words_that_only_an_unattended_boot_adds_are_told_where_they_are_not_taken(void **state)
{
	struct medium *medium = *state;

	add_el7_menu(medium);
	medium->config.default_path = "1";
	medium->config.default_words = "ks=http://a/ks";
	assert_notes(medium, "warning " MENU ":0 an unattended boot of this menu adds words to the "
			     "entry 1, which are not taken: ks=http://a/ks; add what you want with "
			     "ISOARGS_APPEND\n");
	/* Who names an entry knows what it is called; another one has nothing of these words. */
	assert_args(medium, LINE " rd.live.check", "default-words", {ISOARGS_ENTRY, "1"});
	assert_notes(medium, QUIET, {ISOARGS_ENTRY, "3"});
}

static void kickstart_and_packages_of_the_name_that_the_medium_had_are_corrected(void **state)
{
	struct medium *medium = *state;

	add_entry(medium, "Install",
		  "inst.stage2=hd:LABEL=OLD inst.ks=hd:LABEL=OLD:/ks.cfg inst.repo=hd:LABEL=OLD:/");
	assert_args(medium, LINE " inst.ks=hd:LABEL=CentOS\\x207\\x20x86_64:/ks.cfg",
		    "other-medium");
	assert_notes(medium,
		     "info " MENU ":10 the medium's menu says inst.stage2=hd:LABEL=OLD, its label "
		     "gives inst.stage2=hd:LABEL=CentOS\\x207\\x20x86_64; inst.stage2=hd:/dev/xvdd "
		     "is used\n"
		     "info " MENU ":10 inst.ks=hd:LABEL=OLD:/ks.cfg looks for \"OLD\", which this "
		     "medium is not, as does its second stage; inst.ks=hd:/dev/xvdd:/ks.cfg is "
		     "used\n"
		     "info " MENU
		     ":10 inst.repo=hd:LABEL=OLD:/ looks for \"OLD\", which this medium "
		     "is not, as does its second stage; inst.repo=hd:/dev/xvdd:/ is used\n",
		     {ISOARGS_STAGE2, "device"});
	assert_reasons(medium, isoargs_args_dropped,
		       "inst.stage2=hd:LABEL=OLD: what the medium's label gives takes its place\n"
		       "inst.ks=hd:LABEL=OLD:/ks.cfg: looks for a name that this medium has not\n"
		       "inst.repo=hd:LABEL=OLD:/: looks for a name that this medium has not\n");
	assert_args(medium, LINE " inst.ks=hd:LABEL=OLD:/ks.cfg inst.repo=hd:LABEL=OLD:/",
		    "stage2-differs", {ISOARGS_KEEP, "inst.ks"}, {ISOARGS_KEEP, "inst.repo"});
	/* Later releases take a repository by an escaped label. */
	medium->report.distro.generation = 9;
	assert_args(medium,
		    STAGE2 " inst.ks=hd:LABEL=CentOS\\x207\\x20x86_64:/ks.cfg"
			   " inst.repo=hd:LABEL=CentOS\\x207\\x20x86_64:/",
		    "other-medium");
}

static void kickstart_and_packages_on_another_medium_stay_with_a_warning(void **state)
{
	struct medium *medium = *state;

	add_entry(medium, "Install",
		  STAGE2 " inst.ks=hd:LABEL=OTHER:/ks.cfg inst.repo=hd:UUID=1-2:/ "
			 "ks=hd:LABEL=OEMDRV:/ks.cfg");
	assert_args(medium,
		    LINE " inst.ks=hd:LABEL=OTHER:/ks.cfg inst.repo=hd:UUID=1-2:/ "
			 "ks=hd:LABEL=OEMDRV:/ks.cfg",
		    "other-medium");
	assert_notes(medium,
		     "warning " MENU
		     ":10 inst.ks=hd:LABEL=OTHER:/ks.cfg looks for \"OTHER\", which "
		     "this medium is not; have that medium in the guest as well, or name the place "
		     "with ISOARGS_KS\n"
		     "warning " MENU ":10 inst.repo=hd:UUID=1-2:/ looks for \"1-2\", which this "
		     "medium is not; have that medium in the guest as well, or name the place with "
		     "ISOARGS_REPO\n");
	assert_args(medium, LINE " inst.repo=http://a/ inst.ks=http://b/ks", "",
		    {ISOARGS_REPO, "http://a/"}, {ISOARGS_KS, "http://b/ks"});
	/* This medium's own names are right. */
	medium->entries[0].cmdline = STAGE2 " inst.ks=hd:LABEL=CentOS\\x207\\x20x86_64:/ks.cfg "
					    "inst.repo=hd:UUID=2020-11-04-11-36-43-00:/";
	assert_args(medium,
		    LINE " inst.ks=hd:LABEL=CentOS\\x207\\x20x86_64:/ks.cfg "
			 "inst.repo=hd:UUID=2020-11-04-11-36-43-00:/",
		    "");
}

static void what_names_no_word_is_told(void **state)
{
	add_entry(*state, "Install", STAGE2);
	assert_notes(*state,
		     "warning :0 \"quiet\" names no word of the entry \"Install\"\n"
		     "warning :0 \"rhgb\" names no word of the entry \"Install\"\n",
		     {ISOARGS_KEEP, "quiet"}, {ISOARGS_DROP, "rhgb"});
}

static void one_word_is_not_both_kept_and_dropped(void **state)
{
	add_entry(*state, "Install", STAGE2);
	assert_fails(*state, -EINVAL,
		     "ISOARGS_KEEP: found \"quiet\", which ISOARGS_DROP leaves out",
		     {ISOARGS_DROP, "quiet"}, {ISOARGS_KEEP, "quiet"});
}

static void other_families_words_are_kept_and_dropped_too(void **state)
{
	struct medium *medium = *state;

	medium->report.distro =
		(struct ia_distro){.family = IA_FAMILY_DEBIAN, .name = "Debian", .version = "12"};
	add_entry(medium, "Install", "vga=788 --- quiet");
	assert_args(medium, "--- console=hvc0", "", {ISOARGS_DROP, "quiet"});
	assert_args(medium, "vga=788 --- quiet console=hvc0", "", {ISOARGS_KEEP, "vga"});
}

static void as_many_words_as_an_option_takes_are_looked_for_in_as_many_as_an_entry_has(void **state)
{
	struct setting settings[2 * IA_OPTION_VALUES_MAX];
	char values[2 * IA_OPTION_VALUES_MAX][8];
	struct ia_strbuf line IA_AUTO_STRBUF = {0};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_args *args = NULL;

	for (unsigned i = 0; i < IA_CMDLINE_WORDS_MAX; i++)
		ia_strbuf_adds(&line, i ? " q" : "q");
	assert_int_equal(line.error, 0);
	add_entry(*state, "Install", line.data);
	for (unsigned i = 0; i < IA_COUNT(settings); i++) {
		snprintf(values[i], sizeof(values[i]), "%c%u", i % 2 ? 'k' : 'd', i);
		settings[i] = (struct setting){i % 2 ? ISOARGS_KEEP : ISOARGS_DROP, values[i]};
	}
	settings[0].value = "q";
	if (derive(*state, settings, IA_COUNT(settings), &args, &error) < 0)
		fail_msg("%s", isoargs_error_message(error));
	assert_string_equal(isoargs_args_string(args), LINE);
	isoargs_args_free(args);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_medium(a_rescue_entry_that_is_named_stays_one),
		with_medium(an_entry_that_checks_the_medium_checks_it_where_it_is_named),
		with_medium(what_a_pv_guest_cannot_do_is_left_out_of_a_named_entry_with_a_warning),
		with_medium(what_is_in_the_line_already_is_not_told_as_left_out),
		with_medium(a_word_that_takes_no_part_of_a_name_is_told_by_its_name),
		with_medium(a_rescue_that_the_installer_does_not_read_is_warned_about),
		with_medium(a_word_that_is_kept_stays_where_it_stood),
		with_medium(what_an_option_replaces_stays_beside_it_where_it_is_kept),
		with_medium(control_characters_are_kept_by_no_option),
		with_medium(a_word_that_is_dropped_is_not_in_the_line),
		with_medium(words_of_rules_can_be_dropped_as_well),
		with_medium(a_word_named_whole_outranks_one_that_is_named_by_its_name),
		with_medium(the_second_stage_can_be_dropped_or_kept_as_the_entry_has_it),
		with_medium(no_second_stage_is_added_where_it_is_dropped),
		with_medium(what_another_option_asks_for_cannot_be_dropped),
		with_medium(words_that_an_unattended_boot_adds_are_in_the_line_with_their_place),
		with_medium(the_second_stage_that_an_unattended_boot_adds_is_replaced_too),
		with_medium(
			words_that_only_an_unattended_boot_adds_are_told_where_they_are_not_taken),
		with_medium(kickstart_and_packages_of_the_name_that_the_medium_had_are_corrected),
		with_medium(kickstart_and_packages_on_another_medium_stay_with_a_warning),
		with_medium(what_names_no_word_is_told),
		with_medium(one_word_is_not_both_kept_and_dropped),
		with_medium(other_families_words_are_kept_and_dropped_too),
		with_medium(
			as_many_words_as_an_option_takes_are_looked_for_in_as_many_as_an_entry_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

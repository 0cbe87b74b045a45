/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/limits.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "support/notes.h"
#include "support/repeat.h"

static void an_error_says_where_what_and_what_to_do(void **state IA_UNUSED)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	uint64_t offset = 42;

	assert_int_equal(ia_error(&error, -EBADMSG, IA_AT_LINE("EFI/BOOT/grub.cfg", 12, 3),
				  "close it", "found %s", "an open quote"),
			 -EBADMSG);
	assert_string_equal(isoargs_error_message(error),
			    "EFI/BOOT/grub.cfg:12:3: found an open quote; close it");
	assert_int_equal(isoargs_error_code(error), -EBADMSG);
	assert_string_equal(isoargs_error_file(error), "EFI/BOOT/grub.cfg");
	assert_int_equal(isoargs_error_line(error), 12);
	assert_int_equal(isoargs_error_column(error), 3);
	assert_int_equal(isoargs_error_offset(error, &offset), 0);
	assert_int_equal(offset, 42);
	assert_string_equal(isoargs_error_remedy(error), "close it");
}

static void a_later_error_replaces_the_earlier_one(void **state IA_UNUSED)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	uint64_t offset = 0;

	ia_error(&error, -EIO, IA_NOWHERE, NULL, "first");
	ia_error(&error, -ENODATA, IA_AT_OFFSET("x.iso", 2048), NULL, "second");
	assert_string_equal(isoargs_error_message(error), "x.iso: second (at byte 2048)");
	assert_int_equal(isoargs_error_offset(error, &offset), 1);
	assert_int_equal(offset, 2048);
}

static void bytes_of_the_medium_cannot_reach_a_terminal_through_an_error(void **state IA_UNUSED)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	ia_error(&error, -EBADMSG, IA_IN_FILE("a\x1b[2J"), NULL, "found \"%s\"", "\xff\x07");
	assert_string_equal(isoargs_error_message(error), "a\\x1b[2J: found \"\\xff\\x07\"");
}

static void without_an_error_object_the_code_is_still_returned(void **state IA_UNUSED)
{
	assert_int_equal(ia_error(NULL, -ELOOP, IA_NOWHERE, NULL, "x"), -ELOOP);
	assert_null(isoargs_error_free(NULL));
}

static void notes_are_kept_up_to_their_bound_and_then_counted(void **state IA_UNUSED)
{
	struct ia_notes notes IA_AUTO_NOTES = {0};

	for (unsigned i = 0; i < IA_NOTES_MAX; i++)
		ia_note(&notes, ISOARGS_INFO, IA_NOTE_NO_KERNEL, IA_NOWHERE, "note %u", i);
	assert_int_equal(notes.count, IA_NOTES_MAX);
	assert_int_equal(notes.dropped, 0);
	ia_note(&notes, ISOARGS_INFO, IA_NOTE_NO_DEFAULT, IA_NOWHERE, "one more");
	assert_int_equal(notes.count, IA_NOTES_MAX);
	assert_int_equal(notes.dropped, 1);
	assert_true(notes_have(&notes, "no-kernel"));
	assert_false(notes_have(&notes, "no-default"));
	assert_string_equal(isoargs_note_text(&notes.items[255]), "note 255");
}

static void what_says_the_same_of_further_lines_is_one_note_with_a_count(void **state IA_UNUSED)
{
	struct ia_notes notes IA_AUTO_NOTES = {0}, moved IA_AUTO_NOTES = {0};
	static const unsigned lines[] = {3, 3, 7, 9, 3, 7, 9};

	for (size_t i = 0; i < IA_COUNT(lines); i++)
		ia_note(&notes, ISOARGS_INFO, IA_NOTE_NO_KERNEL, IA_AT_LINE("/a", lines[i], 0),
			"no %s", "kernel");
	assert_int_equal(notes.count, 1);
	assert_int_equal(notes.items[0].count, 3);
	assert_int_equal(isoargs_note_line(&notes.items[0]), 3);
	assert_string_equal(isoargs_note_text(&notes.items[0]), "no kernel (and 2 more like it)");
	/* Another file, sentence, code or weight is another note. */
	ia_note(&notes, ISOARGS_INFO, IA_NOTE_NO_KERNEL, IA_AT_LINE("/b", 3, 0), "no kernel");
	ia_note(&notes, ISOARGS_INFO, IA_NOTE_NO_KERNEL, IA_AT_LINE("/a", 10, 0), "no cook");
	ia_note(&notes, ISOARGS_INFO, IA_NOTE_NO_DEFAULT, IA_AT_LINE("/a", 10, 0), "no kernel");
	ia_note(&notes, ISOARGS_ERROR, IA_NOTE_NO_KERNEL, IA_AT_LINE("/a", 10, 0), "no kernel");
	assert_int_equal(notes.count, 5);
	assert_int_equal(notes.dropped, 0);
	ia_notes_move(&notes, &moved, "ISO");
	assert_int_equal(moved.count, 5);
	assert_int_equal(moved.items[0].count, 3);
	assert_string_equal(isoargs_note_file(&moved.items[0]), "ISO:/a");
	assert_string_equal(isoargs_note_text(&moved.items[0]), "no kernel (and 2 more like it)");
	assert_string_equal(isoargs_note_text(&moved.items[1]), "no kernel");
	ia_note(&moved, ISOARGS_INFO, IA_NOTE_NO_KERNEL, IA_AT_LINE("ISO:/a", 11, 0), "no kernel");
	assert_string_equal(isoargs_note_text(&moved.items[0]), "no kernel (and 3 more like it)");
}

static void what_one_cause_makes_of_many_places_is_one_note_with_the_first(void **state IA_UNUSED)
{
	struct ia_notes notes IA_AUTO_NOTES = {0};
	static const char *const files[] = {"/a", "/b"};

	for (unsigned i = 0; i < 4; i++)
		ia_note_each(&notes, ISOARGS_WARNING, IA_NOTE_MENUS_DIFFER,
			     IA_AT_LINE(files[i % 2], 9 - i, 0), 1, "\"%u\" has no x", i);
	ia_note_each(&notes, ISOARGS_WARNING, IA_NOTE_MENUS_DIFFER, IA_AT_LINE("/b", 6, 0), 1,
		     "again");
	ia_note_each(&notes, ISOARGS_WARNING, IA_NOTE_MENUS_DIFFER, IA_AT_LINE("/b", 6, 0), 2,
		     "\"4\" has no y");
	assert_int_equal(notes.count, 2);
	assert_int_equal(notes.items[0].count, 4);
	assert_string_equal(isoargs_note_file(&notes.items[0]), "/a");
	assert_string_equal(isoargs_note_text(&notes.items[0]),
			    "\"0\" has no x (and 3 more like it)");
	assert_string_equal(isoargs_note_text(&notes.items[1]), "\"4\" has no y");
}

static void notes_are_written_up_to_their_bound_and_then_counted(void **state IA_UNUSED)
{
	struct ia_notes notes IA_AUTO_NOTES = {0};

	for (unsigned i = 0; i < IA_NOTES_MADE_MAX; i++)
		ia_note(&notes, ISOARGS_INFO, IA_NOTE_NO_KERNEL, IA_AT_LINE("/a", i + 1, 0),
			"same");
	assert_int_equal(notes.items[0].count, IA_NOTES_MADE_MAX);
	assert_int_equal(notes.dropped, 0);
	ia_note(&notes, ISOARGS_INFO, IA_NOTE_NO_KERNEL, IA_AT_LINE("/a", 9999, 0), "same");
	assert_int_equal(notes.items[0].count, IA_NOTES_MADE_MAX);
	assert_int_equal(notes.count, 1);
	assert_int_equal(notes.dropped, 1);
}

static void a_count_makes_no_sentence_too_long(void **state IA_UNUSED)
{
	struct ia_notes notes IA_AUTO_NOTES = {0};
	char *text IA_AUTO_FREE = repeat("", "x", IA_SENTENCE_MAX, "");

	for (unsigned i = 1; i < 3; i++)
		ia_note(&notes, ISOARGS_INFO, IA_NOTE_NO_KERNEL, IA_AT_LINE("/a", i, 0), "%s",
			text);
	assert_int_equal(notes.items[0].count, 2);
	assert_int_equal(strlen(isoargs_note_text(&notes.items[0])), IA_SENTENCE_MAX);
}

static void a_failure_that_can_be_lived_with_becomes_a_note_with_its_place(void **state IA_UNUSED)
{
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	ia_error(&error, -EBADMSG, IA_AT_LINE("ISO:/x", 4, 0), "mend it", "broken");
	ia_note_error(&notes, ISOARGS_WARNING, IA_NOTE_FILE_UNREAD, error);
	assert_int_equal(isoargs_note_severity(&notes.items[0]), ISOARGS_WARNING);
	assert_string_equal(isoargs_note_file(&notes.items[0]), "ISO:/x");
	assert_int_equal(isoargs_note_line(&notes.items[0]), 4);
	assert_int_equal(isoargs_note_column(&notes.items[0]), 0);
	assert_string_equal(isoargs_note_text(&notes.items[0]), "broken; mend it");
	assert_string_equal(isoargs_note_code(&notes.items[0]), "file-unread");
}

static void a_failure_without_an_error_object_is_lack_of_memory(void **state IA_UNUSED)
{
	struct ia_notes notes IA_AUTO_NOTES = {0};

	ia_note_error(&notes, ISOARGS_WARNING, IA_NOTE_FILE_UNREAD, NULL);
	assert_int_equal(notes.count, 0);
	assert_int_equal(notes.error, -ENOMEM);
	ia_note_error(NULL, ISOARGS_WARNING, IA_NOTE_FILE_UNREAD, NULL);
}

/* An error whose text is count bytes of any kind. */
static struct isoargs_error *error_of(size_t count, const char *bytes, const char *remedy)
{
	struct ia_strbuf text IA_AUTO_STRBUF = {0};
	struct isoargs_error *error = NULL;

	while (text.length < count)
		ia_strbuf_adds(&text, bytes);
	ia_error(&error, -EBADMSG, IA_IN_FILE(text.data), remedy, "%s", text.data);
	return error;
}

static void a_sentence_has_at_most_so_many_bytes_and_a_mark_for_its_middle(void **state IA_UNUSED)
{
	struct isoargs_error *whole IA_AUTO_ERROR = error_of(IA_SENTENCE_MAX, "x", NULL);
	struct isoargs_error *cut IA_AUTO_ERROR = error_of(IA_SENTENCE_MAX + 1, "x", NULL);
	struct isoargs_error *escaped IA_AUTO_ERROR = error_of(IA_SENTENCE_MAX, "\x1b", NULL);

	assert_int_equal(strlen(ia_error_text(whole)), IA_SENTENCE_MAX);
	assert_null(strstr(ia_error_text(whole), "\xe2\x80\xa6"));
	assert_int_equal(strlen(ia_error_text(cut)), IA_SENTENCE_MAX);
	assert_contains(ia_error_text(cut), "x\xe2\x80\xa6x");
	assert_int_equal(strlen(isoargs_error_file(cut)), IA_SENTENCE_MAX);
	assert_true(strlen(ia_error_text(escaped)) <= IA_SENTENCE_MAX);
	assert_contains(ia_error_text(escaped), "\\x1b\xe2\x80\xa6\\x1b");
}

static void what_was_expected_stays_however_long_is_what_was_found(void **state IA_UNUSED)
{
	static const char *const found[] = {"x", "\xff", "\xe6\x97\xa5", "\xe2\x80\xae"};

	for (size_t i = 0; i < IA_COUNT(found); i++) {
		for (unsigned count = 1; count < 2000; count += (unsigned)i + 1) {
			struct isoargs_error *error IA_AUTO_ERROR = NULL;
			char *long_one IA_AUTO_FREE = repeat("", found[i], count, "");

			ia_error(&error, -EINVAL, IA_NOWHERE, NULL, "found \"%s\", expected a mask",
				 long_one);
			assert_true(strlen(ia_error_text(error)) <= IA_SENTENCE_MAX);
			assert_true(ia_utf8_is_printable(ia_error_text(error)));
			assert_int_equal(strncmp(ia_error_text(error), "found \"", 7), 0);
			assert_string_equal(strrchr(ia_error_text(error), ','),
					    ", expected a mask");
		}
	}
}

static void a_note_of_a_long_error_keeps_what_can_be_done(void **state IA_UNUSED)
{
	struct isoargs_error *error IA_AUTO_ERROR = error_of(1u << 17, "\xe6\x97\xa5", "mend it");
	struct ia_notes notes IA_AUTO_NOTES = {0}, moved IA_AUTO_NOTES = {0};
	const char *text;

	ia_note_error(&notes, ISOARGS_WARNING, IA_NOTE_FILE_UNREAD, error);
	ia_notes_move(&notes, &moved, "ISO");
	text = isoargs_note_text(&moved.items[0]);
	assert_true(strlen(text) <= IA_SENTENCE_MAX && strlen(text) > IA_SENTENCE_MAX - 8);
	assert_contains(text, "\xe6\x97\xa5\xe2\x80\xa6\xe6\x97\xa5");
	assert_string_equal(strchr(text, ';'), "; mend it");
	assert_true(strlen(isoargs_note_file(&moved.items[0])) <= IA_SENTENCE_MAX);
}

static void what_came_of_a_try_is_forgotten_and_what_was_before_stays(void **state IA_UNUSED)
{
	struct ia_notes notes IA_AUTO_NOTES = {0}, before;

	ia_note(&notes, ISOARGS_INFO, IA_NOTE_FILE_UNREAD, IA_NOWHERE, "before");
	before = notes;
	for (unsigned i = 0; i < IA_NOTES_MAX + 1; i++)
		ia_note(&notes, ISOARGS_INFO, IA_NOTE_FILE_UNREAD, IA_IN_FILE("/f"), "tried %u", i);
	assert_int_equal(notes.dropped, 2);
	ia_notes_cut(&notes, &before);
	assert_int_equal(notes.count, 1);
	assert_int_equal(notes.dropped, 0);
	ia_note(&notes, ISOARGS_INFO, IA_NOTE_FILE_UNREAD, IA_NOWHERE, "after");
	assert_string_equal(notes.items[0].text, "before");
	assert_string_equal(notes.items[1].text, "after");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_error_says_where_what_and_what_to_do),
		cmocka_unit_test(a_later_error_replaces_the_earlier_one),
		cmocka_unit_test(bytes_of_the_medium_cannot_reach_a_terminal_through_an_error),
		cmocka_unit_test(without_an_error_object_the_code_is_still_returned),
		cmocka_unit_test(notes_are_kept_up_to_their_bound_and_then_counted),
		cmocka_unit_test(what_says_the_same_of_further_lines_is_one_note_with_a_count),
		cmocka_unit_test(what_one_cause_makes_of_many_places_is_one_note_with_the_first),
		cmocka_unit_test(notes_are_written_up_to_their_bound_and_then_counted),
		cmocka_unit_test(a_count_makes_no_sentence_too_long),
		cmocka_unit_test(a_failure_that_can_be_lived_with_becomes_a_note_with_its_place),
		cmocka_unit_test(a_failure_without_an_error_object_is_lack_of_memory),
		cmocka_unit_test(a_sentence_has_at_most_so_many_bytes_and_a_mark_for_its_middle),
		cmocka_unit_test(what_was_expected_stays_however_long_is_what_was_found),
		cmocka_unit_test(a_note_of_a_long_error_keeps_what_can_be_done),
		cmocka_unit_test(what_came_of_a_try_is_forgotten_and_what_was_before_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/json.h"
#include "base/strbuf.h"
#include "support/heap-watch.h"

#define SECRET "correct-horse-battery"

/* Long enough that a buffer grows several times after the secret is in it. */
static void fill(struct ia_strbuf *buf)
{
	ia_strbuf_adds(buf, "inst.vncpassword=" SECRET);
	for (int i = 0; i < 1000; i++)
		ia_strbuf_addf(buf, " word%d", i);
	assert_int_equal(buf->error, 0);
}

static void a_plain_buffer_leaves_its_bytes_behind_when_it_grows(void **state IA_UNUSED)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	/* What the others are held against: the watch sees what is there to be seen. */
	heap_watch(SECRET);
	fill(&buf);
	ia_strbuf_free(&buf);
	assert_true(heap_watch_end() > 3);
}

static void a_wiping_buffer_leaves_nothing_behind_when_it_grows(void **state IA_UNUSED)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_STRBUF_SECRET;

	heap_watch(SECRET);
	fill(&buf);
	assert_int_equal(heap_watch_end(), 0);
	assert_contains(buf.data, SECRET " word0 word1 ");
	assert_true(buf.length > 7000);
}

static void a_wiping_buffer_leaves_nothing_behind_when_it_is_freed(void **state IA_UNUSED)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_STRBUF_SECRET;

	heap_watch(SECRET);
	fill(&buf);
	ia_strbuf_free(&buf);
	assert_null(buf.data);
	/* and it is one still */
	fill(&buf);
	ia_strbuf_free(&buf);
	assert_int_equal(heap_watch_end(), 0);
}

static void a_text_of_a_wiping_buffer_is_wiped_by_its_owner(void **state IA_UNUSED)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	char *text;

	heap_watch(SECRET);
	fill(&buf);
	assert_int_equal(ia_strbuf_take(&buf, &text), 0);
	assert_contains(text, SECRET);
	ia_secret_free(text);
	assert_int_equal(heap_watch_end(), 0);
}

static void what_stood_behind_the_end_of_a_text_is_not_handed_over(void **state IA_UNUSED)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	char *text;

	fill(&buf);
	buf.length = 0;
	assert_int_equal(ia_strbuf_take(&buf, &text), 0);
	heap_watch(SECRET);
	ia_secret_free(text);
	assert_int_equal(heap_watch_end(), 0);
}

static json_object *document_of(struct ia_json *doc)
{
	json_object *root = ia_json_object(doc), *words = ia_json_array(doc);

	ia_json_append(doc, words, ia_json_string(doc, "text"));
	ia_json_append(doc, words, ia_json_string(doc, "inst.vncpassword=" SECRET));
	ia_json_add(doc, root, "words", words);
	ia_json_add_string(doc, root, "args", "text inst.vncpassword=" SECRET);
	for (int i = 0; i < 1000; i++) {
		char key[16];

		snprintf(key, sizeof(key), "number%d", i);
		ia_json_add_number(doc, root, key, (uint64_t)i);
	}
	return root;
}

static void a_document_leaves_nothing_behind(void **state IA_UNUSED)
{
	struct ia_json doc = {0};
	json_object *root;
	char *text;

	heap_watch(SECRET);
	root = document_of(&doc);
	assert_int_equal(ia_json_text(doc, root, IA_JSON_INDENTED, &text), 0);
	assert_contains(text, "\"args\":\"text inst.vncpassword=" SECRET "\"");
	ia_secret_free(text);
	assert_int_equal(heap_watch_end(), 0);
}

static void a_document_that_failed_leaves_nothing_behind(void **state IA_UNUSED)
{
	struct ia_json doc = {0};
	char *text = SENTINEL;
	json_object *root;

	heap_watch(SECRET);
	root = document_of(&doc);
	doc.error = -ENOMEM;
	assert_int_equal(ia_json_text(doc, root, IA_JSON_LINE, &text), -ENOMEM);
	assert_int_equal(heap_watch_end(), 0);
	assert_ptr_equal(text, SENTINEL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_buffer_leaves_its_bytes_behind_when_it_grows),
		cmocka_unit_test(a_wiping_buffer_leaves_nothing_behind_when_it_grows),
		cmocka_unit_test(a_wiping_buffer_leaves_nothing_behind_when_it_is_freed),
		cmocka_unit_test(a_text_of_a_wiping_buffer_is_wiped_by_its_owner),
		cmocka_unit_test(what_stood_behind_the_end_of_a_text_is_not_handed_over),
		cmocka_unit_test(a_document_leaves_nothing_behind),
		cmocka_unit_test(a_document_that_failed_leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

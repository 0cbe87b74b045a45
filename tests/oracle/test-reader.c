/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oracle/reader.h"

#include "base/limits.h"
#include "image/image.h"
#include "report/filesystems.h"

static void compare_all(struct medium *medium, unsigned flags)
{
	for (enum verb verb = 0; verb < VERB_COUNT; verb++)
		compare(medium, verb, flags);
}

static void visit_local(struct medium *medium)
{
	compare_all(medium, 0);
}

static void visit_remote(struct medium *medium)
{
	compare_all(medium, ISOARGS_READER_REMOTE);
}

static void each_verb_says_of_a_reader_what_it_says_of_the_file(void **state IA_UNUSED)
{
	probes = 0;
	each_medium(visit_local);
	assert_true(probes > 0);
}

static void and_of_a_remote_one_all_but_what_would_take_megabytes(void **state IA_UNUSED)
{
	probes = 0;
	each_medium(visit_remote);
	assert_true(probes > 0);
}

/* The entry's kernel and RAM disks, where they lie in the ISO 9660 volume; none of what is not there. */
static size_t find_files(const struct medium *medium, struct request *ret, size_t max)
{
	const struct isoargs_inspect_options options = {.depth = ISOARGS_DEPTH_ARGS};
	struct isoargs_image *image = NULL;
	struct isoargs_report *report = NULL;
	struct isoargs_request *request = NULL;
	struct isoargs_args *args = NULL;
	struct ia_filesystems systems = {0};
	struct ia_window whole;
	size_t count = 0;

	assert_int_equal(isoargs_image_open_fd(medium->fd, NAME, &image, NULL), 0);
	assert_int_equal(isoargs_request_new(&request), 0);
	whole = ia_window_whole(image);
	if (isoargs_inspect(image, &options, &report, NULL) == 0 &&
	    isoargs_derive(report, request, &args, NULL) == 0 &&
	    ia_filesystems_open(&whole, report, &systems, NULL) == 0) {
		const struct isoargs_entry *entry = isoargs_args_entry(args);
		const char *location = isoargs_entry_kernel_location(entry);
		const struct ia_files *files;
		struct ia_file file;

		for (size_t i = 0; count < max && location; i++) {
			if (ia_filesystems_find(&systems, location, &files, &file, NULL) > 0)
				ret[count++] =
					(struct request){file.offset, file.offset + file.size};
			location = isoargs_entry_initrd(entry, i)
					   ? isoargs_entry_initrd_location(entry, i)
					   : NULL;
		}
	}
	ia_filesystems_close(&systems);
	isoargs_args_free(args);
	isoargs_request_free(request);
	isoargs_report_free(report);
	isoargs_image_free(image);
	return count;
}

/* What is asked of a verb: of check without the kernel, of extract beside the files. */
static const struct figures wanted[VERB_COUNT] = {
	[VERB_ARGS] = {6, 208},
	[VERB_INSPECT] = {9, 256},
	[VERB_CHECK] = {12, 320},
	[VERB_EXTRACT] = {UINT64_MAX, 208},
};
static const struct figures wanted_of_centos = {4, 176};
#define KERNEL_READS 24u /* and of check for the kernel's bytes */

/*
 * Media that have what is read in more places than those hold: had all of them been known before,
 * nine requests to inspect them would still have to bring 276, 326, 594 and 312 KiB.
 */
static const struct {
	const char *name;
	enum verb verb;
	struct figures figures;
} scattered[] = {
	{"debian-12-live.iso", VERB_INSPECT, {10, 242}},
	{"debian-12-mini.iso", VERB_INSPECT, {11, 258}},
	{"debian-netinst.iso", VERB_INSPECT, {13, 292}},
	{"kiwi-grub.iso", VERB_INSPECT, {11, 246}},
};

static struct figures wanted_of(const struct medium *medium, enum verb verb)
{
	for (size_t i = 0; i < IA_COUNT(scattered); i++) {
		if (scattered[i].verb == verb && strcmp(medium->name, scattered[i].name) == 0)
			return scattered[i].figures;
	}
	if (verb == VERB_ARGS && strncmp(medium->name, "el7-", 4) == 0)
		return wanted_of_centos;
	return wanted[verb];
}

/* The broker asks for the head when it opens a medium. */
static void assert_head(const struct medium *medium)
{
	const uint64_t size = medium->size < IA_SOURCE_HEAD ? medium->size : IA_SOURCE_HEAD;

	assert_true(medium->count > 0);
	assert_int_equal(medium->requests[0].start, 0);
	assert_int_equal(medium->requests[0].end, size);
}

static void assert_few(const struct medium *medium, enum verb verb, struct figures figures,
		       uint64_t files)
{
	const struct figures most = wanted_of(medium, verb);
	uint64_t kib = (figures.bytes + 1023) / 1024;

	print_message(" %s %3llu/%5llu", verb_names[verb], (unsigned long long)figures.reads,
		      (unsigned long long)kib);
	if (figures.reads > most.reads || kib > most.bytes + (files + 1023) / 1024)
		fail_msg("%s, %s: %llu requests, %llu KiB", medium->name, verb_names[verb],
			 (unsigned long long)figures.reads, (unsigned long long)kib);
}

/* As the tool asks for them. */
static unsigned flags_of(enum verb verb)
{
	return ISOARGS_READER_REMOTE | (verb == VERB_CHECK ? ISOARGS_READER_DISTANT : 0);
}

static void visit_figures(struct medium *medium)
{
	struct request files[8] = {{0, 0}};
	const size_t number = find_files(medium, files, IA_COUNT(files));
	uint64_t size = 0;

	for (size_t i = 0; i < number; i++)
		size += files[i].end - files[i].start;
	print_message("# %-26s", medium->name);
	for (enum verb verb = 0; verb < VERB_COUNT; verb++) {
		const struct request none = {0, 0};
		struct figures all, others;

		free(say_of_reader(medium, verb, flags_of(verb)));
		assert_head(medium);
		all = count_requests(medium, &none);
		others = verb == VERB_CHECK ? count_requests(medium, &files[0]) : all;
		assert_few(medium, verb, others, verb == VERB_EXTRACT ? size : 0);
		if (all.reads - others.reads > KERNEL_READS)
			fail_msg("%s: %llu requests for the kernel", medium->name,
				 (unsigned long long)(all.reads - others.reads));
		if (verb == VERB_CHECK)
			print_message(" + %2llu/%5llu",
				      (unsigned long long)(all.reads - others.reads),
				      (unsigned long long)(all.bytes - others.bytes) / 1024);
	}
	print_message("\n");
}

static void a_remote_one_is_asked_for_little(void **state IA_UNUSED)
{
	each_medium(visit_figures);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_verb_says_of_a_reader_what_it_says_of_the_file),
		cmocka_unit_test(and_of_a_remote_one_all_but_what_would_take_megabytes),
		cmocka_unit_test(a_remote_one_is_asked_for_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

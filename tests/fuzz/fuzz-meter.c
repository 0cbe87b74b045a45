/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: a medium of named files, as large as what is read of one. What inspecting it
 * and printing the report cost is held to what was counted: processor time to the units of work,
 * memory and text to their bounds. The search is led to what costs more.
 */
#include <malloc.h>
#include <time.h>

#include "base/meter.h"
#include "grammar/grammar.h"
#include "named-files.h"
#include "printers.h"

#define PRINTED_MAX (4u * 1024u * 1024u)

/* What a sanitizer and the following of every branch make of a nanosecond and of a byte. */
#if defined(__SANITIZE_ADDRESS__) || defined(__clang__)
#define SLOWER 12u
#define WIDER  4u
#else
#define SLOWER 4u
#define WIDER  2u
#endif
#define TRIES      3u
#define FREE_NS    (20u * 1000u * 1000u) /* that no work need be counted for */
#define FREE_BYTES (1024u * 1024u)

const enum grammar_form grammar_form = GRAMMAR_MEDIUM;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The meter of the call as it ends: the linker leads ia_meter_settle() here. */
static struct ia_meter meter;

int __real_ia_meter_settle(const struct ia_meter *ended, const char *name, int r,
			   struct isoargs_error **reterr);
int __wrap_ia_meter_settle(const struct ia_meter *ended, const char *name, int r,
			   struct isoargs_error **reterr);

int __wrap_ia_meter_settle(const struct ia_meter *ended, const char *name, int r,
			   struct isoargs_error **reterr)
{
	meter = *ended;
	return __real_ia_meter_settle(ended, name, r, reterr);
}

/* The heap, as far as the sanitizers tell of it. */
int __sanitizer_install_malloc_and_free_hooks(void (*made)(const volatile void *, size_t),
					      void (*freed)(const volatile void *))
	__attribute__((weak));
size_t __sanitizer_get_allocated_size(const volatile void *block) __attribute__((weak));

static size_t held, most;

static void made(const volatile void *block IA_UNUSED, size_t size)
{
	held += size;
	if (held > most)
		most = held;
}

static void freed(const volatile void *block)
{
	size_t size = block ? __sanitizer_get_allocated_size(block) : 0;

	held -= size < held ? size : held;
}

/* What leads libFuzzer on: each doubling is as new as a branch that was never taken. */
__attribute__((section("__libfuzzer_extra_counters"),
	       used)) static uint8_t reached[(IA_COST_COUNT + 3) * 64];

static void reach(unsigned what, uint64_t value)
{
	unsigned log = 0;

	while (value >>= 1)
		log++;
	reached[what * 64 + log] = 1;
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* Begins to count. */
static uint64_t begin(void)
{
	meter = (struct ia_meter){0};
	held = most = 0;
	return now();
}

/*
 * Ends with what was counted held to the meter of the call, or false: to be tried again. Beside other
 * processes a run can take longer than by itself, but hardly TRIES times.
 */
static bool end(uint64_t since, const char *what, unsigned tries)
{
	uint64_t ns = now() - since, allowed = FREE_NS + meter.work * SLOWER;

	for (unsigned i = 0; i < IA_COST_COUNT; i++)
		reach(i, meter.work_by[i]);
	reach(IA_COST_COUNT, ns);
	reach(IA_COST_COUNT + 1, most);
	if (ns > allowed && tries < TRIES)
		return false;
	if (ns > allowed || most > (IA_KEPT_MAX + FREE_BYTES) * (size_t)WIDER) {
		fprintf(stderr,
			"%s: %llu us for %llu units of work, at most %llu us expected; %zu KiB\n",
			what, (unsigned long long)ns / 1000, (unsigned long long)meter.work,
			(unsigned long long)allowed / 1000, most / 1024);
		broken();
	}
	return true;
}

static void print(const struct isoargs_report *report)
{
	static const report_printer printers[] = {isoargs_report_text, isoargs_report_json,
						  isoargs_report_menu_text,
						  isoargs_report_menu_json};

	for (size_t i = 0; i < IA_COUNT(printers); i++) {
		char *text = NULL;
		unsigned tries = 0;
		uint64_t since;

		do {
			free(text);
			text = NULL;
			since = begin();
			if (printers[i](report, NULL, &text, NULL) < 0)
				text = NULL;
		} while (!end(since, "printing", ++tries));
		if (text && strlen(text) > PRINTED_MAX)
			broken();
		reach(IA_COST_COUNT + 2, text ? strlen(text) : 0);
		free(text);
	}
}

static void run(struct isoargs_image *image, unsigned choice)
{
	const struct isoargs_inspect_options options = {
		.depth = ISOARGS_DEPTH_FULL, .dialect = (enum isoargs_dialect)(choice % 5)};
	struct isoargs_report *report = NULL;
	unsigned tries = 0;
	uint64_t since;
	int r;

	do {
		report = isoargs_report_free(report);
		since = begin();
		r = isoargs_inspect(image, &options, &report, NULL);
	} while (!end(since, "inspecting", ++tries));
	if (r == 0)
		print(report);
	isoargs_report_free(report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool listening;
	struct isoargs_image *image = NULL;
	uint8_t *bytes IA_AUTO_FREE = NULL;
	size_t image_size;

	if (size == 0)
		return 0;
	if (!listening && __sanitizer_install_malloc_and_free_hooks)
		__sanitizer_install_malloc_and_free_hooks(made, freed);
	listening = true;
	bytes = named_files_image(data + 1, size - 1, &image_size);
	if (isoargs_image_open_memory(bytes, image_size, "fuzz", &image, NULL) < 0)
		abort();
	run(image, data[0]);
	isoargs_image_free(image);
	return 0;
}

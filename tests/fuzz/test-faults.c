/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <fcntl.h>
#include <isoargs/isoargs.h>
#include <unistd.h>

/*
 * The library's own allocations fail one after the other, under a build with sanitizers too: the
 * linker puts the functions below in the place of those that it calls (-Wl,--wrap). What is lost
 * or used after it was freed is found by them, descriptors that stay open here. The allocations of
 * the libraries beneath are those of test_fault.py.
 */

#define DESCRIPTORS 64

static bool armed;
static unsigned long left; /* allocations until the one that fails */
static bool hit;

static bool fails(void)
{
	if (!armed || left == 0 || --left > 0)
		return false;
	hit = true;
	errno = ENOMEM;
	return true;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_reallocarray(void *block, size_t count, size_t size);
char *__real_strdup(const char *s);
char *__real_strndup(const char *s, size_t size);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_reallocarray(void *block, size_t count, size_t size);
char *__wrap_strdup(const char *s);
char *__wrap_strndup(const char *s, size_t size);
int __wrap_vasprintf(char **ret, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
int __wrap_asprintf(char **ret, const char *fmt, ...) IA_PRINTF(2, 3);

void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
	return fails() ? NULL : __real_realloc(block, size);
}

void *__wrap_reallocarray(void *block, size_t count, size_t size)
{
	return fails() ? NULL : __real_reallocarray(block, count, size);
}

char *__wrap_strdup(const char *s)
{
	return fails() ? NULL : __real_strdup(s);
}

char *__wrap_strndup(const char *s, size_t size)
{
	return fails() ? NULL : __real_strndup(s, size);
}

/* A caller may not look at *ret then: it is of no use. */
int __wrap_vasprintf(char **ret, const char *fmt, va_list ap)
{
	int length;
	va_list again;

	if (fails()) {
		*ret = SENTINEL;
		return -1;
	}
	va_copy(again, ap);
	length = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	*ret = __real_malloc((size_t)length + 1);
	return vsnprintf(*ret, (size_t)length + 1, fmt, ap);
}

int __wrap_asprintf(char **ret, const char *fmt, ...)
{
	va_list ap;
	int length;

	va_start(ap, fmt);
	length = __wrap_vasprintf(ret, fmt, ap);
	va_end(ap);
	return length;
}

struct world {
	char *data;
	size_t size;
	struct isoargs_image *image;
	struct isoargs_report *report;
	struct isoargs_request *request;
	struct isoargs_args *args;
	struct isoargs_checks *checks;
	struct isoargs_guest *guest;
	enum isoargs_format format;
};

typedef int (*step)(const struct world *w, char **ret_text, struct isoargs_error **reterr);

static int inspect(const struct world *w, char **ret_text IA_UNUSED, struct isoargs_error **reterr)
{
	struct isoargs_image *image = NULL;
	struct isoargs_report *report = NULL;
	int r = isoargs_image_open_memory(w->data, w->size, "an.iso", &image, reterr);

	if (r == 0)
		r = isoargs_inspect(image, NULL, &report, reterr);
	isoargs_report_free(report);
	isoargs_image_free(image);
	return r;
}

static ssize_t hand_over(void *buf, size_t size, uint64_t offset, void *data)
{
	const struct world *w = data;

	memcpy(buf, w->data + offset, size);
	return (ssize_t)size;
}

static int inspect_reader(const struct world *w, char **ret_text IA_UNUSED,
			  struct isoargs_error **reterr)
{
	struct world copy = *w;
	const struct isoargs_reader reader = {
		.read = hand_over, .size = w->size, .data = &copy, .flags = ISOARGS_READER_REMOTE};
	struct isoargs_image *image = NULL;
	struct isoargs_report *report = NULL;
	int r = isoargs_image_open_reader(&reader, "an.iso", &image, reterr);

	if (r == 0)
		r = isoargs_inspect(image, NULL, &report, reterr);
	isoargs_report_free(report);
	isoargs_image_free(image);
	return r;
}

static ssize_t fail_in_the_middle(void *buf, size_t size, uint64_t offset, void *data)
{
	return offset < 131072 ? hand_over(buf, size, offset, data) : -ETIMEDOUT;
}

/* 0 where it failed as it should. */
static int inspect_failing_reader(const struct world *w, char **ret_text IA_UNUSED,
				  struct isoargs_error **reterr)
{
	struct world copy = *w;
	const struct isoargs_reader reader = {.read = fail_in_the_middle,
					      .size = w->size,
					      .data = &copy,
					      .flags = ISOARGS_READER_REMOTE};
	struct isoargs_image *image = NULL;
	struct isoargs_report *report = NULL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	int r = isoargs_image_open_reader(&reader, "an.iso", &image, reterr);

	if (r == 0) {
		r = isoargs_inspect(image, NULL, &report, &error);
		assert_true(r == -ETIMEDOUT || r == -ENOMEM);
		r = r == -ETIMEDOUT ? 0 : ia_error_copy(reterr, error);
	}
	isoargs_report_free(report);
	isoargs_image_free(image);
	return r;
}

static int report_text(const struct world *w, char **ret_text, struct isoargs_error **reterr)
{
	return isoargs_report_text(w->report, NULL, ret_text, reterr);
}

static int report_json(const struct world *w, char **ret_text, struct isoargs_error **reterr)
{
	return isoargs_report_json(w->report, NULL, ret_text, reterr);
}

static int menu_text(const struct world *w, char **ret_text, struct isoargs_error **reterr)
{
	return isoargs_report_menu_text(w->report, NULL, ret_text, reterr);
}

static int menu_json(const struct world *w, char **ret_text, struct isoargs_error **reterr)
{
	return isoargs_report_menu_json(w->report, NULL, ret_text, reterr);
}

static int ask(struct isoargs_request *request, struct isoargs_error **reterr)
{
	static const struct {
		enum isoargs_option option;
		const char *value;
	} values[] = {
		{ISOARGS_GRAPHICAL, NULL},          {ISOARGS_IP, "192.0.2.10/24"},
		{ISOARGS_GATEWAY, "192.0.2.1"},     {ISOARGS_HOSTNAME, "c7"},
		{ISOARGS_NAMESERVER, "192.0.2.53"}, {ISOARGS_APPEND, "word=1"},
		{ISOARGS_KS, "http://ks/el7.ks"},   {ISOARGS_ENTRY, "0"},
	};
	int r = 0;

	for (size_t i = 0; r == 0 && i < IA_COUNT(values); i++)
		r = isoargs_request_set(request, values[i].option, values[i].value, reterr);
	return r;
}

static int request(const struct world *w IA_UNUSED, char **ret_text IA_UNUSED,
		   struct isoargs_error **reterr)
{
	struct isoargs_request *made = NULL;
	int r = isoargs_request_new(&made);

	if (r == 0)
		r = ask(made, reterr);
	isoargs_request_free(made);
	return r;
}

static int derive(const struct world *w, char **ret_text IA_UNUSED, struct isoargs_error **reterr)
{
	struct isoargs_args *args = NULL;
	int r = isoargs_derive(w->report, w->request, &args, reterr);

	isoargs_args_free(args);
	return r;
}

static int explain(const struct world *w, char **ret_text, struct isoargs_error **reterr)
{
	return isoargs_args_explain(w->args, NULL, ret_text, reterr);
}

static int format(const struct world *w, char **ret_text, struct isoargs_error **reterr)
{
	return isoargs_args_format(w->args, w->guest, w->format, NULL, ret_text, reterr);
}

static int check(const struct world *w, char **ret_text, struct isoargs_error **reterr)
{
	const struct isoargs_checks_options options = {.request = w->request, .memory = 2048};
	struct isoargs_checks *checks = NULL;
	int r = isoargs_checks_run(w->image, w->report, &options, &checks, reterr);

	if (r == 0)
		r = isoargs_checks_text(checks, NULL, ret_text, reterr);
	isoargs_checks_free(checks);
	return r;
}

static int check_json(const struct world *w, char **ret_text, struct isoargs_error **reterr)
{
	return isoargs_checks_json(w->checks, NULL, ret_text, reterr);
}

static int swallow(const void *data IA_UNUSED, size_t size IA_UNUSED, void *user IA_UNUSED)
{
	return 0;
}

static int copy(const struct world *w, char **ret_text IA_UNUSED, struct isoargs_error **reterr)
{
	struct isoargs_file *file = NULL;
	char sum[65];
	int r = isoargs_file_open(w->image, w->report, "ISO:/images/pxeboot/vmlinuz", &file,
				  reterr);

	if (r == 0)
		r = isoargs_file_copy(file, swallow, NULL, sum, reterr);
	isoargs_file_free(file);
	return r < 0 ? r : 0;
}

static int verify(const struct world *w, char **ret_text IA_UNUSED, struct isoargs_error **reterr)
{
	int r = isoargs_media_verify(w->image, NULL, NULL, reterr);

	return r < 0 ? r : 0;
}

static int kickstart(const struct world *w, char **ret_text IA_UNUSED,
		     struct isoargs_error **reterr)
{
	static const char key[] = "ssh-ed25519 "
				  "AAAAC3NzaC1lZDI1NTE5AAAAILl4lE0eTzJ3bJJUV4l8zZ3hZQv1cCHoFwVwrnUO"
				  "CZ5K a";
	struct isoargs_kickstart *made = NULL;
	struct isoargs_setup *setup = NULL;
	int r = isoargs_setup_new(&setup);

	if (r == 0)
		r = isoargs_setup_set(setup, ISOARGS_SETUP_LOCK_ROOT, NULL, reterr);
	if (r == 0)
		r = isoargs_setup_set(setup, ISOARGS_SETUP_SSH_KEY, key, reterr);
	if (r == 0)
		r = isoargs_kickstart(w->report, NULL, setup, &made, reterr);
	isoargs_kickstart_free(made);
	isoargs_setup_free(setup);
	return r;
}

static int oemdrv(const struct world *w IA_UNUSED, char **ret_text IA_UNUSED,
		  struct isoargs_error **reterr)
{
	void *image = NULL;
	size_t size;
	int r = isoargs_oemdrv("cdrom\n", 6, 1000000000, &image, &size, reterr);

	free(image);
	return r;
}

static int archive(const struct world *w IA_UNUSED, char **ret_text IA_UNUSED,
		   struct isoargs_error **reterr)
{
	const struct isoargs_archive_file file = {.name = "ks.cfg", .data = "cdrom\n", .size = 6};
	struct isoargs_archive *made = NULL;
	int r = isoargs_archive_new(&made);

	if (r == 0)
		r = isoargs_archive_add(made, &file, reterr);
	if (r == 0)
		r = isoargs_archive_append(made, 1, swallow, NULL, reterr);
	isoargs_archive_free(made);
	return r;
}

static unsigned open_descriptors(void)
{
	unsigned count = 0;

	for (int fd = 0; fd < DESCRIPTORS; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

/* Each allocation in turn, until a run makes fewer: all of them end it, or make no difference. */
static void walk(const struct world *w, const char *name, step run)
{
	char *expected IA_AUTO_FREE = NULL;
	unsigned open = open_descriptors();
	unsigned long number = 0;

	armed = false;
	assert_int_equal(run(w, &expected, NULL), 0);
	do {
		struct isoargs_error *error IA_AUTO_ERROR = NULL;
		char *text = SENTINEL;
		int r;

		hit = false;
		left = ++number;
		armed = true;
		r = run(w, &text, &error);
		armed = false;
		if (r != 0 && (r != -ENOMEM || !hit || text != SENTINEL))
			fail_msg("%s, allocation %lu: %d %s", name, number, r,
				 error ? isoargs_error_message(error) : "");
		if (error)
			assert_int_equal(isoargs_error_code(error), -ENOMEM);
		if (text != SENTINEL) {
			if (strcmp(text, expected) != 0)
				fail_msg("%s, allocation %lu: another text", name, number);
			free(text);
		}
		assert_int_equal(open_descriptors(), open);
	} while (hit);
	print_message("# %s: %lu allocations\n", name, number - 1);
	assert_true(number > 1);
}

static char *read_medium(const char *name, size_t *ret_size)
{
	const char *folder = getenv("ISOARGS_TEST_MEDIA");
	char path[4096];
	char *data;
	FILE *file;
	long size;

	if (!folder || !*folder)
		return NULL;
	snprintf(path, sizeof(path), "%s/%s.iso", folder, name);
	file = fopen(path, "re");
	if (!file)
		return NULL;
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	size = ftell(file);
	rewind(file);
	data = malloc((size_t)size);
	assert_non_null(data);
	assert_int_equal(fread(data, 1, (size_t)size, file), size);
	fclose(file);
	*ret_size = (size_t)size;
	return data;
}

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	struct isoargs_checks_options options = {.memory = 2048};

	*state = w;
	w->data = read_medium("rhel7-server", &w->size);
	if (!w->data)
		return 0;
	assert_int_equal(isoargs_image_open_memory(w->data, w->size, "an.iso", &w->image, NULL), 0);
	assert_int_equal(isoargs_inspect(w->image, NULL, &w->report, NULL), 0);
	assert_int_equal(isoargs_request_new(&w->request), 0);
	assert_int_equal(ask(w->request, NULL), 0);
	assert_int_equal(isoargs_derive(w->report, w->request, &w->args, NULL), 0);
	options.request = w->request;
	assert_int_equal(isoargs_checks_run(w->image, w->report, &options, &w->checks, NULL), 0);
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	isoargs_checks_free(w->checks);
	isoargs_args_free(w->args);
	isoargs_request_free(w->request);
	isoargs_report_free(w->report);
	isoargs_image_free(w->image);
	free(w->data);
	free(w);
	return 0;
}

static void each_allocation_may_fail(void **state)
{
	static const struct {
		const char *name;
		step run;
	} steps[] = {
		{"inspect", inspect},
		{"inspect a reader", inspect_reader},
		{"inspect a reader that fails", inspect_failing_reader},
		{"report as text", report_text},
		{"report as JSON", report_json},
		{"menu as text", menu_text},
		{"menu as JSON", menu_json},
		{"request", request},
		{"derive", derive},
		{"explain", explain},
		{"check", check},
		{"checks as JSON", check_json},
		{"copy", copy},
		{"verify", verify},
		{"kickstart", kickstart},
		{"oemdrv", oemdrv},
		{"archive", archive},
	};
	const struct world *w = *state;

	if (!w->data)
		skip();
	for (size_t i = 0; i < IA_COUNT(steps); i++)
		walk(w, steps[i].name, steps[i].run);
}

static void set(struct isoargs_guest *guest, enum isoargs_option option, const char *value)
{
	if (value)
		assert_int_equal(isoargs_guest_set(guest, option, value, NULL), 0);
}

static void each_allocation_of_each_format_may_fail(void **state)
{
	static const struct {
		const char *name;
		enum isoargs_format format;
		const char *kernel; /* NULL: it takes none, or needs none */
		const char *image;
	} formats[] = {
		{"raw", ISOARGS_FORMAT_RAW, NULL, NULL},
		{"json", ISOARGS_FORMAT_JSON, NULL, NULL},
		{"shell", ISOARGS_FORMAT_SHELL, NULL, NULL},
		{"xe", ISOARGS_FORMAT_XE, NULL, "an.iso"},
		{"xl", ISOARGS_FORMAT_XL, NULL, "/an.iso"},
		{"libvirt", ISOARGS_FORMAT_LIBVIRT, "/k", "/an.iso"},
		{"qemu", ISOARGS_FORMAT_QEMU, "/k", "/an.iso"},
		{"virt-install", ISOARGS_FORMAT_VIRT_INSTALL, NULL, "/an.iso"},
	};
	struct world *w = *state;

	if (!w->data)
		skip();
	for (size_t i = 0; i < IA_COUNT(formats); i++) {
		w->format = formats[i].format;
		assert_int_equal(isoargs_guest_new(&w->guest), 0);
		set(w->guest, ISOARGS_GUEST_KERNEL, formats[i].kernel);
		set(w->guest, ISOARGS_GUEST_INITRD, formats[i].kernel);
		set(w->guest, ISOARGS_GUEST_IMAGE, formats[i].image);
		walk(w, formats[i].name, format);
		w->guest = isoargs_guest_free(w->guest);
	}
}

#define on_medium(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_medium(each_allocation_may_fail),
		on_medium(each_allocation_of_each_format_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

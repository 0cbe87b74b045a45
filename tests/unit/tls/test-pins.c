/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tls/certificate.h"
#include "tls/pins.h"

#define PIN   "sha256//iIK9xkBNTf0400wXKkupznRcpa2u5/CFKOagOBNZ7ow="
#define OTHER "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

/* Made by openssl req, as the numbers below by openssl x509 and openssl dgst. */
static const char pem[] = "-----BEGIN CERTIFICATE-----\n"
			  "MIIB+jCCAWOgAwIBAgIUGmOQBl4OxNGbJMREZdJwTWy45OowDQYJKoZIhvcNAQEL\n"
			  "BQAwDjEMMAoGA1UEAwwDeHMxMCAXDTI2MTEyMjE0NTIzN1oYDzIxMjYxMDI5MTQ1\n"
			  "MjM3WjAOMQwwCgYDVQQDDAN4czEwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGB\n"
			  "ANkP/b8MhDXXt40/akzm6flXkn6Rb1FGauKN3s1CkL2bBlUEiQJge7HZ/qKvAKj4\n"
			  "V47+M5TtLUMEvfop0C8R1UDTwz3sbjs0Y6Jlng7JB6KQWx53o2zIKln2yOqKUe/q\n"
			  "rigxQYjbcniiikH5PLgpx9esZWADkHllEGXVkIbpePvHAgMBAAGjUzBRMB0GA1Ud\n"
			  "DgQWBBQilQXHjCl/F3TTmuPWZMys+lyAmjAfBgNVHSMEGDAWgBQilQXHjCl/F3TT\n"
			  "muPWZMys+lyAmjAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4GBAJtH\n"
			  "naZG2qV03PC4uDDC5mhtecz/xvCuu2j2AAw7t1M76Ld4ujwecCtBGPxPZPTkrTcC\n"
			  "4iFPk8Y38uXbPmSFX7SqrLUI6TudFO0cKjibp6QzUnTRo9p7a880oKr306MoPsy5\n"
			  "YuJn8ERHOjca4jbkHStMt9sb/lfHCJ3tKlKjUChq\n"
			  "-----END CERTIFICATE-----\n";

static void fingerprints_are_those_that_openssl_prints(void **state IA_UNUSED)
{
	struct certificate certificate;

	assert_int_equal(certificate_read(pem, &certificate), 0);
	assert_string_equal(
		certificate.sha256,
		"63:1C:A3:7B:40:AE:94:4B:A6:BF:C6:E5:88:7F:82:7B:6F:CC:D5:5E:72:24:92:23:45:"
		"08:6A:71:79:E4:F2:65");
	assert_string_equal(certificate.pin, PIN);
}

static void a_broken_certificate_is_refused(void **state IA_UNUSED)
{
	struct certificate certificate = {.pin = "untouched"};
	char text[sizeof(pem)];

	assert_int_equal(certificate_read("", &certificate), -EBADMSG);
	assert_int_equal(certificate_read("-----BEGIN CERTIFICATE-----\n", &certificate), -EBADMSG);
	for (size_t size = 0; size < sizeof(pem) / 3; size++) {
		/* cut, but with an end */
		snprintf(text, sizeof(text), "%.*s-----END", (int)size, pem);
		assert_int_equal(certificate_read(text, &certificate), -EBADMSG);
	}
	memcpy(text, pem, sizeof(pem));
	text[40] = '!';
	assert_int_equal(certificate_read(text, &certificate), -EBADMSG);
	assert_string_equal(certificate.pin, "untouched");
}

static void pins_have_one_form(void **state IA_UNUSED)
{
	assert_true(pin_is_valid(PIN));
	assert_false(pin_is_valid(""));
	assert_false(pin_is_valid("iIK9xkBNTf0400wXKkupznRcpa2u5/CFKOagOBNZ7ow="));
	assert_false(pin_is_valid("sha256//iIK9xkBNTf0400wXKkupznRcpa2u5/CFKOagOBNZ7o="));
	assert_false(pin_is_valid(PIN ";" PIN));
	assert_false(pin_is_valid("sha256//iIK9xkBNTf0400wXKkupznRcpa2u5/CFKOagOBNZ7o;="));
}

struct folder {
	char path[64];
	char file[128];
};

static int make_folder(void **state)
{
	struct folder *folder = calloc(1, sizeof(*folder));

	snprintf(folder->path, sizeof(folder->path), "/tmp/isoargs-test-XXXXXX");
	if (!mkdtemp(folder->path))
		return -1;
	snprintf(folder->file, sizeof(folder->file), "%s/isoargs/pins", folder->path);
	*state = folder;
	return 0;
}

static int remove_folder(void **state)
{
	struct folder *folder = *state;
	char path[160];

	unlink(folder->file);
	snprintf(path, sizeof(path), "%s.lock", folder->file);
	unlink(path);
	snprintf(path, sizeof(path), "%s/isoargs", folder->path);
	rmdir(path);
	if (rmdir(folder->path) < 0)
		return -1; /* something was left behind */
	free(folder);
	return 0;
}

static void assert_pin(const struct folder *folder, const char *host, const char *expected)
{
	char pin[PIN_MAX] = "untouched";
	struct xenapi_error *error = NULL;

	assert_int_equal(pins_find(folder->file, host, pin, &error), expected ? 1 : 0);
	assert_null(error);
	assert_string_equal(pin, expected ? expected : "untouched");
}

static void a_pin_is_found_again(void **state)
{
	const struct folder *folder = *state;
	struct stat st;

	assert_pin(folder, "xs1:443", NULL);
	assert_int_equal(pins_put(folder->file, "xs1:443", PIN, NULL), 0);
	assert_int_equal(pins_put(folder->file, "xs2:443", OTHER, NULL), 0);
	assert_pin(folder, "xs1:443", PIN);
	assert_pin(folder, "xs2:443", OTHER);
	assert_pin(folder, "xs:443", NULL);
	assert_pin(folder, "xs1:44", NULL);
	assert_int_equal(stat(folder->file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void a_host_has_one_line(void **state)
{
	const struct folder *folder = *state;
	char text[512] = "";
	FILE *file;

	assert_int_equal(pins_put(folder->file, "xs1:443", PIN, NULL), 0);
	assert_int_equal(pins_put(folder->file, "xs2:443", PIN, NULL), 0);
	assert_int_equal(pins_put(folder->file, "xs1:443", OTHER, NULL), 0);
	file = fopen(folder->file, "r");
	assert_true(fread(text, 1, sizeof(text) - 1, file) > 0);
	fclose(file);
	assert_string_equal(text, "xs2:443 " PIN "\nxs1:443 " OTHER "\n");
}

static void assert_refused(const struct folder *folder, const char *part)
{
	char pin[PIN_MAX] = "untouched";
	struct xenapi_error *error = NULL;

	assert_int_equal(pins_find(folder->file, "xs1:443", pin, &error), -EKEYREJECTED);
	assert_contains(xenapi_error_sentence(error), part);
	assert_string_equal(pin, "untouched");
	xenapi_error_free(error);
}

static void what_others_may_write_to_is_not_believed(void **state)
{
	const struct folder *folder = *state;

	assert_int_equal(pins_put(folder->file, "xs1:443", PIN, NULL), 0);
	assert_int_equal(chmod(folder->file, 0620), 0);
	assert_refused(folder, "mode 620");
	assert_int_equal(chmod(folder->file, 0602), 0);
	assert_refused(folder, "mode 602");
	assert_int_equal(pins_put(folder->file, "xs1:443", OTHER, NULL), -EKEYREJECTED);
	assert_int_equal(chmod(folder->file, 0644), 0);
	assert_pin(folder, "xs1:443", PIN);
}

static void a_line_without_a_pin_is_not_taken_for_a_new_host(void **state)
{
	const struct folder *folder = *state;

	assert_int_equal(pins_put(folder->file, "xs1:443", "sha256//short", NULL), 0);
	assert_refused(folder, "is no pin");
}

static void a_file_has_bytes_to_a_bound(void **state)
{
	const struct folder *folder = *state;

	assert_int_equal(pins_put(folder->file, "xs1:443", PIN, NULL), 0);
	assert_int_equal(truncate(folder->file, PINS_SIZE_MAX), 0);
	assert_pin(folder, "xs1:443", PIN);
	assert_int_equal(truncate(folder->file, PINS_SIZE_MAX + 1), 0);
	assert_refused(folder, "bytes");
}

static void the_last_line_of_a_file_of_the_greatest_size_counts(void **state)
{
	static const char line[] = "xs1:443 " PIN;
	const struct folder *folder = *state;
	char *text = malloc(PINS_SIZE_MAX);
	FILE *file;

	/* Makes the folder. */
	assert_int_equal(pins_put(folder->file, "xs1:443", OTHER, NULL), 0);
	file = fopen(folder->file, "w");
	memset(text, '\n', PINS_SIZE_MAX);
	memcpy(text + PINS_SIZE_MAX - strlen(line), line, strlen(line));
	assert_int_equal(fwrite(text, 1, PINS_SIZE_MAX, file), PINS_SIZE_MAX);
	assert_int_equal(fclose(file), 0);
	assert_pin(folder, "xs1:443", PIN);
	free(text);
}

static void a_link_is_not_followed(void **state)
{
	const struct folder *folder = *state;

	assert_int_equal(pins_put(folder->file, "xs1:443", PIN, NULL), 0);
	unlink(folder->file);
	assert_int_equal(symlink("/etc/hostname", folder->file), 0);
	assert_refused(folder, "symbolic link");
}

static void assert_kept(const struct folder *folder, const char *text, size_t size,
			const char *part)
{
	struct xenapi_error *error = NULL;
	char found[256];
	FILE *file = fopen(folder->file, "w");

	assert_int_equal(fwrite(text, 1, size, file), size);
	fclose(file);
	assert_int_equal(chmod(folder->file, 0600), 0);
	assert_int_equal(pins_put(folder->file, "xs9:443", PIN, &error), -EKEYREJECTED);
	assert_contains(xenapi_error_sentence(error), part);
	xenapi_error_free(error);
	file = fopen(folder->file, "r");
	assert_int_equal(fread(found, 1, sizeof(found), file), size);
	assert_memory_equal(found, text, size);
	fclose(file);
}

static void a_file_that_holds_anything_else_is_left_as_it_is(void **state)
{
	static const char nul[] = "xs1:443 " PIN "\n\0xs2:443 " PIN "\n";
	static const char notes[] = "notes without newline";
	static const char other[] = "xs1:443 " PIN "\nkey = value\n";
	const struct folder *folder = *state;

	assert_int_equal(pins_put(folder->file, "xs1:443", PIN, NULL), 0);
	assert_kept(folder, nul, sizeof(nul) - 1, "it holds a NUL byte");
	assert_kept(folder, notes, sizeof(notes) - 1, "line 1 is no host and its pin");
	assert_kept(folder, other, sizeof(other) - 1, "line 2 is no host and its pin");
	assert_kept(folder, "xs1:443\n", 8, "line 1 is no host and its pin");
}

static void comments_and_empty_lines_are_kept(void **state)
{
	static const char before[] = "# of the cellar\n\nxs1:443 " PIN "\n";
	const struct folder *folder = *state;
	char found[512] = "";
	FILE *file;

	assert_int_equal(pins_put(folder->file, "xs1:443", PIN, NULL), 0);
	file = fopen(folder->file, "w");
	assert_true(fputs(before, file) >= 0);
	fclose(file);
	assert_int_equal(pins_put(folder->file, "xs2:443", OTHER, NULL), 0);
	file = fopen(folder->file, "r");
	assert_true(fread(found, 1, sizeof(found) - 1, file) > 0);
	fclose(file);
	assert_memory_equal(found, before, strlen(before));
	assert_string_equal(found + strlen(before), "xs2:443 " OTHER "\n");
}

static void a_file_that_would_be_too_long_is_left_as_it_is(void **state)
{
	const struct folder *folder = *state;
	FILE *file;
	struct stat st;

	assert_int_equal(pins_put(folder->file, "xs1:443", PIN, NULL), 0);
	file = fopen(folder->file, "a");
	for (size_t size = 8 + strlen(PIN) + 1; size < PINS_SIZE_MAX; size++)
		fputc('\n', file);
	fclose(file);
	assert_int_equal(pins_put(folder->file, "xs1:443", OTHER, NULL), 0);
	assert_int_equal(stat(folder->file, &st), 0);
	assert_int_equal(st.st_size, PINS_SIZE_MAX);
	assert_int_equal(pins_put(folder->file, "xs2:443", OTHER, NULL), -EKEYREJECTED);
	assert_pin(folder, "xs1:443", OTHER);
	assert_pin(folder, "xs2:443", NULL);
}

/* A pipe or a link in the place of the file, or of the lock beside it. */
static void what_is_no_regular_file_is_neither_waited_for_nor_written(void **state)
{
	const struct folder *folder = *state;
	char lock[160], target[160];

	snprintf(lock, sizeof(lock), "%s.lock", folder->file);
	snprintf(target, sizeof(target), "%s.target", folder->file);
	assert_int_equal(pins_put(folder->file, "xs1:443", PIN, NULL), 0);
	for (unsigned i = 0; i < 4; i++) {
		const char *path = i < 2 ? folder->file : lock;

		assert_int_equal(unlink(path), 0);
		assert_int_equal(i % 2 ? symlink(target, path) : mkfifo(path, 0600), 0);
		assert_int_equal(pins_put(folder->file, "xs1:443", PIN, NULL), -EKEYREJECTED);
		assert_int_not_equal(access(target, F_OK), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fingerprints_are_those_that_openssl_prints),
		cmocka_unit_test(a_broken_certificate_is_refused),
		cmocka_unit_test(pins_have_one_form),
		cmocka_unit_test_setup_teardown(a_pin_is_found_again, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(a_host_has_one_line, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(what_others_may_write_to_is_not_believed,
						make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(a_line_without_a_pin_is_not_taken_for_a_new_host,
						make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(a_file_has_bytes_to_a_bound, make_folder,
						remove_folder),
		cmocka_unit_test_setup_teardown(the_last_line_of_a_file_of_the_greatest_size_counts,
						make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(a_link_is_not_followed, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(a_file_that_holds_anything_else_is_left_as_it_is,
						make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(comments_and_empty_lines_are_kept, make_folder,
						remove_folder),
		cmocka_unit_test_setup_teardown(a_file_that_would_be_too_long_is_left_as_it_is,
						make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			what_is_no_regular_file_is_neither_waited_for_nor_written, make_folder,
			remove_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

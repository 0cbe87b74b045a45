/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "remote/location.h"

static void assert_refused(const char *url, const char *part)
{
	const char *why = SENTINEL;

	assert_int_equal(location_check(url, &why), -EINVAL);
	assert_contains(why, part);
}

static void assert_made(char *made, const char *expected)
{
	char *text IA_AUTO_FREE = made;

	assert_non_null(text);
	assert_string_equal(text, expected);
}

static void a_url_is_told_from_a_path(void **state)
{
	static const char *const urls[] = {"http://h/", "HTTPS://h", "ftp://h/x", "file:///x",
					   "a+b-1.c://"};
	static const char *const paths[] = {"c7.iso",        "/srv/c7.iso", "./http://h",
					    "1a://x",        "://x",        "http:/x",
					    "nfs:server:/x", "C:\\x.iso",   ""};

	(void)state;
	for (size_t i = 0; i < IA_COUNT(urls); i++)
		assert_true(location_is_url(urls[i]));
	for (size_t i = 0; i < IA_COUNT(paths); i++)
		assert_false(location_is_url(paths[i]));
}

static void urls_of_http_are_taken(void **state)
{
	static const char *const urls[] = {
		"http://h/x.iso",
		"https://h",
		"HTTP://H:8080/x",
		"https://[2001:db8::1]/x",
		"http://[::1]:80/x",
		"http://h:/x",
		"https://h/x?X-Amz-Signature=a%2Fb&c=1#f",
		("http://b\xc3\xbc"
		 "cher.example/x"),
		"http://h/a@b",
		"http://h?user@x",
	};
	const char *why;

	(void)state;
	for (size_t i = 0; i < IA_COUNT(urls); i++)
		assert_int_equal(location_check(urls[i], &why), 0);
}

static void other_schemes_are_refused(void **state)
{
	(void)state;
	assert_refused("ftp://h/x", "scheme is unknown; expected http:// or https://");
	assert_refused("file:///etc/passwd", "scheme is unknown");
	assert_refused("httpx://h", "scheme is unknown");
}

static void credentials_in_a_url_are_refused(void **state)
{
	(void)state;
	assert_refused("http://user:secret@h/x", "write them to ~/.netrc");
	assert_refused("https://user@h/x", "write them to ~/.netrc");
	assert_refused("http://@h/x", "write them to ~/.netrc");
	assert_refused("http://a@b@h/x", "write them to ~/.netrc");
}

static void what_would_be_read_differently_is_refused(void **state)
{
	char url[LOCATION_MAX + 2] = "http://h/";

	(void)state;
	assert_refused("http://h/a b", "blank");
	assert_refused("http://h/a\nHost: x", "control character");
	assert_refused("http://h\\@x/", "a user's name or a password");
	assert_refused("http://h/a\\b", "backslash");
	assert_refused("http://", "names no host");
	assert_refused("http:///x", "names no host");
	assert_refused("http://:80/x", "names no host");
	assert_refused("http://h:65536/x", "names no host");
	assert_refused("http://h:0/x", "names no host");
	assert_refused("http://h:8x/x", "names no host");
	assert_refused("http://[::1/x", "names no host");
	assert_refused("http://[]/x", "names no host");
	assert_refused("http://a%2Fb/x", "names no host");
	memset(url + 9, 'a', LOCATION_MAX + 1 - 9);
	assert_refused(url, "longer than 4096 bytes");
}

static void neither_credentials_nor_tokens_are_printed(void **state)
{
	(void)state;
	assert_made(location_clean("https://u:p@h:8443/a/b.iso?token=secret#secret"),
		    "https://h:8443/a/b.iso");
	assert_made(location_clean("http://u:p@q@h/x"), "http://h/x");
	assert_made(location_clean("ftp://u:p@h/x?y"), "ftp://h/x");
	assert_made(location_clean("http://h?secret"), "http://h");
	assert_made(location_clean("http://h/a\x1b[31m"), "http://h/a\\x1b[31m");
	assert_made(location_clean("/just/a/path?secret"), "/just/a/path");
}

static void of_a_redirect_its_origin_is_printed(void **state)
{
	(void)state;
	assert_made(location_origin("http://u:p@mirror:80/x?token"), "http://mirror:80");
	assert_made(location_origin("file:///etc/passwd"), "file://");
	assert_made(location_origin("data:text/plain,x"), "data:text");
	assert_made(location_origin("gopher://h\x1b/"), "gopher://h\\x1b");
}

static void a_tree_ends_with_a_slash(void **state)
{
	(void)state;
	assert_true(location_is_tree("http://h/"));
	assert_true(location_is_tree("http://h/os/?C=M"));
	assert_true(location_is_tree("http://h/os/#x"));
	assert_false(location_is_tree("http://h"));
	assert_false(location_is_tree("http://h/os"));
	assert_false(location_is_tree("http://h/os?x/"));
	assert_false(location_is_tree("/srv/os/"));
}

static void only_https_is_secure(void **state)
{
	(void)state;
	assert_true(location_is_secure("https://h/x"));
	assert_true(location_is_secure("HTTPS://h/x"));
	assert_false(location_is_secure("http://h/x"));
	assert_false(location_is_secure("httpsx://h/x"));
}

static void a_file_of_a_tree_has_its_path_behind_it(void **state)
{
	(void)state;
	assert_made(location_join("http://h/os/", "images/pxeboot/vmlinuz"),
		    "http://h/os/images/pxeboot/vmlinuz");
	assert_made(location_join("http://h/os", ".treeinfo"), "http://h/os/.treeinfo");
	assert_made(location_join("http://h", "a"), "http://h/a");
	assert_made(location_join("http://h/os/?t=1#f", "a"), "http://h/os/a?t=1");
	assert_made(location_join("http://h/", "a b?c#d%e\xc3\xa4+~-_."),
		    "http://h/a%20b%3Fc%23d%25e%C3%A4%2B~-_.");
}

static void a_tree_is_where_its_file_was_found(void **state)
{
	(void)state;
	assert_made(location_base("https://mirror/pub/os/images/vmlinuz?t=1#f", "images/vmlinuz"),
		    "https://mirror/pub/os/?t=1");
	assert_made(location_base("https://mirror/a", "a"), "https://mirror/");
	assert_made(location_base("https://mirror/a%20b", "a b"), "https://mirror/");
	assert_null(location_base("https://mirror/ximages/vmlinuz", "images/vmlinuz"));
	assert_null(location_base("https://mirror/other", "images/vmlinuz"));
	assert_null(location_base("https://mirror/blob?images/vmlinuz", "images/vmlinuz"));
	assert_null(location_base("https://images/vmlinuz", "images/vmlinuz"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_url_is_told_from_a_path),
		cmocka_unit_test(urls_of_http_are_taken),
		cmocka_unit_test(other_schemes_are_refused),
		cmocka_unit_test(credentials_in_a_url_are_refused),
		cmocka_unit_test(what_would_be_read_differently_is_refused),
		cmocka_unit_test(neither_credentials_nor_tokens_are_printed),
		cmocka_unit_test(of_a_redirect_its_origin_is_printed),
		cmocka_unit_test(a_tree_ends_with_a_slash),
		cmocka_unit_test(only_https_is_secure),
		cmocka_unit_test(a_file_of_a_tree_has_its_path_behind_it),
		cmocka_unit_test(a_tree_is_where_its_file_was_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

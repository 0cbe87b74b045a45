/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remote/options.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/cleanup.h"
#include "common/output.h"

#define PIN_START  "sha256//"
#define PIN_DIGITS 43u /* of base64, and a = */

static const struct {
	const char *name; /* with its value */
	const char *text;
} helped[] = {
	{"ca FILE", "trust the authorities in FILE instead of the system's"},
	{"netrc", "take name and password for the server from ~/.netrc"},
	{"pin sha256//BASE64", "trust the server that shows this public key, and no other"},
	{"proxy URL", "ask this proxy (default: none, whatever the environment says)"},
	{"redirect-to-http", "be led from https to http as well, where anybody may change it"},
	{"timeout SECONDS", "that all of it may take (default: 300), unless all is fetched"},
};

void remote_print_help(const char *prefix)
{
	printf("An image by URL, or a tree by one that ends with a slash\n");
	for (size_t i = 0; i < IA_COUNT(helped); i++) {
		int width = printf("  --%s%s", prefix, helped[i].name);

		if (width >= 25) {
			putchar('\n');
			width = 0;
		}
		printf("%*s%s\n", 25 - width, "", helped[i].text);
	}
}

const char *remote_prefix(const struct remote_options *options)
{
	return options->prefix ? options->prefix : "";
}

bool remote_has_option(int option)
{
	return option >= REMOTE_CA && option < REMOTE_END;
}

__attribute__((format(printf, 3, 4))) static int complain(const char *prefix, const char *name,
							  const char *fmt, ...)
{
	char option[64], why[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	snprintf(option, sizeof(option), "--%s%s", prefix, name);
	output_complain(option, "%s", why);
	return EXIT_USAGE;
}

static bool is_pin(const char *pin)
{
	const char *digits = pin + strlen(PIN_START);

	return strncmp(pin, PIN_START, strlen(PIN_START)) == 0 &&
	       strlen(digits) == PIN_DIGITS + 1 && digits[PIN_DIGITS] == '=' &&
	       strspn(digits, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			      "0123456789+/") == PIN_DIGITS;
}

static int take_pin(struct remote_options *options, const char *prefix, const char *value)
{
	if (!is_pin(value))
		return complain(prefix, "pin",
				"found \"%.200s\", expected sha256// and 44 digits of base64",
				value);
	options->pin = value;
	return EXIT_DONE;
}

static int take_proxy(struct remote_options *options, const char *prefix, const char *value)
{
	static const char *const schemes[] = {"http://", "https://", "socks5h://", "socks5://"};
	bool is_known = false;

	for (size_t i = 0; i < IA_COUNT(schemes); i++)
		is_known = is_known || ia_ascii_prefix_fold(value, schemes[i]);
	if (strchr(value, '@'))
		return complain(
			prefix, "proxy",
			"found a user's name or a password, which every user of this machine "
			"would see; expected a proxy that wants none");
	if (!is_known)
		return complain(
			prefix, "proxy",
			"found \"%.200s\", expected http://HOST:PORT, https://, socks5:// or "
			"socks5h://",
			value);
	options->proxy = value;
	return EXIT_DONE;
}

static int take_timeout(struct remote_options *options, const char *prefix, const char *value)
{
	if (!ia_decimal_parse(value, strlen(value), REMOTE_SECONDS_MAX, &options->seconds) ||
	    options->seconds == 0)
		return complain(prefix, "timeout", "found \"%.200s\", expected 1 to %u seconds",
				value, REMOTE_SECONDS_MAX);
	return EXIT_DONE;
}

int remote_take(struct remote_options *options, const char *prefix, int option, const char *value)
{
	int r = EXIT_DONE;

	switch (option) {
	case REMOTE_CA:
		options->ca = value;
		break;
	case REMOTE_NETRC:
		options->netrc = true;
		break;
	case REMOTE_PIN:
		r = take_pin(options, prefix, value);
		break;
	case REMOTE_PROXY:
		r = take_proxy(options, prefix, value);
		break;
	case REMOTE_REDIRECT_TO_HTTP:
		options->redirect_to_http = true;
		break;
	default:
		r = take_timeout(options, prefix, value);
		break;
	}
	if (r == EXIT_DONE && options->ca && options->pin)
		return complain(prefix, "pin", "it and --%sca exclude one another", prefix);
	return r;
}

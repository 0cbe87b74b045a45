/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: any bytes as the file of pins. A host's pin is found, is not there, or is
 * refused with a sentence; a pin that is put there is found, and no other host loses its own.
 */
#include "rpc/failure.h"
#include "said.h"
#include "tls/certificate.h"
#include "tls/pins.h"

#define PIN "sha256//iIK9xkBNTf0400wXKkupznRcpa2u5/CFKOagOBNZ7ow="

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int find(const char *path, const char *host, char pin[PIN_MAX])
{
	struct xenapi_error *error = NULL;
	int r = pins_find(path, host, pin, &error);

	if (r > 0 && !pin_is_valid(pin))
		broken();
	if ((r < 0) != (error != NULL))
		broken();
	if (error)
		expect_sentence(xenapi_error_sentence(error));
	xenapi_error_free(error);
	return r;
}

static void put(const char *path, const uint8_t *data, size_t size)
{
	char pin[PIN_MAX], before[PIN_MAX] = "", after[PIN_MAX] = "";
	int other = find(path, "b:443", before);
	struct xenapi_error *error = NULL;
	size_t now;

	if (pins_put(path, "a:443", PIN, &error) < 0) {
		if (!error || !file_begins(path, data, size, &now) || now != size)
			broken();
		expect_sentence(xenapi_error_sentence(error));
		xenapi_error_free(error);
		return;
	}
	if (size > PINS_SIZE_MAX - sizeof("a:443 " PIN "\n"))
		return;
	if (find(path, "a:443", pin) != 1 || strcmp(pin, PIN) != 0 ||
	    find(path, "b:443", after) != other || strcmp(before, after) != 0)
		broken();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = input_file("pins", data, size);
	char lock[96], pin[PIN_MAX];

	find(path, "a:443", pin);
	put(path, data, size);
	snprintf(lock, sizeof(lock), "%s.lock", path);
	unlink(lock);
	unlink(path);
	return 0;
}

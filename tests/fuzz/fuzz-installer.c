/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: what a guest writes on its text console. What is told of it is an address that can
 * be connected to, or a sentence of ours, each once; in however many pieces it came.
 */
#include <arpa/inet.h>

#include "console/installer.h"
#include "printers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct heard {
	unsigned count, addresses;
	char address[INET6_ADDRSTRLEN];
};

static void hear(enum installer_finding finding, const char *text, void *user)
{
	struct heard *heard = user;
	unsigned char bytes[sizeof(struct in6_addr)];

	heard->count++;
	if (finding != INSTALLER_VNC) {
		expect_sentence(text);
		return;
	}
	heard->addresses++;
	if (inet_pton(AF_INET, text, bytes) != 1 && inet_pton(AF_INET6, text, bytes) != 1)
		broken();
	snprintf(heard->address, sizeof(heard->address), "%s", text);
}

static void feed(const uint8_t *data, size_t size, size_t step, struct heard *heard)
{
	struct installer *installer = malloc(sizeof(*installer));

	if (!installer)
		abort();
	*heard = (struct heard){0};
	installer_start(installer, hear, heard);
	while (size > 0) {
		size_t n = size < step ? size : step;
		uint8_t *piece = malloc(n); /* a sanitizer sees the first byte beyond it */

		if (!piece)
			abort();
		memcpy(piece, data, n);
		installer_feed(installer, piece, n);
		free(piece);
		data += n;
		size -= n;
	}
	free(installer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct heard whole, pieces;

	feed(data, size, size ? size : 1, &whole);
	feed(data, size, 7, &pieces);
	if (whole.addresses > 1 || whole.count > 32 || whole.addresses != pieces.addresses ||
	    strcmp(whole.address, pieces.address) != 0 || whole.count != pieces.count)
		broken();
	return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: a byte that chooses the option, then its value up to a line end, and so
 * on. Whatever is taken must give words that are safe on a command line, and the same words
 * when the canonical values are set again.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/network/network.h"
#include "args/word.h"
#include "base/note.h"
#include "printers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int set(struct ia_network *net, unsigned option, const char *value,
	       struct isoargs_error **reterr)
{
	static int (*const setters[])(struct ia_network *, const char *,
				      struct isoargs_error **) = {
		ia_network_set_ip,       ia_network_set_netmask, ia_network_set_gateway,
		ia_network_set_nic,      ia_network_set_mtu,     ia_network_add_nameserver,
		ia_network_set_hostname,
	};

	if (option % 8 == 7) {
		net->dhcp = true;
		return 0;
	}
	return setters[option % 8](net, value, reterr);
}

static void set_one(struct ia_network *net, unsigned option, const char *value)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_network before = *net;

	if (set(net, option, value, &error) == 0)
		return;
	if (memcmp(&before, net, sizeof(before)) != 0 || !error ||
	    isoargs_error_option(error) == ISOARGS_NO_OPTION ||
	    !strstr(isoargs_error_message(error), "expected "))
		abort();
}

/* The same settings from their canonical text. */
static struct ia_network set_again(const struct ia_network *net)
{
	struct ia_network again = {.dhcp = net->dhcp};
	char number[16];

	if (net->ip.family && ia_network_set_ip(&again, net->ip.text, NULL) < 0)
		abort();
	snprintf(number, sizeof(number), "%u", net->prefix);
	if (net->has_prefix && ia_network_set_netmask(&again, number, NULL) < 0)
		abort();
	if (net->gateway.family && ia_network_set_gateway(&again, net->gateway.text, NULL) < 0)
		abort();
	if (net->hostname[0] && ia_network_set_hostname(&again, net->hostname, NULL) < 0)
		abort();
	if (net->nic[0] && ia_network_set_nic(&again, net->nic, NULL) < 0)
		abort();
	snprintf(number, sizeof(number), "%u", net->mtu);
	if (net->mtu && ia_network_set_mtu(&again, number, NULL) < 0)
		abort();
	for (size_t i = 0; i < net->nameserver_count; i++) {
		if (ia_network_add_nameserver(&again, net->nameservers[i].text, NULL) < 0)
			abort();
	}
	return again;
}

static void compare_words(const struct ia_network *net, unsigned generation)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_cmdline line = {.arena = arena}, again_line = {.arena = arena};
	const struct ia_network again = set_again(net);
	int r = ia_network_words(net, generation, &line, NULL);

	if (ia_network_check(&again, &ia_guest_kinds[0], NULL, NULL) < 0 ||
	    ia_network_words(&again, generation, &again_line, NULL) != r ||
	    line.count != again_line.count || (r < 0 && line.count > 0))
		abort();
	for (size_t i = 0; i < line.count; i++) {
		if (strcmp(line.words[i].text, again_line.words[i].text) != 0 ||
		    ia_word_check(ISOARGS_APPEND, line.words[i].text, NULL) < 0 ||
		    !ia_word_value(line.words[i].text))
			abort();
	}
}

/* The options as the tools set them, with the arguments of a medium. */
static void print(const struct ia_network *net)
{
	struct isoargs_request *request;
	struct one_entry one;
	char number[16];

	if (isoargs_request_new(&request) < 0)
		abort();
	if (net->dhcp)
		isoargs_request_set(request, ISOARGS_DHCP, NULL, NULL);
	if (net->ip.family)
		isoargs_request_set(request, ISOARGS_IP, net->ip.text, NULL);
	snprintf(number, sizeof(number), "%u", net->prefix);
	if (net->has_prefix)
		isoargs_request_set(request, ISOARGS_NETMASK, number, NULL);
	if (net->gateway.family)
		isoargs_request_set(request, ISOARGS_GATEWAY, net->gateway.text, NULL);
	if (net->hostname[0])
		isoargs_request_set(request, ISOARGS_HOSTNAME, net->hostname, NULL);
	if (net->nic[0])
		isoargs_request_set(request, ISOARGS_NIC, net->nic, NULL);
	for (size_t i = 0; i < net->nameserver_count; i++)
		isoargs_request_set(request, ISOARGS_NAMESERVER, net->nameservers[i].text, NULL);
	snprintf(number, sizeof(number), "%u", net->mtu);
	if (net->mtu)
		isoargs_request_set(request, ISOARGS_MTU, number, NULL);
	make_one_entry(&one, "inst.stage2=hd:LABEL=FUZZ", 7);
	print_derived(&one.report, request);
	isoargs_request_free(request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct ia_network net = {0};
	char *text IA_AUTO_FREE = malloc(size + 1);
	char *save = NULL;

	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		set_one(&net, (unsigned char)line[0], line + 1);
	if (ia_network_check(&net, &ia_guest_kinds[0], &notes, &error) < 0) {
		if (!ia_network_is_set(&net))
			abort();
		expect_error(error);
		return 0;
	}
	for (unsigned generation = 5; generation <= 9; generation++)
		compare_words(&net, generation);
	print(&net);
	print_notes(&notes);
	return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_NETWORK_NETWORK_H
#define IA_ARGS_NETWORK_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "args/guest-kind.h"
#include "args/network/address.h"
#include "base/error.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "menu/cmdline.h"

/*
 * Network settings of an installer: typed and validated when they are set, checked against
 * each other once, spelled as dracut's ip= and nameserver=.
 */

#define IA_NAMESERVERS_MAX 8u
#define IA_HOSTNAME_MAX    64u
#define IA_NIC_MAX         15u /* IFNAMSIZ - 1 */
#define IA_MTU_MIN         576u /* 68 is accepted with IPv4 by the kernel, but no installer wants it */
#define IA_MTU_MAX         65535u
#define IA_MTU_MIN_IPV6    1280u /* RFC 8200 section 5 */

struct ia_network {
	bool dhcp;
	struct ia_address ip;
	struct ia_address gateway;
	bool has_prefix;
	bool prefix_with_ip; /* it stood in ISOARGS_IP, not in ISOARGS_NETMASK */
	bool prefix_dotted;  /* ISOARGS_NETMASK was dotted, which is IPv4 */
	unsigned prefix;     /* bits; meaningful with has_prefix */
	char hostname[IA_HOSTNAME_MAX + 1];
	char nic[IA_NIC_MAX + 1];
	const char *first_nic; /* where none is given, as the guest has it: "" any; NULL: eth0 */
	unsigned mtu;          /* 0 unset */
	struct ia_address nameservers[IA_NAMESERVERS_MAX];
	size_t nameserver_count;
};

/*
 * Each takes one option's value. 0; -EINVAL with an error that names the option, what was
 * found and what was expected; -E2BIG too many name servers. Setting a single-valued option
 * twice to different values is -EINVAL, and so is a prefix in ISOARGS_IP beside another in
 * ISOARGS_NETMASK. A name server that is there already is not added again. Nothing is set on failure.
 *
 * ip: address or address/prefix, IPv4 or IPv6 (brackets allowed); not the network's own or
 * broadcast address, not multicast, loopback, reserved or unspecified; not link-local IPv6,
 * which ip= cannot tie to an interface for others to reach. netmask: dotted and contiguous,
 * or a prefix length (1-32, 1-128). gateway: a unicast address (brackets allowed), also
 * link-local IPv6, as routers announce it. hostname: RFC 1123, at most 64 characters, no dot
 * at its end, no address. nic: [A-Za-z0-9_.-]{1,15}, no leading '-' or '.'. mtu: 576-65535.
 * nameserver: a unicast address without brackets or port, not link-local IPv6, which needs a
 * zone that nameserver= cannot carry.
 *
 * No address may have leading zeros (octal to some), a zone, or IPv4 inside IPv6.
 */
int ia_network_set_ip(struct ia_network *net, const char *value, struct isoargs_error **reterr);
int ia_network_set_netmask(struct ia_network *net, const char *value,
			   struct isoargs_error **reterr);
int ia_network_set_gateway(struct ia_network *net, const char *value,
			   struct isoargs_error **reterr);
int ia_network_set_hostname(struct ia_network *net, const char *value,
			    struct isoargs_error **reterr);
int ia_network_set_nic(struct ia_network *net, const char *value, struct isoargs_error **reterr);
int ia_network_set_mtu(struct ia_network *net, const char *value, struct isoargs_error **reterr);
int ia_network_add_nameserver(struct ia_network *net, const char *value,
			      struct isoargs_error **reterr);

/* Is anything set at all? */
bool ia_network_is_set(const struct ia_network *net);

/*
 * The settings against each other. Refused with -EINVAL: ISOARGS_DHCP beside ISOARGS_IP, ISOARGS_NETMASK or
 * ISOARGS_GATEWAY; ISOARGS_IP without a prefix; ISOARGS_NETMASK, ISOARGS_GATEWAY, ISOARGS_HOSTNAME, ISOARGS_MTU or ISOARGS_NIC without
 * ISOARGS_IP or ISOARGS_DHCP, where no ip= would carry them; gateway or netmask of another family; a host
 * address that is the network's or, with IPv4, the broadcast address (but for /31, /32, /127,
 * /128), and an IPv4 gateway that is; gateway equal to the address; an MTU below
 * IA_MTU_MIN_IPV6 with IPv6. Doubtful, a note: a gateway outside the prefix (but for
 * link-local IPv6); no gateway; more name servers than the resolver asks; a NIC that a Xen guest
 * will not have (ens*, enp*, eno*; its first is eth0 or enX0).
 */
int ia_network_check(const struct ia_network *net, const struct ia_guest_kind *guest,
		     struct ia_notes *notes, struct isoargs_error **reterr);

/*
 * A static address in the fields of dracut.cmdline(7), without the "ip=" before it:
 * <address>::<gateway>:<mask>:<host>:<nic>:none[:<mtu>]. dotted: the mask of IPv4; else a prefix.
 */
void ia_network_dracut_static(const struct ia_network *net, const char *nic, bool dotted,
			      struct ia_strbuf *buf);

/*
 * Appends ip= and nameserver= words, ISOARGS_FROM_OPTION each, or none of them. A checked network
 * only. generation: 6 spells the cluster ip= netmask= gateway= hostname= mtu= ksdevice= dns=,
 * which EL6's loader reads; 7 and later dracut's colon form, the netmask dotted for IPv4 and a
 * prefix for IPv6, addresses of IPv6 in brackets, always ":none"; the NIC is first_nic's
 * where none was given, and nothing names one where that is empty; DHCP is ip=<nic>:dhcp[:<mtu>] or ip=dhcp, and a host name beside it hostname=,
 * which anaconda reads where ip= holds none. 0; -EOPNOTSUPP what that generation cannot
 * express, named; -E2BIG above IA_CMDLINE_WORDS_MAX; -ENOMEM.
 */
int ia_network_words(const struct ia_network *net, unsigned generation, struct ia_cmdline *line,
		     struct isoargs_error **reterr);

#endif

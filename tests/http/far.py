# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs isoargs where a host of the network is this machine: in a network of its own, which has
nothing but a loopback interface with a public address beside its own.

Prints what came of each of the redirects that are named, as JSON. Needs CAP_NET_ADMIN there:
unshare -rn python3 far.py MEDIUM BEHAVIOUR...
"""

import fcntl
import json
import socket
import struct
import sys

from serving import Outcome, serve

FAR = "192.0.2.1"
SIOCSIFFLAGS, SIOCSIFADDR, IFF_UP = 0x8914, 0x8916, 1


def set_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", IFF_UP))
        fcntl.ioctl(any_socket, SIOCSIFADDR, struct.pack("16sHH4s8x", b"lo:1", socket.AF_INET, 0,
                                                         socket.inet_aton(FAR)))


def main():
    set_up()
    answers = {}
    for how in sys.argv[2:]:
        with serve() as near, serve(host=FAR, other=near) as far:
            seen = Outcome(far, ("args", far.url(sys.argv[1] + ".iso", how)))
            answers[how] = {
                "code": seen.code, "out": seen.out,
                "err": seen.said.replace(":%d" % near.port, ":NEAR"),
                "far": len(seen.requests), "near": near.connections,
            }
    print(json.dumps(answers))


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates as hosts have them: RSA, self-signed; made with openssl."""

import base64
import hashlib
import os
import ssl
import subprocess


def openssl(*args):
    subprocess.run(["openssl", *args], stdin=subprocess.DEVNULL, capture_output=True, check=True)


def element(der, at):
    """(start of the content, end) of what DER has there."""
    size, start = der[at + 1], at + 2
    if size & 0x80:
        start += size & 0x7f
        size = int.from_bytes(der[at + 2:start], "big")
    return start, start + size


def public_key(der):
    """The SubjectPublicKeyInfo of a certificate, which is what pins are made of."""
    at = element(der, element(der, 0)[0])[0]
    if der[at] == 0xa0:  # the version
        at = element(der, at)[1]
    for _ in ("serial number", "signature", "issuer", "validity", "subject"):
        at = element(der, at)[1]
    return der[at:element(der, at)[1]]


class Certificate:
    def __init__(self, cert, key):
        self.cert, self.key = cert, key
        with open(cert, encoding="ascii") as file:
            self.pem = file.read()
        der = ssl.PEM_cert_to_DER_cert(self.pem)
        digest = hashlib.sha256(public_key(der)).digest()
        self.pin = "sha256//" + base64.b64encode(digest).decode()
        digest = hashlib.sha256(der).hexdigest().upper()
        self.fingerprint = ":".join(digest[i:i + 2] for i in range(0, len(digest), 2))


def make(folder, name, address, bits=2048, expired=False):
    """A new one for an address."""
    cert, key, request = (os.path.join(folder, name + "." + end) for end in ("pem", "key", "csr"))
    openssl("req", "-new", "-newkey", f"rsa:{bits}", "-nodes", "-keyout", key, "-out", request,
            "-subj", f"/CN={address}", "-addext", f"subjectAltName=IP:{address},DNS:localhost")
    valid = ["-days", "3650"]
    if expired:  # OpenSSL 3.0 takes no dates, 3.5 no days that have passed
        valid = ["-days", "-1"]
        if b"-not_after" in subprocess.run(["openssl", "x509", "-help"], stdin=subprocess.DEVNULL,
                                           capture_output=True, check=True).stderr:
            valid = ["-not_before", "20200101000000Z", "-not_after", "20200102000000Z"]
    openssl("x509", "-req", "-in", request, "-signkey", key, "-sha256", "-out", cert,
            "-copy_extensions", "copyall", *valid)
    return Certificate(cert, key)


def context(certificate, tls):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if tls == "1.0":
        made.set_ciphers("ALL:@SECLEVEL=0")
        made.minimum_version = made.maximum_version = ssl.TLSVersion.TLSv1
    else:
        made.minimum_version = made.maximum_version = \
            ssl.TLSVersion.TLSv1_3 if tls == "1.3" else ssl.TLSVersion.TLSv1_2
    made.load_cert_chain(certificate.cert, certificate.key)
    return made

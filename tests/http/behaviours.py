# SPDX-License-Identifier: GPL-3.0-or-later
"""How the server of server.py answers: one function each, by its name with "-" for "_"."""

import base64
import email.utils
import gzip
import re

AGES = 3600  # seconds: longer than any test waits
USER, PASSWORD = "reader", "s3cret"
TOKEN = "X-Signature=t0ken"  # in the query of an URL: as good as a password

TABLE = {}


def behaviour(function):
    TABLE[function.__name__.strip("_").replace("_", "-")] = function
    return function


def parse(how):
    """("short", False, 3, 3) for "short@3"; the second is whether all requests are counted."""
    for part in how.split(","):
        found = re.fullmatch(r"([\w.-]+?)(?:(@@?)(\d+)(-?)(\d*))?", part)
        if not found or found[1] not in TABLE:
            raise ValueError("no such behaviour: " + part)
        first = int(found[3] or 1)
        last = int(found[5]) if found[5] else first if found[3] and not found[4] else float("inf")
        yield found[1], found[2] == "@@", first, last


def find(how, number, of_all):
    """The function for the request of a number, from 1: of those for its path, and of all."""
    for name, counts_all, first, last in parse(how):
        if first <= (of_all if counts_all else number) <= last:
            return TABLE[name]
    return TABLE["good"]


@behaviour
def good(x):
    x.good()


# ---- what servers do that are in order, though they do it otherwise ----


@behaviour
def head_403(x):
    """As presigned URLs, which are signed for one method."""
    if x.request.method == "HEAD":
        x.page("403 Forbidden")
    else:
        x.good()


@behaviour
def chunked(x):
    x.head("206 Partial Content", "Transfer-Encoding: chunked", x.content_range(), *x.validators())
    data = x.data()
    for at in range(0, len(data), 10000):
        piece = data[at:at + 10000]
        x.send(b"%x\r\n" % len(piece))
        x.body(piece)
        x.send(b"\r\n")
    x.send(b"0\r\n\r\n")


@behaviour
def close_delimited(x):
    x.close = True
    x.head("206 Partial Content", x.content_range(), *x.validators())
    x.body(x.data())


@behaviour
def http10(x):
    x.close = True
    x.head("206 Partial Content", "Content-Length: %d" % x.length, x.content_range(),
           *x.validators(), version="HTTP/1.0")
    x.body(x.data())


@behaviour
def continues(x):
    """A few informational heads before the answer."""
    for _ in range(3):
        x.head("103 Early Hints", "Link: </style.css>; rel=preload")
    x.good()


@behaviour
def lower_case(x):
    x.head("206 partial content", "content-length: %d" % x.length, x.content_range().lower(),
           "etag: " + x.file.etag)
    x.body(x.data())


@behaviour
def identity(x):
    x.part("Content-Encoding: identity")


# ---- what is no answer to a range ----


@behaviour
def none(x):
    """Ranges are not served."""
    x.whole()


@behaviour
def html(x):
    """There is nothing of the name, in words for people."""
    x.page("200 OK", "<p>not here</p>" * 20)


@behaviour
def _416(x):
    x.page("416 Range Not Satisfiable", "", "Content-Range: bytes */%d" % x.file.size)


@behaviour
def _204(x):
    x.head("204 No Content", *x.validators())


@behaviour
def no_content_range(x):
    x.part(content_range="")


@behaviour
def wrong_first(x):
    x.part(content_range=x.content_range(first=x.first + 2048), data=x.data()[:-2048])


@behaviour
def wrong_unit(x):
    x.part(content_range=x.content_range().replace("bytes", "blocks"))


@behaviour
def wrong_last(x):
    """Says five bytes more than come."""
    x.part(content_range=x.content_range(last=x.last + 5))


@behaviour
def short(x):
    """Half of what was asked for, and says so."""
    size = x.length // 2
    x.part(content_range=x.content_range(last=x.first + size - 1), data=x.data(size=size))


@behaviour
def shorter(x):
    """Half of what it says; Content-Length is that of the half."""
    x.part(data=x.data(size=x.length // 2))


@behaviour
def cut(x):
    """The connection ends in the middle."""
    x.close = True
    x.part(data=x.data(size=x.length // 2), length=x.length)


@behaviour
def cut_head(x):
    x.close = True
    x.send(b"HTTP/1.1 206 Partial Content\r\nContent-Ran")


@behaviour
def closed(x):
    """No answer at all."""
    x.close = True


@behaviour
def empty(x):
    x.close = True
    x.head("206 Partial Content", x.content_range(), *x.validators())


@behaviour
def long(x):
    """A million bytes more."""
    x.part(data=x.data() + bytes(1000000))


@behaviour
def longer(x):
    """The same, and does not say how many: until the connection ends."""
    x.close = True
    x.head("206 Partial Content", x.content_range(), *x.validators())
    x.body(x.data() + bytes(1000000))


@behaviour
def star(x):
    x.part(content_range=x.content_range(total="*"))


@behaviour
def huge_total(x):
    x.part(content_range=x.content_range(total="9" * 23))


@behaviour
def larger_total(x):
    """2 TiB."""
    x.part(content_range=x.content_range(total=2 << 40))


@behaviour
def odd_total(x):
    x.part(content_range=x.content_range(total="-1"))


@behaviour
def small_total(x):
    """What ends before it ends."""
    x.part(content_range=x.content_range(total=x.last))


@behaviour
def other_total(x):
    x.part(content_range=x.content_range(total=x.file.size + 2048))


@behaviour
def doubled_range(x):
    x.part(x.content_range(total=x.file.size + 1))


@behaviour
def doubled_length(x):
    x.part("Content-Length: %d" % (x.length - 1))


@behaviour
def negative_length(x):
    x.part(length=-5)


@behaviour
def multipart(x):
    text = b"--edge\r\n%s\r\n\r\n%s\r\n--edge--\r\n" % (x.content_range().encode(), x.data())
    x.head("206 Partial Content", "Content-Type: multipart/byteranges; boundary=edge",
           "Content-Length: %d" % len(text))
    x.body(text)


@behaviour
def gzipped(x):
    """Though nobody asked for it."""
    text = gzip.compress(x.data(), 1)
    x.part("Content-Encoding: gzip", data=text)


@behaviour
def http09(x):
    x.close = True
    x.body(x.data())


@behaviour
def not_http(x):
    x.close = True
    x.send(b"220 mail.example ESMTP\r\n")


# ---- who takes long, or does not end ----


@behaviour
def drip(x):
    x.head("206 Partial Content", "Content-Length: %d" % x.length, x.content_range(),
           *x.validators())
    for byte in x.data():
        x.body(bytes([byte]))
        x.wait(0.5)


@behaviour
def silence(x):
    x.wait(AGES)


@behaviour
def stalled(x):
    """Half, and no more; the connection stays open."""
    x.head("206 Partial Content", "Content-Length: %d" % x.length, x.content_range(),
           *x.validators())
    x.body(x.data(size=x.length // 2))
    x.wait(AGES)


@behaviour
def late(x):
    x.wait(0.7)
    x.good()


@behaviour
def endless_head(x):
    x.send(b"HTTP/1.1 206 Partial Content\r\n")
    while True:
        x.body(b"X-Filler: %s\r\n" % (b"x" * 1000))


@behaviour
def endless_line(x):
    x.send(b"HTTP/1.1 206 Partial Content\r\nX-Filler: ")
    while True:
        x.body(b"x" * 1000)


@behaviour
def endless_hints(x):
    while True:
        x.body(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n")


@behaviour
def endless_body(x):
    """The connection's end would be the body's."""
    x.close = True
    x.head("206 Partial Content", x.content_range(), *x.validators())
    while True:
        x.body(bytes(65536))


@behaviour
def endless_chunks(x):
    x.head("206 Partial Content", "Transfer-Encoding: chunked", x.content_range())
    while True:
        x.body(b"400\r\n%s\r\n" % bytes(1024))


# ---- what is refused ----


@behaviour
def _401(x):
    x.page("401 Unauthorized", "", 'WWW-Authenticate: Basic realm="media"')


@behaviour
def _403(x):
    x.page("403 Forbidden")


@behaviour
def _404(x):
    x.page("404 Not Found")


@behaviour
def _407(x):
    x.page("407 Proxy Authentication Required", "", 'Proxy-Authenticate: Basic realm="way out"')


@behaviour
def _429(x):
    x.page("429 Too Many Requests", "", "Retry-After: 1")


@behaviour
def _500(x):
    x.page("500 Internal Server Error")


@behaviour
def _503(x):
    x.page("503 Service Unavailable")


@behaviour
def _503_tomorrow(x):
    x.page("503 Service Unavailable", "", "Retry-After: 86400")


@behaviour
def escapes(x):
    """To the terminal of whoever reads what is said of it."""
    x.page("500 \x1b]0;owned\x07\x1b[2J\x9b31m")


@behaviour
def basic(x):
    expected = "Basic " + base64.b64encode(("%s:%s" % (USER, PASSWORD)).encode()).decode()
    if x.request["Authorization"] == expected:
        x.good()
    else:
        _401(x)


# ---- what lies elsewhere ----


def move(x, location, status="302 Found"):
    x.page(status, "", "Location: " + location)


def here(x, how, host=None):
    return x.server.url(x.request.path, how, host)


@behaviour
def redirect_1(x):
    move(x, "/good/" + x.request.path)


@behaviour
def redirect_2(x):
    move(x, here(x, "redirect-1"), "307 Temporary Redirect")


@behaviour
def redirect_3(x):
    move(x, here(x, "redirect-2"), "301 Moved Permanently")


@behaviour
def redirect_9(x):
    """Nine hops."""
    left = int(x.request.query or 9) - 1
    move(x, "/good/" + x.request.path if left == 0 else "%s?%d" % (here(x, "redirect-9"), left))


@behaviour
def redirect_loop(x):
    move(x, here(x, "redirect-loop"))


@behaviour
def redirect_file(x):
    move(x, "file:///etc/passwd")


@behaviour
def redirect_ftp(x):
    move(x, "ftp://127.0.0.1:%d/medium.iso" % x.server.port)


@behaviour
def redirect_scp(x):
    move(x, "scp://127.0.0.1/etc/passwd")


@behaviour
def redirect_name(x):
    """The same, by its other name."""
    move(x, here(x, "good", "localhost"))


@behaviour
def redirect_basic(x):
    """To who asks for a password, by another name: it is not for them."""
    move(x, here(x, "basic", "localhost"))


@behaviour
def redirect_other(x):
    """To the server beside this one, which may speak http where this one speaks https."""
    move(x, x.server.other.url(x.request.path))


@behaviour
def redirect_loopback(x):
    move(x, x.server.other.url(x.request.path, host="127.0.0.1"))


@behaviour
def redirect_nowhere(x):
    x.page("302 Found")


@behaviour
def redirect_escapes(x):
    move(x, "gopher://\x1b]0;owned\x07\x1b[2J/")


@behaviour
def redirect_token(x):
    """To a place for whoever has the token."""
    move(x, here(x, "token") + "?" + TOKEN)


@behaviour
def token(x):
    if x.request.query == TOKEN:
        x.good()
    else:
        _403(x)


@behaviour
def token_broken(x):
    """Fails, whoever asks."""
    _500(x)


@behaviour
def redirect_expiring(x):
    """To a token that is good for one request."""
    count = x.server.state["handed"] = x.server.state.get("handed", 0) + 1
    move(x, "%s?%s%d" % (here(x, "expiring"), TOKEN, count))


@behaviour
def expiring(x):
    used = x.server.state[x.request.query] = x.server.state.get(x.request.query, 0) + 1
    if used <= 1:
        x.good()
    else:
        _403(x)


# ---- one file, or two ----


def changed(x):
    """Another file from the second request on."""
    return x.number > 1


def other_date(x):
    x.file.date = email.utils.formatdate(1700000000 + 86400, usegmt=True)


def without(x, *names):
    x.validators = lambda: [line for line in type(x).validators(x)
                            if line.split(":")[0] not in names]


@behaviour
def no_validator(x):
    without(x, "ETag", "Last-Modified")
    x.good()


@behaviour
def weak_etag(x):
    x.file.etag = "W/" + x.file.etag
    x.good()


@behaviour
def etag_alone(x):
    without(x, "Last-Modified")
    x.good()


@behaviour
def date_alone(x):
    without(x, "ETag")
    x.good()


@behaviour
def etag_changes(x):
    """As it does where several machines serve one file; conditions are held against the new one."""
    x.file.etag = '"%d"' % x.number
    x.good()


@behaviour
def etag_changes_quietly(x):
    """Conditions are not looked at."""
    x.file.etag = '"%d"' % x.number
    x.part()


@behaviour
def only_etag_changes_quietly(x):
    without(x, "Last-Modified")
    etag_changes_quietly(x)


@behaviour
def date_changes_quietly(x):
    if changed(x):
        other_date(x)
    x.part()


@behaviour
def both_change(x):
    if changed(x):
        x.file.etag = '"other"'
        other_date(x)
    x.good()


@behaviour
def both_change_quietly(x):
    if changed(x):
        x.file.etag = '"other"'
        other_date(x)
    x.part()


def swap(x):
    """Each byte is another one; the file has the same size."""
    plain = x.file.read
    x.file.read = lambda start, size: bytes(plain(start, size)).translate(FLIPPED)


FLIPPED = bytes(byte ^ 1 for byte in range(256))


@behaviour
def swapped(x):
    """Another file, and the validators say so."""
    if changed(x):
        swap(x)
        x.file.etag = '"other"'
        other_date(x)
    x.good()


@behaviour
def swapped_quietly(x):
    """Another file, and nothing says so."""
    without(x, "ETag", "Last-Modified")
    if changed(x):
        swap(x)
    x.part()

# SPDX-License-Identifier: GPL-3.0-or-later
"""A database as xapi writes it: XML, one row an object, its fields as text."""

import re
import xml.etree.ElementTree

from .wire import strip_type

PROTECTED = {"%.": " ", "%_": " ", "%t": "\t", "%n": "\n", "%r": "\r", "%%": "%"}
TOKEN = re.compile(r"""\s*(?:(?P<mark>[()])|(?P<quote>['"])(?P<text>(?:\\.|(?!(?P=quote)).)*)"""
                   r"""(?P=quote)|(?P<word>[^\s()'"]+))""", re.DOTALL)


class Malformed(ValueError):
    pass


def unprotected(text):
    """Blanks that an attribute would lose."""
    return re.sub("%[._tnr%]", lambda found: PROTECTED[found[0]], text)


def parse(text):
    """An S-expression: lists of lists and strings."""
    stack, at = [[]], 0
    while text[at:].strip():
        found = TOKEN.match(text, at)
        if not found:
            raise Malformed(f"no S-expression: {text[at:at + 40]}")
        at = found.end()
        if found["mark"] == "(":
            stack.append([])
        elif found["mark"]:
            if len(stack) < 2:
                raise Malformed(f"closed and never opened: {text[:40]}")
            done = stack.pop()
            stack[-1].append(done)
        elif found["quote"]:
            stack[-1].append(re.sub(r"\\(.)", r"\1", found["text"], flags=re.DOTALL))
        else:
            stack[-1].append(found["word"])
    while len(stack) > 1:  # people have cut lists of their databases
        done = stack.pop()
        stack[-1].append(done)
    if len(stack[0]) != 1:
        raise Malformed(f"not one expression: {text[:40]}")
    return stack[0][0]


def is_pair(item):
    return isinstance(item, list) and len(item) == 2 and all(isinstance(i, str) for i in item)


def guess(text):
    """The type of a field that nobody described."""
    if text in ("true", "false"):
        return "bool"
    if text.startswith("(") and text.endswith(")"):
        try:
            items = parse(text)
        except Malformed:
            return "string"
        if all(isinstance(i, str) for i in items):
            return "string set"
        if all(is_pair(i) for i in items):
            return "(string -> string) map"
    return "string"


def common(kinds):
    """The one type of a field whose rows look like these: an empty set may be an empty map."""
    for kind in ("string", "(string -> string) map", "string set"):
        if kind in kinds:
            return kind
    return kinds.pop()


def value(kind, text):
    word, *of = strip_type(kind)
    if word in ("set", "map"):
        items = parse(text) if text else []
        if not isinstance(items, list) or word == "map" and not all(is_pair(i) for i in items):
            raise Malformed(f"no {word}: {text[:40]}")
        if word == "set":
            return [value(of[0], i) for i in items]
        return {value(of[0], k): value(of[1], v) for k, v in items}
    if word == "bool":
        return text == "true"
    if word in ("int", "float"):
        return {"int": int, "float": float}[word](text)
    return text


def rows(path):
    """{table: {reference: {field: text}}}"""
    try:
        root = xml.etree.ElementTree.parse(path).getroot()
    except xml.etree.ElementTree.ParseError as error:
        raise Malformed(f"{path}: {error}") from error
    made = {}
    for table in root.iter("table"):
        into = made.setdefault(table.get("name"), {})
        for row in table:
            ref = row.get("ref") or row.get("_ref")
            if not ref or ref in into:
                raise Malformed(f"a row of {table.get('name')} has no reference of its own")
            # what begins with a line is the database's own: references, times of rows
            into[ref] = {name.replace("__", "_"): unprotected(text)
                         for name, text in row.attrib.items() if name != "ref" and name[0] != "_"}
    if not made.get("host") or len(made.get("pool", {})) != 1:
        raise Malformed(f"{path}: hosts and one pool expected")
    return made


def describe_unknown(fields, table):
    """Adds to the fields of a class what its rows have beyond them, of every release."""
    for field in sorted({f for row in table.values() for f in row} - set(fields)):
        kinds = {guess(row[field]) for row in table.values() if field in row}
        fields[field] = [common(kinds), "0.0", None]


def read(path, data):
    """{class: {reference: {field: value}}}; what is unknown joins data's fields of the class."""
    made = {}
    for name, table in rows(path).items():
        if name not in data["classes"]:
            continue  # no call could ask for it
        fields = data["classes"][name]["fields"]
        describe_unknown(fields, table)
        made[name] = {ref: {f: value(fields[f][0], text) for f, text in row.items()}
                      for ref, row in table.items()}
    return made

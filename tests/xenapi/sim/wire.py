# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests and replies as text, and values by their XenAPI type.

A parsed value is a pair (tag, content): the tag is the XML-RPC element ("" where there was none),
or "json" for what JSON brought. Out of it, cast() makes the Python value that a type asks for.
"""

import json
import re
import xml.etree.ElementTree
from xml.sax.saxutils import escape

NULL = "OpaqueRef:NULL"


class Unparsable(Exception):
    """What xapi answers with HTTP 500 and a page of HTML."""


class Failure(Exception):
    """An error of the API: its code and parameters."""

    def __init__(self, code, *params):
        super().__init__(code)
        self.code = code
        self.params = [str(p) for p in params]

    @property
    def description(self):
        return [self.code, *self.params]


class Mistyped(Exception):
    pass


# ---- requests ------------------------------------------------------------------------------------


def parse_xml(body):
    """(method, values) of a methodCall."""
    try:
        root = xml.etree.ElementTree.fromstring(body.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, xml.etree.ElementTree.ParseError) as error:
        raise Unparsable(str(error)) from error
    if root.tag != "methodCall" or [c.tag for c in root] != ["methodName", "params"]:
        raise Unparsable("methodCall with methodName and params expected")
    values = []
    for param in root[1]:
        if param.tag != "param" or [c.tag for c in param] != ["value"]:
            raise Unparsable("param with one value expected")
        values.append(xml_value(param[0]))
    return (root[0].text or "").strip(), values


def xml_value(element):
    if len(element) == 0:
        return "", element.text or ""
    if len(element) != 1:
        raise Unparsable("value of one element expected")
    inner = element[0]
    if inner.tag == "array":
        if [c.tag for c in inner] != ["data"] or any(c.tag != "value" for c in inner[0]):
            raise Unparsable("array with data expected")
        return "array", [xml_value(c) for c in inner[0]]
    if inner.tag == "struct":
        return "struct", dict(xml_member(m) for m in inner)
    if len(inner) != 0:
        raise Unparsable("text expected in " + inner.tag)
    return inner.tag, inner.text or ""


def xml_member(member):
    if member.tag != "member" or [c.tag for c in member] != ["name", "value"]:
        raise Unparsable("member with name and value expected")
    if not member[0].text:
        raise Unparsable("empty name of a member")
    return member[0].text, xml_value(member[1])


def parse_json(body):
    """(method, values, id, version)"""
    try:
        request = json.loads(body.decode("utf-8"))
    except ValueError as error:
        raise Unparsable(str(error)) from error
    if not isinstance(request, dict) or not isinstance(request.get("method"), str) \
            or not isinstance(request.get("params"), list) or request.get("id") is None:
        raise Unparsable("method, params and id expected")
    values = [("json", p) for p in request["params"]]
    return request["method"], values, request["id"], request.get("jsonrpc")


# ---- values by type ------------------------------------------------------------------------------


def strip_type(kind):
    """("set", T), ("map", K, V), or (word, name): ("ref", "VM"), ("int", "")"""
    if kind.endswith(" set"):
        return "set", kind[:-4]
    if kind.endswith(" map"):
        key, value = kind[1:-5].split(" -> ")
        return "map", key, value
    if kind.endswith((" ref", " record")):
        name, word = kind.rsplit(" ", 1)
        return word, name
    if kind.startswith("enum "):
        return "enum", kind[5:]
    return kind, ""


def text_of(value):
    tag, content = value
    if tag in ("", "string") or (tag == "json" and isinstance(content, str)):
        return content
    raise Mistyped()


def int_of(value):
    # xapi writes and reads whole numbers as text; JSON may bring a number
    tag, content = value
    if tag == "json" and isinstance(content, int) and not isinstance(content, bool):
        return content
    text = text_of(value)
    if not re.fullmatch(r"-?[0-9]{1,19}", text) or not -2**63 <= int(text) < 2**63:
        raise Mistyped()
    return int(text)


def bool_of(value):
    tag, content = value
    if tag == "json" and isinstance(content, bool):
        return content
    if tag == "boolean" and content in ("0", "1"):
        return content == "1"
    raise Mistyped()


def float_of(value):
    tag, content = value
    if tag == "json" and isinstance(content, (int, float)) and not isinstance(content, bool):
        return float(content)
    if tag != "double":
        raise Mistyped()
    try:
        return float(content)
    except ValueError as error:
        raise Mistyped() from error


def datetime_of(value):
    tag, content = value
    if tag not in ("dateTime.iso8601", "json") or not isinstance(content, str) \
            or not re.fullmatch(r"\d{8}T\d\d:\d\d:\d\dZ", content):
        raise Mistyped()
    return content


SCALARS = {"string": text_of, "ref": text_of, "int": int_of, "bool": bool_of, "float": float_of,
           "datetime": datetime_of}


def items_of(value):
    tag, content = value
    if tag == "array":
        return content
    if tag == "json" and isinstance(content, list):
        return [("json", c) for c in content]
    raise Mistyped()


def members_of(value):
    tag, content = value
    if tag == "struct":
        return content
    if tag == "json" and isinstance(content, dict):
        return {k: ("json", v) for k, v in content.items()}
    raise Mistyped()


def cast(data, kind, value):
    """The Python value of a parsed one; Mistyped where xapi would refuse it."""
    word, *of = strip_type(kind)
    if word == "set":
        return [cast(data, of[0], item) for item in items_of(value)]
    if word == "map":
        return {cast(data, of[0], ("", k)): cast(data, of[1], v)
                for k, v in members_of(value).items()}
    if word == "enum":
        text = text_of(value)
        for known in data["enums"][of[0]]:
            if known.lower() == text.lower():
                return known
        raise Mistyped()
    if word == "record":
        return cast_record(data, of[0], members_of(value))
    return SCALARS[word](value)


def cast_record(data, name, members):
    """A constructor's: what is mandatory has to be there, what is unknown is passed over."""
    described = data["classes"][name]
    record = {}
    for field in described["required"] + described["optional"]:
        if field in members:
            try:
                record[field] = cast(data, described["fields"][field][0], members[field])
            except Mistyped as error:
                raise Failure("FIELD_TYPE_ERROR", field) from error
        elif field in described["required"]:
            raise Failure("FIELD_TYPE_ERROR", field)
    return record


# ---- replies -------------------------------------------------------------------------------------


def xml_text(text):
    # xapi leaves out what XML cannot hold
    return escape(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", str(text)), {'"': "&quot;", "\r": "&#13;"})


def xml_members(rows):
    inner = "".join(f"<member><name>{xml_text(k)}</name>{v}</member>" for k, v in rows)
    return f"<value><struct>{inner}</struct></value>"


def xml_array(rows):
    return "<value><array><data>" + "".join(rows) + "</data></array></value>"


def to_xml(data, kind, value):
    word, *of = strip_type(kind)
    if word == "set":
        return xml_array([to_xml(data, of[0], v) for v in value])
    if word == "map":
        return xml_members([(k, to_xml(data, of[1], v)) for k, v in value.items()])
    if word == "record":
        fields = data["classes"][of[0]]["fields"]
        return xml_members([(k, to_xml(data, fields[k][0], v)) for k, v in value.items()])
    if word == "bool":
        return f"<value><boolean>{int(value)}</boolean></value>"
    if word == "float":
        return f"<value><double>{value:.16g}</double></value>"
    if word == "datetime":
        return f"<value><dateTime.iso8601>{value}</dateTime.iso8601></value>"
    if word == "i4":
        return f"<value><i4>{value}</i4></value>"
    if word == "events":
        return xml_members([
            ("events", xml_array([xml_event(data, e) for e in value["events"]])),
            ("valid_ref_counts", to_xml(data, "(string -> i4) map", value["valid_ref_counts"])),
            ("token", to_xml(data, "string", value["token"]))])
    return "<value></value>" if word == "void" else f"<value>{xml_text(value)}</value>"


def xml_event(data, event):
    rows = [(k, to_xml(data, "string", event[k]))
            for k in ("id", "timestamp", "class", "operation", "ref")]
    if "snapshot" in event:
        rows.append(("snapshot", to_xml(data, event["kind"], event["snapshot"])))
    return xml_members(rows)


def json_event(data, event):
    made = {k: event[k] for k in ("id", "timestamp", "class", "operation", "ref")}
    if "snapshot" in event:
        made["snapshot"] = to_json(data, event["kind"], event["snapshot"])
    return made


def to_json(data, kind, value):
    word, *of = strip_type(kind)
    if word == "set":
        return [to_json(data, of[0], v) for v in value]
    if word == "map":
        return {str(k): to_json(data, of[1], v) for k, v in value.items()}
    if word == "record":
        fields = data["classes"][of[0]]["fields"]
        return {k: to_json(data, fields[k][0], v) for k, v in value.items()}
    if word == "events":
        return {**value, "events": [json_event(data, e) for e in value["events"]]}
    return "" if word == "void" else value


def method_response(value):
    return ('<?xml version="1.0"?><methodResponse><params><param>' + value
            + "</param></params></methodResponse>").encode()


def xml_reply(data, kind, value):
    return method_response(xml_members([("Status", "<value>Success</value>"),
                                        ("Value", to_xml(data, kind, value))]))


def xml_failure(failure):
    rows = [f"<value>{xml_text(p)}</value>" for p in failure.description]
    return method_response(xml_members([("Status", "<value>Failure</value>"),
                                        ("ErrorDescription", xml_array(rows))]))


def json_reply(data, kind, value, ident, version):
    result = to_json(data, kind, value)
    if version is None:
        return json.dumps({"result": result, "error": None, "id": ident}).encode()
    return json.dumps({"jsonrpc": "2.0", "result": result, "id": ident}).encode()


def json_failure(failure, ident, version):
    if version is None:
        return json.dumps({"result": None, "error": failure.description, "id": ident}).encode()
    error = {"code": 1, "message": failure.code, "data": failure.params}
    return json.dumps({"jsonrpc": "2.0", "error": error, "id": ident}).encode()

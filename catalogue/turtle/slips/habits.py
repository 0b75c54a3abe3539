"""Habits of other languages: declarations and elements of XML, markup of HTML, objects and lists of JSON, rows, queries."""

from __future__ import annotations

import html
import re

from catalogue.messages import Message
from catalogue.patterns import possessive
from catalogue.turtle.slips.spot import Slip, Spot, literal, replaced

_QUOTED = r"(?:\"[^\"\r\n]*+\"|'[^'\r\n]*+')"
_XMLNS = possessive(rf"xmlns(?::(?P<prefix>[\w.-]+))?\s*=\s*(?P<iri>{_QUOTED})")
_SPACE = re.compile(r"\s*")
_ATTRIBUTES = rf"(?P<attributes>(?:\s++[\w:.-]++\s*+=\s*+{_QUOTED})*+)\s*+"
_ELEMENT = possessive(rf"<(?P<name>[A-Za-z][\w.:-]*+){_ATTRIBUTES}(?:/>|>(?P<text>[^<>\r\n]*+)</(?P=name)\s*+>)")
_HTML = "a|b|br|div|em|hr|i|img|li|ol|p|span|strong|ul"
_TAG = possessive(
    rf"</(?:[A-Za-z][\w.-]*:[\w.-]+|{_HTML})\s*>|<[A-Za-z][\w.-]*:[\w.-]+(?:\s+[\w:.-]+\s*=\s*{_QUOTED})+\s*/?>"
    rf"|<(?:{_HTML}){_ATTRIBUTES}/?>"
)
_XML_HEAD = re.compile(r"<\?xml[^<>\r\n]*\?>")
_RDF_XML = re.compile(r"<(?P<name>rdf:(?:RDF|Description))\s")
_ATTRIBUTE = possessive(rf"(?P<name>[\w:.-]+)\s*=\s*(?P<value>{_QUOTED})")
_RESOURCE = possessive(rf"rdf:(?:resource|about)\s*=\s*(?P<value>{_QUOTED})")
_LANGUAGE = re.compile(r"xml:lang\s*=\s*[\"'](?P<tag>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)[\"']")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#[0-9]{1,6}|#x[0-9A-Fa-f]{1,5});")
_QUOTE_ENTITIES = re.compile(r"&quot;(?P<text>[^&\r\n\"]*)&quot;(?P<suffix>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)?")
_NAME_IN_QUOTES = re.compile(r"\"(?P<name>[^\"\r\n]+)\"\s*:(?=\s)")
_PREFIXED = re.compile(r"[A-Za-z][\w.-]*:[A-Za-z_][\w.-]*")
_OBJECT = re.compile(r"\{[^{}\r\n]*\}")
_MEMBER = re.compile(r"\"@(?P<name>id|value|language|type)\"\s*:\s*\"(?P<value>[^\"\r\n]*)\"")
_ITEM = r"(?:<[^<>\s]*+>|\"[^\"\r\n]*+\"(?:@[A-Za-z-]++|\^\^[^\s,\]]++)?+|[\w.:+-]++)"
_ITEMS = possessive(_ITEM)
_ARRAY = possessive(rf"\[\s*+(?P<items>{_ITEM}(?:\s*+,\s*+{_ITEM})*+)\s*+,?\s*+\]")
_LINK = re.compile(r"\[[^\[\]\r\n]*\]\(\s*<?(?P<iri>[^\s<>()]+)>?\s*\)")
_BOLD = re.compile(r"(?P<mark>\*\*|__|\*)(?P<text>[^*\r\n\"]+)(?P=mark)(?P<suffix>@[A-Za-z-]+)?")
_DASHES = possessive(rf"-[ \t]++{_ITEM}(?:[ \t]*+\r?+\n[ \t]*+-[ \t]++{_ITEM})*+")
_DASH = re.compile(r"(?:\A|\n)[ \t]*-[ \t]+")
_VARIABLE = re.compile(r"[?$][A-Za-z_]\w*")
_QUERY = re.compile(r"(?i:SELECT|CONSTRUCT|ASK|DESCRIBE|INSERT|DELETE|WITH|CREATE|UPDATE)\b(?=[^:])")
_PATCH = re.compile(r"[+-](?=[ \t<@#\"_A-Za-z\r\n])")
_MANY = 3000
"""How many characters of several lines are looked at."""


def declaration(spot: Spot) -> Slip | None:
    """Recognize `xmlns:dct="..."`, and others behind it."""
    start = spot.before_at if spot.scan.text[spot.at] == "=" and spot.before in {"name", "word"} else spot.at
    found, end, text = [], start, spot.scan.text
    while (match := _XMLNS.match(text, end, min(len(text), end + _MANY))) is not None:
        found.append(f"@prefix {match['prefix'] or ''}: <{match['iri'][1:-1]}> .")
        last, end = match.end(), _SPACE.match(text, match.end()).end()  # type: ignore[union-attr] # matches always
    if not found:
        return None
    return Slip(Message("turtle.slips.xmlns", written=found[0]), start, last, "\n".join(found), safe=True, is_term=False)


def xml(spot: Spot) -> Slip | None:
    """Recognize the head of a file of XML, and a description in RDF/XML up to its end."""
    text, head, rdf = spot.scan.text, spot.match(_XML_HEAD), spot.match(_RDF_XML)
    if head is not None:
        message = Message("turtle.slips.tag", tag=head[0])
        return Slip(message, head.start(), head.end(), "", safe=True, is_term=False)
    if rdf is None:
        return None
    last = f"</{rdf['name']}>"
    end = text.find(last, spot.at)
    return Slip(Message("turtle.slips.xml"), spot.at, end + len(last) if end >= 0 else len(text), is_term=False)


def element(spot: Spot) -> Slip | None:
    """Recognize an element of XML or HTML, whole or its first tag."""
    for at in (spot.at, spot.before_at):
        match = spot.match(_ELEMENT, at)
        if match is not None and (at == spot.at or match.end() > spot.at):
            return _written(match)
    tag = spot.match(_TAG)
    if tag is None:
        return None
    return Slip(Message("turtle.slips.tag", tag=tag[0]), tag.start(), tag.end(), "", is_term=False)


def _written(match: re.Match[str]) -> Slip:
    """Write an element as Turtle does: its name as the predicate, its text or what it refers to as the object."""
    attributes = {each["name"]: each["value"][1:-1] for each in _ATTRIBUTE.finditer(match["attributes"])}
    resource = attributes.get("rdf:resource") or attributes.get("href")
    tag = attributes.get("xml:lang") or attributes.get("lang")
    text = html.unescape(match["text"] or "").strip()
    value = f"<{resource}>" if resource else literal(text, f"@{tag}" if tag else "") if match["text"] else None
    is_predicate = ":" in match["name"]
    written = f"{match['name']} {value}" if is_predicate and value else value
    if not written:
        return Slip(Message("turtle.slips.tag", tag=match[0]), match.start(), match.end(), "", is_term=False)
    return replaced(Message("turtle.slips.element", written=written), match, written, safe=False)


def attribute(spot: Spot) -> Slip | None:
    """Recognize `rdf:resource="..."` instead of an IRI, and `xml:lang="..."` instead of a language tag."""
    resource = spot.match(_RESOURCE, spot.before_at if spot.before == "name" else spot.at)
    if resource is not None:
        text = f"<{resource['value'][1:-1]}>"
        return replaced(Message("turtle.slips.attribute", written=text), resource, text, safe=True)
    language = spot.match(_LANGUAGE) if spot.before == "string" else None
    if language is None:
        return None
    text = f"{spot.before_word}@{language['tag']}"
    return Slip(Message("turtle.slips.attribute", written=text), spot.before_at, language.end(), text, safe=True)


def entity(spot: Spot) -> Slip | None:
    """Recognize what HTML writes instead of a character."""
    quoted = spot.match(_QUOTE_ENTITIES)
    if quoted is not None:
        text = literal(quoted["text"], quoted["suffix"] or "")
        return replaced(Message("turtle.slips.entity", entity="&quot;", character='"'), quoted, text, safe=True)
    match = spot.match(_ENTITY)
    character = html.unescape(match[0]).replace("\u00a0", " ") if match is not None else ""
    if match is None or character == match[0]:
        return None
    message = Message("turtle.slips.entity", entity=match[0], character=character)
    return Slip(message, match.start(), match.end(), character, safe=character == " ", is_term=False)


def name_in_quotes(spot: Spot) -> Slip | None:
    """Recognize a predicate between quotation marks with a colon behind it, as JSON has it."""
    match = spot.match(_NAME_IN_QUOTES) if spot.kind == "string" else None
    if match is None:
        return None
    name = match["name"] if _PREFIXED.fullmatch(match["name"]) else None
    message = Message("turtle.slips.json-name", written=name) if name else Message("turtle.slips.json-names")
    return Slip(message, match.start(), match.end(), name, safe=False, is_term=False)


def json(spot: Spot) -> Slip | None:
    """Recognize an object of JSON."""
    if spot.kind != "{" or spot.scan.kinds[spot.here + 1] not in {"string", "}"}:
        return None
    match = spot.match(_OBJECT)
    if match is None:
        return Slip(Message("turtle.slips.json"), spot.at, _closed(spot), is_term=not spot.scan.begins_line(spot.here))
    members = {each["name"]: each["value"] for each in _MEMBER.finditer(match[0])}
    text = f"<{members['id']}>" if "id" in members else None
    if "value" in members:
        suffix = f"@{members['language']}" if "language" in members else f"^^{members['type']}" if "type" in members else ""
        text = literal(members["value"], suffix)
    message = Message("turtle.slips.json-value", written=text) if text else Message("turtle.slips.json")
    is_term = not spot.scan.begins_line(spot.here)
    return Slip(message, match.start(), match.end(), text, is_term=is_term)


def _closed(spot: Spot) -> int:
    """Give the characters up to the brace that closes the one at a spot, as far as it is looked for."""
    depth, text = 0, spot.scan.text
    for at in range(spot.at, min(len(text), spot.at + _MANY)):
        depth += (text[at] == "{") - (text[at] == "}")
        if depth == 0:
            return at + 1
    return len(text)


def array(spot: Spot) -> Slip | None:
    """Recognize a list in square brackets, as JSON has it, and a link of Markdown."""
    link = spot.match(_LINK)
    if link is not None:
        text = f"<{link['iri']}>"
        return replaced(Message("turtle.slips.link", written=text), link, text, safe=True)
    match = spot.match(_ARRAY)
    if match is None:
        return None
    text = ", ".join(_ITEMS.findall(match["items"]))
    return replaced(Message("turtle.slips.array", written=text), match, text, safe=False)


def emphasis(spot: Spot) -> Slip | None:
    """Recognize a text that Markdown makes bold."""
    match = spot.match(_BOLD) if spot.kind == "error" else None
    if match is None:
        return None
    text = literal(match["text"], match["suffix"] or "")
    return replaced(Message("turtle.slips.words", written=text), match, text, safe=False)


def dashes(spot: Spot) -> Slip | None:
    """Recognize values in lines of their own with a dash before each, as YAML has them."""
    text = spot.scan.text
    match = _DASHES.match(text, spot.at, min(len(text), spot.at + _MANY)) if text[spot.at] == "-" else None
    if match is None or not spot.is_below:
        return None
    items = [item.strip() for item in _DASH.split(match[0]) if item.strip()]
    return replaced(Message("turtle.slips.dashes"), match, ", ".join(items), safe=False)


def variable(spot: Spot) -> Slip | None:
    """Recognize a variable of SPARQL."""
    match = spot.match(_VARIABLE) if spot.kind == "error" else None
    return Slip(Message("turtle.slips.variable", variable=match[0]), match.start(), match.end()) if match is not None else None


def query(spot: Spot) -> Slip | None:
    """Recognize a query: nothing behind its first word is read."""
    match = spot.match(_QUERY) if spot.kind == "word" else None
    if match is None:
        return None
    return Slip(Message("turtle.slips.query", keyword=match[0]), match.start(), len(spot.scan.text), is_term=False)


def patch(spot: Spot) -> Slip | None:
    """Recognize the sign that begins a line of a patch."""
    match = spot.match(_PATCH) if spot.scan.begins_line(spot.here) else None
    if match is None:
        return None
    return Slip(Message("turtle.slips.patch", sign=match[0]), spot.at, spot.at + 1, "", is_term=False, joins=True)


def row(spot: Spot) -> Slip | None:
    """Recognize a row of a table: a comma behind the first term of a statement."""
    is_first = spot.here > 0 and spot.scan.begins_line(spot.here - 1)
    if spot.kind != "," or spot.before not in {"iri", "name"} or not is_first:
        return None
    return Slip(Message("turtle.slips.row"), spot.before_at, spot.line_end)

"""Hosts: relative IRIs that look like addresses of the web without their scheme, and not like names of files."""

from __future__ import annotations

import re

_HOST = re.compile(r"(?P<host>(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})(?::[0-9]{1,5})?(?P<behind>[/?#].*)?")
_OF_COUNTRIES = """
    ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd
    cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd
    ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg
    kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv
    mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa
    sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug
    uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
"""
_GENERIC = """
    aero academy agency app archi art asia berlin bible biz blog brussels bzh cat city click cloud club codes com
    community coop corsica dev digital edu education energy eus example expert foundation fun fyi gal global gmbh
    google gov green group guide guru hamburg help host image info institute int international jobs koeln lgbt life
    link live local london media mil mobi museum name net network news ngo nrw nyc one ong online org page paris party
    photo photography photos press pro pub quebec radio report rocks saarland science scot shop site social software
    solutions space store studio study swiss systems team tech technology tel test tirol today tools travel university
    video vlaanderen wales watch website wien wiki wine work works world xyz zone
"""
_TOP_LEVEL = frozenset((*_OF_COUNTRIES.split(), *_GENERIC.split()))
_ALSO_FILES = frozenset(
    ("md", "zip", "cc", "py", "pl", "ps", "rs", "sh", "so", "st", "ml", "mm", "pm", "la", "app", "mo", "as")
)
"""What ends hosts and names of files: a host where something else says so."""

_SHORTEST = 2
"""How many parts the shortest host has."""


def is_host(written: str) -> bool:
    """Tell whether a relative IRI begins as a host does: with `www.`, or with a top-level domain that ends no name of a file.

    >>> is_host("www.wikidata.org/entity/Q1"), is_host("crop/pea.ttl"), is_host("pea.ttl"), is_host("lifting-rule.rqg")
    (True, False, False, False)
    >>> is_host("load.py"), is_host("guarani.gov.py"), is_host("portal.py/en")
    (False, True, True)
    """
    match = _HOST.fullmatch(written)
    if match is None:
        return False
    labels = match["host"].lower().split(".")
    if labels[0] == "www":
        return True
    is_clear = len(labels) > _SHORTEST or match["behind"] is not None
    return is_top_level(labels[-1]) and (is_clear or labels[-1] not in _ALSO_FILES)


def is_top_level(label: str) -> bool:
    """Tell whether hosts end in a label: one of a country, or one of the others that are met with.

    >>> is_top_level("ORG"), is_top_level("rqg"), is_top_level("json")
    (True, False, False)
    """
    return label.lower() in _TOP_LEVEL

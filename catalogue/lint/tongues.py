"""Tongues: which languages are registered for tags, and which one is meant by a name or a country instead."""

from __future__ import annotations

from catalogue.near import is_slip

_TWO_LETTERS = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw
    ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt
    my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm
    sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
"""The languages of two letters that are registered (RFC 5646, section 3.1)."""
_NAMES = """
    ar=arabic arabe arabisch ara  bg=bulgarian bul  ca=catalan català cat  cs=czech tchèque tschechisch čeština cz ces cze
    da=danish danois dänisch dansk dk dan  de=german allemand deutsch ger deu at  el=greek grec griechisch ellinika gr ell gre
    en=english anglais englisch eng us gb  es=spanish espagnol spanisch español castellano spa  et=estonian eesti est
    eu=basque euskara baskisch eus baq  fa=persian farsi persan fas per ir  fi=finnish finnois finnisch suomi fin
    fr=french français francais französisch fra fre  ga=irish gaeilge gle  gl=galician galego glg  he=hebrew hébreu heb il
    hi=hindi hin  hr=croatian hrvatski hrv  hu=hungarian hongrois ungarisch magyar hun  id=indonesian bahasa ind
    it=italian italien italienisch italiano ita  ja=japanese japonais japanisch nihongo jp jpn  ko=korean coréen koreanisch kor
    lt=lithuanian lietuvių lit  lv=latvian latviešu lav lat  nl=dutch néerlandais niederländisch nederlands nld dut
    no=norwegian norvégien norwegisch norsk nor  oc=occitan oci  pl=polish polonais polnisch polski pol
    pt=portuguese portugais portugiesisch português por  ro=romanian roumain rumänisch română ron rum
    ru=russian russe russisch rus
    sk=slovak slovenčina slk slo  sl=slovenian slovene slovenščina slv  sr=serbian srpski srp  sv=swedish suédois schwedisch
    sv=svenska swe  tr=turkish turc türkisch türkçe tur  uk=ukrainian ukrainien ukrainisch ua ukr  vi=vietnamese vie vn
    zh=chinese chinois chinesisch zho chi cn
"""


def _by_name() -> dict[str, str]:
    names: dict[str, str] = {}
    code = ""
    for part in _NAMES.split():
        before, equals, name = part.rpartition("=")
        code = before if equals else code
        names[name] = code
    return names


_LANGUAGES = _by_name()
_LONGEST = 3
"""How many letters a registered language has at most; longer ones are well-formed, and there are none."""


def is_registered(tag: str) -> bool:
    """Tell whether the language of a tag may be registered: of three letters there are thousands.

    >>> is_registered("pt-BR"), is_registered("gsw"), is_registered("english"), is_registered("jp"), is_registered("deu")
    (True, True, False, False, False)
    """
    language = tag.lower().partition("-")[0]
    if len(language) == len("de"):
        return language in _TWO_LETTERS.split()
    return len(language) <= _LONGEST and language not in _LANGUAGES


def meant_language(tag: str) -> str | None:
    """Give the tag that was meant by one whose language is not registered, or None.

    >>> meant_language("english"), meant_language("jp-JP"), meant_language("germann"), meant_language("zzzz")
    ('en', 'ja-JP', 'de', None)
    """
    language, hyphen, rest = tag.partition("-")
    code = _LANGUAGES.get(language.lower())
    if code is None and len(language) > _LONGEST:
        code = next((_LANGUAGES[name] for name in _LANGUAGES if len(name) > _LONGEST and is_slip(language.lower(), name)), None)
    return None if code is None else f"{code}{hyphen}{rest}"

"""Dutch abbreviations: what is said in full, and what is said letter by letter."""

from __future__ import annotations

import re

from channels.speech.codes import is_roman
from channels.speech.scanner import Rule, followed_by, rule

# Written with full stops, said in full. The last full stop may be missing where there are more than one.
_DOTTED = {
    "a.d.h.v.": "aan de hand van",
    "a.i.": "ad interim",
    "a.j.b.": "alsjeblieft",
    "b.g.g.": "bij geen gehoor",
    "b.v.": "bijvoorbeeld",
    "d.d.": "van",
    "d.m.v.": "door middel van",
    "d.w.z.": "dat wil zeggen",
    "i.a.a.": "in afschrift aan",
    "i.c.m.": "in combinatie met",
    "i.g.v.": "in geval van",
    "i.h.b.": "in het bijzonder",
    "i.h.k.v.": "in het kader van",
    "i.o.m.": "in overleg met",
    "i.p.v.": "in plaats van",
    "i.t.t.": "in tegenstelling tot",
    "i.v.m.": "in verband met",
    "m.a.w.": "met andere woorden",
    "m.b.t.": "met betrekking tot",
    "m.b.v.": "met behulp van",
    "m.i.v.": "met ingang van",
    "m.n.": "met name",
    "m.u.v.": "met uitzondering van",
    "n.a.v.": "naar aanleiding van",
    "n.v.t.": "niet van toepassing",
    "o.a.": "onder andere",
    "o.b.v.": "op basis van",
    "o.g.v.": "op grond van",
    "o.l.v.": "onder leiding van",
    "o.m.": "onder meer",
    "o.v.v.": "onder vermelding van",
    "t.a.v.": "ten aanzien van",
    "t.b.v.": "ten behoeve van",
    "t.g.v.": "ten gevolge van",
    "t.h.v.": "ter hoogte van",
    "t.n.v.": "ten name van",
    "t.o.v.": "ten opzichte van",
    "t.w.v.": "ter waarde van",
    "v.a.": "vanaf",
    "w.o.": "waaronder",
    "z.g.n.": "zogenaamd",
    "bijv.": "bijvoorbeeld",
    "bv.": "bijvoorbeeld",
    "ca.": "circa",
    "c.q.": "casu quo",
    "dhr.": "de heer",
    "dr.": "doctor",
    "drs.": "doctorandus",
    "evt.": "eventueel",
    "excl.": "exclusief",
    "incl.": "inclusief",
    "ing.": "ingenieur",
    "inw.": "inwoners",
    "ir.": "ingenieur",
    "jo.": "juncto",
    "max.": "maximaal",
    "mevr.": "mevrouw",
    "min.": "minimaal",
    "mr.": "meester",
    "mw.": "mevrouw",
    "nr.": "nummer",
    "nrs.": "nummers",
    "pag.": "pagina",
    "blz.": "bladzijde",
    "bijl.": "bijlage",
    "par.": "paragraaf",
    "art.": "artikel",
    "prof.": "professor",
    "resp.": "respectievelijk",
    "tel.": "telefoon",
    "vgl.": "vergelijk",
    "zgn.": "zogenaamde",
    "wnd.": "waarnemend",
    "mln.": "miljoen",
    "mld.": "miljard",
}
# These can be the last words of a sentence: their full stop then closes it too, and stays.
_CLOSING = {
    "a.s.": "aanstaande",
    "a.u.b.": "alstublieft",
    "c.s.": "cum suis",
    "e.a.": "en andere",
    "e.d.": "en dergelijke",
    "e.e.a.": "een en ander",
    "e.v.": "en volgende",
    "e.v.a.": "en vele andere",
    "enz.": "enzovoort",
    "enzv.": "enzovoort",
    "etc.": "et cetera",
    "jl.": "jongstleden",
    "o.i.d.": "of iets dergelijks",
    "p.p.": "per persoon",
    "s.v.p.": "alstublieft",
    "t.z.t.": "te zijner tijd",
    "v.v.": "vice versa",
    "z.s.m.": "zo snel mogelijk",
}
# Written with a slash or without any full stop.
_PLAIN = {
    "t/m": "tot en met",
    "en/of": "en of",
    "m/v": "man of vrouw",
    "m/v/x": "man, vrouw of anders",
    "p/m": "per maand",
    "p/j": "per jaar",
    "p/u": "per uur",
    "p/w": "per week",
    "p/st": "per stuk",
}
# Said letter by letter, with the way in which they are written.
_SPELLED_AS = (
    "ABP ACM AIO AIVD ANW Anw AOW APV AVG BGT BHV BKR BRK BRP BSN BSO BV BZK CAK CAO CBR CBS CIZ CJG CJIB "
    "CPB CTIVD EER EG EHIC EPV EU FAQ FTE GBA GBLT GGD GGZ GPK HBO HR IB ICT ID IND IOAW IOAZ IUC "
    "KB KCC KNMI KVK KvK KPN LBIO LHBTI LHBTIQ MBO MIVD NGT NGO NHG NL NS NV NVVB NVWA OCW OV OVSE OZB "
    "PDC PDF PGB QR RDW RIVM RNI RTL RVO RvIG SMS SGP SKJ SMI SVB SZW TV UPL USB UWV VAC VN VNG VO VOF "
    "VOG VS VVE VvE VVN VWS WAO WGA WLZ Wlz WMO Wmo WO WSNP Wsnp WSW Wsw WVG WW WWB WZC ZBO ZVW Zvw ZZP"
).split()
# In lower case they are words of their own or unusual; these few are the rule rather than the exception.
_SPELLED_LOWER = "bsn zzp pgb ggd vve apk sms vwo hbo mbo cv cao aow wmo wlz kvk tv wc".split()
_SPELLED = {written: written for written in (*_SPELLED_AS, *_SPELLED_LOWER, "B.V.", "N.V.")}
# Said in full because a citizen does not know the letters.
_FULL = {
    "Awb": "Algemene wet bestuursrecht",
    "AWB": "Algemene wet bestuursrecht",
    "Bw": "Burgerlijk Wetboek",
    "BW": "Burgerlijk Wetboek",
    "Gr.w.": "Grondwet",
    "WvSr": "Wetboek van Strafrecht",
}


def is_spelled(written: str) -> bool:
    return written in _SPELLED and len(written) > 1


def _spell(written: str) -> str:
    return " ".join(letter.upper() for letter in written if letter.isalpha())


def _cased(written: str, said: str) -> str:
    """Keep the capital that opens a sentence; T/M in a heading in capitals is no such capital."""
    opens = written[0].isupper() and not (len(written) > 1 and written.isupper() and "." not in written)
    return said[0].upper() + said[1:] if opens else said


_ADDRESSED = r"\s+(?:(?:de|het)\s+)?(?:[A-Z]|afdeling|team|dhr|mevr|mw)"
# What must follow for the abbreviation to be one: "Max." may be a name and "ik tel." a sentence.
_FOLLOWED = {
    "max": r"\s*[\d€a-z]",
    "min": r"\s*[\d€a-z]",
    "jo": r"\s*[\da-z]",
    "ing": r"\s*[A-Z]",
    "art": r"\s*[\dIVX]",
    "par": r"\s*[\dIVX]",
    "nr": r"\s*[\w€]",
    "tel": r":?\s*[\d(+]",
    "mr": r"\s*[A-Zd]",
    "prof": r"\s*[A-Zd]",
}


def _key(written: str) -> str:
    return re.sub(r"\s", "", written).rstrip(".").lower()


_BY_KEY = {_key(written): said for written, said in (_DOTTED | _CLOSING | _PLAIN).items()}
_CLOSING_KEYS = frozenset(map(_key, _CLOSING))


def _closes_sentence(match: re.Match[str], key: str) -> bool:
    """Whether the full stop of the match is also that of its sentence."""
    if not match[0].endswith("."):
        return False
    if followed_by(match, r"\s*$"):
        return True
    return key in _CLOSING_KEYS and followed_by(match, r"\s+[^\w\s]?[A-ZÀ-Ý]|\s*\n")


def _abbreviation(match: re.Match[str]) -> str | None:
    letters = match[0].replace(".", "")
    if "." in match[0][:-1] and letters.isupper():
        return None  # initials: M.N. Jansen
    key = _key(match[0])
    said = _BY_KEY[key]
    if key in _FOLLOWED and not followed_by(match, _FOLLOWED[key]):
        return None
    if key == "t.a.v" and followed_by(match, _ADDRESSED):
        # In an address it is a person or a department that is meant.
        said = "ter attentie van"
    return _cased(match[0], said) + ("." if _closes_sentence(match, key) else "")


def _spelled(match: re.Match[str]) -> str:
    return _spell(match[0])


def _unknown(match: re.Match[str]) -> str | None:
    """Capitals without a vowel cannot be read as a word; Roman numerals are left alone."""
    return None if is_roman(match[0]) else _spell(match[0])


def _pattern(written: str) -> str:
    body = re.escape(written.rstrip("."))
    inner = "." in written.rstrip(".")
    return body + (r"\.?" if inner else r"\." if written.endswith(".") else "")


def _any(written: list[str]) -> str:
    return "|".join(_pattern(each) for each in sorted(written, key=len, reverse=True))


_HYPHENED = r"(?![\w]|\.\w)"

RULES: tuple[Rule, ...] = (
    rule("company form", r"(?<![\w.])(?:B\.V\.|N\.V\.)(?!\w)", _spelled),
    rule(
        "abbreviation",
        rf"(?<![\w.-])(?:{_any([*_DOTTED, *_CLOSING, *_PLAIN])})(?!\w)",
        _abbreviation,
        re.IGNORECASE,
    ),
    rule("number abbreviation", r"(?<![\w./-])(?:[Nn]rs?|[Tt]el)(?=:?\s\d)", _abbreviation),
    rule("law", rf"(?<!\w)(?:{'|'.join(map(re.escape, _FULL))}){_HYPHENED}", lambda match: _FULL[match[0]]),
    rule(
        "spelled",
        rf"(?<![\w.])(?:{'|'.join(map(re.escape, sorted(_SPELLED, key=len, reverse=True)))}){_HYPHENED}",
        _spelled,
    ),
    rule("spelled before a hyphen", r"(?<!\w)(?:id|ov|ib|hr)(?=-[a-z])", _spelled),
    rule("public prosecutor", r"(?:(?<=\bhet )|(?<=\bHet ))OM(?!\w)", _spelled),
    rule("capitals without a vowel", r"(?<![\w.])[B-DF-HJ-NP-TV-XZ]{2,5}" + _HYPHENED, _unknown),
)

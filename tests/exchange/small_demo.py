"""A demo of one municipality, one shared organisation, one fact and two products, to be spoiled one part at a time."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
UPL = "http://standaarden.overheid.nl/owms/terms/paspoort"
_HOURS = {
    "days": [
        {"day": "monday", "opens": "09:00", "closes": "12:00"},
        {"day": "monday", "opens": "13:00", "closes": "17:00"},
    ]
}
_ADDRESS = {"street": "Havenplein", "number": "1", "postcode": "9012 WR", "city": "Waterrijk"}


def _product(slug: str, title: str) -> dict[str, Any]:
    return {
        "type": "product",
        "slug": slug,
        "upls": [UPL],
        "audience": ["RESIDENT"],
        "life_events": ["op-reis"],
        "topics": ["reizen"],
        "owner": "Team Burgerzaken",
        "related": ["pas" if slug == "paspoort" else "paspoort"],
        "law": ["OBJECTION"],
        "legal_source": {
            "OBJECTION": {"id": "BWBR0005537", "article": "6:7", "url": "https://wetten.overheid.nl/BWBR0005537"}
        },
        "routes": [
            {"purpose": "APPLY", "channel": "COUNTER", "text": {"nl": "Aan de balie"}},
            {
                "purpose": "OBJECT",
                "channel": "WEBSITE",
                "path": "/bezwaar",
                "login": ["DigiD"],
                "text": {"nl": "Online"},
            },
            {"purpose": "OBJECT", "channel": "LETTER", "text": {"nl": "Per post"}},
        ],
        "nl": {
            "title": title,
            "summary": "Kort.",
            "keywords": ["pas"],
            "sections": {
                "INTRODUCTION": "U vraagt het aan.",
                "COSTS": "Het kost {{paspoort.kosten}}.",
                "OBJECTION": "U kunt bezwaar maken.",
            },
            "wordings": {"COSTS": {"CHAT": "{{paspoort.kosten}}"}},
        },
        "en": {
            "title": f"{title} (en)",
            "summary": "Short.",
            "keywords": [],
            "sections": {"INTRODUCTION": "You apply for it.", "COSTS": "It costs {{paspoort.kosten}}."},
        },
        "rules": [
            {
                "id": "jong",
                "when": {"fact": "leeftijd", "op": "<", "value": 18},
                "do": "add",
                "section": "COSTS",
                "text": {"nl": "Een ouder betaalt.", "en": "A parent pays."},
                "because": {"nl": "U bent jong.", "en": "You are young."},
            },
            {
                "id": "zelf",
                "when": {"fact": "leeftijd", "op": ">=", "value": 18},
                "do": "suggest",
                "item": "pas",
                "because": {"nl": "U bent volwassen."},
            },
        ],
        "status_texts": {"ontvangen": {"nl": "Ontvangen."}},
    }


FILES: dict[str, Any] = {
    "upl.yaml": [{"uri": UPL, "name": "paspoort", "for": ["Gemeente", "Burger"]}],
    "municipalities.yaml": [
        {
            "code": "GM9001",
            "name": "Waterrijk",
            "slug": "waterrijk",
            "phone": "14 0199",
            "email": "post@waterrijk.example",
            "website": "https://www.waterrijk.example",
            "address": _ADDRESS,
            "postal_address": _ADDRESS,
            "languages": ["nl", "en"],
            "locations": [
                {
                    "id": "stadhuis",
                    "name": "Stadhuis",
                    "address": _ADDRESS,
                    "services": ["paspoort"],
                    "opening_hours": _HOURS,
                }
            ],
        }
    ],
    "organisations.yaml": [{"id": "gm9001", "name": "Gemeente Waterrijk", "serves": ["GM9001"]}],
    "person_facts.yaml": [{"name": "leeftijd", "type": "NUMBER", "question": {"nl": "Hoe oud bent u?"}}],
    "topics.yaml": [{"slug": "reizen", "nl": {"name": "Reizen"}, "en": {"name": "Travelling"}}],
    "facts/a.yaml": [
        {
            "key": "paspoort.kosten",
            "type": "MONEY",
            "label": {"nl": "Kosten"},
            "maximum": True,
            "values": [
                {"who": "GM9001", "value": {"amount": "80.00"}},
                {"who": "generic", "value": {"amount": "86.85"}},
                {"who": "GM9001", "from": "next-january", "value": {"amount": "82.00"}},
            ],
        }
    ],
    "products/paspoort.yaml": _product("paspoort", "Paspoort"),
    "products/pas.yaml": _product("pas", "Pas"),
    "questions/kosten.yaml": {
        "type": "question",
        "slug": "kosten",
        "product": "paspoort",
        "life_events": ["op-reis"],
        "owner": "Team",
        "related": ["pas"],
        "nl": {
            "title": "Wat kost een paspoort?",
            "phrasings": ["hoe duur"],
            "sections": {"INTRODUCTION": "{{paspoort.kosten}}."},
        },
    },
    "life_events/op-reis.yaml": {
        "slug": "op-reis",
        "order": 10,
        "icon": "plane",
        "audience": ["RESIDENT"],
        "nl": {"title": "Op reis", "introduction": "U gaat weg."},
        "en": {"title": "Travelling", "introduction": "You leave."},
        "journey": [
            {
                "phase": "APPLY",
                "items": ["paspoort"],
                "organisation": {"id": "gemeente", "name": "Gemeente"},
                "term": {"amount": 5, "unit": "day"},
                "arrangement": "MUST",
                "nl": {"title": "Vraag aan", "text": "Kom langs."},
                "en": {"title": "Apply", "text": "Come by."},
            }
        ],
    },
    "local/GM9001/paspoort.yaml": {
        "item": "paspoort",
        "owner": "Team Publiekszaken",
        "nl": {"sections": {"COSTS": {"mode": "append", "text": "Met pin."}}},
        "en": {"sections": {"COSTS": {"mode": "append", "text": "By card."}}},
    },
    "local/GM9001/pas.yaml": {"item": "pas", "offered": "under", "falls_under": "paspoort"},
    "notices.yaml": [
        {
            "id": "dicht",
            "title": {"nl": "Dicht"},
            "text": {"nl": "Vandaag dicht."},
            "severity": "WARNING",
            "scope": {"municipality": "GM9001"},
            "channels": ["WEBSITE"],
            "from": "-1d",
            "until": "+2d",
            "agents_only": False,
        }
    ],
}


class SmallDemo:
    """The files of a demo in a folder; `change` follows the path of keys and numbers and puts another value there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = copy.deepcopy(FILES)
        for name in self.files:
            self._write(name)

    def change(self, name: str, path: tuple[str | int, ...], value: Any) -> None:
        at = self.files[name]
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value
        self._write(name)

    def add(self, name: str, content: Any) -> None:
        self.files[name] = content
        self._write(name)

    def _write(self, name: str) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.dump(self.files[name], Dumper=_DUMPER, allow_unicode=True, sort_keys=False), "utf-8")

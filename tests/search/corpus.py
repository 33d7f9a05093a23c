"""Documents to search: the national questions of the reference data, with some that only a few may find."""

from __future__ import annotations

import html
import json
import re
from functools import cache

from search.documents import EVERYWHERE, Chunk, Document
from tests.reference_data import reference

MEMO = "Kanariegeel formulier uit de onderste lade"
QUERIES = (
    "paspoort kwijt", "hoeveel vakantiedagen heb ik", "huurtoeslag", "ik ben mijn baan kwijt", "zwangerschapsverlof", "btw",
    "mag ik vuurwerk afsteken", "rijbewijs verlengen", "aow leeftijd", "kinderbijslag aanvragen", "inkomstenbelastng", "scheiden",
    "hond meenemen buitenland", "zorgverzekering opzeggen", "minimumloon", "studiefinanciering", "erfenis", "stemmen in het buitenland",
)


@cache
def national() -> tuple[Document, ...]:
    made = []
    for file in sorted(reference("vac-rijksoverheid").rglob("*.json")):
        raw = json.loads(file.read_text("utf-8"))
        text = html.unescape(re.sub(r"<[^>]+>", " ", " ".join(str(part) for part in _texts(raw))))
        made.append(document(raw["id"], raw["question"], " ".join(text.split())[:600]))
    return tuple(made)


def _texts(raw: dict) -> list:  # type: ignore[type-arg]
    return [raw.get("introduction", ""), *(part.get("paragraph", "") for part in raw.get("content", []))]


def document(item: str, title: str, text: str, *, memo: str = "", served: tuple[str, ...] = (EVERYWHERE,), **fields: object) -> Document:
    sections = [Chunk(text=text, section=f"{item}:introduction")]
    if memo:
        sections.append(Chunk(text=memo, section=f"{item}:desk-memo", internal=True))
    told = {"language": "nl", "languages": ("nl",), "type": "question", **fields}
    return Document(id=f"{item}:{told['language']}:{'+'.join(served)}", item=item, title=title, served=served,
                    sections=tuple(sections), **told)  # type: ignore[arg-type]

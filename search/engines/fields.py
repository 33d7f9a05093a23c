"""Which tokens a document has in which field, the same for every engine. The mapping that follows is committed."""

from __future__ import annotations

from search.documents import Document
from search.dutch import Analyser

# Field to boost. Each text has an unstemmed field and a stemmed one (`_s`).
WORDS = {"title": 3.0, "phrasing": 2.2, "keyword": 2.5, "body": 1.0}
STEMS = {"title_s": 2.4, "phrasing_s": 1.8, "keyword_s": 2.0, "body_s": 0.8}
# Matched only for callers with the scope desk.
INTERNAL_WORDS = {"internal": 1.0}
INTERNAL_STEMS = {"internal_s": 0.8}
TOKENS = (*WORDS, *STEMS, *INTERNAL_WORDS, *INTERNAL_STEMS)
# Compared whole.
TERMS = ("id", "item", "language", "languages", "served", "excluded", "audience", "life_event")


def tokens_of(document: Document, analyser: Analyser) -> dict[str, list[str]]:
    texts = {
        "title": document.title,
        "phrasing": " \n ".join(document.phrasings),
        "keyword": " \n ".join((*document.keywords, *document.upls)),
        "body": f"{document.summary} \n {document.public_text()}",
        "internal": document.internal_text(),
    }
    fields = {name: analyser.words(text) for name, text in texts.items()}
    fields |= {f"{name}_s": analyser.stems(text) for name, text in texts.items()}
    return fields

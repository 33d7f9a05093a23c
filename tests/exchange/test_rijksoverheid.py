"""National questions: read from a folder or a server that misbehaves, cleaned, placed, and never set back in time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from contenthub.actions.write_page import write_life_event
from contenthub.exchange import rijksoverheid
from contenthub.exchange.fetching import Fetcher
from contenthub.exchange.ledger import id_of
from contenthub.exchange.mapping import mapping, place
from contenthub.exchange.report import Outcome, Report
from contenthub.exchange.rijksoverheid import at_url, import_rijksoverheid, in_folder
from contenthub.models import AuditRow, Edition, QuestionPage, Topic
from contenthub.resolving.content import ItemContent
from contenthub.resolving.text import Bullets, Heading, Link, inlines
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import LifeEventDraft
from tests.exchange.server import Answer, Handler, body, cut_off, serving, status, too_slow
from tests.reference_data import reference

pytestmark = pytest.mark.django_db


def record(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"{number:08d}-0000-4000-8000-000000000000",
        "type": "vraag en antwoord",
        "question": f"Wat is vraag {number}?",
        "canonical": f"https://www.rijksoverheid.nl/onderwerpen/paspoort/vraag-en-antwoord/wat-is-vraag-{number}",
        "introduction": "<p>Het antwoord.</p>",
        "content": [],
        "subjects": ["Paspoort en identiteitskaart"],
        "themes": [],
        "authorities": ["Ministerie van BZK"],
        "lastmodified": "2025-02-25T14:14:30.728Z",
        "language": "nl-NL",
        "license": "CC0 1.0 Universal",
        **changes,
    }


def load(*records: Any, **options: Any) -> Report:
    report = Report("import_rijksoverheid")
    import_rijksoverheid([(f"{number}.json", raw) for number, raw in enumerate(records, start=1)], report, **options)
    return report


def counted(report: Report) -> tuple[int, ...]:
    return tuple(report.counts().values())


def content(number: int = 1) -> ItemContent:
    row = (
        Edition.objects.filter(kind="item", subject=id_of("rijksoverheid", record(number)["id"]))
        .order_by("number")
        .last()
    )
    assert row is not None
    found: ItemContent = row.row().content
    return found


def test_all_179_national_questions_come_in_and_twice_changes_nothing() -> None:
    folder = reference("vac-rijksoverheid")
    first, second = Report("first"), Report("second")
    import_rijksoverheid(in_folder(folder), first)
    editions = Edition.objects.count()
    import_rijksoverheid(in_folder(folder), second)
    assert counted(first) == (179, 0, 0, 0, 0) and counted(second) == (0, 0, 179, 0, 0)
    assert Edition.objects.count() == editions
    assert QuestionPage.objects.live().count() == Edition.objects.filter(kind="item").count() == 179
    assert any("are one record: Wanneer krijg ik te maken met de Omgevingswet?" in note for note in first.notes)
    assert not any("not in the mapping" in entry.note for entry in first.entries)
    contents = [row.content for row in Edition.objects.filter(kind="item").rows()]
    assert all(c.sections[SectionKind.INTRODUCTION].blocks and c.topics for c in contents)


def test_every_link_of_the_national_questions_is_kept() -> None:
    folder = reference("vac-rijksoverheid")
    for _, raw in in_folder(folder):
        draft, _ = rijksoverheid.draft_of(rijksoverheid._national(raw, "x"), "x", {})
        html = "".join(section.html for section in draft.sections.values())
        source = (raw.get("introduction") or "") + "".join(p.get("paragraph") or "" for p in raw.get("content", ()))
        assert html.count("<a href=") == source.count("<a href="), raw["id"]


def test_introduction_and_paragraphs_become_sections() -> None:
    load(
        record(
            content=[
                {"paragraphtitle": "Kosten", "paragraph": "<p>Niets.</p><h2>Behalve</h2><ul><li>soms</li></ul>"},
                {"paragraphtitle": "Wat nog meer", "paragraph": '<p>Zie <a href="https://x.nl">hier</a>.</p>'},
            ]
        )
    )
    sections = content().sections
    assert set(sections) == {SectionKind.INTRODUCTION, SectionKind.COSTS, SectionKind.PARTICULARS}
    heading, _, lower, bullets = sections[SectionKind.COSTS].blocks
    assert isinstance(heading, Heading) and isinstance(lower, Heading) and isinstance(bullets, Bullets)
    assert (heading.level, lower.level) == (3, 4)
    assert [node.href for node in inlines(sections[SectionKind.PARTICULARS].blocks) if isinstance(node, Link)] == [
        "https://x.nl"
    ]
    assert content().title == content().question == "Wat is vraag 1?"
    assert sections[SectionKind.COSTS].owner == "Ministerie van BZK"


def test_what_was_taken_out_or_left_out_is_reported() -> None:
    report = load(
        record(
            introduction='<p onclick="x()">Antwoord<script>alert(1)</script></p>',
            content=[{"paragraphtitle": "Video"}, {"paragraphtitle": "Meer", "paragraph": "<p>H<sub>2</sub>O</p>"}],
        )
    )
    assert report.entries[0].note == (
        "introduction: removed p[onclick] (1), script (1); paragraph 1 is empty and left out: Video; "
        "paragraph 2: removed sub (1)"
    )
    assert "alert" not in str(Edition.objects.get(kind="item").content)


def test_the_source_is_kept_with_the_edition() -> None:
    load(record())
    assert Edition.objects.get(kind="item").note == (
        "https://www.rijksoverheid.nl/onderwerpen/paspoort/vraag-en-antwoord/wat-is-vraag-1 2025-02-25T14:14:30.728+00:00 "
        "CC0 1.0 Universal"
    )


def test_a_newer_record_changes_the_text_and_an_older_one_never_does() -> None:
    load(record(lastmodified="2025-02-01T00:00:00Z", introduction="<p>oud</p>"))
    newer = load(record(lastmodified="2025-03-01T00:00:00Z", introduction="<p>nieuw</p>"))
    older = load(record(lastmodified="2025-02-15T00:00:00Z", introduction="<p>tussen</p>"))
    assert counted(newer) == (0, 1, 0, 0, 0) and counted(older) == (0, 0, 1, 0, 0)
    assert older.entries[0].note.startswith("older (2025-02-15T00:00:00.000+00:00)")
    assert "nieuw" in str(content().sections)


def test_a_newer_record_with_the_same_text_still_keeps_an_older_one_out() -> None:
    load(record(lastmodified="2025-01-01T00:00:00Z"))
    assert counted(load(record(lastmodified="2025-03-01T00:00:00Z"))) == (0, 0, 1, 0, 0)
    load(record(lastmodified="2025-02-01T00:00:00Z", introduction="<p>verouderd</p>"))
    assert "verouderd" not in str(content().sections)
    assert Edition.objects.filter(kind="item").count() == 1


def test_times_in_other_zones_are_compared_as_moments() -> None:
    load(record(lastmodified="2025-02-01T01:30:00+02:00"))
    assert counted(load(record(lastmodified="2025-01-31T23:45:00Z", introduction="<p>later</p>"))) == (0, 1, 0, 0, 0)


def test_of_two_files_on_one_record_the_newest_counts() -> None:
    report = load(
        record(lastmodified="2025-03-01T00:00:00Z", introduction="<p>nieuw</p>"),
        record(lastmodified="2025-01-01T00:00:00Z", introduction="<p>oud</p>"),
    )
    assert counted(report) == (1, 0, 0, 0, 0) and "nieuw" in str(content().sections)


def test_an_editors_own_change_survives_until_the_source_changes() -> None:
    load(record())
    page = QuestionPage.objects.get()
    page.title = "Aangepast"
    page.save_revision().publish()
    assert counted(load(record())) == (0, 0, 1, 0, 0)
    assert content().title == "Aangepast"
    assert counted(load(record(), again=True)) == (0, 1, 0, 0, 0)
    assert content().title == "Wat is vraag 1?"


def test_subjects_become_topics_and_life_events_that_are_there() -> None:
    event = id_of("life-event", "op-reis")
    write_life_event(LifeEventDraft(slug="op-reis", title="Op reis"), item=event, language="nl")
    load(record(subjects=["Paspoort en identiteitskaart", "Zwangerschap en geboorte"]))
    assert content().topics == ("paspoort-en-identiteitskaart", "familie")
    assert content().life_events == (event,)
    assert Topic.objects.get(pk="familie").names == {"nl": "Familie en relatie", "en": "Family and relationships"}
    assert Edition.objects.filter(kind="topic", subject="familie").count() == 2


def test_a_topic_of_an_editor_keeps_its_names() -> None:
    Topic.objects.create(slug="privacy", names={"nl": "Uw gegevens"})
    load(record(subjects=["Privacy en persoonsgegevens"]))
    assert Topic.objects.get(pk="privacy").names == {"nl": "Uw gegevens"}


def test_an_unknown_subject_falls_back_on_its_theme_and_is_reported() -> None:
    report = load(record(subjects=["Ruimtevaart"], themes=["Bouwen en wonen"]))
    assert content().topics == ("omgeving",)
    assert report.entries[0].note == "not in the mapping: Ruimtevaart"


def test_the_mapping_knows_every_subject_and_theme_of_the_national_questions() -> None:
    records = [raw for _, raw in in_folder(reference("vac-rijksoverheid"))]
    assert {subject for raw in records for subject in raw["subjects"]} <= mapping().subjects.keys()
    assert {theme for raw in records for theme in raw["themes"]} <= mapping().themes.keys()
    assert place(["?"], ["?"], {}).unknown == ("?",)


def test_a_slug_that_is_taken_gets_a_piece_of_the_id() -> None:
    load(record(1), record(2, canonical=record(1)["canonical"]))
    assert set(QuestionPage.objects.values_list("public_slug", flat=True)) == {
        "wat-is-vraag-1",
        "wat-is-vraag-1-00000002",
    }
    assert counted(load(record(2, canonical=record(1)["canonical"]), again=True)) == (0, 0, 1, 0, 0)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ([], "BAD_RECORD"),
        ({}, "BAD_RECORD"),
        (record(question=7), "BAD_RECORD"),
        (record(question="  "), "BAD_RECORD"),
        (record(lastmodified="gisteren"), "BAD_RECORD"),
        (record(content={"paragraph": "x"}), "BAD_RECORD"),
        (record(language="en-GB"), "OTHER_LANGUAGE"),
        (record(introduction="", content=[]), "NO_TEXT"),
        (record(introduction="<p>" + "x" * 10_000_000 + "</p>"), "TOO_LONG"),
        (record(introduction="<p>{{{{paspoort.kosten}}}}</p>"), "BAD_FACT_KEY"),
        (record(introduction="<p>{{{{{{{{</p>"), "BROKEN_REFERENCE"),
        (record(introduction="<p>{{paspoort.kosten}}</p>"), "UNKNOWN_FACT"),
        (record(introduction="".join(f"<p>{{{{feit.nummer-{n}}}}}</p>" for n in range(2000))), "UNKNOWN_FACT"),
        (record(introduction="<div>" * 500 + "x"), "TOO_DEEP"),
        (record(introduction='<p>x</p><img src="https://x.nl/a.png">'), "IMAGE_WITHOUT_ALTERNATIVE"),
    ],
)
def test_a_bad_record_is_refused_with_its_place_and_the_others_come_in(raw: Any, code: str) -> None:
    report = load(raw, record(2))
    assert counted(report) == (1, 0, 0, 0, 1)
    entry = report.of(Outcome.REFUSED)[0]
    assert entry.place == "1.json" and entry.note.startswith(f"{code}: ") and len(entry.note) < 500
    assert QuestionPage.objects.count() == Edition.objects.filter(kind="item").count() == 1
    assert AuditRow.objects.filter(verb="import_rijksoverheid").count() == 1


def test_a_broken_file_is_refused_and_the_others_come_in(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text('{"id": "1",\n "question": ')
    (tmp_path / "2.json").write_text(json.dumps(record(2)), "utf-16")
    (tmp_path / "3.json").write_text(json.dumps(record(3), ensure_ascii=False).replace("antwoord.", "café"), "cp1252")
    (tmp_path / "4.json").write_text(json.dumps(record(4)))
    report = Report("x")
    import_rijksoverheid(in_folder(tmp_path), report)
    assert [(entry.place, entry.note.split(":")[0]) for entry in report.of(Outcome.REFUSED)] == [
        ("1.json", "BAD_JSON"),
        ("2.json", "WRONG_ENCODING"),
        ("3.json", "WRONG_ENCODING"),
    ]
    assert counted(report)[0] == 1


# The API --------------------------------------------------------------------------------------------------------------


def api(records: list[dict[str, Any]], *, whole: bool = False) -> Answer:
    """The list by offset and rows, without content unless `whole`, and each record at its own address."""

    def answer(handler: Handler) -> None:
        if handler.asked != "/faq":
            found = next(r for r in records if r["id"] == handler.asked.rpartition("/")[2])
            return body(json.dumps(found).encode())(handler)
        assert handler.query["output"] == "json"
        begin, rows = int(handler.query["offset"]), int(handler.query["rows"])
        listed = [
            r
            if whole
            else {
                **{k: v for k, v in r.items() if k not in ("content", "introduction")},
                "dataurl": f"http://{handler.headers['Host']}/faq/{r['id']}",
            }
            for r in records[begin : begin + rows]
        ]
        return body(json.dumps(listed).encode())(handler)

    return answer


def load_from(url: str, **options: Any) -> Report:
    report = Report("import_rijksoverheid")
    with Fetcher(timeout=0.3, sleep=lambda seconds: None) as fetcher:
        import_rijksoverheid(at_url(f"{url}/faq", fetcher), report, complete=True, **options)
    return report


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rijksoverheid, "PAGE_SIZE", 3)


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("count", [0, 2, 3, 7])
def test_every_page_is_read_and_every_record_followed(count: int) -> None:
    with serving(api([record(n) for n in range(1, count + 1)])) as server:
        report = load_from(server.url)
    assert counted(report) == (count, 0, 0, 0, 0)


@pytest.mark.usefixtures("small_pages")
def test_trouble_on_the_way_changes_nothing_in_the_end() -> None:
    records = [record(n) for n in range(1, 5)]
    good = json.dumps(records[:3]).encode()
    with serving(
        api(records, whole=True), status(500), cut_off(good), status(429, Retry_After="3"), too_slow(1.0)
    ) as server:
        report = load_from(server.url)
    assert counted(report) == (4, 0, 0, 0, 0)
    assert len(server.asked) == 6


@pytest.mark.usefixtures("small_pages")
def test_where_the_list_breaks_off_the_rest_comes_with_the_next_run() -> None:
    records = [record(n) for n in range(1, 6)]
    answers = api(records, whole=True)

    def until_offset_3(handler: Handler) -> None:
        status(503)(handler) if handler.query["offset"] == "3" else answers(handler)

    with serving(until_offset_3) as server:
        broken = load_from(server.url)
    assert counted(broken) == (3, 0, 0, 0, 1)
    assert broken.of(Outcome.REFUSED)[0].note.startswith("SOURCE_UNAVAILABLE: ")
    with serving(answers) as server:
        assert counted(load_from(server.url)) == (2, 0, 3, 0, 0)


@pytest.mark.usefixtures("small_pages")
def test_a_record_that_cannot_be_had_is_refused_and_the_others_come_in() -> None:
    records = [record(n) for n in range(1, 4)]
    answers = api(records)

    def but_2(handler: Handler) -> None:
        status(404)(handler) if handler.asked.endswith(records[1]["id"]) else answers(handler)

    with serving(but_2) as server:
        report = load_from(server.url)
    assert counted(report) == (2, 0, 0, 0, 1)
    assert records[1]["id"] in report.of(Outcome.REFUSED)[0].place


@pytest.mark.usefixtures("small_pages")
def test_a_server_that_gives_the_same_page_for_ever_ends() -> None:
    with serving(body(json.dumps([record(n) for n in (1, 2, 3)]).encode())) as server:
        report = load_from(server.url)
    assert counted(report) == (3, 0, 0, 0, 0) and len(server.asked) == 2


def test_a_record_that_leads_to_another_server_is_not_followed() -> None:
    listed = {k: v for k, v in record().items() if k != "content"} | {
        "dataurl": "http://169.254.169.254/latest/meta-data"
    }
    with serving(body(json.dumps([listed]).encode())) as server:
        report = load_from(server.url)
    assert report.of(Outcome.REFUSED)[0].note.startswith("OTHER_HOST: ") and len(server.asked) == 1


def test_an_address_that_gives_no_list_is_refused() -> None:
    with serving(body(b'{"fout": "ja"}')) as server:
        report = load_from(server.url)
    assert report.of(Outcome.REFUSED)[0].note.startswith("BAD_LIST: ")
    assert not Edition.objects.exists()


def test_what_the_source_no_longer_has_is_reported_and_stays() -> None:
    load(record(1), record(2))
    with serving(api([record(1)])) as server:
        report = load_from(server.url)
    assert counted(report) == (0, 0, 1, 1, 0) and report.of(Outcome.GONE)[0].what == record(2)["id"]
    assert QuestionPage.objects.live().count() == 2


def test_the_command_ends_badly_where_something_was_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "1.json").write_text("{")
    (tmp_path / "2.json").write_text(json.dumps(record(2)))
    with pytest.raises(CommandError, match="1 refused"):
        call_command("import_rijksoverheid", str(tmp_path))
    assert (
        capsys.readouterr().out.splitlines()[0]
        == "import_rijksoverheid: 1 new, 0 changed, 0 unchanged, 0 gone, 1 refused"
    )


def test_a_dry_run_of_the_command_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text(json.dumps(record()))
    call_command("import_rijksoverheid", str(tmp_path), "--dry-run")
    assert not QuestionPage.objects.exists() and not Edition.objects.exists() and not AuditRow.objects.exists()

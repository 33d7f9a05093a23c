"""Watching the law: which sections cite what changes, and who still has to look."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contenthub.actions.law_changes import keep_law_change, regulation_of
from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import write_item, write_local
from contenthub.editorial.law.citing import cited_by, still_to_look
from contenthub.models import AuditRow, LawChange, LawLook
from contenthub.resolving.content import LegalSource
from contenthub.vocabulary import SectionKind, SectionMode
from contenthub.writing.drafts import ItemDraft, LocalDraft, SectionDraft
from tests import pages, world
from tests.editorial.nouns import dutch

pytestmark = pytest.mark.django_db
PASS = "8f5c0f2e-0000-4000-8000-0000000000f1"
SOON = dt.date(2027, 1, 1)
CHANGE = {"regulation": "BWBR0005212", "article": "7", "in_force_on": "2027-01-01", "title": "Leges gaan omhoog", "url": ""}


def section(html: str, regulation: str = "", article: str = "", **fields: Any) -> SectionDraft:
    return SectionDraft(html=f"<p>{html}</p>", legal_source=LegalSource(id=regulation, article=article) if regulation else None, **fields)


def product(item: str = PASS, slug: str = "pas", **sections: SectionDraft) -> None:
    drafts = {SectionKind[kind]: each for kind, each in sections.items()}
    write_item(ItemDraft(type="product", slug=slug, title=slug.title(), sections=drafts), item=item, language="nl", by=world.BY)


@pytest.fixture(autouse=True)
def hub(db: None) -> None:
    prepare_library(["nl"])
    for code, name in (("GM9001", "Waterrijk"), ("GM9002", "Heideveld")):
        world.municipality(code, name)
        onboard_organisation(name.lower(), name, [code], ["nl"], by=world.BY)
    product(INTRODUCTION=section("U vraagt het aan."), COSTS=section("U betaalt leges.", "BWBR0005212", "7"),
            CONDITIONS=section("U woont hier.", "BWBR0005212", "71"), TERM=section("Acht weken.", "BWBR0005537", "4:13"))
    ours = section("Bij ons met pin.", "CVDR123456_2", "3", mode=SectionMode.APPEND)
    for name in ("waterrijk", "heideveld"):
        write_local(LocalDraft(sections={SectionKind.COSTS: ours}), item=PASS, language="nl", organisation=name, by=world.BY)


def change(regulation: str = "BWBR0005212", article: str = "7", **fields: Any) -> LawChange:
    made = LawChange(regulation=regulation, article=article, in_force_on=SOON, title="Iets anders", **fields)
    return keep_law_change(made, user=world.administrator())


def cites(found: LawChange, *organisations: str) -> list[tuple[str, str]]:
    return [(each.organisation, each.section.value) for each in cited_by(found, organisations or ("",), timezone.now())]


@pytest.mark.parametrize(("article", "sections"), [
    ("7", ["COSTS"]), ("", ["CONDITIONS", "COSTS"]), ("7, lid 2", ["COSTS"]), ("Artikel 71", ["CONDITIONS"]), ("8", []), ("7 lid 1", ["COSTS"])])
def test_an_article_is_met_by_itself_and_by_its_parts(article, sections):
    assert sorted(kind for _, kind in cites(change(article=article))) == sections


def test_every_version_of_a_local_regulation_is_the_same_one():
    found = change("CVDR123456", "")
    assert cites(found, "waterrijk", "heideveld") == [("heideveld", "COSTS"), ("waterrijk", "COSTS")]
    assert regulation_of("CVDR123456_12") == "CVDR123456" and regulation_of("BWBR0005537") == "BWBR0005537"
    assert cites(change("CVDR12345", ""), "waterrijk") == []


def test_a_text_that_waits_for_its_moment_is_counted_once_with_the_one_in_force():
    draft = ItemDraft(type="product", slug="pas", title="Pas", sections={
        SectionKind.INTRODUCTION: section("U vraagt het aan."), SectionKind.COSTS: section("Later.", "BWBR0005212", "7")})
    write_item(draft, item=PASS, language="nl", by=world.BY, valid_from=timezone.now() + dt.timedelta(days=3))
    assert cites(change()) == [("", "COSTS")]


def test_who_looked_is_kept_and_counts():
    found, lia = change(), dutch(pages.user("lia", "landelijk-editors"))
    show = reverse("law:show", args=[found.pk])
    assert "1 van de 1 onderdelen moet nog worden bekeken" in lia.get(show).content.decode()
    response = lia.post(show, {"subject": PASS, "organisation": "", "section": "COSTS", "note": "Het bedrag is een gegeven."})
    assert response.status_code == 302
    said = lia.get(show).content.decode()
    assert "Alle onderdelen zijn bekeken" in said and "Het bedrag is een gegeven." in said
    look = LawLook.objects.get()
    assert (look.looked_by, look.section, look.organisation) == ("lia", "COSTS", "")
    assert AuditRow.objects.filter(verb="look_at_law", actor="lia").count() == 1
    assert still_to_look([found], [""], timezone.now())[found.pk] == 0
    # Saying it twice is nothing new.
    lia.post(show, {"subject": PASS, "organisation": "", "section": "COSTS", "note": "Nog eens."})
    assert LawLook.objects.get().note == "Het bedrag is een gegeven."


def test_nobody_looks_for_an_organisation_in_which_they_have_no_role():
    found, wim = change("CVDR123456", ""), dutch(pages.user("wim", "waterrijk-reviewers"))
    show = reverse("law:show", args=[found.pk])
    said = wim.get(show).content.decode()
    assert "Waterrijk" in said and "Heideveld" not in said
    wim.post(show, {"subject": PASS, "organisation": "heideveld", "section": "COSTS"})
    wim.post(show, {"subject": PASS, "organisation": "", "section": "COSTS"})
    wim.post(show, {"subject": PASS, "organisation": "waterrijk", "section": "ONZIN"})
    assert not LawLook.objects.exists()
    nobody = dutch(pages.user("nobody"))
    assert nobody.get(show).status_code == 302 and nobody.get(reverse("law:index")).status_code == 302


def test_a_change_is_entered_by_whoever_publishes_and_is_shown_with_what_waits():
    wim = dutch(pages.user("wim", "waterrijk-reviewers"))
    assert wim.post(reverse("law:add"), CHANGE).status_code == 302
    made = LawChange.objects.get()
    assert (made.entered_by, made.in_force_on) == ("wim", SOON)
    listed = wim.get(reverse("law:index")).content.decode()
    assert "Leges gaan omhoog" in listed and "BWBR0005212 7" in listed and "1 januari 2027" in listed
    eva = dutch(pages.user("eva", "waterrijk-editors"))
    assert eva.get(reverse("law:index")).status_code == 200
    assert eva.post(reverse("law:add"), {**CHANGE, "article": "8"}).status_code == 302 and LawChange.objects.count() == 1


@pytest.mark.parametrize(("changed", "field"), [
    ({"regulation": "Paspoortwet"}, "regulation"), ({"title": ""}, "title"), ({"in_force_on": "1999-01-01"}, "in_force_on"),
    ({"in_force_on": "morgen"}, "in_force_on"), ({"url": "javascript:alert(1)"}, "url")])
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(changed, field):
    wim = dutch(pages.user("wim", "waterrijk-reviewers"))
    response = wim.post(reverse("law:add"), {**CHANGE, **changed})
    assert list(response.context["form"].errors) == [field] and not LawChange.objects.exists()


def test_the_same_change_is_not_entered_twice():
    wim = dutch(pages.user("wim", "waterrijk-reviewers"))
    wim.post(reverse("law:add"), CHANGE)
    response = wim.post(reverse("law:add"), {**CHANGE, "title": "Anders gezegd"})
    assert "bestaat al" in response.content.decode() and LawChange.objects.count() == 1


def test_who_entered_it_and_the_library_may_change_and_remove_it():
    wim, hans = dutch(pages.user("wim", "waterrijk-reviewers")), dutch(pages.user("hans", "heideveld-reviewers"))
    wim.post(reverse("law:add"), CHANGE)
    edit = reverse("law:edit", args=[LawChange.objects.get().pk])
    for data in ({**CHANGE, "title": "Van Hans"}, {"remove": "1"}):
        assert hans.post(edit, data).status_code == 302
    assert LawChange.objects.get().title == "Leges gaan omhoog"
    lia = dutch(pages.user("lia", "landelijk-reviewers"))
    lia.post(edit, {**CHANGE, "title": "Van Lia"})
    assert LawChange.objects.get().title == "Van Lia"
    wim.post(edit, {"remove": "1"})
    assert not LawChange.objects.exists() and AuditRow.objects.filter(verb="remove_law_change", actor="wim").exists()


def test_queries_do_not_grow_with_changes_nor_with_texts():
    admin = dutch(world.administrator())
    first = change()

    def counted() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as listed:
            admin.get(reverse("law:index"))
        with CaptureQueriesContext(connection) as shown:
            admin.get(reverse("law:show", args=[first.pk]))
        return len(listed), len(shown)

    counted()
    before = counted()
    for n in range(8):
        product(f"8f5c0f2e-0000-4000-8000-0000000001{n:02}", f"iets-{n}", COSTS=section("Leges.", "BWBR0005212", "7"))
        change(article=f"{n + 20}")
    assert counted() == before


def load(tmp_path: Any, text: str, name: str = "wet.csv", **options: Any) -> str:
    file, out = tmp_path / name, StringIO()
    file.write_text(text, encoding="utf-8")
    try:
        call_command("import_law_changes", str(file), stdout=out, stderr=out, **options)
    except CommandError as error:
        out.write(str(error))
    return out.getvalue()


CSV = "regulation,article,in_force_on,title,url\nBWBR0005212,7,2027-01-01,Leges gaan omhoog,https://wetten.overheid.nl/BWBR0005212\n"


def test_a_list_is_imported_and_again_nothing_changes(tmp_path):
    assert "1 new" in load(tmp_path, CSV)
    assert LawChange.objects.get().entered_by == "import"
    assert "1 unchanged" in load(tmp_path, CSV)
    assert "1 changed" in load(tmp_path, CSV.replace("omhoog", "omlaag")) and LawChange.objects.get().title == "Leges gaan omlaag"
    rows = [{"regulation": "CVDR123456_3", "in_force_on": "2027-02-01", "title": "Nieuwe verordening", "url": None}]
    assert "1 new" in load(tmp_path, json.dumps(rows), "wet.json")
    assert LawChange.objects.filter(regulation="CVDR123456", article="").exists()


def test_a_dry_run_keeps_nothing(tmp_path):
    assert "1 new" in load(tmp_path, CSV, dry_run=True) and not LawChange.objects.exists()


@pytest.mark.parametrize(("bad", "told"), [
    (CSV.replace("2027-01-01", "1 januari"), "1 januari"), (CSV.replace("BWBR0005212,", "Paspoortwet,"), "Paspoortwet"),
    (CSV.replace("title", "titel"), "title"), ('[{"regulation": 7}]', "object of texts")])
def test_a_row_that_is_wrong_is_named(tmp_path, bad, told):
    assert told in load(tmp_path, bad) and not LawChange.objects.exists()

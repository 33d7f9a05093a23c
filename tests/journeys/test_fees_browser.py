"""Next year's fees from a spreadsheet: downloaded, filled in, looked at, confirmed, and said from midnight on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from channels.registry import CHANNELS
from contenthub.actions.branches import organisation_branch
from contenthub.actions.prepare_library import prepare_library
from contenthub.answering import answer_item
from contenthub.answering.asking import ask
from contenthub.resolving.material import midnight
from contenthub.vocabulary import Channel
from tests import pages, world
from tests.editorial.sheets.sheet import ROWS, fact, first_of_january
from tests.journeys.browser import follow, violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(editors_page: Page) -> Page:
    return editors_page


@pytest.fixture
def facts(one_at_a_time: None, live_server: Any, page: Page) -> str:
    """The list of facts, as an editor of Waterrijk has it; the address of the hub."""
    prepare_library(["nl"])
    organisation_branch(world.organisation("waterrijk", world.municipality("GM9001", "Waterrijk")), "nl")
    fact("paspoort.kosten", value={"amount": "86.85"}, label="Kosten van een paspoort", organisation="waterrijk")
    fact("rijbewijs.leges", "TARIFF", {"rows": ROWS}, label="Leges van een rijbewijs", organisation="waterrijk")
    world.product()
    UserProfile.objects.create(user=pages.user("wim", "waterrijk-reviewers"), preferred_language="nl")
    page.goto(f"{live_server.url}/admin/login/?next=/admin/facts/")
    page.locator("input[name=username]").fill("wim")
    page.locator("input[name=password]").fill("geheim")
    follow(page, page.locator("button[type=submit]"))
    return str(live_server.url)


def filled_in(page: Page, folder: Path, **amounts: Any) -> Path:
    """The sheet as it is downloaded, with new values by the key of a fact or of a row."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Het bestand downloaden").press("Enter")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    book = load_workbook(path)
    for row in book.active.iter_rows(min_row=2):
        row[4].value = amounts.get(row[2].value or row[0].value.replace(".", "_"))
    book.save(path)
    return path


def uploaded(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    follow(page, page.get_by_role("button", name="Bekijken wat er verandert"))


def said(moment: dt.datetime, channel: Channel) -> str:
    answer = answer_item(world.PASSPORT, ask("GM9001", moment=moment, may_see_future=True))
    return str(CHANNELS[channel].render(answer)).replace("\u00a0", " ")


def test_fees_of_next_year_go_from_a_sheet_to_every_answer(facts: str, page: Page, tmp_path: Path) -> None:
    follow(page, page.get_by_role("link", name="Waarden uit een spreadsheet"))
    assert violations(page) == []
    path = filled_in(page, tmp_path, paspoort_kosten="veel", kind=70)
    assert path.name == f"waarden-waterrijk-{first_of_january().year}.xlsx"
    uploaded(page, path)
    expect(page.get_by_role("row", name="veel is geen bedrag. Schrijf het als 85,40.")).to_be_visible()
    expect(page.get_by_role("button", name="publiceren")).to_have_count(0)
    assert violations(page) == []
    follow(page, page.get_by_role("link", name="Een ander bestand uploaden"))
    uploaded(page, filled_in(page, tmp_path, paspoort_kosten="€ 90,40", kind=70))
    expect(page.get_by_role("row", name="Een paspoort kost € 86,85. Een paspoort kost € 90,40.")).to_be_visible()
    assert violations(page) == []
    page.set_viewport_size({"width": 640, "height": 450})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("button", name="2 waarden publiceren").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".messages .success")).to_contain_text("2 waarden zijn gepubliceerd")
    page.set_viewport_size({"width": 1280, "height": 900})
    follow(page, page.get_by_role("link", name="Wachtende waarden"))
    expect(page.locator(".listing tbody tr")).to_have_count(2)
    new_year = midnight(first_of_january())
    for channel in (Channel.WEBSITE, Channel.LETTER, Channel.EMAIL):
        assert "86,85" in said(timezone.now(), channel) and "90,40" not in said(timezone.now(), channel)
        assert "86,85" in said(new_year - dt.timedelta(seconds=1), channel)
        assert "90,40" in said(new_year, channel) and "86,85" not in said(new_year, channel)

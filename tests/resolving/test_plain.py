"""Equal contents are stored and hashed alike, wherever their parts came from."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from contenthub.resolving.content import MunicipalityContent, NoticeContent, NoticeScope, Section
from contenthub.resolving.editions import content_hash, plain
from contenthub.resolving.facts import DayHours, Money, OpeningHours
from contenthub.resolving.text import Paragraph, Text
from contenthub.vocabulary import Channel, SectionKind, Weekday


def made_at_run_time(text: str) -> str:
    """An equal string that is another object, as a database or a file gives it."""
    return "".join(list(text))


def test_what_is_equal_to_the_default_is_left_out_wherever_it_came_from() -> None:
    here = MunicipalityContent(code="GM1", name="A", slug="a")
    there = MunicipalityContent(
        code="GM1",
        name="A",
        slug="a",
        default_language=made_at_run_time("nl"),
        languages=(made_at_run_time("nl"),),
        form_of_address=made_at_run_time("u"),
    )
    assert plain(here) == plain(there) == {"code": "GM1", "name": "A", "slug": "a"}
    assert content_hash(here) == content_hash(there)


def test_values_keep_their_tags_and_their_decimals() -> None:
    assert plain(Money(amount=Decimal("86.80"), currency=made_at_run_time("EUR"))) == {
        "type": "MONEY",
        "amount": "86.80",
    }
    assert plain(Money(amount=Decimal("1"), currency="USD")) == {"type": "MONEY", "amount": "1", "currency": "USD"}


def test_nested_parts_dates_and_enum_keys_become_plain() -> None:
    section = Section(
        blocks=(Paragraph(c=(Text(s="x", b=True),)),), wordings={Channel.CHAT: ()}, review_by=dt.date(2027, 1, 1)
    )
    assert plain({SectionKind.COSTS: section}) == {
        "COSTS": {
            "blocks": [{"t": "p", "c": [{"t": "text", "s": "x", "b": True}]}],
            "wordings": {"CHAT": []},
            "review_by": "2027-01-01",
        }
    }
    hours = OpeningHours(days=(DayHours(day=Weekday.MONDAY, opens="09:00", closes="17:00", by_appointment=True),))
    assert plain(hours) == {
        "type": "OPENING_HOURS",
        "days": [{"day": "monday", "opens": "09:00", "closes": "17:00", "byAppointment": True}],
    }


def test_an_empty_scope_and_all_channels_are_the_default() -> None:
    notice = NoticeContent(title={"nl": "x"}, text={"nl": "y"}, scope=NoticeScope(items=()), channels=tuple(Channel))
    assert plain(notice) == {"title": {"nl": "x"}, "text": {"nl": "y"}}

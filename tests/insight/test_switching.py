"""Switch codes: what they carry, for how long, to whom, and that nothing of it can be read without the code."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.utils import timezone

from contenthub.insight import switching
from contenthub.insight.switching import Carried, create_switch_code, forget_expired, redeem_switch_code
from contenthub.insight.tidying import forget_in_background
from contenthub.models import SwitchCode
from contenthub.resolving.reference import ALPHABET
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel
from tests import world
from tests.insight.conftest import COSTS


def made(**change: object) -> switching.Code:
    given = {
        "item": world.PASSPORT,
        "municipality": "GM9001",
        "section": COSTS,
        "channel": Channel.WEBSITE,
        "person": {"leeftijd": 17},
        "who": "hier",
    }
    return create_switch_code(**{**given, **change})  # type: ignore[arg-type]


def test_a_conversation_goes_from_one_channel_to_another_once(hub):
    code = made()
    assert len(code.code) == 7 and set(code.code.replace("-", "")) <= set(ALPHABET)
    assert dt.timedelta(minutes=29) < code.expires_at - timezone.now() <= dt.timedelta(minutes=30)
    assert redeem_switch_code(code.code, who="daar") == Carried(
        item=world.PASSPORT,
        municipality="GM9001",
        section=COSTS,
        language="nl",
        channel=Channel.WEBSITE,
        person={"leeftijd": 17},
    )
    assert SwitchCode.objects.count() == 0
    with pytest.raises(Refused, match="is unknown, was used, or is older"):
        redeem_switch_code(code.code, who="daar")


def test_as_it_is_heard_and_typed(hub):
    code = made().code
    heard = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert redeem_switch_code(heard, who="daar").item == world.PASSPORT


def test_nothing_of_it_can_be_read_from_the_database(hub):
    long = made()
    empty = made(person={})
    rows = {row.pk: row for row in SwitchCode.objects.all()}
    for row in rows.values():
        for word in ("leeftijd", world.PASSPORT, "GM9001", "costs", long.code, long.code.replace("-", "")):
            assert word not in f"{row.pk} {row.sealed}"
    # Nor from how long it is.
    assert len({len(row.sealed) for row in rows.values()}) == 1
    assert {field.name for field in SwitchCode._meta.fields} == {"lookup", "sealed", "expires_at"}
    assert empty.code != long.code


def test_the_rows_and_the_program_are_not_enough_to_try_codes_out(hub, settings):
    """The salt is of the installation and stands in no backup."""
    code = made().code
    settings.REFERENCE_KEY = b"another installation's, in full"
    with pytest.raises(Refused):
        redeem_switch_code(code, who="daar")


def test_the_lookup_does_not_open_it(hub):
    lookup, key = switching._derived("ABC234")
    assert lookup not in key.decode() and len(lookup) == 64
    assert switching._derived("ABC235") != (lookup, key)


def test_after_half_an_hour_it_is_of_no_use_and_gone(hub, monkeypatch):
    code = made()
    later = timezone.now() + dt.timedelta(minutes=30, seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    with pytest.raises(Refused):
        redeem_switch_code(code.code, who="daar")
    assert SwitchCode.objects.count() == 0


def test_a_code_that_nobody_uses_goes_by_itself(hub, monkeypatch):
    made()
    SwitchCode.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    turns = itertools.chain([False], itertools.repeat(True))
    # In this thread: a test's rows are not seen by another.
    monkeypatch.setattr("threading.Thread.start", lambda self: self.run())
    monkeypatch.setattr("contenthub.insight.tidying.close_old_connections", lambda: None)
    monkeypatch.setattr("contenthub.insight.tidying.connection.close", lambda: None)
    forget_in_background(wait=lambda seconds: next(turns))
    assert SwitchCode.objects.count() == 0


def test_those_that_still_hold_stay(hub):
    made()
    assert forget_expired() == 0 and SwitchCode.objects.count() == 1


def test_what_a_register_tells_is_never_carried(hub):
    with pytest.raises(Refused) as refused:
        made(person={"inkomen": 1200})
    assert refused.value.code == "REGISTER_FACT" and "1200" not in refused.value.message
    assert SwitchCode.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"item": "8f5c0f2e-0000-4000-8000-00000000dead"}, "UNKNOWN_ITEM"),
        ({"section": f"{world.PASSPORT}:term"}, "UNKNOWN_SECTION"),
        # Nor is it a way to learn of what only agents may see.
        ({"section": f"{world.PASSPORT}:desk_memo"}, "UNKNOWN_SECTION"),
        ({"municipality": "GM1234"}, "UNKNOWN_MUNICIPALITY"),
        ({"person": {"schoenmaat": 44}}, "UNKNOWN_PERSON_FACT"),
    ],
)
def test_what_is_not_there_is_not_carried(hub, change, code):
    with pytest.raises(Refused) as refused:
        made(**change)
    assert refused.value.code == code and SwitchCode.objects.count() == 0


def test_wrong_guesses_are_limited_and_right_ones_are_not(hub):
    codes = [made(who=f"w{number}").code for number in range(12)]
    for code in codes[:11]:
        redeem_switch_code(code, who="agent")
    for number in range(switching.GUESSING.most):
        with pytest.raises(Refused) as refused:
            redeem_switch_code(f"ZZZ{number:03}", who="agent")
        assert refused.value.code == "UNKNOWN_CODE"
    with pytest.raises(Refused) as refused:
        redeem_switch_code(codes[11], who="agent")
    assert refused.value.code == "TOO_OFTEN"
    assert redeem_switch_code(codes[11], who="ander").item == world.PASSPORT


def test_codes_are_not_made_without_end(hub, monkeypatch):
    monkeypatch.setattr(
        "contenthub.insight.switching.CREATING", switching.Act("create_switch_code", most=2, minutes=10)
    )
    made(), made()
    with pytest.raises(Refused) as refused:
        made()
    assert refused.value.code == "TOO_OFTEN"


def test_what_is_of_another_municipality_stays_for_who_may_have_it(hub):
    code = made().code

    def not_yours(municipality: str) -> None:
        raise Refused("WRONG_MUNICIPALITY", "municipality", "%(field)s: %(value)s", value=municipality)

    with pytest.raises(Refused, match="GM9001"):
        redeem_switch_code(code, who="agent", enter=not_yours)
    assert redeem_switch_code(code, who="ander").municipality == "GM9001"

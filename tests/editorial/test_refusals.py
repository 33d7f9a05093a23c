"""How a refusal reads: the place as the form names it, moments as people write them, words and not codes."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils.translation import override
from wagtail.models import Page

from contenthub.actions.branches import library_branch
from contenthub.actions.check_texts import only_added_to, unique
from contenthub.models.pages import ProductPage
from contenthub.models.pages.speaking import beside_its_field, in_own_language
from contenthub.resolving.conditions import PersonFactDefinition, parse_person_value
from contenthub.resolving.facts import FactType, parse_value
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import PersonFactType, SectionMode

NEW_YEAR = dt.datetime(2026, 12, 31, 23, 0, 0, 123456, tzinfo=dt.UTC)
BEFORE_NOW = "%(field)s: %(value)s lies before now; nothing can be dated back"


@pytest.fixture(autouse=True)
def _dutch():
    with override("nl"):
        yield


def refusal(template: str, field: str = "valid_from", **params) -> Refused:
    return Refused("TEST", field, template, **params)


def caught(act, *args, **kwargs) -> Refused:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value


def test_a_moment_is_said_in_dutch_time_and_words():
    refused = refusal(BEFORE_NOW, value=NEW_YEAR)
    assert in_own_language(refused) == (
        "Geldig vanaf: 1 januari 2027 om 00:00 uur is al voorbij. U kunt niets met terugwerkende kracht laten ingaan."
    )


def test_a_day_is_said_in_words():
    refused = refusal("%(field)s: %(value)s lies before its beginning", value=dt.date(2027, 3, 1))
    assert beside_its_field(refused) == "Het einde (1 maart 2027) ligt voor het begin."


def test_in_english_a_moment_stays_iso_for_programs():
    assert refusal(BEFORE_NOW, value=NEW_YEAR).message.startswith("valid_from: 2026-12-31T23:00:00.123456+00:00 lies")
    with override("en"):
        assert in_own_language(refusal(BEFORE_NOW, value=NEW_YEAR)).startswith("Valid from: 1 January 2027 at 00:00 lies")


def test_beside_its_field_a_refusal_does_not_name_it_and_begins_with_a_capital():
    refused = refusal("%(field)s: must not be empty", field="title", value="")
    assert (in_own_language(refused), beside_its_field(refused)) == ("Titel: vul dit in.", "Vul dit in.")


def test_a_key_at_the_beginning_keeps_its_letters():
    refused = refusal("%(field)s: there is no %(value)s; choose from %(known)s", value="rood", known="geel")
    assert beside_its_field(refused) == "rood bestaat niet. Kies uit: geel."


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("COSTS", "Kosten en betalen"),
        ("COSTS.wordings.CHAT", "Kosten en betalen › formuleringen per kanaal › Chat"),
        ("rules.korting.when", "Persoonlijke regels › korting › voorwaarde"),
        ("GM9001.ends_on", "GM9001 › eindigt op"),
        ("paspoort.kosten", "paspoort.kosten"),
        ("person.leeftijd", "Persoonsgegeven › leeftijd"),
    ],
)
def test_a_place_is_named_as_on_the_form(field, said):
    assert in_own_language(refusal("%(field)s: must not be empty", field=field)) == f"{said}: vul dit in."


def test_what_is_wanted_is_said_in_dutch():
    age = PersonFactDefinition(name="leeftijd", type=PersonFactType.NUMBER, question={})
    assert beside_its_field(caught(parse_person_value, age, "oud")) == (
        "Dit moet een getal zijn dat niet lager is dan 0."
    )
    mail = caught(parse_value, FactType.EMAIL, {"address": "info"}, "mail")
    assert in_own_language(mail) == (
        "mail: info past hier niet. Dit moet een e-mailadres zijn, zoals info@gemeente.nl."
    )


def test_a_choice_lists_the_choices():
    home = PersonFactDefinition(name="wonen", type=PersonFactType.CHOICE, question={}, choices=("alleen", "samen"))
    assert beside_its_field(caught(parse_person_value, home, "boot")) == "Kies een van deze: alleen, samen."


def test_a_word_of_the_vocabulary_is_said_as_the_form_does():
    assert in_own_language(only_added_to("COSTS", SectionMode.REPLACE)) == (
        "Kosten en betalen: dit is wettekst. ‘De landelijke tekst vervangen’ kan daar niet. "
        "Zet uw tekst ervoor of erachter."
    )
    assert in_own_language(caught(unique, ["a", "a"], "rules", "rule")) == (
        "Persoonlijke regels: er is meer dan één regel a. Geef elke regel een eigen sleutel."
    )


@pytest.mark.django_db
def test_an_item_is_named_by_its_title_and_a_draft_is_not():
    library = library_branch("nl")
    shown = library.add_child(instance=ProductPage(title="Paspoort aanvragen"))
    Page.objects.filter(pk=shown.pk).update(live=True)
    draft = library.add_child(instance=ProductPage(title="Geheim plan", live=False))
    template = "%(field)s: %(value)s is the item itself; choose another"
    assert "‘Paspoort aanvragen’" in in_own_language(refusal(template, value=str(shown.translation_key)))
    for unknown in (str(draft.translation_key), str(uuid.uuid4())):
        assert unknown in in_own_language(refusal(template, value=unknown))

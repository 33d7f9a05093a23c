"""What counts as a change of an answer: all that some channel says otherwise, and nothing else."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import msgspec
import pytest
from django.utils import translation

from channels.registry import CHANNELS
from channels.speech import say_reference
from channels.transcript import transcript
from contenthub.editorial.history.changes import changes
from contenthub.editorial.history.words import beside, in_one, pairs, runs
from contenthub.resolving.answer import Answer, Hidden, Named, PersonQuestion
from contenthub.resolving.facts import Money
from contenthub.vocabulary import Audience, Channel, Layer, SectionKind
from tests.channels import answers

BEFORE = answers.answer()


def costs(words: str, **wordings: str) -> Answer:
    own = {Channel[name]: (answers.p(text),) for name, text in wordings.items()}
    return answers.with_sections(answers.section(SectionKind.COSTS, answers.p(words), wordings=own))


def without(kind: SectionKind) -> Answer:
    return answers.answer(sections=tuple(section for section in BEFORE.sections if section.kind != kind))


def dearer() -> Answer:
    key = next(fact.key for fact in BEFORE.facts if isinstance(fact.value, Money))
    facts = [
        msgspec.structs.replace(fact, value=Money(amount=Decimal("999.50"))) if fact.key == key else fact for fact in BEFORE.facts
    ]
    return answers.answer(facts=tuple(facts))


def contact(**details: str) -> Answer:
    return answers.answer(contact=msgspec.structs.replace(BEFORE.contact, **details))


SILENT = {
    "owner": answers.answer(owner="Team Anders"),
    "keywords": answers.answer(keywords=("pas",)),
    "review": answers.answer(review_by=dt.date(2030, 1, 1)),
    "times": answers.answer(updated_at=dt.datetime(2027, 1, 1, tzinfo=dt.UTC), next_change=dt.datetime(2028, 1, 1, tzinfo=dt.UTC)),
    "layers": answers.answer(layers=(Layer.GENERIC,)),
    "hidden": answers.answer(hidden=(Hidden(kind=SectionKind.TERM, origins=()),)),
    "audience": answers.answer(audience=(Audience.BUSINESS,)),
    "topics": answers.answer(topics=("reizen",), life_events=()),
    "memo": answers.answer(sections=(*BEFORE.sections, answers.MEMO)),
    "agents": answers.answer(notices=(answers.notice(agents_only=True),)),
}
LOUD = {
    "title": (answers.answer(title="Een paspoort"), "Titel"),
    "summary": (answers.answer(summary="Anders."), "Samenvatting"),
    "gone": (without(SectionKind.APPLICATION), "Aanvraag en procedure"),
    "fact": (dearer(), None),
    "notice": (answers.answer(notices=(answers.notice(),)), "Melding"),
    "withdrawn": (answers.withdrawn(), "Ingetrokken"),
    "not offered": (answers.not_offered(), "Hier niet te krijgen"),
    "routes": (answers.answer(routes=BEFORE.routes[1:]), "Waar iemand aanvraagt, bezwaar maakt of een klacht indient"),
    "phone": (contact(phone="14 0999"), "Gegevens van de gemeente: telefoon"),
    "address": (contact(form_of_address="je"), "Gegevens van de gemeente: aanspreekvorm"),
    "questions": (answers.answer(personal=answers.personal(applied=(), given=False)), "Vragen aan de inwoner"),
    "language": (answers.answer(language="en"), "Taal waarin het gezegd wordt"),
}


def said(answer: Answer) -> dict[Channel, list[str]]:
    """All that is said in each channel, but for the code."""
    codes = (answer.reference, say_reference(answer.reference, answer.language))
    told = {channel: [line.text for line in transcript(answer, spec.render(answer))] for channel, spec in CHANNELS.items()}
    return {channel: [" ".join(line.replace(code, "") for code in codes) for line in lines] for channel, lines in told.items()}


@pytest.fixture(autouse=True)
def dutch():
    with translation.override("nl"):
        yield


@pytest.mark.parametrize("after", SILENT.values(), ids=SILENT)
def test_what_no_channel_says_is_no_change(after):
    assert changes(BEFORE, after) == () and said(BEFORE) == said(after)


@pytest.mark.parametrize(("after", "what"), LOUD.values(), ids=LOUD)
def test_what_a_channel_says_otherwise_is_a_change_both_ways(after, what):
    assert said(BEFORE) != said(after) and changes(after, BEFORE)
    found = changes(BEFORE, after)
    assert what is None or what in [change.what for change in found]


def test_a_value_is_told_old_and_new():
    [change] = changes(BEFORE, dearer())
    assert change.new == "€\xa0999,50" and change.old.startswith("€") and change.layer in ("Landelijk", "Gemeente")


def test_the_words_of_one_channel():
    before, after = costs("Het kost geld."), costs("Het kost geld.", CHAT="Kost geld!")
    [change] = changes(before, after)
    assert change.what == "Kosten en betalen, in de eigen woorden van het kanaal Chat" and (change.old, change.new) == ("", "Kost geld!")


def test_a_municipality_that_answers_for_another():
    [change] = changes(answers.answer(municipality=answers.OUDERDAM, contact=answers.OUDERDAM), answers.merged())
    assert (change.what, change.new) == ("Gemeente die antwoord geeft", "Waterrijk")
    assert [each.what for each in changes(answers.merged(), answers.merged("GM9003"))] == ["Gemeente waarvan de teksten gelden"]


def test_the_first_the_last_and_nothing():
    assert [change.what for change in changes(None, BEFORE)] == ["Hier voor het eerst gezegd"]
    assert [change.what for change in changes(BEFORE, None)] == ["Hier niet meer gezegd"]
    assert changes(None, None) == () and [change.what for change in changes(answers.withdrawn(), BEFORE)] == ["Weer gepubliceerd"]


def test_an_item_that_it_points_to_has_another_name():
    named = (Named(item="x", type="product", slug="x", title="Rijbewijs"),)
    assert [change.what for change in changes(BEFORE, answers.answer(named=named))] == ["Naam van het item waarnaar het verwijst"]


def test_questions_are_told():
    asked = PersonQuestion(name="haast", question="Hebt u <haast>?", type="BOOLEAN")
    after = answers.answer(personal=answers.personal(applied=(), given=False, undecided=(asked,)))
    assert changes(BEFORE, after)[0].marked == "<ins>Hebt u &lt;haast&gt;?</ins>"


@pytest.mark.parametrize(("old", "new", "left", "right"), [
    ("Het kost € 85,40.", "Het kost € 88,20.", "Het kost € <del>85,40</del>.", "Het kost € <ins>88,20</ins>."),
    ("", "Nieuw.", "", "<ins>Nieuw.</ins>"),
    ("Weg.", "", "<del>Weg.</del>", ""),
    ("Zelfde.", "Zelfde.", "Zelfde.", "Zelfde."),
    ("a <b> c", "a <i> c", "a &lt;<del>b</del>&gt; c", "a &lt;<ins>i</ins>&gt; c"),
])
def test_words_are_marked(old, new, left, right):
    assert beside(old, new) == (left, right)


@pytest.mark.parametrize("old", ["U vraagt een pas aan.", "a b c d", "", "Een. Twee! Drie?", "x\ny"])
@pytest.mark.parametrize("new", ["U vraagt geen pas meer aan.", "d c b a", "", "Drie? Twee!", "y\nx"])
def test_nothing_is_lost_in_marking(old, new):
    found = runs(old, new)
    assert "".join(text for kind, text in found if kind != "addition") == old
    assert "".join(text for kind, text in found if kind != "deletion") == new


def test_a_summary_shows_the_lines_that_differ():
    old = "\n".join(["Blijft staan.", "Dit is een heel lange zin met veel woorden die allemaal blijven staan tot aan het eind: oud."])
    marked = in_one(old, old.replace("oud", "nieuw"))
    assert "Blijft staan" not in marked and " … " in marked and "<del>oud</del><ins>nieuw</ins>" in marked


def test_lines_that_stayed_stand_beside_each_other():
    old, new = (transcript(answer, CHANNELS[Channel.LETTER].render(answer)) for answer in (BEFORE, without(SectionKind.APPLICATION)))
    found = pairs(old, new)
    assert all(pair.old == pair.new for pair in found if not pair.changed) and any(pair.changed for pair in found)

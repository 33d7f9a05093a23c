"""A notice that was not translated is marked as such, in every language but its own."""

from __future__ import annotations

import msgspec
import pytest

from contenthub.resolving.content import NoticeContent
from contenthub.resolving.editions import Series
from contenthub.resolving.material import Town, gather
from contenthub.resolving.noticing import Place, notices_for
from contenthub.vocabulary import EditionKind
from tests.resolving.histories import START, TOWN, row

TITLE = {"nl": "Storing", "en": "Outage", "nl-x-a2": "Het werkt niet"}
TEXT = {"nl": "De website ligt eruit.", "en": "The website is down.", "nl-x-a2": "De website is stuk."}


def shown(title: dict[str, str], text: dict[str, str], language: str) -> tuple[str, str]:
    content = NoticeContent(title=title, text=text)
    edition = msgspec.structs.replace(row(1, content), series=Series(EditionKind.NOTICE, "n-1"))
    material = gather(Town(asked=TOWN, contact=TOWN, texts_of=TOWN), [edition], {})
    made = notices_for(Place(municipality="GM9001"), material, START, language, for_agents=False)
    return made.notices[0].title, made.notices[0].text


def only(words: dict[str, str], *languages: str) -> dict[str, str]:
    return {language: words[language] for language in languages}


@pytest.mark.parametrize("language", ["nl", "nl-be", "en", "en-gb", "nl-x-a2"])
def test_what_is_in_the_language_is_not_marked(language):
    title, text = shown(TITLE, TEXT, language)
    assert "(" not in title
    assert (title in TITLE.values()) and (text in TEXT.values())


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("nl", "Storing"),
        ("en", "Storing (in Dutch)"),
        ("en-gb", "Storing (in Dutch)"),
        ("nl-x-a2", "Storing (niet in eenvoudig Nederlands)"),
        ("fy", "Storing (in het Nederlands)"),
    ],
)
def test_dutch_only_is_marked_elsewhere(language, title):
    assert shown(only(TITLE, "nl"), only(TEXT, "nl"), language) == (title, "De website ligt eruit.")


def test_a_title_without_its_text_is_marked_too():
    assert shown(only(TITLE, "nl", "en"), only(TEXT, "nl"), "en") == ("Outage (in Dutch)", "De website ligt eruit.")

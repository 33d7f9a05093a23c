"""How a route is said in one line."""

from __future__ import annotations

from channels.voice.routes import said_routes
from contenthub.resolving.content import Route
from contenthub.vocabulary import Channel, Purpose
from tests.channels.answers import answer


def line(text: str) -> str:
    route = Route(purpose=Purpose.APPLY, channel=Channel.WEBSITE, text=text, url="https://www.waterrijk.example/a")
    ((_, (said,)),) = said_routes(answer(routes=(route,)))
    return said.line


def test_the_address_stands_behind_what_one_does_there() -> None:
    assert line("Doe het online. Dat is het goedkoopst.") == (
        "Online: Doe het online (https://www.waterrijk.example/a). Dat is het goedkoopst."
    )


def test_a_question_in_front_gets_no_address() -> None:
    assert line("Hebt u DigiD? Doe het online.") == (
        "Online: Hebt u DigiD? Doe het online (https://www.waterrijk.example/a)."
    )


def test_a_question_alone_keeps_the_address() -> None:
    assert line("Hebt u DigiD?") == "Online: Hebt u DigiD? (https://www.waterrijk.example/a)."

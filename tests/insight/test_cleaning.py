"""What looks like personal data goes; what a question is about stays."""

from __future__ import annotations

import pytest

from contenthub.insight.cleaning import stripped

GOES = {
    "mijn bsn is 123456782": "mijn bsn is …",
    "BSN 123.456.782 hoe nu": "BSN … hoe nu",
    "bel 06-12345678 of 0344 579 314 graag": "bel … of … graag",
    "bel +31 6 12345678": "bel …",
    "mail naar jan.jansen@voorbeeld.nl": "mail naar …",
    "terug op NL91 ABNA 0417 1643 00 graag": "terug op … graag",
    "terug op NL91ABNA0417164300 graag": "terug op … graag",
    "ik woon op 4001 ab 12": "ik woon op …",
    "Dorpsstraat 12 wordt verbouwd": "… wordt verbouwd",
    "geboren 12-03-1984 in Tiel": "geboren … in Tiel",
    "geboren op 3 mei 2011": "geboren op …",
    "mijn auto AB-123-C staat daar": "mijn auto … staat daar",
    "zaak 2026-00123456": "zaak …",
    "zie www.voorbeeld.nl/mijn/12": "zie …",
    "ik ben Jan de Vries en mijn paspoort is weg": "ik ben … en mijn paspoort is weg",
    "Ik ben Fatima El Amrani": "Ik ben …",
    "mijn naam is jan jansen en ik wil trouwen": "mijn naam is … en ik wil trouwen",
    "ik heet piet": "ik heet …",
    "U spreekt met mevrouw de Boer, hoe vraag ik een kaart aan": "U spreekt met …, hoe vraag ik een kaart aan",
    "voor mevrouw De Boer": "voor mevrouw …",
    "I am John Smith and lost my passport": "I am … and lost my passport",
}
STAYS = [
    "ik ben zwanger, wat nu",
    "ik ben 65 jaar en wil mijn rijbewijs verlengen",
    "wat kost een paspoort in 2027? 86,85 euro of meer",
    "open op 5 december 2026",
    "mijn naam is verkeerd geschreven in mijn paspoort",
    "aangifte binnen 3 dagen of 14 dagen",
    "parkeren voor € 1.250,00 per jaar",
    "Hoe vraag ik een visum voor Nederland aan?",
    "me pas is gejat wat nu",
]


@pytest.mark.parametrize("text", GOES)
def test_it_goes(text: str) -> None:
    assert stripped(text) == GOES[text]


@pytest.mark.parametrize("text", STAYS)
def test_it_stays(text: str) -> None:
    assert stripped(text) == text


def test_it_is_one_line() -> None:
    assert stripped("  wat\n nu\t? ") == "wat nu ?"

"""Letters at the edges of what a letter may be, for the tests and for veraPDF.

`python -m tests.channels.letter_samples FOLDER` writes each of them as a PDF into FOLDER.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from channels.letter.document import (
    ActionBox,
    Addressee,
    Heading,
    ItemList,
    LetterDocument,
    Letterhead,
    Paragraph,
    Run,
    Table,
)
from channels.letter.pdf import pdf

LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="10 8 100 128">
<path d="M10 8h100v66c0 34-24 50-50 60C34 124 10 108 10 74z" fill="#154273"/>
<path d="M10 74c16-14 34-14 50 0s34 14 50 0c0 34-24 50-50 60C34 124 10 108 10 74z" fill="#3c8dbc"/>
<path d="M60 20l7 19h20L71 51l6 19-17-12-17 12 6-19-16-12h20z" fill="#ffd24d"/>
</svg>"""
WIDE_LOGO = """<svg xmlns="http://www.w3.org/2000/svg" width="900" height="90">
<rect width="900" height="90" rx="12" fill="#00664f" fill-opacity="0.9"/><circle cx="45" cy="45" r="30" fill="#fff"/>
<text x="95" y="58" font-family="No Such Font, sans-serif" font-size="38" fill="#fff">Gemeente Waterland aan Zee</text>
</svg>"""

HOSTILE = '#eval("1") *ster* _streep_ \\u{1F600} $x^2$ "#include" `code` <label> @ref #{1+1} // niet weg'

LETTERHEAD = Letterhead(
    name="Gemeente Waterland aan Zee",
    colour="#154273",
    sender_lines=(
        "Gemeente Waterland aan Zee",
        "Team Burgerzaken",
        "Raadhuisplein 1",
        "1234 AB Havendam",
        "14 0299",
        "www.waterlandaanzee.example",
    ),
    return_address="Postbus 100, 1230 AA Havendam",
    logo_svg=LOGO,
    logo_alt="Wapen van de gemeente Waterland aan Zee",
)

COSTS = Table(
    header=("Document", "Leeftijd", "Kosten"),
    rows=(
        ("Paspoort", "18 jaar en ouder", "€ 86,85"),
        ("Paspoort", "tot 18 jaar", "€ 65,40"),
        ("Nederlandse identiteitskaart", "18 jaar en ouder", "€ 79,65"),
        ("Nederlandse identiteitskaart", "tot 18 jaar", "€ 42,75"),
    ),
)

ONE_PAGE = LetterDocument(
    language="nl",
    date=datetime.date(2026, 3, 3),
    letterhead=LETTERHEAD,
    addressee=Addressee("Mevrouw A.B. de Vries-Jansen", "Dorpsstraat", "12 A", "1234ab", "Havendam"),
    subject="Uw paspoort aanvragen of verlengen",
    our_reference="Z-2026-004512",
    your_reference="",
    answer_code="K7QF-2M9D-4TXR",
    salutation="Geachte mevrouw De Vries-Jansen,",
    blocks=(
        Paragraph(
            "U vroeg ons hoe u een nieuw paspoort aanvraagt. In deze brief leest u hoe dat gaat, wat u "
            "meeneemt en wat het kost."
        ),
        Heading("Zo vraagt u een paspoort aan", 3),
        ItemList(
            (
                (
                    Run("Maak een afspraak via "),
                    Run("onze website", url="https://www.waterlandaanzee.example/paspoort"),
                    Run(" of bel 14 0299."),
                ),
                "Kom zelf naar het gemeentehuis. Kinderen komen ook mee.",
                (Run("Betaal "), Run("direct", bold=True), Run(" aan de balie, met pin of contant.")),
            ),
            numbered=True,
        ),
        Heading("Wat u meeneemt", 3),
        ItemList(
            (
                "een goedgelijkende pasfoto die niet ouder is dan 6 maanden",
                "alle paspoorten en identiteitskaarten die u nu hebt, ook als ze verlopen zijn",
            )
        ),
        Heading("Wat het kost", 3),
        COSTS,
    ),
    action_box=ActionBox(
        "Wat moet u doen?",
        (
            (Run("Maak een afspraak "), Run("vóór 1 mei 2026", bold=True), Run(".")),
            "Na uw aanvraag ligt het paspoort na 5 werkdagen klaar.",
        ),
    ),
    closing="Met vriendelijke groet,",
    signatory="M. el Amrani",
    signatory_role="Teamleider Burgerzaken",
    contact_lines=("14 0299", "maandag tot en met vrijdag", "8.30 – 17.00 uur", "burgerzaken@waterlandaanzee.example"),
)

_LONG = Paragraph(
    "De gemeente controleert of uw gegevens kloppen met de Basisregistratie Personen. Klopt er iets niet, dan laten "
    "wij u dat binnen twee weken weten. U hoeft daarvoor zelf niets te doen. Bent u het niet eens met wat er over u "
    "is vastgelegd, dan kunt u ons vragen om het te veranderen. Dat kan aan de balie en met een brief."
)


def _with_paragraphs(count: int) -> LetterDocument:
    blocks = ONE_PAGE.blocks + (Heading("Meer over uw gegevens", 3),) + (_LONG,) * count
    return replace(ONE_PAGE, blocks=blocks)


def two_pages() -> LetterDocument:
    return replace(
        _with_paragraphs(5),
        your_reference="uw brief van 12 februari 2026",
        enclosures=("Machtigingsformulier", "Overzicht van de fotomatrix"),
    )


def three_pages() -> LetterDocument:
    rows = tuple(
        (f"Post {number}", f"Artikel 1.{number}.2 van de legesverordening", f"€ {number * 7 + 4},50")
        for number in range(1, 41)
    )
    table = Table(("Post", "Grondslag", "Bedrag"), rows)
    return replace(_with_paragraphs(6), blocks=(*_with_paragraphs(6).blocks, Heading("Alle bedragen"), table, _LONG))


def long_names() -> LetterDocument:
    name = (
        "De erven van mevrouw drs. Wilhelmina Alexandrina Cornelia Theodora van den Bergh-Oosterwijk van "
        "Schimmelpenninck-Zuijlen"
    )
    head = replace(
        LETTERHEAD,
        name="Gemeenschappelijke Regeling Samenwerkende Gemeenten Waterland, Zeevang, "
        "Havendam en Omstreken voor Dienstverlening (SGWZHO)",
    )
    street = "Burgemeester van Haersma de With-Oosterhuisboulevard tegenover het oude gemaal"
    return replace(
        ONE_PAGE,
        letterhead=head,
        addressee=Addressee(name, street, "1204 bis", "1234 AB", "Sint Anthonis-Buitenpolder"),
        subject="Beëindiging van uw arbeidsongeschiktheidsverzekeringsuitkeringsaanvraag en de gevolgen daarvan voor "
        "uw bijzondere bijstand en individuele inkomenstoeslag",
        salutation=f"Geachte {name},",
        signatory=name,
        our_reference="Z-2026-004512/BZ/2026-03-03/000000000000017",
        your_reference="KENMERKZONDERENIGEONDERBREKINGMAARWELHEELLANG0123456789",
    )


def long_words() -> LetterDocument:
    return replace(
        ONE_PAGE,
        blocks=(
            Paragraph(
                "Kijk op https://www.waterlandaanzee.example/inwoners/paspoort-en-identiteitskaart/aanvragen/"
                "formulier?stap=1&document=paspoort&herkomst=brief&taal=nl voor het formulier."
            ),
            Paragraph("Het woord meervoudigepersoonlijkheidsstoornisbehandelcentrum past nergens."),
            Paragraph("Zonder lettergrepen: " + "x" * 200 + "."),
            Table(
                ("Soort", "Omschrijving", "Waar", "Bedrag"),
                (
                    (
                        "arbeidsongeschiktheidsverzekering",
                        "hottentottententententoonstelling",
                        "https://a.example/" + "b" * 60,
                        "€ 1.234.567,89",
                    ),
                    ("kort", "iets", "hier", "gratis"),
                ),
            ),
        ),
    )


def hostile() -> LetterDocument:
    return replace(
        ONE_PAGE,
        subject=HOSTILE,
        salutation=HOSTILE,
        signatory=HOSTILE,
        closing=HOSTILE,
        addressee=Addressee(HOSTILE, HOSTILE, "1", "1234 AB", "Havendam"),
        letterhead=replace(LETTERHEAD, name=HOSTILE, return_address=HOSTILE, logo_alt=HOSTILE),
        blocks=(Paragraph(HOSTILE), Heading(HOSTILE), ItemList((HOSTILE,)), Table((HOSTILE,), ((HOSTILE,),))),
        action_box=ActionBox(HOSTILE, (HOSTILE,)),
        enclosures=(HOSTILE,),
    )


def english() -> LetterDocument:
    return replace(
        ONE_PAGE,
        language="en",
        subject="Applying for or renewing your passport",
        salutation="Dear Ms De Vries-Jansen,",
        blocks=(
            Paragraph("You asked us how to apply for a new passport."),
            Heading("What to bring", 4),
            ItemList(("a recent photograph", "every passport you have now")),
        ),
        action_box=ActionBox("What should you do?", ("Make an appointment before 1 May 2026.",)),
        closing="Kind regards,",
        signatory_role="Head of Civil Affairs",
        enclosures=("Form of authorisation",),
    )


def many_scripts() -> LetterDocument:
    return replace(
        ONE_PAGE,
        addressee=Addressee("Şükrü Çağlayan-Żółć", "Łódzka", "7", "90-001", "Łódź", "Polen"),
        blocks=(
            Paragraph("Türkçe: ğüşiöç İı. Polski: zażółć gęślą jaźń. Čeština, Română ț ș, Tiếng Việt."),
            Paragraph("Українська: Вітаємо. Русский: Здравствуйте. Ελληνικά: Καλημέρα."),
            Paragraph("العربية: مرحبا بكم في البلدية رقم 12. ትግርኛ: ሰላም። עברית: שלום."),
        ),
    )


def arabic() -> LetterDocument:
    return replace(
        ONE_PAGE,
        language="ar",
        subject="تجديد جواز السفر",
        salutation="السيدة المحترمة دي فريس،",
        blocks=(
            Paragraph("سألتمونا عن طريقة طلب جواز سفر جديد."),
            Heading("ماذا تحضرون معكم", 3),
            ItemList(("صورة شمسية حديثة", "جواز السفر القديم")),
        ),
        action_box=ActionBox("ماذا يجب أن تفعلوا؟", ("اتصلوا بنا قبل 1 مايو 2026.",)),
        closing="مع أطيب التحيات،",
    )


SAMPLES: dict[str, Callable[[], LetterDocument]] = {
    "one-page": lambda: ONE_PAGE,
    "two-pages": two_pages,
    "three-pages": three_pages,
    "no-addressee": lambda: replace(ONE_PAGE, addressee=None),
    "no-house-number": lambda: replace(
        ONE_PAGE, addressee=Addressee("Stichting De Haven", "Postbus 45", "", "1230 AA", "Havendam")
    ),
    "bare": lambda: replace(
        ONE_PAGE,
        letterhead=Letterhead("Gemeente Eiland", "#ffd200", (), ""),
        addressee=None,
        our_reference="",
        answer_code="",
        action_box=None,
        signatory="",
        signatory_role="",
        contact_lines=(),
        blocks=(_LONG,),
    ),
    "wide-logo": lambda: replace(
        ONE_PAGE, letterhead=replace(LETTERHEAD, logo_svg=WIDE_LOGO, colour="#00664F", logo_carries_name=True)
    ),
    "abroad": lambda: replace(
        ONE_PAGE, addressee=Addressee("Herrn Jürgen Groß", "Straße des 17. Juni", "135", "10623", "Berlin", "Duitsland")
    ),
    "long-names": long_names,
    "long-words": long_words,
    "hostile": hostile,
    "english": english,
    "many-scripts": many_scripts,
    "arabic": arabic,
}


def write_samples(folder: Path) -> list[Path]:
    """Write every sample as a PDF into a folder (made when missing) and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, make in SAMPLES.items():
        path = folder / f"letter-{name}.pdf"
        path.write_bytes(pdf(make()))
        written.append(path)
    return written


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.channels.letter_samples FOLDER")
    for file in write_samples(Path(sys.argv[1])):
        print(file)

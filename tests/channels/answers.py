"""Answers for channel tests: an invented municipality, a fact of every type, and builders that change one thing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import msgspec

from contenthub.resolving.answer import (
    Alert,
    Answer,
    Named,
    NoticeAnswer,
    Origin,
    Outcome,
    Personal,
    PersonQuestion,
    SectionAnswer,
    Withdrawal,
)
from contenthub.resolving.content import (
    LegalSource,
    Letterhead,
    Location,
    MunicipalityContent,
    Organisation,
    Route,
    Upl,
)
from contenthub.resolving.facts import (
    Address,
    Date,
    DayHours,
    Duration,
    Email,
    Fact,
    FactValue,
    HoursException,
    Money,
    Number,
    OpeningHours,
    Phone,
    PlainText,
    Tariff,
    TariffRow,
    Url,
    row_of,
)
from contenthub.resolving.text import (
    Block,
    Break,
    Bullets,
    Details,
    Download,
    FactRef,
    Heading,
    Image,
    Inline,
    Link,
    Paragraph,
    Table,
    Text,
)
from contenthub.vocabulary import (
    Audience,
    Channel,
    DurationUnit,
    FactRole,
    FactType,
    Layer,
    Purpose,
    SectionKind,
    Severity,
    Weekday,
)

MOMENT = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
REFERENCE = "K7QF-2M9D-4TXR"
SECRET = "Alleen voor collega's: bied een spoedafspraak aan."

HOURS = OpeningHours(
    days=(
        *(
            DayHours(day=day, opens="09:00", closes="17:00", by_appointment=True)
            for day in (Weekday.MONDAY, Weekday.TUESDAY, Weekday.THURSDAY)
        ),
        DayHours(day=Weekday.WEDNESDAY, opens="09:00", closes="12:30"),
        DayHours(day=Weekday.WEDNESDAY, opens="13:30", closes="17:00", by_appointment=True),
    ),
    exceptions=(
        HoursException(date=dt.date(2026, 4, 27), closed=True),
        HoursException(
            date=dt.date(2026, 12, 25),
            closed=True,
            note={"nl": "Gesloten: eerste kerstdag", "en": "Closed: Christmas Day"},
        ),
        HoursException(date=dt.date(2026, 12, 31), opens="09:00", closes="13:00"),
    ),
)
KOSTEN = Tariff(
    rows=(
        TariffRow(
            key="18plus", label={"nl": "18 jaar en ouder", "en": "18 and older"}, amount=Decimal("86.85"), article="2.1"
        ),
        TariffRow(key="tot18", label={"nl": "jonger dan 18 jaar", "en": "younger than 18"}, amount=Decimal("65.70")),
    )
)

VALUES: dict[str, tuple[FactType, FactValue]] = {
    "paspoort.kosten": (FactType.TARIFF, KOSTEN),
    "paspoort.spoedtoeslag": (FactType.MONEY, Money(amount=Decimal("58.95"))),
    "paspoort.leges": (FactType.MONEY, Money(amount=Decimal("15.00"))),
    "paspoort.levertijd": (FactType.DURATION, Duration(amount=5, unit=DurationUnit.WORKDAY)),
    "bezwaar.termijn": (FactType.DURATION, Duration(amount=6, unit=DurationUnit.WEEK)),
    "paspoort.ingang": (FactType.DATE, Date(date=dt.date(2027, 1, 1))),
    "gemeente.telefoon": (FactType.PHONE, Phone(number="14 0123")),
    "gemeente.email": (FactType.EMAIL, Email(address="info@waterrijk.example")),
    "gemeente.website": (
        FactType.URL,
        Url(url="https://www.waterrijk.example", label={"nl": "waterrijk.example", "en": "waterrijk.example"}),
    ),
    "gemeente.adres": (FactType.ADDRESS, Address(street="Kerkplein", number="1", postcode="1234AB", city="Waterrijk")),
    "balie.uren": (FactType.OPENING_HOURS, HOURS),
    "paspoort.leeftijd": (FactType.NUMBER, Number(value=Decimal("18"), unit={"nl": "jaar", "en": "years"})),
    "paspoort.betaalwijze": (FactType.TEXT, PlainText(text={"nl": "met pin of contant", "en": "by card or in cash"})),
}
LABELS = {
    "paspoort.kosten": {"nl": "Kosten van een paspoort", "en": "Passport fee"},
    "balie.uren": {"nl": "Openingstijden van de balie", "en": "Opening hours of the counter"},
}
ROLES = {"paspoort.levertijd": FactRole.SERVICE_NORM}


def fact(key: str, value: FactValue | None = None, kind: FactType | None = None) -> Fact:
    """A fact by its key in VALUES, or a new one of this value and type."""
    known = VALUES.get(key)
    chosen = value if value is not None else known[1] if known else None
    assert chosen is not None, key
    return Fact(
        key=key,
        label=LABELS.get(key, {"nl": key, "en": key}),
        value=chosen,
        layer=Layer.GENERIC,
        type=kind or (known[0] if known else FactType.TEXT),
        role=ROLES.get(key),
    )


FACTS: dict[str, Fact] = {key: fact(key) for key in VALUES}
for _row in KOSTEN.rows:
    _made = row_of(FACTS["paspoort.kosten"], _row.key)
    assert _made
    FACTS[_made.key] = _made


def p(*nodes: Inline | str) -> Paragraph:
    """A paragraph; a plain string is text, `@key` a fact reference."""
    return Paragraph(c=run(*nodes))


def run(*nodes: Inline | str) -> tuple[Inline, ...]:
    return tuple(inline(node) for node in nodes)


def inline(node: Inline | str) -> Inline:
    if not isinstance(node, str):
        return node
    return FactRef(key=node[1:]) if node.startswith("@") else Text(s=node)


def bullets(*items: Paragraph | str, ordered: bool = False) -> Bullets:
    return Bullets(items=tuple((item if isinstance(item, Paragraph) else p(item),) for item in items), ordered=ordered)


ORIGIN = Origin(
    layer=Layer.GENERIC,
    edition="paspoort-aanvragen:nl",
    number=3,
    published_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    owner="Team Burgerzaken",
    legal_source=LegalSource(id="BWBR0005212", article="9", url="https://wetten.overheid.nl/BWBR0005212"),
)


def section(
    kind: SectionKind,
    *blocks: Block,
    layer: Layer = Layer.GENERIC,
    wordings: dict[Channel, tuple[Block, ...]] | None = None,
) -> SectionAnswer:
    origins = (ORIGIN,) if layer is Layer.GENERIC else (ORIGIN, msgspec.structs.replace(ORIGIN, layer=layer))
    return SectionAnswer(
        id=f"paspoort-aanvragen.{kind.value.lower()}",
        kind=kind,
        blocks=blocks,
        origins=origins,
        wordings=wordings or {},
    )


SECTIONS: tuple[SectionAnswer, ...] = (
    section(
        SectionKind.INTRODUCTION,
        p(
            "U vraagt een paspoort zelf aan bij de balie en haalt het na ",
            "@paspoort.levertijd",
            " op. Met een paspoort kunt u over de hele wereld reizen.",
        ),
        p("Een paspoort verlengen kan niet."),
    ),
    section(
        SectionKind.APPLICATION,
        bullets(
            p("Maak een afspraak via ", "@gemeente.website", " of bel ", "@gemeente.telefoon", "."),
            "Kom zelf naar de balie.",
            "U betaalt direct.",
            ordered=True,
        ),
        wordings={Channel.PHONE: (p("Maak een afspraak en kom zelf naar de balie."),)},
    ),
    section(
        SectionKind.EVIDENCE,
        p("Neem mee:"),
        bullets(
            "alle paspoorten en identiteitskaarten die u nu hebt",
            p(
                "een pasfoto die ",
                Link(href="https://www.rijksoverheid.nl/pasfoto", c=(Text(s="voldoet aan de eisen"),)),
            ),
        ),
    ),
    section(
        SectionKind.COSTS,
        p("Dit kost een paspoort:"),
        p("@paspoort.kosten"),
        p("Met spoed betaalt u ", "@paspoort.spoedtoeslag", " extra. U betaalt ", "@paspoort.betaalwijze", "."),
    ),
    section(
        SectionKind.TERM,
        p(
            "Uw paspoort ligt na ",
            "@paspoort.levertijd",
            " klaar. Vanaf ",
            "@paspoort.ingang",
            " geldt een nieuw tarief.",
        ),
    ),
    section(SectionKind.OBJECTION, p("U kunt binnen ", "@bezwaar.termijn", " bezwaar maken.")),
    section(
        SectionKind.CONTACT,
        p("Bel ", "@gemeente.telefoon", ", mail naar ", "@gemeente.email", " of kom langs: ", "@gemeente.adres", "."),
        p("De balie is open: ", "@balie.uren", "."),
        layer=Layer.MUNICIPAL,
    ),
)
MEMO = section(SectionKind.DESK_MEMO, p(SECRET))

WATERRIJK = MunicipalityContent(
    code="GM9001",
    name="Waterrijk",
    slug="waterrijk",
    languages=("nl", "en"),
    phone="14 0123",
    email="info@waterrijk.example",
    website="https://www.waterrijk.example",
    address=Address(street="Kerkplein", number="1", postcode="1234AB", city="Waterrijk"),
    postal_address="Postbus 90, 1230 AB Waterrijk",
    letterhead=Letterhead(
        sender_lines=("Gemeente Waterrijk",), signatory="J. Waterman", signatory_role="teammanager Publiekszaken"
    ),
    locations=(
        Location(
            id="stadhuis",
            name="Stadhuis Waterrijk",
            opening_hours=HOURS,
            phone="14 0123",
            address=Address(street="Kerkplein", number="1", postcode="1234AB", city="Waterrijk"),
        ),
    ),
    organisations=("waterrijk",),
)
OUDERDAM = MunicipalityContent(
    code="GM9003", name="Ouderdam", slug="ouderdam", ends_on=dt.date(2026, 1, 1), successors=("GM9001",)
)
ROUTES = (
    Route(purpose=Purpose.APPLY, channel=Channel.COUNTER, text="Maak een afspraak en kom zelf naar de balie."),
    Route(
        purpose=Purpose.OBJECT,
        channel=Channel.WEBSITE,
        text="Maak online bezwaar.",
        url="https://www.waterrijk.example/bezwaar",
        login=("DigiD",),
        login_level="substantieel",
        designated=True,
    ),
    Route(
        purpose=Purpose.OBJECT, channel=Channel.LETTER, text="Stuur een brief.", address="Postbus 90, 1230 AB Waterrijk"
    ),
)


NAMED = tuple(
    Named(item=slug, type="product", slug=slug, title=title)
    for slug, title in (
        ("paspoort-aanvragen", "Paspoort aanvragen"),
        ("identiteitskaart-aanvragen", "Identiteitskaart aanvragen"),
    )
)


def answer(**changes: Any) -> Answer:
    """The passport in Waterrijk, with these fields changed."""
    made = Answer(
        item="paspoort-aanvragen",
        type="product",
        slug="paspoort-aanvragen",
        title="Paspoort aanvragen",
        summary="U vraagt uw paspoort zelf aan bij de balie.",
        reference=REFERENCE,
        moment=MOMENT,
        valid_from=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        updated_at=dt.datetime(2026, 10, 1, 8, tzinfo=dt.UTC),
        language="nl",
        asked_language="nl",
        language_fell_back=False,
        named=NAMED,
        languages=("nl", "en"),
        layers=(Layer.GENERIC, Layer.MUNICIPAL),
        municipality=WATERRIJK,
        contact=WATERRIJK,
        texts_of="GM9001",
        sections=SECTIONS,
        facts=tuple(FACTS.values()),
        keywords=("paspoort", "reisdocument"),
        life_events=("op-reis",),
        upls=(Upl(uri="http://standaarden.overheid.nl/owms/terms/paspoort", name="paspoort"),),
        audience=(Audience.RESIDENT,),
        responsible=Organisation(id="min-bzk", name="Ministerie van BZK"),
        competent=Organisation(id="burgemeester", name="de burgemeester"),
        routes=ROUTES,
        owner="Team Burgerzaken",
    )
    return msgspec.structs.replace(made, **changes)


def question(**changes: Any) -> Answer:
    """A question in Waterrijk, with these fields changed."""
    base: dict[str, Any] = {
        "item": "paspoort-verlengen",
        "type": "question",
        "slug": "paspoort-verlengen",
        "title": "Kan ik mijn paspoort verlengen?",
        "question": "Kan ik mijn paspoort verlengen?",
        "phrasings": ("paspoort verlopen, wat nu?",),
        "product": "paspoort-aanvragen",
        "summary": "",
        "upls": (),
        "routes": (),
        "responsible": None,
        "competent": None,
        "sections": (
            section(SectionKind.INTRODUCTION, p("Nee, verlengen kan niet. U vraagt een nieuw paspoort aan.")),
        ),
    }
    return answer(**(base | changes))


def with_sections(*sections: SectionAnswer, **changes: Any) -> Answer:
    return answer(sections=sections, **changes)


def notice(
    title: str = "Balie gesloten",
    text: str = "Vandaag is de balie dicht.",
    *,
    severity: Severity = Severity.WARNING,
    channels: tuple[Channel, ...] = tuple(Channel),
    agents_only: bool = False,
) -> NoticeAnswer:
    return NoticeAnswer(
        id=f"notice-{title.lower().replace(' ', '-')}",
        title=title,
        text=text,
        severity=severity,
        since=MOMENT,
        channels=channels,
        agents_only=agents_only,
    )


def alert(*blocks: Block, rule: str = "buitenland") -> Personal:
    return Personal(alerts=(Alert(rule=rule, blocks=blocks),), given=True)


def personal(**changes: Any) -> Personal:
    made = Personal(
        given=True,
        applied=(
            Outcome(rule="minderjarig", holds=True, because="U bent jonger dan 18, daarom tekent een ouder."),
            Outcome(rule="spoed", holds=False, because=""),
        ),
        undecided=(PersonQuestion(name="spoed", question="Hebt u haast?", type="BOOLEAN"),),
    )
    return msgspec.structs.replace(made, **changes)


def internal_answer() -> Answer:
    """An answer that wrongly carries what only agents may read: a memo and a notice for agents."""
    return answer(sections=(*SECTIONS, MEMO), notices=(notice("Intern", SECRET, agents_only=True),))


def withdrawn(**changes: Any) -> Answer:
    gone = Withdrawal(
        since=dt.datetime(2026, 3, 1, tzinfo=dt.UTC),
        reason="De wet is veranderd.",
        replacement="identiteitskaart-aanvragen",
    )
    return answer(withdrawal=gone, **changes)


def not_offered(**changes: Any) -> Answer:
    return answer(offered=False, not_offered_because="Dit doet de politie.", **changes)


def merged(texts_of: str = "GM9001", **changes: Any) -> Answer:
    """An answer for a municipality that went up in Waterrijk."""
    return answer(municipality=OUDERDAM, contact=WATERRIJK, texts_of=texts_of, **changes)


def every_block() -> tuple[Block, ...]:
    """One of each block and inline, for the voices."""
    return (
        Heading(level=3, c=run("Wat kost het?")),
        p(
            "Een paspoort kost ",
            Text(s="€ 1", b=True),
            Text(s=" of meer", i=True),
            ". ",
            "@paspoort.leges",
            Break(),
            "Bel ",
            "@gemeente.telefoon",
            ".",
        ),
        bullets("een pasfoto", "een <b>oud</b> paspoort"),
        bullets("Maak een afspraak.", "Kom langs.", ordered=True),
        Table(
            header=(run("Voor wie"), run("Prijs"), run("Klaar na")),
            rows=((run("18 jaar en ouder"), run("@paspoort.kosten.18plus"), run("@paspoort.levertijd")),),
        ),
        Details(
            summary=run("Meer weten?"),
            c=(p("Kijk op ", Link(href="https://www.rijksoverheid.nl", c=(Text(s="rijksoverheid.nl"),)), "."),),
        ),
        Image(url="https://www.waterrijk.example/pas.png", alt="Een voorbeeld van een pasfoto."),
        Download(
            url="https://www.waterrijk.example/formulier.pdf", label="Toestemmingsformulier", alt="Pdf, 2 pagina's"
        ),
    )

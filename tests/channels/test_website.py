"""The website's rendering: one article, blocks, and schema.org."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import lxml.html
import msgspec
import nh3
import pytest

from channels.voice.html import ALLOWED_ATTRIBUTES, ALLOWED_TAGS
from channels.website.render import render
from contenthub.resolving.content import Route
from contenthub.resolving.facts import PlainText
from contenthub.resolving.text import Image
from contenthub.vocabulary import Audience, Channel, Purpose, SectionKind, Severity
from tests.channels.answers import (
    REFERENCE,
    SECRET,
    WATERRIJK,
    alert,
    answer,
    fact,
    internal_answer,
    merged,
    not_offered,
    notice,
    p,
    personal,
    question,
    section,
    with_sections,
    withdrawn,
)


def tree(html: str) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(html)


def words(html: str) -> str:
    return " ".join(tree(html).text_content().split(" "))


def test_the_page_is_one_article_in_the_language_of_the_answer() -> None:
    article = tree(render(answer()).html)
    assert article.tag == "article" and article.get("lang") == "nl"
    assert article.xpath("count(//h1)") == 1
    assert article.xpath("string(//h1)") == "Paspoort aanvragen"


def test_each_section_has_its_id_and_a_heading_that_names_it() -> None:
    article = tree(render(answer()).html)
    ids = [each.get("id") for each in article.xpath("./section")]
    assert ids == [each.id for each in answer().sections] + ["paspoort-aanvragen:routes"]
    for each in article.xpath("./section"):
        assert article.xpath(f"string(//h2[@id='{each.get('aria-labelledby')}'])")


def test_headings_never_skip_a_level() -> None:
    made = render(answer(notices=(notice(),), personal=personal())).html
    levels = [int(level) for level in re.findall(r"<h([1-6])", made)]
    assert levels[0] == 1 and all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_ids_are_unique() -> None:
    ids = tree(render(answer(notices=(notice(), notice("Storing")))).html).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_tariff_is_a_table_and_facts_carry_their_values() -> None:
    article = tree(render(answer()).html)
    assert article.xpath("string(//table/caption)") == "Kosten van een paspoort"
    assert article.xpath("//table//th[@scope='row']/text()") == ["18 jaar en ouder", "jonger dan 18 jaar"]
    assert article.xpath("string(//data[@data-fact='paspoort.spoedtoeslag']/@value)") == "58.95"
    assert article.xpath("string(//time[@data-fact='paspoort.ingang']/@datetime)") == "2027-01-01"


def test_notices_come_before_the_sections_and_say_how_grave_they_are() -> None:
    made = render(answer(notices=(notice("Storing", severity=Severity.URGENT),))).html
    assert '<div role="note" class="statement statement-notice severity-urgent"><h2>Belangrijk: Storing</h2>' in made
    assert made.index("Storing") < made.index("<section")


def test_an_alert_is_shown() -> None:
    assert "Ga naar de ambassade." in render(answer(personal=alert(p("Ga naar de ambassade.")))).html


def test_withdrawn_shows_the_reason_and_no_section_route_or_offer() -> None:
    page = render(withdrawn())
    assert "De wet is veranderd." in page.html and "<section" not in page.html
    assert 'href="https://www.waterrijk.example/identiteitskaart-aanvragen"' in page.html
    assert "offers" not in page.json_ld and "availableChannel" not in page.json_ld
    assert page.json_ld["description"].startswith("Deze informatie geldt niet meer sinds 1 maart 2026.")


def test_not_offered_shows_the_reason_and_no_route() -> None:
    page = render(not_offered())
    assert "Dit doet de politie." in page.html and "paspoort-aanvragen:routes" not in page.html
    assert page.json_ld["description"] == "De gemeente Waterrijk biedt dit niet aan. Dit doet de politie."
    assert "offers" not in page.json_ld


def test_an_ended_municipality_is_named_with_its_successor() -> None:
    assert "De gemeente Ouderdam bestaat niet meer." in render(merged()).html


def test_a_fallen_back_language_is_said() -> None:
    assert "nog niet in het Engels" in render(answer(language_fell_back=True, asked_language="en")).html


def test_internal_text_is_nowhere() -> None:
    page = render(internal_answer())
    assert SECRET not in page.html and SECRET not in json.dumps(page.json_ld) and SECRET not in repr(page.blocks)
    assert "Intern" not in page.html


def test_the_reference_is_at_the_end() -> None:
    page = render(answer())
    assert REFERENCE in str(tree(page.html).xpath("string(//footer)"))
    assert page.blocks[-1].type == "reference" and page.blocks[-1].text == REFERENCE


def test_routes_are_a_list_by_purpose_with_the_designated_one_named() -> None:
    routes = tree(render(answer()).html).get_element_by_id("paspoort-aanvragen:routes")
    assert routes.xpath("./h3/text()") == ["Aanvragen of doorgeven", "Bezwaar maken"]
    items = [each.text_content() for each in routes.xpath(".//li")]
    assert items == [
        "Aan de balie: Maak een afspraak en kom zelf naar de balie.",
        "Online: Maak online bezwaar. Inloggen met DigiD (niveau substantieel). Dit is de digitale weg die de gemeente "
        "hiervoor heeft aangewezen.",
        "Per post: Stuur een brief. Adres: Postbus 90, 1230 AB Waterrijk.",
    ]
    assert routes.xpath(".//a/@href") == ["https://www.waterrijk.example/bezwaar"]


def test_a_route_with_a_path_leads_to_the_municipalitys_website() -> None:
    route = Route(purpose=Purpose.APPLY, channel=Channel.WEBSITE, path="/pas", login=("DigiD", "eHerkenning"))
    made = render(answer(routes=(route,))).html
    assert '<a href="https://www.waterrijk.example/pas">Ga naar www.waterrijk.example</a>' in made
    assert "Inloggen met DigiD of eHerkenning." in made


def test_a_route_by_phone_without_a_number_has_the_municipalitys() -> None:
    route = Route(purpose=Purpose.CHANGE, channel=Channel.PHONE, text="Verzet uw afspraak.")
    made = render(answer(routes=(route,))).html
    assert 'Verzet uw afspraak. <a href="tel:140123">Bel 14 0123</a>.' in made


def test_a_route_that_runs_code_has_no_link() -> None:
    route = Route(purpose=Purpose.APPLY, channel=Channel.WEBSITE, text="Klik", url="javascript:alert(1)")
    assert "javascript" not in render(answer(routes=(route,))).html


def test_hostile_words_stay_words() -> None:
    bad = "<script>alert(1)</script>"
    made = render(
        answer(
            title=bad,
            summary=bad,
            notices=(notice(bad, bad),),
            personal=alert(p(bad)),
            reference=bad,
            sections=(section(SectionKind.INTRODUCTION, p(bad, "@a.b")),),
            facts=(fact("a.b", PlainText(text={"nl": bad})),),
            routes=(Route(purpose=Purpose.APPLY, channel=Channel.WEBSITE, text=bad, address=bad, login=(bad,)),),
        )
    )
    assert "<script" not in made.html
    assert tree(made.html).text_content().count(bad) == 10


def test_cleaning_the_page_takes_nothing_away() -> None:
    made = render(answer(notices=(notice(),), personal=personal())).html
    tags = set(ALLOWED_TAGS) | {"article", "header", "footer", "section", "div", "h1", "h2"}
    attributes = {
        **ALLOWED_ATTRIBUTES,
        "article": {"lang"},
        "section": {"id", "aria-labelledby"},
        "h2": {"id"},
        "div": {"role", "class"},
    }
    assert nh3.clean(made, tags=tags, attributes=attributes, link_rel=None) == made.replace("\u00a0", "&nbsp;")


def test_blocks_hold_the_same_html_as_the_page() -> None:
    page = render(answer())
    for block in page.blocks:
        if block.html and block.section:
            assert block.html in page.html


def test_empty_sections_have_no_heading_in_the_page() -> None:
    page = render(with_sections(section(SectionKind.COSTS, p(" "))))
    assert "paspoort-aanvragen.costs" not in page.html
    assert all(block.section is None for block in page.blocks)


def test_an_image_keeps_its_alternative() -> None:
    made = render(with_sections(section(SectionKind.COSTS, Image(url="https://x.example/a.png", alt="Een pas")))).html
    assert '<img src="https://x.example/a.png" alt="Een pas">' in made


# schema.org


def test_linked_data_is_plain_json_without_empty_values() -> None:
    made = render(answer()).json_ld
    assert json.loads(json.dumps(made)) == made
    assert not re.search(r': (null|""|\[\])', json.dumps(made))


def test_a_product_is_a_government_service() -> None:
    made = render(answer()).json_ld
    assert made["@context"] == "https://schema.org" and made["@type"] == "GovernmentService"
    assert made["sameAs"] == ["http://standaarden.overheid.nl/owms/terms/paspoort"]
    assert made["serviceType"] == ["paspoort"]
    assert made["identifier"] == REFERENCE
    assert made["url"] == "https://www.waterrijk.example/paspoort-aanvragen"


def test_its_provider_is_the_municipality_with_its_address() -> None:
    provider = render(answer()).json_ld["provider"]
    assert provider["name"] == "Gemeente Waterrijk" and provider["identifier"] == "GM9001"
    assert provider["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "Kerkplein 1",
        "postalCode": "1234 AB",
        "addressLocality": "Waterrijk",
        "addressCountry": "NL",
    }


def test_the_area_served_is_the_municipality_asked_for_and_the_provider_who_answers() -> None:
    made = render(merged()).json_ld
    assert made["areaServed"]["name"] == "Ouderdam" and made["provider"]["name"] == "Gemeente Waterrijk"


def test_offers_are_the_fees_of_the_costs_section_row_by_row() -> None:
    offers = render(answer()).json_ld["offers"]
    assert [(each["name"], each["price"], each["priceCurrency"]) for each in offers] == [
        ("18 jaar en ouder", "86.85", "EUR"),
        ("jonger dan 18 jaar", "65.70", "EUR"),
        ("paspoort.spoedtoeslag", "58.95", "EUR"),
    ]


def test_an_offer_named_twice_is_given_once() -> None:
    keys = ("@paspoort.kosten.18plus", " of ", "@paspoort.kosten.18plus", ", ", "@paspoort.kosten")
    costs = section(SectionKind.COSTS, p(*keys))
    assert [each["price"] for each in render(with_sections(costs)).json_ld["offers"]] == ["86.85", "65.70"]


def test_the_counter_is_a_channel_with_its_location_and_hours_without_past_days() -> None:
    (channel,) = render(answer()).json_ld["availableChannel"]
    (place,) = channel["serviceLocation"]
    assert place["name"] == "Stadhuis Waterrijk"
    hours = place["openingHoursSpecification"]
    assert {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": "https://schema.org/Monday",
        "opens": "09:00",
        "closes": "17:00",
    } in hours
    assert [each["validFrom"] for each in hours if "validFrom" in each] == ["2026-12-25", "2026-12-31"]


def test_objecting_is_no_way_to_get_the_service() -> None:
    assert len(render(answer()).json_ld["availableChannel"]) == 1


@pytest.mark.parametrize(("language", "name"), [("nl", "Ondernemers"), ("en", "Businesses")])
def test_the_audience_is_named(language: str, name: str) -> None:
    made = render(answer(audience=(Audience.BUSINESS,), language=language)).json_ld
    assert made["audience"] == [{"@type": "Audience", "audienceType": name}]


def test_a_question_is_an_faq_page_with_its_whole_answer() -> None:
    made = render(question()).json_ld
    assert made["@type"] == "FAQPage"
    (entry,) = made["mainEntity"]
    assert entry["name"] == "Kan ik mijn paspoort verlengen?"
    assert entry["alternateName"] == ["paspoort verlopen, wat nu?"]
    assert entry["acceptedAnswer"]["text"] == "Nee, verlengen kan niet. U vraagt een nieuw paspoort aan."


def test_a_question_that_is_withdrawn_answers_so() -> None:
    gone = msgspec.structs.replace(question(), withdrawal=withdrawn().withdrawal)
    text = render(gone).json_ld["mainEntity"][0]["acceptedAnswer"]["text"]
    assert text.startswith("Deze informatie geldt niet meer") and "verlengen" not in text


def test_without_contact_details_nothing_is_invented() -> None:
    bare = msgspec.structs.replace(WATERRIJK, phone="", email="", website="", address=None, locations=())
    made = render(answer(contact=bare)).json_ld
    assert made["provider"] == {"@type": "GovernmentOrganization", "name": "Gemeente Waterrijk", "identifier": "GM9001"}
    assert "url" not in made

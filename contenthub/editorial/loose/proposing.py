"""The key that a new fact is given unless the editor writes another: of the item, and of what it is there."""

from __future__ import annotations

from django.utils.text import slugify
from wagtail.models import Page

from contenthub.models import Edition, Fact
from contenthub.models.blocks.sections import section_field_name
from contenthub.models.pages.items import SlugPage
from contenthub.models.pages.local import LocalPage
from contenthub.vocabulary import EditionKind, FactType, SectionKind

_WORDS = {
    FactType.MONEY: "bedrag",
    FactType.DURATION: "termijn",
    FactType.DATE: "datum",
    FactType.PHONE: "telefoon",
    FactType.EMAIL: "email",
    FactType.URL: "website",
    FactType.ADDRESS: "adres",
    FactType.NUMBER: "percentage",
    FactType.TEXT: "tekst",
}
_OWN_WORDS = {
    (SectionKind.COSTS, FactType.MONEY): "kosten",
    (SectionKind.OBJECTION, FactType.DURATION): "bezwaartermijn",
    (SectionKind.OBJECTION, FactType.MONEY): "griffierecht",
}
_LONGEST = 60


def proposed_key(page: Page | None, slug: str, section: SectionKind | None, fact_type: FactType) -> str:
    """Free and well formed: `paspoort.kosten`, or `paspoort.kosten-2` where that is taken. `slug` is that of an item that is
    being made, as the form has it."""
    stem = slugify(_slug_of(page) or slug)[:_LONGEST].strip("-_").replace("_", "-") or "tekst"
    return _free(f"{stem}.{_word(section, fact_type)}")


def proposed_label(page: Page | None, section: SectionKind | None, fact_type: FactType) -> str:
    """How it would be read aloud: `Paspoort aanvragen: kosten`; empty where there is no item yet, or none in Dutch."""
    dutch = _dutch(page)
    return f"{dutch.draft_title}: {_word(section, fact_type)}"[:200] if isinstance(dutch, (SlugPage, LocalPage)) else ""


def stem_of(page: Page | None) -> str:
    """What keys of the facts of this item begin with."""
    return slugify(_slug_of(page))


def section_of(field: str) -> SectionKind | None:
    """The section in whose field a text stands: `section_costs…` is COSTS."""
    return next((kind for kind in SectionKind if field.partition(".")[0] == section_field_name(kind)), None)


def _word(section: SectionKind | None, fact_type: FactType) -> str:
    own = _OWN_WORDS.get((section, fact_type)) if section else None
    return own or _WORDS.get(fact_type, "waarde")


def _slug_of(page: Page | None) -> str:
    specific = _dutch(page)
    if isinstance(specific, SlugPage):
        return specific.public_slug
    if isinstance(specific, LocalPage):
        items = Edition.objects.filter(kind=EditionKind.ITEM, subject=specific.item).exclude(slug="")
        return items.order_by("-number").values_list("slug", flat=True).first() or ""
    return ""


def _dutch(page: Page | None) -> Page | None:
    """Keys are the same in every language, so they are made of the Dutch page of an item."""
    if page is None or page.locale.language_code == "nl":
        return page.specific if page is not None else None
    found = page.get_translations().filter(locale__language_code="nl").first()
    return found.specific if found is not None else None


def _free(key: str) -> str:
    taken = set(Fact.objects.filter(pk__startswith=key).values_list("pk", flat=True))
    return next(free for n in range(1, len(taken) + 2) if (free := key if n == 1 else f"{key}-{n}") not in taken)

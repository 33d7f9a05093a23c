"""The Uniforme Productnamenlijst: the names by which all of Dutch government calls its products.

Source: standaarden.overheid.nl/upl, the CSV "UPL-actueel": one row per name and legal basis, `X` for yes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from msgspec import Struct

from contenthub.exchange.report import Done, Outcome, Record, Report, import_records, refuse_if_cut
from contenthub.exchange.sources import csv_of
from contenthub.models import Edition, UplName
from contenthub.resolving.content import ItemContent
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind

_FLAGS = (
    "Rijk",
    "Provincie",
    "Waterschap",
    "Gemeente",
    "Burger",
    "Bedrijf",
    "Dienstenwet",
    "Autonomie",
    "Medebewind",
    "Aanvraag",
    "Subsidie",
    "Melding",
    "Verplichting",
)
_COLUMNS = ("UniformeProductnaam", "URI", "SDG", "DigiDMacht", "Grondslag", "Grondslaglabel", "Grondslaglink", *_FLAGS)


class Name(Struct):
    uri: str
    name: str
    line: int
    details: dict[str, Any]


def import_upl(raw: bytes, place: str, report: Report, *, allow_gone: bool = False) -> None:
    """Bring the list up to date.

    Names are the same by their name: one that stands under another URI now has moved, and counts as changed. What is
    no longer listed is marked gone and kept, and the products linked to it are named. Refused as a whole: a file that
    is no such list, or (see `refuse_if_cut`) seems to be half of one.
    """
    names = list(_names(raw, place))
    known = {row.uri: row for row in UplName.objects.all() if not _is_extract(row)}
    moves = _moves(names, known)
    listed = {name.uri for name in names}
    leaving = [row for row in known.values() if row.uri not in listed and row.gone_since is None]
    standing = sum(row.gone_since is None for row in known.values())
    refuse_if_cut(len(leaving) - len(moves), standing, place, allow_gone=allow_gone)
    import_records(
        (Record(name.name, f"{place}:{name.line}", lambda name=name: _write(name, known, moves)) for name in names),
        report,
        what="UPL names",
    )
    linked = _products_by_upl({row.uri for row in leaving}) if leaving else {}
    new_places = {old: new for new, old in moves.items()}
    for row in leaving:
        row.gone_since = timezone.now()
        moved = new_places.get(row.uri, "")
        row.details = {**row.details, **({"moved_to": moved} if moved else {})}
        row.save()
        products = linked.get(row.uri, [])
        said = f"linked: {', '.join(products)}" if products else "no product is linked to it"
        if moved:
            report.notes.append(f"{row.name}: {row.uri} is now {moved}; {said}")
        else:
            report.add(Outcome.GONE, row.name, row.uri, said)


def _names(raw: bytes, place: str) -> Iterator[Name]:
    """One name per URI with all its legal bases, in the order of the list."""
    names: dict[str, Name] = {}
    uri_of: dict[str, str] = {}
    for line, row in csv_of(raw, place, _COLUMNS):
        uri, name = row["URI"].strip(), row["UniformeProductnaam"].strip()
        if not uri.startswith("http") or not name:
            raise Refused(
                "BAD_UPL_ROW",
                f"{place}:{line}",
                "%(field)s: %(value)s needs a name and a URI that starts with http",
                value=f"{name} <{uri}>",
            )
        if uri_of.setdefault(name, uri) != uri:
            raise Refused("UPL_NAME_TWICE", f"{place}:{line}", "%(field)s: %(value)s stands under two URIs", value=name)
        found = names.setdefault(
            uri,
            Name(
                uri,
                name,
                line,
                {
                    "for": [flag for flag in _FLAGS if row[flag].strip() == "X"],
                    "sdg": row["SDG"].replace(";", " ").split(),
                    "basis": [],
                },
            ),
        )
        if found.name != name:
            raise Refused(
                "UPL_URI_TWICE",
                f"{place}:{line}",
                "%(field)s: %(value)s already has the name %(known)s",
                value=uri,
                known=found.name,
            )
        if row["Grondslag"].strip():
            found.details["basis"].append(
                {
                    "uri": row["Grondslag"].strip(),
                    "label": row["Grondslaglabel"].strip(),
                    "url": row["Grondslaglink"].strip(),
                }
            )
    if not names:
        raise Refused("EMPTY_LIST", place, "%(field)s: holds no names at all; this would mark every name gone")
    yield from names.values()


def _moves(names: list[Name], known: dict[str, UplName]) -> dict[str, str]:
    """New URI to old URI, for names that we know under another one."""
    listed = {name.uri for name in names}
    leaving = {row.name: row.uri for row in known.values() if row.uri not in listed and row.gone_since is None}
    return {name.uri: leaving[name.name] for name in names if name.uri not in known and name.name in leaving}


def _write(name: Name, known: dict[str, UplName], moves: dict[str, str]) -> Done:
    row = known.get(name.uri)
    audiences = name.details["for"]
    values = {
        "name": name.name,
        "municipal": "Gemeente" in audiences,
        "resident": "Burger" in audiences,
        "business": "Bedrijf" in audiences,
        "details": name.details,
        "gone_since": None,
    }
    if row is None:
        UplName.objects.update_or_create(uri=name.uri, defaults=values)
        return Done(Outcome.CHANGED, (f"was {moves[name.uri]}",)) if name.uri in moves else Done(Outcome.NEW)
    changed = [field for field, value in values.items() if getattr(row, field) != value]
    if not changed:
        return Done(Outcome.UNCHANGED)
    back = ("back on the list",) if row.gone_since else ()
    renamed = (f"was called {row.name}",) if "name" in changed else ()
    for field in changed:
        setattr(row, field, values[field])
    row.save()
    return Done(Outcome.CHANGED, (*back, *renamed, f"changed: {', '.join(changed)}"))


def _is_extract(row: UplName) -> bool:
    """Names that came along with the demo say nothing of which list we have."""
    return "extract" in row.details


def _products_by_upl(uris: set[str]) -> dict[str, list[str]]:
    """The titles of products, as published now, by the UPL names that they are linked to."""
    linked: dict[str, dict[str, str]] = {}
    for row in Edition.objects.filter(kind=EditionKind.ITEM).in_force(timezone.now()).order_by("language").rows():
        if isinstance(row.content, ItemContent):
            for upl in row.content.upls:
                if upl.uri in uris:
                    linked.setdefault(upl.uri, {}).setdefault(
                        row.series.subject, f"{row.content.title} ({row.content.slug})"
                    )
    return {uri: sorted(titles.values()) for uri, titles in linked.items()}

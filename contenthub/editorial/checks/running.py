"""All checks over one text, and how hard each section is to read."""

from __future__ import annotations

from collections.abc import Iterator

from contenthub.editorial.checks import rules
from contenthub.editorial.checks.finding import Finding
from contenthub.editorial.checks.levels import OWN, Levels
from contenthub.editorial.checks.reading import Reading, reading
from contenthub.editorial.checks.rules import MOST_QUOTES, ItemCheck, PartCheck
from contenthub.editorial.checks.written import Written
from contenthub.vocabulary import Level, SectionKind

CHECKS: tuple[PartCheck, ...] = (
    rules.Placeholder(),
    rules.SourceChanged(),
    rules.ReviewDue(),
    rules.FormOfAddress(),
    rules.HouseAddress(),
    rules.WordingFacts(),
    rules.BrokenLink(),
    rules.LinkText(),
    rules.TableHeader(),
    rules.MissingSections(),
    rules.FirstSentence(),
    rules.LooseValue(),
    rules.ReadingLevel(),
    rules.LongSentence(),
    rules.Headings(),
)


def check(written: Written, levels: Levels = OWN) -> tuple[Finding, ...]:
    """What must be mended first, then warnings; within a level by check, and by section in the order in which agents read them."""
    order = list(Level)
    return tuple(sorted(_found(written, levels), key=lambda finding: order.index(finding.level)))


def readings(written: Written) -> dict[SectionKind, Reading]:
    """Of each section that is long enough, in Dutch."""
    if not written.language.startswith("nl"):
        return {}
    found = {part.kind: reading(part.sentences) for part in written.parts if part.channel is None}
    return {kind: each for kind, each in found.items() if each is not None}


def _found(written: Written, levels: Levels) -> Iterator[Finding]:
    for each in CHECKS:
        level = levels.of(each.id, each.level)
        if level is Level.OFF:
            continue
        if isinstance(each, ItemCheck):
            if quotes := tuple(each.of_item(written))[:MOST_QUOTES]:
                yield _finding(each, written, level, quotes)
            continue
        for part in written.parts:
            if quotes := tuple(dict.fromkeys(each.quotes(part, written)))[:MOST_QUOTES]:
                yield _finding(each, written, level, quotes, kind=part.kind, channel=part.channel)


def _finding(each: PartCheck, written: Written, level: Level, quotes: tuple[str, ...], **place: object) -> Finding:
    return Finding(
        check=each.id,
        level=level,
        message=each.message_for(written),
        remedy=str(each.remedy),
        quotes=quotes,
        **place,  # type: ignore[arg-type]
    )

"""Everything that a content says in words, piece by piece, with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from contenthub.actions.page_content import Content
from contenthub.resolving.content import (
    ItemContent,
    LifeEventContent,
    LocalContent,
    LocalLifeEventContent,
    LocalSection,
    Route,
    Rule,
    Section,
    Step,
)
from contenthub.resolving.text import Block, Blocks, Break, Bullets, Details, FactRef, Paragraph, Table, Text, inlines
from contenthub.vocabulary import SectionKind


def pieces_of(content: Content) -> Iterator[tuple[str, str]]:
    """(place, text) of each paragraph, cell, title and line of its own; a fact stands in it as {{key}}.

    Search words are left out: nobody is told them.
    """
    for place, text in _pieces(content):
        if said := " ".join(text.split()):
            yield place, said


def _pieces(content: Content) -> Iterator[tuple[str, str]]:
    match content:
        case ItemContent():
            yield "title", content.title
            yield "summary", content.summary
            # An empty question is the title.
            yield from [("question", content.question)] if content.question != content.title else []
            yield from (("phrasings", phrasing) for phrasing in content.phrasings)
            yield from _of_sections(content.sections)
            yield from _of_rules(content.rules)
            for status, blocks in content.status_texts.items():
                yield from _of_blocks(f"status_texts.{status}", blocks)
            yield from _of_routes(content.routes)
        case LocalContent():
            yield "explanation", content.explanation
            yield from _of_sections(content.sections)
            yield from _of_rules(content.rules)
            yield from _of_routes(content.routes)
        case LifeEventContent():
            yield "title", content.title
            yield from _of_blocks("introduction", content.introduction)
            for step in content.steps:
                yield from _of_step(step)
        case LocalLifeEventContent():
            yield from _of_blocks("introduction", content.introduction.blocks if content.introduction else ())
            for local in content.steps:
                if local.step:
                    yield from _of_step(local.step)


def _of_sections(
    sections: Mapping[SectionKind, Section] | Mapping[SectionKind, LocalSection],
) -> Iterator[tuple[str, str]]:
    for kind, section in sections.items():
        yield from _of_blocks(kind.value, section.blocks)
        for channel, blocks in section.wordings.items():
            yield from _of_blocks(f"{kind.value}.wordings.{channel}", blocks)


def _of_rules(rules: Iterable[Rule]) -> Iterator[tuple[str, str]]:
    for rule in rules:
        yield from _of_blocks(f"rules.{rule.id}", rule.blocks)
        yield f"rules.{rule.id}.because", rule.because


def _of_routes(routes: Iterable[Route]) -> Iterator[tuple[str, str]]:
    return (("routes", route.text) for route in routes)


def _of_step(step: Step) -> Iterator[tuple[str, str]]:
    yield f"steps.{step.id}.title", step.title
    yield from _of_blocks(f"steps.{step.id}", step.blocks)


def _of_blocks(place: str, blocks: Blocks) -> Iterator[tuple[str, str]]:
    for block in blocks:
        match block:
            case Bullets():
                for item in block.items:
                    yield from _of_blocks(place, item)
            case Table():
                for run in (*block.header, *(cell for row in block.rows for cell in row)):
                    yield from _of_blocks(place, (Paragraph(c=run),))
            case Details():
                yield from _of_blocks(place, (Paragraph(c=block.summary), *block.c))
            case _:
                yield place, _plain(block)


def _plain(block: Block) -> str:
    words = []
    for node in inlines((block,)):
        match node:
            case Text():
                words.append(node.s)
            case FactRef():
                words.append("{{%s}}" % node.key)
            case Break():
                words.append(" ")
    return "".join(words)

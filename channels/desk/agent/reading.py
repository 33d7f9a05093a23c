"""One answer as an agent needs it, read once: what is said to the caller, and what only the agent sees."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from msgspec import Struct

from channels.desk import choices
from channels.desk.agent.door import Refusal, check_served
from channels.desk.asked import Asked, asked, checked
from channels.desk.origins import FactShown, LayerName, facts_shown, layer_name
from channels.phone.render import render as phone
from channels.phrases import section_title
from channels.renderings import PhoneScript
from channels.voice.frame import Statement, StatementKind, sections, statements
from channels.voice.html import html
from channels.voice.plain import plain
from channels.voice.routes import said_routes
from contenthub.answering import Asking, keep_sent, snapshot
from contenthub.answering.answers import load, resolved
from contenthub.answering.asking import declared
from contenthub.resolving.answer import Answer, NoticeAnswer, SectionAnswer
from contenthub.vocabulary import Channel, EditionKind, SectionKind


class SectionShown(Struct, frozen=True):
    """One section in the agents' order; `text` is what is copied."""

    id: str
    anchor: str
    title: str
    html: SafeString
    text: str
    layer: LayerName
    owner: str
    law: str
    internal: bool = False


class Told(Struct, frozen=True):
    """`answer` is what the caller may hear, for this person; `inside`, `memo` and `notices` are for the agent too."""

    asked: Asked
    asking: Asking
    answer: Answer
    inside: Answer
    script: PhoneScript
    sections: tuple[SectionShown, ...]
    memo: SectionShown | None
    notices: tuple[NoticeAnswer, ...]
    statements: tuple[tuple[str, SafeString], ...]
    routes: tuple[tuple[str, tuple[str, ...]], ...]
    facts: tuple[FactShown, ...]
    controls: tuple[choices.Control, ...]
    errors: dict[str, str]

    @property
    def open(self) -> int:
        """How many questions could still change the answer."""
        return sum(control.open for control in self.controls)


def told(request: HttpRequest, municipality: str, item: str) -> Told:
    """Read, resolve and keep what is now said. Raises Refusal where the item is none here; a wrong person fact is told
    beside its question, and the answer is then the one without it."""
    wanted, errors = asked(request)
    wanted = msgspec.structs.replace(wanted, municipality=municipality, item=item, moment="")
    with snapshot():
        facts = declared(timezone.now())
        asking, refused = checked(wanted, facts)
        if asking is None:
            raise Refusal(_("There is no such municipality."), 404)
        check_served(request, asking.town.texts_of.code)
        material = load(EditionKind.ITEM, [item], asking)
    answer = resolved(item, material, asking)
    inside = resolved(item, material, msgspec.structs.replace(asking, for_agents=True))
    neutral = answer if asking.neutral else resolved(item, material, msgspec.structs.replace(asking, person={}))
    if answer is None or inside is None or neutral is None:
        raise Refusal(
            _("%(municipality)s does not have this item. Choose another one.")
            % {"municipality": asking.town.contact.name},
            404,
        )
    errors = {**refused, **errors}
    # The agent says it and names its code, so it has been said.
    keep_sent(answer)
    memo = inside.section(SectionKind.DESK_MEMO)
    return Told(
        asked=wanted,
        asking=asking,
        answer=answer,
        inside=inside,
        script=phone(answer),
        sections=_sections(answer),
        memo=_memo(memo, inside) if memo else None,
        notices=inside.notices,
        statements=_statements(answer),
        routes=tuple((title, tuple(route.line for route in routes)) for title, routes in said_routes(answer)),
        facts=facts_shown(answer),
        controls=choices.controls(neutral, answer, facts, wanted, errors),
        errors=errors,
    )


def anchor(section: str) -> str:
    """A section's id as it stands in the page."""
    return "s-" + "".join(c if c.isalnum() else "-" for c in section.rpartition(":")[2].lower())


def _sections(answer: Answer) -> tuple[SectionShown, ...]:
    facts = {fact.key: fact for fact in answer.facts}
    sources = {section.id: section for section in answer.sections}
    return tuple(
        SectionShown(
            id=said.id,
            anchor=anchor(said.id),
            title=said.title,
            html=mark_safe(html(said.blocks, facts, answer.language)),
            text=plain(said.blocks, facts, answer.language),
            **_origin(sources[said.id]),
        )
        for said in sections(answer, Channel.WEBSITE)
    )


def _memo(memo: SectionAnswer, inside: Answer) -> SectionShown:
    facts = {fact.key: fact for fact in inside.facts}
    return SectionShown(
        id=memo.id,
        anchor="memo",
        title=section_title(SectionKind.DESK_MEMO, inside.language),
        html=mark_safe(html(memo.blocks, facts, inside.language)),
        text=plain(memo.blocks, facts, inside.language),
        internal=True,
        **_origin(memo),
    )


def _origin(section: SectionAnswer) -> dict[str, object]:
    laws = dict.fromkeys(str(origin.legal_source) for origin in section.origins if origin.legal_source)
    owners = dict.fromkeys(origin.owner for origin in section.origins if origin.owner)
    return {"layer": layer_name(section.layer), "owner": ", ".join(owners), "law": "; ".join(laws)}


def _statements(answer: Answer) -> tuple[tuple[str, SafeString], ...]:
    """All that comes before the sections but the notices, which stand on top with those for agents only."""
    facts = {fact.key: fact for fact in answer.facts}
    found: list[Statement] = [
        each for each in statements(answer, Channel.PHONE) if each.kind is not StatementKind.NOTICE
    ]
    return tuple(
        (each.heading(answer.language), mark_safe(html(each.blocks, facts, answer.language))) for each in found
    )

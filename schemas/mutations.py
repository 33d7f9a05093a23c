"""What a caller may leave behind: a conversation for another channel, feedback, and a contact. See `contenthub/insight/`."""

from __future__ import annotations

from typing import Any

import graphene

from contenthub import answering
from contenthub.access.limits import Act, count_act
from contenthub.insight.contacts import register_contact
from contenthub.insight.feedback import check_answered, give_feedback
from contenthub.insight.switching import create_switch_code, redeem_switch_code
from contenthub.vocabulary import Channel as ChannelName
from contenthub.vocabulary import ContactOutcome as Outcome
from contenthub.vocabulary import Scope
from schemas.scalars import Channel
from schemas.types.insight import Contact, ContactInput, Conversation, FeedbackReceipt, SwitchCode
from schemas.types.person import PersonFact

GIVING_FEEDBACK = Act("feedback", most=20, minutes=10)


class Mutation(graphene.ObjectType):
    """Sent by POST. Nothing that is kept says who the citizen was."""

    create_switch_code = graphene.Field(
        SwitchCode,
        required=True,
        item=graphene.ID(required=True),
        municipality=graphene.ID(required=True),
        section=graphene.ID(),
        language=graphene.String(),
        # `from` is no name in Python.
        **{"from": Channel(required=True)},
        person=graphene.List(graphene.NonNull(PersonFact)),
        description="Carries a conversation to another channel: six characters, 30 minutes, no identity.",
    )
    redeem_switch_code = graphene.Field(
        Conversation,
        required=True,
        code=graphene.String(required=True),
        description="Takes up a conversation that another channel began; the code is gone afterwards.",
    )
    give_feedback = graphene.Field(
        FeedbackReceipt,
        required=True,
        section=graphene.ID(required=True),
        reference=graphene.String(required=True),
        channel=Channel(required=True),
        helpful=graphene.Boolean(required=True),
        comment=graphene.String(),
    )
    register_contact = graphene.Field(
        Contact, required=True, input=graphene.Argument(ContactInput, required=True), description="Scope `desk`."
    )

    def resolve_create_switch_code(
        root: None,
        info: Any,
        item: str,
        municipality: str,
        section: str | None = None,
        language: str | None = None,
        person: Any = None,
        **given: Any,
    ) -> Any:
        visit = info.context.reading.visit
        visit.published_only("item")
        visit.enter(municipality)
        return create_switch_code(
            item=item,
            municipality=municipality,
            section=section or "",
            language=language,
            channel=ChannelName(_value(given["from"])),
            person=answering.person_of((fact["name"], fact["value"]) for fact in person or ()),
            who=visit.who,
        )

    def resolve_redeem_switch_code(root: None, info: Any, code: str) -> dict[str, Any]:
        visit = info.context.reading.visit
        carried = redeem_switch_code(code, who=visit.who, enter=visit.enter)
        return {
            "item": carried.item,
            "municipality": carried.municipality,
            "section": carried.section or None,
            "language": carried.language,
            "channel": carried.channel,
            "person": [{"name": name, "value": value} for name, value in carried.person.items()],
        }

    def resolve_give_feedback(
        root: None,
        info: Any,
        section: str,
        reference: str,
        channel: Any,
        helpful: bool,
        comment: str | None = None,
    ) -> dict[str, bool]:
        visit = info.context.reading.visit
        count_act(GIVING_FEEDBACK, visit.who)
        answer = check_answered(reference, for_agents=visit.for_agents)
        visit.enter(answer.municipality.code)
        give_feedback(
            answer, section=section, channel=ChannelName(_value(channel)), helpful=helpful, comment=comment or ""
        )
        return {"accepted": True}

    def resolve_register_contact(root: None, info: Any, input: Any) -> Any:
        visit = info.context.reading.visit
        visit.caller.need(Scope.DESK, "registerContact")
        visit.enter(input["municipality"])
        return register_contact(
            municipality=input["municipality"],
            channel=ChannelName(_value(input["channel"])),
            question=input["question"],
            sections=input["sections"],
            references=input["references"],
            outcome=Outcome(_value(input["outcome"])),
            missing=input.get("missing") or "",
        )


def _value(name: Any) -> str:
    return str(getattr(name, "value", name))

"""What is told of what a caller left behind."""

from __future__ import annotations

import graphene

from schemas.scalars import JSON, Channel, ContactOutcome, DateTime


class SwitchCode(graphene.ObjectType):
    code = graphene.String(required=True, description="Six characters, as they are read out: K7Q-F2M.")
    expires_at = DateTime(required=True)


class CarriedFact(graphene.ObjectType):
    name = graphene.String(required=True)
    value = JSON(required=True)


class Conversation(graphene.ObjectType):
    """Where another channel left off. Facts are those that the person told there; they are nowhere else any more."""

    item = graphene.ID(required=True)
    municipality = graphene.ID(required=True)
    section = graphene.ID()
    language = graphene.String(required=True)
    channel = Channel(required=True, description="Where the conversation began.")
    person = graphene.List(graphene.NonNull(CarriedFact), required=True)


class FeedbackReceipt(graphene.ObjectType):
    accepted = graphene.Boolean(required=True)


class ContactInput(graphene.InputObjectType):
    municipality = graphene.ID(required=True)
    channel = Channel(required=True)
    question = graphene.String(required=True, description="What looks like personal data in it is not kept.")
    sections = graphene.List(graphene.NonNull(graphene.ID), required=True)
    references = graphene.List(graphene.NonNull(graphene.String), required=True)
    outcome = ContactOutcome(required=True)
    missing = graphene.String()


class Contact(graphene.ObjectType):
    id = graphene.ID(required=True)

"""An answer as each channel says it; shapes of `channels.renderings`."""

from __future__ import annotations

import graphene

from schemas.scalars import JSON


class Block(graphene.ObjectType):
    type = graphene.String(required=True)
    section = graphene.ID()
    level = graphene.Int()
    text = graphene.String(required=True)
    html = graphene.String()
    items = graphene.List(graphene.NonNull(graphene.String))
    rows = graphene.List(graphene.NonNull(graphene.List(graphene.NonNull(graphene.String))))
    url = graphene.String()
    label = graphene.String()


def _blocks() -> graphene.List:
    return graphene.List(graphene.NonNull(Block), required=True)


def _texts() -> graphene.List:
    return graphene.List(graphene.NonNull(graphene.String), required=True)


class WebsitePage(graphene.ObjectType):
    html = graphene.String(required=True)
    blocks = _blocks()
    json_ld = JSON(required=True)


class AppScreen(graphene.ObjectType):
    blocks = _blocks()


class PhoneStep(graphene.ObjectType):
    section = graphene.ID()
    say = graphene.String(required=True)
    ask = graphene.String()
    note = graphene.String()


class PhoneScript(graphene.ObjectType):
    answer = graphene.String(required=True)
    opening = graphene.String(required=True)
    steps = graphene.List(graphene.NonNull(PhoneStep), required=True)
    closing = graphene.String(required=True)
    ssml = graphene.String()


class ChatMessage(graphene.ObjectType):
    text = graphene.String(required=True)
    section = graphene.ID()
    url = graphene.String()


class ChatReply(graphene.ObjectType):
    messages = graphene.List(graphene.NonNull(ChatMessage), required=True)
    quick_replies = _texts()


class Letter(graphene.ObjectType):
    subject = graphene.String(required=True)
    paragraphs = _texts()
    pdf_url = graphene.String()


class Email(graphene.ObjectType):
    subject = graphene.String(required=True)
    text = graphene.String(required=True)
    html = graphene.String(required=True)


class CounterCard(graphene.ObjectType):
    lines = _texts()
    bring = _texts()


class KioskCard(graphene.ObjectType):
    title = graphene.String(required=True)
    lines = _texts()
    qr_url = graphene.String(required=True)

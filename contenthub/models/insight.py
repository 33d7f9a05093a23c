"""What people asked and said about the answers: contacts, feedback, questions asked, and codes that carry a conversation.

No row says who the citizen was. Texts that people typed are kept without what looks like personal data (see
`insight/cleaning.py`), and each kind of row has an end (see `insight/tidying.py`).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from contenthub.models.place import Municipality
from contenthub.vocabulary import Channel, ContactOutcome

_CHANNELS = [(each.value, each.value) for each in Channel]


class Contact(models.Model):
    """One contact with a citizen, as an agent or a bot registered it. `sections` are ids of what was consulted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("moment"), db_index=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality"))
    channel = models.CharField(_("channel"), max_length=12, choices=_CHANNELS)
    question = models.CharField(_("question"), max_length=1000)
    sections = models.JSONField(_("sections consulted"), default=list)
    references = models.JSONField(_("answer codes"), default=list)
    outcome = models.CharField(_("outcome"), max_length=12, choices=[(o.value, o.value) for o in ContactOutcome])
    missing = models.CharField(_("what was missing"), max_length=1000, blank=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return f"{self.question[:60]}"


class Feedback(models.Model):
    """What somebody thought of one section; with words it is a task for whoever writes that section, until answered.

    `agent` is the account of the agent who wrote it, so that the reply finds them; empty for everybody else.
    `organisation` writes the section and answers; "" is the library.
    """

    at = models.DateTimeField(_("moment"), db_index=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality"))
    organisation = models.CharField(_("organisation"), max_length=80, blank=True)
    owner = models.CharField(_("team"), max_length=200, blank=True)
    item = models.CharField(_("item"), max_length=36)
    section = models.CharField(_("section"), max_length=60)
    title = models.CharField(_("title"), max_length=255)
    language = models.CharField(_("language"), max_length=16)
    reference = models.CharField(_("answer code"), max_length=14)
    channel = models.CharField(_("channel"), max_length=12, choices=_CHANNELS)
    helpful = models.BooleanField(_("helpful"))
    comment = models.CharField(_("comment"), max_length=1000, blank=True)
    agent = models.CharField(_("agent"), max_length=150, blank=True)
    reply = models.CharField(_("reply"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=150, blank=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        indexes = [models.Index(fields=["agent", "at"], name="feedback_by_agent")]

    def __str__(self) -> str:
        return self.title


class SwitchCode(models.Model):
    """A conversation on its way to another channel. Nothing can be read without the code, which is not here.

    `lookup` and the key of `sealed` are derived from the code (see `insight/switching.py`).
    """

    lookup = models.CharField(max_length=64, primary_key=True)
    sealed = models.TextField(_("sealed"))
    expires_at = models.DateTimeField(_("valid until"), db_index=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("switch code")
        verbose_name_plural = _("switch codes")


class AskedQuestion(models.Model):
    """A question that was put to search or to the bot, where the municipality keeps them.

    `items` are the first that were found; `good` whether one of them seemed to answer it.
    """

    at = models.DateTimeField(_("moment"), db_index=True)
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+", verbose_name=_("municipality"))
    channel = models.CharField(_("channel"), max_length=12, choices=_CHANNELS)
    text = models.CharField(_("question"), max_length=300)
    items = models.JSONField(_("found first"), default=list)
    good = models.BooleanField(_("well answered"), default=False)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("question asked")
        verbose_name_plural = _("questions asked")
        indexes = [models.Index(fields=["municipality", "good", "at"], name="asked_by_municipality")]

    def __str__(self) -> str:
        return self.text

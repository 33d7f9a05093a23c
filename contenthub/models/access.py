"""Who may ask for more than what is public: API clients, their tokens, and the ledger of what they did with registers."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from contenthub.vocabulary import Scope


class ApiClient(models.Model):
    """A system that reads with a token: a website, a chat bot, the desk of a contact centre."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    contact = models.CharField(
        _("whom to call"), max_length=200, blank=True, help_text=_("A team with a telephone number or an e-mail address.")
    )
    scopes = models.JSONField(_("scopes"), default=list)
    municipalities = models.JSONField(_("municipalities"), default=list, blank=True)
    requests_per_minute = models.PositiveIntegerField(_("requests a minute"), null=True, blank=True)

    class Meta:
        app_label = "contenthub"
        ordering = ["name"]
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")

    def __str__(self) -> str:
        return self.name

    @property
    def scope_set(self) -> frozenset[Scope]:
        return frozenset(scope for scope in Scope if scope.value in self.scopes)


class ApiToken(models.Model):
    """One token of a client. Only its hash is here: whoever reads this table cannot act as the client.

    `hint` is its beginning, by which people tell tokens apart.
    """

    client = models.ForeignKey(ApiClient, models.PROTECT, related_name="tokens", verbose_name=_("API client"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(_("begins with"), max_length=16, editable=False)
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.CharField(_("issued by"), max_length=150, blank=True)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.CharField(_("revoked by"), max_length=150, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )
    last_used_on = models.DateField(_("last used"), null=True, blank=True)

    class Meta:
        app_label = "contenthub"
        ordering = ["-issued_at", "-pk"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return f"{self.hint}…"


class LedgerQuerySet(models.QuerySet["LedgerRow"]):
    def update(self, **kwargs: Any) -> int:
        raise TypeError("rows of the ledger are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("rows of the ledger are deleted only when their time is over: see actions.prune_ledger")


class LedgerRow(models.Model):
    """One request that used facts about a person that come from a register.

    It says who, when, why, under which processing activity and about which items; never a fact, an outcome or a
    person. Names and no foreign keys: nothing that is deleted elsewhere may take a row with it. Database triggers (see
    `models/guards.py`) refuse UPDATE, DELETE and TRUNCATE.

    Source: the fields of the Dutch standard Logboek dataverwerkingen (Logius), and W3C Trace Context.
    """

    at = models.DateTimeField(_("moment"))
    client = models.CharField(_("API client"), max_length=100)
    purpose = models.CharField(_("purpose"), max_length=242)
    activity = models.CharField(_("processing activity"), max_length=500)
    trace = models.CharField(_("trace"), max_length=32)
    span = models.CharField(_("span"), max_length=16)
    caller_span = models.CharField(_("span of the caller"), max_length=16)
    items = models.JSONField(_("items"), default=list)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        app_label = "contenthub"
        verbose_name = _("ledger row")
        verbose_name_plural = _("ledger rows")
        indexes = [
            models.Index(fields=["trace"], name="ledger_by_trace"),
            models.Index(fields=["at"], name="ledger_by_moment"),
            models.Index(fields=["client", "at"], name="ledger_by_client"),
        ]

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("rows of the ledger are deleted only when their time is over: see actions.prune_ledger")

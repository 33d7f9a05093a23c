"""Asking an expert without an account to check a text, their answer, and the end of it.

The link carries a token of which only the hash is kept. It opens one saved version of one page, and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from contenthub.access import tokens
from contenthub.access.limits import Act, count_act
from contenthub.actions.check_page import kind_of
from contenthub.actions.fact_check_mail import mail_editor, mail_expert
from contenthub.actions.publish_page import municipalities_of
from contenthub.models import AuditRow, Edition, FactCheck
from contenthub.models.pages.published import PublishedPage
from contenthub.resolving.material import AMSTERDAM, today
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, FactCheckOutcome

DAYS, MOST_DAYS = 14, 60
MOST_CHARACTERS = 2_000
MOST_IN_A_NAME = 120
ASKING = Act("ask_fact_check", most=30, minutes=60)
ANSWERING = Act("answer_fact_check", most=20, minutes=60)
# What is said of the text as a whole; every other key is a section of it.
GENERAL = ""


def ask_fact_check(
    page: PublishedPage, *, name: str, email: str, question: str, until: dt.date, municipality: str, user: Any
) -> FactCheck:
    """Send an expert a link to the page as it was saved last; `until` is the last day on which it opens.

    Where the mail server does not take the e-mail, nobody has the link: the row is kept as withdrawn, with `sent_at`
    empty. Refused: NOT_ALLOWED for who may not edit the page, TOO_OFTEN, and what is wrong with an argument.
    """
    _check_may_edit(page, user)
    now = timezone.now()
    name = _text("expert_name", " ".join(name.split()), MOST_IN_A_NAME)
    question = _text("question", question, MOST_CHARACTERS)
    expires_at = _end_of(until, now)
    if municipality not in municipalities_shown(page, now):
        raise Refused(
            "UNKNOWN_MUNICIPALITY", "municipality", "%(field)s: this text is not shown in %(value)s", value=municipality
        )
    count_act(ASKING, user.get_username())
    token = tokens.make()
    with transaction.atomic():
        # A page that code has made has no revision yet.
        revision = page.latest_revision or page.save_revision(user=user, changed=False, clean=False)
        check = FactCheck.objects.create(
            page_id=page.pk,
            revision=revision,
            digest=tokens.digest(token),
            municipality=municipality,
            expert_name=name,
            expert_email=_address(email),
            question=question,
            asked_at=now,
            asked_by=user.get_username(),
            expires_at=expires_at,
        )
        _account("ask_fact_check", check, page, user=user)
    # After the commit: a mail server may be slow, and what it has sent cannot be rolled back.
    if mail_expert(check, token, title=revision_title(check), sender=user):
        check.sent_at = timezone.now()
        check.save(update_fields=["sent_at"])
    else:
        check.withdrawn_at = timezone.now()
        check.save(update_fields=["withdrawn_at"])
    return check


def open_fact_check(token: str) -> FactCheck | None:
    """The check that this link opens, or None for a link that is unknown, withdrawn, closed or past its end."""
    try:
        digest = tokens.digest(tokens.check(token))
    except Refused:
        return None
    found = FactCheck.objects.answerable(timezone.now()).select_related("revision", "page")
    return found.filter(digest=digest).first()


def note_opened(check: FactCheck) -> None:
    """Keep when the link was first opened."""
    if check.opened_at is None:
        FactCheck.objects.filter(pk=check.pk, opened_at=None).update(opened_at=timezone.now())


def answer_fact_check(
    check: FactCheck,
    *,
    outcome: FactCheckOutcome,
    name: str,
    remarks: Mapping[str, str],
    sections: Mapping[str, str],
) -> FactCheck:
    """What the expert says, once or anew; whoever asked gets an e-mail.

    `remarks` are texts by section, GENERAL for the whole; `sections` are the titles of those that were shown. Refused:
    FACT_CHECK_OVER, TOO_OFTEN, an empty name, UNKNOWN_SECTION, TOO_LONG, remarks without a remark (NO_REMARKS), and
    approval with one (APPROVED_WITH_REMARKS).
    """
    name = _text("answered_name", " ".join(name.split()), MOST_IN_A_NAME)
    said = {key: _text(key, text, MOST_CHARACTERS) for key, text in remarks.items() if text.strip()}
    if unknown := [key for key in said if key != GENERAL and key not in sections]:
        raise Refused("UNKNOWN_SECTION", "section", "%(field)s: %(value)s is not in this text", value=unknown[0])
    if outcome == FactCheckOutcome.REMARKS and not said:
        raise Refused("NO_REMARKS", "outcome", "%(field)s: write at least one remark, or choose that it is correct")
    if outcome == FactCheckOutcome.APPROVED and said:
        raise Refused(
            "APPROVED_WITH_REMARKS", "outcome", "%(field)s: choose that you have remarks, or make the remarks empty"
        )
    count_act(ANSWERING, str(check.pk))
    now = timezone.now()
    with transaction.atomic():
        kept = FactCheck.objects.select_for_update().answerable(now).filter(pk=check.pk).first()
        if kept is None:
            raise Refused("FACT_CHECK_OVER", "page", "%(field)s: this link does not open any more")
        kept.outcome, kept.answered_at, kept.answered_name = outcome.value, now, name
        kept.general = said.pop(GENERAL, "")
        kept.remarks = [
            {"section": key, "title": title, "text": said[key]} for key, title in sections.items() if key in said
        ]
        kept.save(update_fields=["outcome", "answered_at", "answered_name", "general", "remarks"])
        page = kept.page.specific
        # Not the name: it is to be forgotten, and these rows never are.
        _account("answer_fact_check", kept, page, note=kept.outcome)
    mail_editor(kept, title=revision_title(kept))
    return kept


def withdraw_fact_check(check: FactCheck, *, user: Any) -> FactCheck:
    """From now on the link does not open. Refused: NOT_ALLOWED, FACT_CHECK_OVER."""
    return _end(check, "withdraw_fact_check", "withdrawn", user)


def close_fact_check(check: FactCheck, *, user: Any) -> FactCheck:
    """Keep the answer as it is: the expert can no longer change it. Refused: NOT_ALLOWED, FACT_CHECK_OVER."""
    return _end(check, "close_fact_check", "closed", user)


def municipalities_shown(page: PublishedPage, moment: dt.datetime) -> dict[str, str]:
    """Names by code of the municipalities in which this page can speak, those with texts of their own first."""
    organisation, named = page.branch().organisation_slug, set(municipalities_of(page)) - {""}
    day = today(moment).isoformat()
    rows = Edition.objects.filter(kind=EditionKind.MUNICIPALITY).in_force(moment).values_list(
        "subject", "content__name", "content__organisations", "content__ends_on"
    )
    found = [
        (not organisations, name, code)
        for code, name, organisations, ends_on in rows
        if not (ends_on and ends_on < day)
        and (not organisation or organisation in (organisations or ()))
        and (not named or code in named)
    ]
    return {code: name for _others, name, code in sorted(found)}


def revision_title(check: FactCheck) -> str:
    """The title in the version that is checked, which may not be that of the published page."""
    return str((check.revision.content if check.revision else {}).get("title") or check.page.title)


def _end(check: FactCheck, verb: str, how: str, user: Any) -> FactCheck:
    page = check.page.specific
    _check_may_edit(page, user)
    with transaction.atomic():
        kept = FactCheck.objects.select_for_update().get(pk=check.pk)
        if kept.withdrawn_at or kept.closed_at or (how == "closed" and not kept.outcome):
            raise Refused("FACT_CHECK_OVER", "page", "%(field)s: this link does not open any more")
        setattr(kept, f"{how}_at", timezone.now())
        setattr(kept, f"{how}_by", user.get_username())
        kept.save(update_fields=[f"{how}_at", f"{how}_by"])
        _account(verb, kept, page, user=user)
    return kept


def _check_may_edit(page: PublishedPage, user: Any) -> None:
    if not page.permissions_for_user(user).can_edit():
        raise Refused("NOT_ALLOWED", "page", "%(field)s: %(value)s is written by others", value=page.title)


def _account(verb: str, check: FactCheck, page: PublishedPage, *, user: Any = None, note: str = "") -> None:
    """The audit row, and a line in the history of the page; neither says who the expert is, for rows stay."""
    AuditRow.objects.create(
        at=timezone.now(),
        actor=user.get_username() if user else "",
        verb=verb,
        kind=kind_of(page),
        subject=page.item_id,
        organisation=page.branch().organisation_slug,
        municipality=check.municipality,
        language=page.locale.language_code,
        note=f"fact check {check.pk}, revision {check.revision_id}{': ' if note else ''}{note}",
    )
    log(
        instance=page,
        action=f"contenthub.{verb}",
        user=user,
        revision=check.revision,
        data={"fact_check": check.pk, "outcome": note},
    )


def _end_of(until: dt.date, now: dt.datetime) -> dt.datetime:
    first = today(now)
    last = first + dt.timedelta(days=MOST_DAYS)
    if not first <= until <= last:
        raise Refused(
            "BAD_TERM",
            "until",
            "%(field)s: %(value)s is not possible; choose a day up to %(last)s",
            value=until,
            last=last,
        )
    return dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), tzinfo=AMSTERDAM)


def _address(email: str) -> str:
    try:
        validate_email(email.strip())
    except ValidationError:
        raise Refused(
            "BAD_EMAIL", "expert_email", "%(field)s: %(value)s is no e-mail address", value=email
        ) from None
    return email.strip()


def _text(field: str, text: str, most: int) -> str:
    text = text.strip()
    if not text:
        raise Refused("EMPTY_TEXT", field, "%(field)s: must not be empty", value="")
    if len(text) > most:
        raise Refused(
            "TOO_LONG", field, "%(field)s: %(value)s characters; at most %(most)s", value=len(text), most=most
        )
    return text

"""Letters as PDF: `POST /letters` for anyone by name, `GET /letters/<reference>.pdf` for what was said to everybody."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import msgspec
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from msgspec import Struct

from channels.letter.document import Addressee
from channels.letter.pdf import pdf
from channels.letter.render import document
from contenthub import answering
from contenthub.access.visits import Visit
from contenthub.resolving.answer import Answer
from contenthub.resolving.material import today
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, Scope
from schemas.gate import admitted

MAX_BYTES = 50_000


class PersonFactInput(Struct):
    name: str
    value: Any


class LetterRequest(Struct, rename="camel", forbid_unknown_fields=True):
    """The arguments of the query `product`/`question`, and for whom the letter is."""

    municipality: str
    id: str = ""
    slug: str = ""
    language: str | None = None
    moment: str | None = None
    person: list[PersonFactInput] = []
    addressee: dict[str, str] | None = None
    your_reference: str = ""
    our_reference: str = ""


@csrf_exempt
@require_POST
@transaction.non_atomic_requests
@admitted
def letters(request: HttpRequest) -> HttpResponse:
    """The letter's bytes. The addressee and person facts live for this request only."""
    try:
        visit: Visit = request.visit  # type: ignore[attr-defined]
        if not settings.LETTERS_OPEN:
            visit.caller.need(Scope.LETTERS, "Authorization")
        # Whatever a draft says, nobody said it: it leaves under no letterhead and is kept under no code.
        visit.published_only("letter")
        wanted = _parsed(request)
        with answering.snapshot():
            answer = _answer(wanted, visit)
        made = document(
            answer,
            addressee=_addressee(wanted),
            your_reference=wanted.your_reference,
            our_reference=wanted.our_reference,
            date=today(timezone.now()),
        )
        file = pdf(made)
        with transaction.atomic():
            visit.account()
            # Only what leaves is kept.
            answering.keep_sent(answer)
        return _bytes(file, answer)
    except Refused as refusal:
        return _refused(refusal.code, refusal.field, refusal.message, getattr(refusal, "status", 400))
    except ValueError as error:
        return _refused("BAD_LETTER", getattr(error, "field", "letter"), str(error))


@require_GET
@transaction.non_atomic_requests
@admitted
def letter_of_reference(request: HttpRequest, reference: str) -> HttpResponse:
    """The letter of a neutral answer that was served; dated on the day on which it was first said."""
    visit: Visit = request.visit  # type: ignore[attr-defined]
    try:
        visit.published_only("letter")
        answer = answering.said(reference)
        if answer is not None:
            visit.enter(answer.municipality.code)
    except Refused as refusal:
        return _refused(refusal.code, refusal.field, refusal.message, getattr(refusal, "status", 400))
    if answer is None or answer.personal.withheld:
        return _refused("UNKNOWN_REFERENCE", "reference", "there is no public letter behind this reference", status=404)
    return _bytes(pdf(document(answer, addressee=None, date=today(answer.moment))), answer)


def _parsed(request: HttpRequest) -> LetterRequest:
    if len(request.body) > MAX_BYTES:
        raise Refused("TOO_LARGE", "body", "%(field)s: at most %(most)s bytes", most=MAX_BYTES)
    try:
        return msgspec.convert(json.loads(request.body), LetterRequest)
    except msgspec.ValidationError as error:
        raise Refused("BAD_LETTER", "body", "%(field)s: %(why)s", why=str(error)) from None
    except (ValueError, RecursionError):
        raise Refused("BAD_JSON", "body", "%(field)s: is not JSON") from None


def _answer(wanted: LetterRequest, visit: Visit) -> Answer:
    """A letter is to a citizen and about what holds: no scope brings internal texts or a moment ahead into one."""
    if bool(wanted.id) == bool(wanted.slug):
        raise Refused("ID_OR_SLUG", "id", "%(field)s: give either id or slug, not both or neither")
    visit.enter(wanted.municipality)
    asking = answering.ask(
        wanted.municipality,
        language=wanted.language,
        moment=_moment(wanted.moment),
        person=answering.person_of((fact.name, fact.value) for fact in wanted.person),
        use_register=visit.use_register,
    )
    item = wanted.id or answering.item_id(EditionKind.ITEM, wanted.slug, asking)
    answer = answering.answer_item(item, asking) if item else None
    if answer is None:
        raise Refused(
            "UNKNOWN_ITEM",
            "slug" if wanted.slug else "id",
            "%(field)s: there is no item %(value)s here",
            value=wanted.slug or wanted.id,
        )
    if asking.from_register:
        visit.asked_about(answer.item)
    return answer


def _moment(text: str | None) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(
            "BAD_MOMENT", "moment", "%(field)s: %(value)s; write it like 2026-12-31T23:59:00+01:00", value=text
        ) from None
    ahead = moment is not None and moment.tzinfo is not None and moment > timezone.now()
    if ahead and not settings.ALLOW_FUTURE_MOMENTS:
        raise Refused(
            "FUTURE_MOMENT", "moment", "%(field)s: %(value)s lies ahead; a letter says what holds or held", value=text
        )
    return moment


def _addressee(wanted: LetterRequest) -> Addressee | None:
    if wanted.addressee is None:
        return None
    names = {
        "name": "name",
        "street": "street",
        "houseNumber": "house_number",
        "postcode": "postcode",
        "city": "city",
        "country": "country",
    }
    unknown = sorted(set(wanted.addressee) - set(names))
    if unknown:
        raise Refused(
            "BAD_ADDRESSEE",
            "addressee",
            "%(field)s: %(value)s is not part of an address; known are %(known)s",
            value=unknown[0],
            known=", ".join(names),
        )
    missing = [name for name in ("name", "street", "postcode", "city") if not wanted.addressee.get(name)]
    if missing:
        raise Refused("BAD_ADDRESSEE", f"addressee.{missing[0]}", "%(field)s: must not be empty")
    return Addressee(**{names[name]: value for name, value in wanted.addressee.items()})


def _bytes(content: bytes, answer: Answer) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{answer.slug}-{answer.reference}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _refused(code: str, field: str, message: str, status: int = 400) -> HttpResponse:
    error = {"message": message, "extensions": {"code": code, "argument": field, "remedy": message}}
    response = JsonResponse({"errors": [error]}, status=status)
    response["Cache-Control"] = "no-store"
    return response

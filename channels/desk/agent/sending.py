"""Sending an answer: as a letter on paper or as an e-mail in the agent's own mail program. Addresses are not stored."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from email.policy import SMTP

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from channels.desk.agent.door import Refusal, agents_only, plain_response
from channels.desk.agent.reading import Told, told
from channels.email.render import render as email
from channels.letter import pdf as paper
from channels.letter.checks import LetterError
from channels.letter.document import Addressee, LetterDocument
from channels.letter.render import document
from contenthub.resolving.material import today

PREVIEW_PPI = 80
_WIDE = {"autocomplete": "off"}


class AddressForm(forms.Form):
    """To whom the letter goes; as much as fits in the window of an envelope."""

    use_required_attribute = False
    name = forms.CharField(label=gettext_lazy("Name"), max_length=160, widget=forms.TextInput(_WIDE))
    street = forms.CharField(label=gettext_lazy("Street"), max_length=100, widget=forms.TextInput(_WIDE))
    house_number = forms.CharField(
        label=gettext_lazy("House number"), max_length=20, required=False, widget=forms.TextInput(_WIDE)
    )
    postcode = forms.CharField(label=gettext_lazy("Postcode"), max_length=12, widget=forms.TextInput(_WIDE))
    city = forms.CharField(label=gettext_lazy("Place"), max_length=80, widget=forms.TextInput(_WIDE))
    our_reference = forms.CharField(
        label=gettext_lazy("Our reference (case number)"), max_length=80, required=False, widget=forms.TextInput(_WIDE)
    )


@require_POST
@agents_only
def send(request: HttpRequest, municipality: str, item: str) -> HttpResponseBase:
    """The panel with both ways."""
    found = told(request, municipality, item)
    return _panel(request, municipality, found, AddressForm())


@require_POST
@agents_only
def preview(request: HttpRequest, municipality: str, item: str) -> HttpResponseBase:
    """The first page of the letter as a picture in the panel, or what is wrong with the address."""
    found, form = told(request, municipality, item), AddressForm(request.POST)
    picture = ""
    if form.is_valid() and (letter := _letter(found, form)):
        picture = base64.b64encode(paper.png(letter, ppi=PREVIEW_PPI)).decode()
    return render(
        request,
        "desk/agent/letter_form.html",
        {"told": found, "municipality": municipality, "form": form, "picture": picture},
        status=200,
    )


@require_POST
@agents_only
def letter(request: HttpRequest, municipality: str, item: str) -> HttpResponseBase:
    """The letter as PDF."""
    found, form = told(request, municipality, item), AddressForm(request.POST)
    made = _letter(found, form) if form.is_valid() else None
    if made is None:
        wrong = ", ".join(str(form.fields[name].label) for name in form.errors if name in form.fields)
        raise Refusal(
            _("The letter was not made. Go back and look at: %(fields)s.") % {"fields": wrong or _("the address")}, 422
        )
    return plain_response(paper.pdf(made), "application/pdf", f'inline; filename="{found.answer.slug}.pdf"')


@require_POST
@agents_only
def message(request: HttpRequest, municipality: str, item: str) -> HttpResponseBase:
    """The e-mail as a file that a mail program opens as a draft."""
    found, to = told(request, municipality, item), request.POST.get("to", "").strip()
    try:
        if to:
            validate_email(to)
    except ValidationError:
        raise Refusal(_("This is no e-mail address. Write it like name@example.nl, or leave it empty."), 422) from None
    said, draft = email(found.answer), EmailMessage()
    draft["Subject"] = said.subject
    if to:
        draft["To"] = to
    # Outlook and others open a message with this header to be sent, not as one that was received.
    draft["X-Unsent"] = "1"
    draft.set_content(said.text)
    draft.add_alternative(said.html, subtype="html")
    return plain_response(
        draft.as_bytes(policy=SMTP), "message/rfc822", f'attachment; filename="{found.answer.slug}.eml"'
    )


def _panel(request: HttpRequest, municipality: str, found: Told, form: AddressForm) -> HttpResponseBase:
    return render(
        request,
        "desk/agent/send.html",
        {"told": found, "municipality": municipality, "form": form, "email": email(found.answer), "picture": ""},
    )


def _letter(found: Told, form: AddressForm) -> LetterDocument | None:
    """The letter to this address; None, with the form telling why, where it cannot be set."""
    given = dict(form.cleaned_data)
    reference = given.pop("our_reference")
    try:
        return document(found.answer, addressee=Addressee(**given), date=today(timezone.now()), our_reference=reference)
    except LetterError as error:
        field = error.field.rpartition(".")[2]
        form.add_error(
            field if field in form.fields else None, _("This cannot be printed. Write it with ordinary letters.")
        )
        return None

"""The page behind the link of a fact check. Who has the link may see one version of one text, and say what they think.

The token stands in the address, so no address leaves with a request (`no-referrer`). Browsers then send `Origin: null` with
a form, which Django's own check of forms takes for a stranger. The link is no cookie that a browser adds by itself: who
does not know it cannot make anybody send it. The key in the form, made of the token, says that the page was read.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from channels.desk.fact_check.form import AnswerForm
from channels.desk.fact_check.reading import Seen, channels_shown, seen
from channels.desk.paper import letter_response
from contenthub.access.callers import AccessRefused
from contenthub.access.limits import Act, address, check_act, count_act
from contenthub.actions.fact_check_mail import last_day
from contenthub.actions.fact_checks import answer_fact_check, note_opened, open_fact_check
from contenthub.answering import snapshot
from contenthub.models import FactCheck
from contenthub.models.pages.speaking import beside_its_field
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import FactCheckOutcome

READING = Act("fact_check", most=120, minutes=10)
GUESSING = Act("fact_check_unknown", most=20, minutes=10)
UI_LANGUAGES = ("nl", "en")
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}

View = Callable[[HttpRequest, str], HttpResponse]


def _secluded(view: View) -> Callable[..., HttpResponseBase]:
    """In the reader's language, counted for their address, and with headers that leave nothing behind."""

    @csrf_exempt
    @transaction.non_atomic_requests
    @wraps(view)
    def made(request: HttpRequest, token: str) -> HttpResponseBase:
        language = (translation.get_language() or "nl")[:2]
        with translation.override(language if language in UI_LANGUAGES else "nl"):
            try:
                who = address(request.META)
                count_act(READING, who)
                check_act(GUESSING, who)
                response = view(request, token)
            except AccessRefused:
                response = _plain(request, _("Too many requests"), _("Wait ten minutes, and open the link again."), 429)
                response["Retry-After"] = str(READING.minutes * 60)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return made


@_secluded
def fact_check(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the text and the form, POST is the answer; `?brief=png` is the first page of the letter."""
    check = open_fact_check(token)
    if check is None:
        count_act(GUESSING, address(request.META))
        return _over(request)
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
    with snapshot():
        shown = seen(check)
    if kind := request.GET.get("brief"):
        if shown.answer is None or kind != "png":
            return _over(request)
        return letter_response(shown.answer, kind)
    if request.method == "POST":
        return _answered(request, check, shown, token)
    if request.method == "GET":
        note_opened(check)
    return _page(request, check, shown, AnswerForm(shown.pieces, initial=AnswerForm.kept(check)), token)


def _answered(request: HttpRequest, check: FactCheck, shown: Seen, token: str) -> HttpResponse:
    if not hmac.compare_digest(request.POST.get("key", "").encode(), _key(token).encode()):
        return _plain(request, _("This answer was not kept"), _("Open the link of the e-mail again, and answer there."), 403)
    form = AnswerForm(shown.pieces, request.POST)
    if not form.is_valid():
        return _page(request, check, shown, form, token, status=422)
    try:
        answer_fact_check(check, outcome=FactCheckOutcome(form.cleaned_data["outcome"]), name=form.cleaned_data["name"],
                          remarks=form.remarks(), sections={piece.key: piece.title for piece in shown.pieces})
    except AccessRefused:
        form.add_error(None, _("You have sent your answer many times. Wait an hour, and send it again."))
        return _page(request, check, shown, form, token, status=429)
    except Refused as refused:
        if refused.code == "FACT_CHECK_OVER":
            return _over(request)
        form.add_error(None, beside_its_field(refused))
        return _page(request, check, shown, form, token, status=422)
    return HttpResponseRedirect(request.path, status=303)


def _page(
    request: HttpRequest, check: FactCheck, shown: Seen, form: AnswerForm, token: str, status: int = 200
) -> HttpResponse:
    return render(request, "desk/fact_check/page.html", {
        "check": check, "seen": shown, "shown": channels_shown(shown.answer) if shown.answer else None, "form": form,
        "pieces": form.beside(shown.pieces), "key": _key(token), "until": last_day(check), "preview": True,
        "ui": translation.get_language()}, status=status)


def _over(request: HttpRequest) -> HttpResponse:
    """One page for every link that does not open, so that nobody learns which ones there were."""
    return _plain(request, _("This link does not open (any more)"), _("Ask the editors for a new link."), 404)


def _plain(request: HttpRequest, title: str, text: str, status: int) -> HttpResponse:
    return render(request, "desk/fact_check/plain.html", {"title": title, "text": text}, status=status)


def _key(token: str) -> str:
    return salted_hmac("contenthub.fact_check", token, algorithm="sha256").hexdigest()

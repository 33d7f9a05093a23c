"""The letter of an answer without an addressee, as a picture or as a PDF."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils import timezone

from channels.letter import pdf as paper
from channels.letter.checks import LetterError
from channels.letter.render import document
from contenthub.resolving.answer import Answer
from contenthub.resolving.material import today

LETTER_PPI = 110
_KINDS = {"png": "image/png", "pdf": "application/pdf"}


def letter_response(answer: Answer, kind: str) -> HttpResponse:
    """`kind`: `png` is its first page, `pdf` all of it. 422 with the reason where there can be no letter."""
    if kind not in _KINDS:
        raise Http404
    try:
        letter = document(answer, addressee=None, date=today(timezone.now()))
        made = paper.pdf(letter) if kind == "pdf" else paper.png(letter, ppi=LETTER_PPI)
    except LetterError as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    response = HttpResponse(made, content_type=_KINDS[kind])
    response["Content-Disposition"] = f'inline; filename="{answer.slug}.{kind}"'
    return response

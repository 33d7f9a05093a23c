"""A logo as an SVG file: kept as text, so it must hold nothing that runs or that is fetched from elsewhere."""

from __future__ import annotations

import base64
import re
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

LIMIT = 200_000
_INSTRUCTION = re.compile(r"<\?(?!xml\s)")
_RUNS = frozenset({"script", "foreignobject", "iframe", "embed", "object", "handler", "animate", "set"})


class LogoField(forms.FileField):
    """Gives the SVG as text; refuses a file that is too large, is no SVG, or could run or fetch something."""

    widget = forms.FileInput(attrs={"accept": "image/svg+xml"})

    def clean(self, data: Any, initial: Any = None) -> str:  # type: ignore[override]
        given = super().clean(data, initial)
        return self._checked(given) if isinstance(given, UploadedFile) else ""

    def _checked(self, file: UploadedFile) -> str:
        if file.size is not None and file.size > LIMIT:
            raise forms.ValidationError(_("This file is too large; give at most 200 kB."))
        try:
            text = file.read().decode("utf-8-sig")
            root = fromstring(text, forbid_dtd=True)
        except (UnicodeDecodeError, ParseError, DefusedXmlException, ValueError) as error:
            raise forms.ValidationError(_("This is no SVG file.")) from error
        if _name(root.tag) != "svg":
            raise forms.ValidationError(_("This is no SVG file."))
        if _INSTRUCTION.search(text) or any(map(_dangerous, root.iter())):
            raise forms.ValidationError(
                _("This SVG holds a script or something from elsewhere; save it as a plain SVG.")
            )
        return text


def as_image(svg: str, alt: str) -> SafeString:
    """The logo for the eye; inside an image a browser runs nothing."""
    data = base64.b64encode(svg.encode()).decode()
    return format_html('<img class="noun-logo" src="data:image/svg+xml;base64,{}" alt="{}">', data, alt)


def _name(tag: Any) -> str:
    return str(tag).rpartition("}")[2].lower()


def _dangerous(element: Element) -> bool:
    if _name(element.tag) in _RUNS:
        return True
    if _name(element.tag) == "style" and ("@import" in (element.text or "") or "url(" in (element.text or "")):
        return True
    for attribute, value in element.attrib.items():
        name, text = _name(attribute), value.strip().lower()
        if name.startswith("on") or (name in ("href", "src") and not text.startswith(("#", "data:image/"))):
            return True
        if "url(" in text and not text.replace(" ", "").replace("'", "").replace('"', "").startswith("url(#"):
            return True
    return False

"""What the forms of nouns are made of: texts per language, tables of rows, and groups that stand together.

An editor never sees how a value is stored: what the database keeps as JSON is fields and rows here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, BaseFormSet, formset_factory
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from contenthub.models.pages.speaking import beside_its_field, in_own_language
from contenthub.resolving.refusal import Refused

LANGUAGES = (("nl", _("Dutch")), ("en", _("English")))
MAIN = "nl"


@dataclass(frozen=True)
class Words:
    """A text in every language that editors write here; Dutch is the one that must be there."""

    label: Any
    required: bool = True
    long: bool = False
    max_length: int = 200
    help_text: Any = ""


class WithWords:
    """Gives a form a field per language for each of `words`, and makes one value of them again."""

    words: ClassVar[Mapping[str, Words]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in self.words.items():
            before = self.words_before(name)
            for code, language in LANGUAGES:
                self.fields[f"{name}_{code}"] = forms.CharField(  # type: ignore[attr-defined]
                    label=format_lazy("{} ({})", words.label, language),
                    required=words.required and code == MAIN,
                    max_length=words.max_length,
                    initial=before.get(code, ""),
                    help_text=words.help_text if code == MAIN else "",
                    widget=forms.Textarea(attrs={"rows": 3, "lang": code})
                    if words.long
                    else forms.TextInput(attrs={"lang": code}),
                )

    def words_before(self, name: str) -> dict[str, str]:
        given = self.initial.get(name) or getattr(getattr(self, "instance", None), name, None)  # type: ignore[attr-defined]
        return given if isinstance(given, dict) else {}

    def words_of(self, name: str) -> dict[str, str]:
        """What was written; languages that this form does not show stay as they were."""
        shown = {code: self.cleaned_data.get(f"{name}_{code}", "") for code, _language in LANGUAGES}  # type: ignore[attr-defined]
        return {code: text for code, text in {**self.words_before(name), **shown}.items() if text}


class RowForm(WithWords, forms.Form):
    """One row of a table. `main` is the field at which a refusal of the whole row is shown."""

    main: ClassVar[str] = ""
    order: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.order)

    def place(self) -> str:
        """The end of the place that a refusal of this row names."""
        return ""

    def value(self) -> dict[str, Any]:
        raise NotImplementedError

    def cells(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name != DELETION_FIELD_NAME]


class Rows(BaseFormSet):
    caption: ClassVar[Any] = ""
    help_text: ClassVar[Any] = ""

    def kept(self) -> list[RowForm]:
        return [
            form
            for form in self.forms
            if getattr(form, "cleaned_data", None) and not form.cleaned_data.get(DELETION_FIELD_NAME)
        ]

    def values(self) -> list[dict[str, Any]]:
        return [form.value() for form in self.kept()]

    def refuse(self, refused: Refused) -> bool:
        """Show a refusal at the row that it names; whether there is one."""
        found = [form for form in self.kept() if (place := form.place()) and refused.field.endswith(f".{place}")]
        if found:
            found[-1].add_error(found[-1].main, beside_its_field(refused))
        return bool(found)


def rows(
    form: type[RowForm], caption: Any, *, help_text: Any = "", extra: int = 1, base: type[Rows] = Rows
) -> type[Rows]:
    made = formset_factory(form, formset=base, can_delete=True, extra=extra, max_num=400)
    return type(f"{form.__name__}s", (made,), {"caption": caption, "help_text": help_text})


@dataclass(frozen=True)
class Group:
    heading: Any
    fields: tuple[forms.BoundField, ...]
    tables: tuple[Rows, ...]


class NounForm(WithWords):
    """A form whose saving is a verb. Mixed into a Form or ModelForm; give `user` to it."""

    tables: ClassVar[Mapping[str, type[Rows]]] = {}
    groups: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = ()
    main: ClassVar[str] = ""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self.prepare()
        self.rows = {
            name: table(self.data if self.is_bound else None, prefix=name, initial=self.rows_before(name))  # type: ignore[attr-defined]
            for name, table in self.tables.items()
        }

    def prepare(self) -> None:
        """Choices that depend on the user or on what is there."""

    def rows_before(self, name: str) -> list[dict[str, Any]]:
        return []

    def is_valid(self) -> bool:
        valid = [super().is_valid(), *(table.is_valid() for table in self.rows.values())]  # type: ignore[misc]
        return all(valid)

    @property
    def media(self) -> forms.Media:
        shared = forms.Media(css={"all": ["contenthub/nouns/nouns.css"]}, js=["contenthub/nouns/rows.js"])
        return super().media + shared  # type: ignore[misc, no-any-return]

    def grouped(self) -> Iterator[Group]:
        for heading, names in self.groups:
            fields = [name for part in names for name in self._fields_of(part)]
            yield Group(
                heading=heading,
                fields=tuple(self[name] for name in fields),  # type: ignore[index]
                tables=tuple(self.rows[name] for name in names if name in self.rows),
            )

    def _fields_of(self, name: str) -> list[str]:
        if name in self.words:
            return [f"{name}_{code}" for code, _language in LANGUAGES]
        return [name] if name in self.fields else []  # type: ignore[attr-defined]

    def refuse(self, refused: Refused) -> None:
        """Show a refusal where the editor can mend it: at a row, at a field, or above the form."""
        if any(table.refuse(refused) for table in self.rows.values()):
            return
        field = next((name for name in self.places(refused.field) if name in self.fields), None)  # type: ignore[attr-defined]
        self.add_error(field, beside_its_field(refused) if field else in_own_language(refused))  # type: ignore[attr-defined]

    def places(self, place: str) -> list[str]:
        """Names of fields at which a refusal of this place may be shown, the best first."""
        tail = place.rpartition(".")[2]
        return [place, tail, f"{tail}_{MAIN}", self.main]

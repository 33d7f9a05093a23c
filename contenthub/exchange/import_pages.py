"""Pages and uploaded files of an export, under ids of this hub."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField
from wagtail.models import Collection

from contenthub.actions.branches import LIBRARY, branch_for
from contenthub.actions.bring_page import Brought, bring_page
from contenthub.exchange import export_shapes as shapes
from contenthub.exchange.archive import bad_archive
from contenthub.exchange.export_pages import TYPES, Upload, fill, with_uploads
from contenthub.exchange.import_reading import Export
from contenthub.exchange.media import PREFIX
from contenthub.models.pages import BranchPage
from contenthub.resolving.refusal import Refused

Ids = dict[int, Brought]


class Uploads:
    """Files that were put among those of the hub, and can be taken away again."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._files: list[Any] = []

    def bring(self) -> dict[Upload, str]:
        """The new id of each picture and document, by kind and old id."""
        ids: dict[Upload, str] = {}
        for record in self._export.records("uploads.jsonl"):
            if record.file not in self._export.members or not record.file.startswith(PREFIX):
                raise bad_archive(self._export.archive.place, f"{record.file} is missing")
            row = self._picture(record) if record.kind == "image" else self._row(get_document_model()(), record)
            ids[record.kind, str(record.id)] = str(row.pk)
        return ids

    def _picture(self, record: shapes.UploadRecord) -> Any:
        """Held to what an editor may upload: the browser of a citizen is shown it."""
        with self._stream(record) as stream:
            given = SimpleUploadedFile(record.file.rpartition("/")[2], stream.read())
        try:
            WagtailImageField().clean(given)
            row = self._row(get_image_model()(description=record.description), record)
            # The address that texts give of a picture is that of this rendition.
            self._files.append(row.get_rendition("max-1200x1200").file)
        except (ValidationError, OSError, ValueError) as error:
            why = " ".join(error.messages) if isinstance(error, ValidationError) else error
            raise bad_archive(self._export.archive.place, f"{record.file}: {why}") from error
        return row

    def _row(self, row: Any, record: shapes.UploadRecord) -> Any:
        row.title, row.collection = record.title, _collection(self._export.owner)
        with self._stream(record) as stream:
            row.file.save(record.file.rpartition("/")[2], File(stream), save=False)
        self._files.append(row.file)
        row.file_size = row.file.size
        if record.kind == "image":
            row.width, row.height = row.file.width, row.file.height
        row.save()
        return row

    def _stream(self, record: shapes.UploadRecord) -> Any:
        return self._export.archive.stream(self._export.members[record.file])

    def take_back(self) -> None:
        for file in self._files:
            file.storage.delete(file.name)
        self._files.clear()


class Pages:
    """Pages of one owner; `ids` knows which page here was which page there."""

    def __init__(self, owner: str, languages: Iterable[str], uploads: dict[Upload, str]) -> None:
        self._branches: dict[str, BranchPage] = {language: branch_for(owner, language) for language in languages}
        self._uploads = uploads
        self.ids: Ids = {}

    def bring(self, record: shapes.PageRecord) -> None:
        branch = self._branches.get(record.language)
        if branch is None or record.type not in TYPES:
            raise Refused(
                "BAD_PAGE",
                f"page {record.id}",
                "%(field)s: %(why)s",
                why=f"{record.type} in {record.language} has no branch",
            )
        try:
            page = TYPES[record.type](translation_key=uuid.UUID(record.key), locale=branch.locale, slug=record.slug)
            self.ids[record.id] = bring_page(
                page,
                branch,
                fill=partial(fill, fields=with_uploads(record.fields, self._uploads)),
                draft=partial(fill, fields=with_uploads(record.draft, self._uploads)) if record.draft else None,
                live=record.live,
                first_published_at=record.first_published_at,
                last_published_at=record.last_published_at,
            )
        except (ValidationError, ValueError, TypeError) as error:
            raise Refused("BAD_PAGE", f"page {record.id}", "%(field)s: %(why)s", why=error) from error


def _collection(owner: str) -> Collection:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    name = owner or LIBRARY
    return root.get_children().filter(name=name).first() or root.add_child(name=name)

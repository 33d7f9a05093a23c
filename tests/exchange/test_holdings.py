"""Somebody has decided of every model, and of every field that is exported, what becomes of it."""

from __future__ import annotations

from django.apps import apps

from contenthub.exchange import export_shapes as shapes
from contenthub.exchange import holdings
from contenthub.exchange.export_pages import TYPES, own_fields
from contenthub.exchange.table_rows import tables
from contenthub.models import (
    Edition,
    Fact,
    Location,
    Municipality,
    Notice,
    Organisation,
    PersonFact,
    StoredAnswer,
    Topic,
    UplName,
)

# Django knows this model only where the database is SQLite.
OF_ONE_DATABASE = {"wagtailsearch.sqliteftsindexentry"}
RECORDS = {
    Edition: shapes.EditionRecord,
    Fact: shapes.FactRecord,
    Location: shapes.LocationRecord,
    Municipality: shapes.MunicipalityRecord,
    Notice: shapes.NoticeRecord,
    Organisation: shapes.OrganisationRecord,
    PersonFact: shapes.PersonFactRecord,
    StoredAnswer: shapes.AnswerRecord,
    Topic: shapes.TopicRecord,
    UplName: shapes.UplRecord,
}


def test_every_model_is_in_a_backup_or_left_out_for_a_reason() -> None:
    models = {m._meta.label_lower for m in apps.get_models(include_auto_created=True) if not m._meta.proxy}
    kept, there = holdings.labels(holdings.IN_BACKUP), holdings.labels(holdings.THERE_FROM_THE_START)
    named = kept | there | set(holdings.LEFT_OUT)
    assert models - named == set(), "say in contenthub/exchange/holdings.py what a backup does with these"
    assert named - models - OF_ONE_DATABASE == set()
    assert len(kept) + len(there) + len(holdings.LEFT_OUT) == len(named)
    assert all(holdings.LEFT_OUT.values())
    assert {table.model._meta.label_lower for table in tables()} == kept | there


def test_every_model_of_ours_is_exported_or_not_for_a_reason() -> None:
    models = {m._meta.model_name for m in apps.get_app_config("contenthub").get_models(include_auto_created=True)}
    assert models - {*holdings.EXPORTED, *holdings.NOT_EXPORTED} == set(), (
        "say in contenthub/exchange/holdings.py what an export does with these"
    )
    assert {*holdings.EXPORTED, *holdings.NOT_EXPORTED} - models == set()
    assert not holdings.EXPORTED.keys() & holdings.NOT_EXPORTED.keys() and all(holdings.NOT_EXPORTED.values())
    assert set(holdings.EXPORTED.values()) == {*shapes.FILES, shapes.MANIFEST} - {"uploads.jsonl"}


def test_every_field_that_is_exported_stands_in_a_record() -> None:
    for model, shape in RECORDS.items():
        fields = {field.name for field in (*model._meta.concrete_fields, *model._meta.local_many_to_many)}
        left = holdings.LEFT_BEHIND.get(model._meta.model_name, set())
        assert fields - set(shape.__struct_fields__) == left, (
            f"{model.__name__}: add it to its record or leave it behind"
        )


def test_pages_have_no_field_of_their_own_that_refers_to_a_row() -> None:
    """An id of this hub means nothing in another."""
    for model in TYPES.values():
        local = {field.name for field in model._meta.local_concrete_fields}
        assert local - {field.name for field in own_fields(model)} == {"page_ptr"}

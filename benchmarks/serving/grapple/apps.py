"""Which fields of our pages grapple shows; it looks for them on the models when it is ready, which is after this app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig

KINDS = ("introduction", "costs", "evidence", "term", "application", "objection")


class Measured(AppConfig):
    name = "benchmarks.serving.grapple"
    label = "measured_grapple"

    def ready(self) -> None:
        from grapple.models import GraphQLCollection, GraphQLForeignKey, GraphQLStreamfield, GraphQLString

        from contenthub.models import ProductPage, QuestionPage

        shared: list[Any] = [GraphQLString("public_slug"), GraphQLString("summary"),
                             *[GraphQLStreamfield(f"section_{kind}") for kind in KINDS]]
        asked: dict[str, list[int]] = {}

        def questions(page: Any) -> Any:
            # Our pages hold this relation in a StreamField; as a foreign key would, it costs one query.
            if not asked:
                for question in QuestionPage.objects.live():
                    for block in question.product:
                        asked.setdefault(block.value, []).append(question.pk)
            return QuestionPage.objects.filter(pk__in=asked.get(page.item_id, ()))[:5]

        QuestionPage.graphql_fields = shared
        ProductPage.measured_questions = property(questions)
        ProductPage.graphql_fields = [
            *shared, GraphQLCollection(GraphQLForeignKey, "measured_questions", "contenthub.QuestionPage")]

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from contenthub.models import Consumer
from search import official
from search.documents import every_item
from search.engines import EngineAway
from search.indexing import agrees, fill
from search.outbox import catch_up, consumer_of, start
from search.setting import engine


class Command(BaseCommand):
    help = (
        "Make the search index anew beside the one that serves, and let it take over once both agree with the editions."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--back", action="store_true", help="let the index that served before serve again")
        parser.add_argument(
            "--words-only", action="store_true", help="take over before the vectors are there; they follow"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        serving = engine()
        if options["back"]:
            return self._back(serving)
        generation = serving.create()
        start(serving, generation)
        with tqdm(total=len(every_item()), desc="items", disable=None) as bar:
            count = fill(serving, generation, bar.update)
        catch_up(serving, generation)
        if not options["words_only"]:
            with tqdm(total=count, desc="vectors", disable=None) as bar:
                while done := serving.add_vectors(generation, 4):
                    bar.update(done)
            catch_up(serving, generation)
        differing = agrees(serving, generation)
        if differing.items:
            # Somebody may have published between the two looks.
            catch_up(serving, generation)
            differing = agrees(serving, generation)
        if differing.items:
            raise CommandError(
                f"{generation} differs from the editions and does not serve: {', '.join(differing.items[:5])}"
            )
        before = _serving(serving)
        serving.promote(generation)
        if not options["words_only"]:
            with tqdm(desc="official names", disable=None) as bar:
                official.refresh(serving, generation, bar.update)
        for old in serving.generations():
            if old not in (generation, before):
                serving.drop(old)
                Consumer.objects.filter(name=consumer_of(serving, old)).delete()
        kept = f"; {before} is kept" if before else ""
        self.stdout.write(f"rebuild_search: {count} items in {generation}, which serves now{kept}")

    def _back(self, serving: Any) -> None:
        now = _serving(serving)
        older = [name for name in serving.generations() if name < now]
        if not older:
            raise CommandError(f"there is no index from before {now}; manage.py rebuild_search makes a new one")
        serving.promote(older[-1])
        catch_up(serving, older[-1])
        self.stdout.write(f"rebuild_search: {older[-1]} serves again instead of {now}")


def _serving(serving: Any) -> str:
    try:
        return str(serving.serving())
    except EngineAway:
        return ""

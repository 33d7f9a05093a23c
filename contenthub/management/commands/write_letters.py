"""Write the letter PDF of every item, for the PDF validator and for looking at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from channels.letter.pdf import pdf
from channels.letter.render import document
from contenthub.answering.everything import everything, spoken_for
from contenthub.resolving.material import today


class Command(BaseCommand):
    help = "Write one PDF per item, municipality and language into a folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--municipality", action="append", help="code; default all that an organisation writes for")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        written = 0
        for answer in tqdm(
            everything(options["municipality"] or spoken_for()), unit=" letters", disable=not self.stderr.isatty()
        ):
            made = pdf(document(answer, addressee=None, date=today(answer.moment)))
            (folder / f"{answer.municipality.code}-{answer.slug}-{answer.language}.pdf").write_bytes(made)
            written += 1
        self.stdout.write(f"{written} letters written")

"""Uploaded files in an archive, and out of it again: all or nothing, as the rows that name them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from contenthub.exchange.archive import CHUNK, Member, Reader, Told, Writer, safe_name
from contenthub.resolving.refusal import Refused

PREFIX = "media/"


def media_root() -> Path:
    return Path(settings.MEDIA_ROOT)


def put_all(writer: Writer, told: Told) -> list[str]:
    """Every file of the media folder as it is now; gives back why which ones could not be taken along."""
    left_out: list[str] = []
    root = media_root()
    for folder, folders, files in os.walk(root):
        folders.sort()
        for file in sorted(files):
            path = Path(folder) / file
            name = path.relative_to(root).as_posix()
            if path.is_symlink() or not path.is_file():
                left_out.append(f"{name}: is no file of its own")
                continue
            try:
                safe_name(name).encode()
            except (Refused, UnicodeEncodeError):
                left_out.append(f"{name!r}: has a name that other systems cannot take")
                continue
            try:
                source = path.open("rb")
            except FileNotFoundError:
                # An editor removed it since; so did the row, after our snapshot or before it.
                left_out.append(f"{name}: was removed meanwhile")
                continue
            with source, writer.member(PREFIX + name) as out:
                while chunk := source.read(CHUNK):
                    out.write(chunk)
                    told(len(chunk))
    return left_out


def check_empty() -> None:
    root = media_root()
    if root.is_dir() and (there := next(root.iterdir(), None)) is not None:
        raise Refused(
            "NOT_EMPTY",
            str(root),
            "%(field)s: holds %(value)s; restore into an empty hub only",
            value=there.name,
        )


class Staged:
    """Files that are whole, and not yet where the hub looks for them."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._moved = folder, list[Path]()

    def place(self) -> None:
        for path in sorted(self._folder.iterdir()):
            target = media_root() / path.name
            path.rename(target)
            self._moved.append(target)

    def take_back(self) -> None:
        for path in self._moved:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        self._moved.clear()


@contextmanager
def staged(archive: Reader, members: list[Member]) -> Iterator[Staged]:
    """The media of an archive beside their places, on the same disk; whatever is not in place at the end is removed."""
    root = media_root()
    root.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".restoring-", dir=root))
    held = Staged(folder)
    try:
        for member in members:
            path = folder / safe_name(member.name.removeprefix(PREFIX))
            path.parent.mkdir(parents=True, exist_ok=True)
            with archive.stream(member) as source, path.open("xb") as out:
                shutil.copyfileobj(source, out, CHUNK)
        yield held
    except BaseException:
        held.take_back()
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)

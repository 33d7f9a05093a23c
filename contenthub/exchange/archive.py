"""Archives: a zip of members, each known by its size and sha-256.

What is written becomes visible only when it is whole, for its owner alone. What is read is suspected: names that lead
elsewhere, members that are missing, too many, too long or not what the manifest says are refused.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

import msgspec
from msgspec import Struct

from contenthub.resolving.refusal import Refused

CHUNK = 1 << 20
Told = Callable[[int], object]
_Shape = TypeVar("_Shape", bound=Struct)
_PACKED = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".pdf", ".zip", ".docx", ".odt", ".mp4"})
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError)


class Member(Struct, frozen=True):
    """One file of an archive; `sha256` is in lower case hexadecimal."""

    name: str
    bytes: int
    sha256: str


class Sink:
    """Counts and hashes what goes through it."""

    def __init__(self, name: str, file: IO[bytes]) -> None:
        self._name, self._file, self._bytes, self._hash = name, file, 0, hashlib.sha256()

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._bytes += len(data)
        self._hash.update(data)

    @property
    def member(self) -> Member:
        return Member(name=self._name, bytes=self._bytes, sha256=self._hash.hexdigest())


class Writer:
    """One member after the other; `members` are those that are whole. Made by `new_archive`."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self.members: list[Member] = []

    @contextmanager
    def member(self, name: str) -> Iterator[Sink]:
        info = zipfile.ZipInfo(safe_name(name), (1980, 1, 1, 0, 0, 0))
        info.external_attr = (stat.S_IFREG | 0o600) << 16
        packed = Path(name).suffix.lower() in _PACKED
        info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        with self._packed.open(info, "w", force_zip64=True) as file:
            sink = Sink(name, file)
            yield sink
        self.members.append(sink.member)


@contextmanager
def new_archive(path: Path) -> Iterator[Writer]:
    """A zip that stands at `path` once the block has ended well; otherwise nothing does.

    Refused: something stands there already, or there is no folder to put it in.
    """
    folder = path.absolute().parent
    _check_free(path)
    if not folder.is_dir():
        raise Refused("NO_SUCH_FOLDER", str(folder), "%(field)s: there is no such folder")
    # mkstemp makes a file that only its owner may read.
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=folder)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", compresslevel=6) as packed:
                yield Writer(packed)
            file.flush()
            os.fsync(file.fileno())
        _check_free(path)
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


class Reader:
    """An archive that somebody gave us. Made by `opened`."""

    def __init__(self, place: str, packed: zipfile.ZipFile) -> None:
        self.place, self._packed = place, packed
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in packed.infolist():
            # `orig_filename` is what really stands there: zipfile cuts a name off at a NUL.
            if safe_name(info.orig_filename) in self._infos:
                raise bad_archive(place, f"{info.filename} stands in it twice")
            self._infos[info.filename] = info

    def manifest(self, name: str, shape: type[_Shape], *, kind: str, newest: int) -> tuple[_Shape, bytes]:
        """The manifest and its bytes; one of another kind of archive or of a later format than `newest` is refused."""
        raw = self.small(name, most=200_000_000)
        try:
            head = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
            found, made_for = (msgspec.json.decode(head.get(key, b"null")) for key in ("kind", "format"))
            if found != kind or not isinstance(made_for, int):
                raise bad_archive(self.place, f"{name} is not that of a {kind}")
            if made_for > newest:
                raise newer_archive(self.place, f"format {made_for}")
            return msgspec.json.decode(raw, type=shape), raw
        except msgspec.DecodeError as error:
            raise bad_archive(self.place, f"{name}: {error}") from error

    def small(self, name: str, most: int) -> bytes:
        """A whole member of which nothing is known yet, of at most so many bytes."""
        with self._opened(name) as file:
            try:
                content = file.read(most + 1)
            except _BROKEN as error:
                raise bad_archive(self.place, str(error)) from error
        if len(content) > most:
            raise bad_archive(self.place, f"{name} is larger than {most} bytes")
        return content

    @contextmanager
    def stream(self, member: Member) -> Iterator[IO[bytes]]:
        """The bytes of a member; whoever reads to the end has been refused what the manifest does not say."""
        with (
            self._opened(member.name) as file,
            io.BufferedReader(_Checked(self.place, file, member), CHUNK) as stream,
        ):
            yield stream

    def verify(self, members: Sequence[Member], besides: Sequence[str], told: Told) -> None:
        """Refused unless the archive holds these members as they are described, and no others than those `besides`."""
        names = [member.name for member in members]
        if len(names) != len(set(names)):
            raise bad_archive(self.place, "the manifest names a member twice")
        if missing := sorted(set(names) - set(self._infos)):
            raise bad_archive(self.place, f"{missing[0]} is missing")
        if strange := sorted(set(self._infos) - {*names, *besides}):
            raise bad_archive(self.place, f"{strange[0]} is not in the manifest")
        for member in members:
            with self.stream(member) as stream:
                while stream.read(CHUNK):
                    pass
            told(member.bytes)

    def _opened(self, name: str) -> IO[bytes]:
        if name not in self._infos:
            raise bad_archive(self.place, f"{name} is missing")
        try:
            return self._packed.open(self._infos[name])
        except _BROKEN as error:
            raise bad_archive(self.place, str(error)) from error


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """Refused: no file, a zip that is cut off, a name that stands in it twice or leads out of it."""
    if not path.is_file():
        raise Refused("NO_SUCH_FILE", str(path), "%(field)s: there is no such file")
    try:
        packed = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise bad_archive(path.name, str(error)) from error
    with packed:
        yield Reader(path.name, packed)


def safe_name(name: str) -> str:
    """The name itself where it stays within its folder on every system."""
    parts = name.split("/")
    if not name or "\\" in name or "\0" in name or any(part in ("", ".", "..") for part in parts) or ":" in parts[0]:
        raise Refused("UNSAFE_NAME", "archive", "%(field)s: %(value)s is no name for a file in an archive", value=name)
    return name


def bad_archive(place: str, why: str) -> Refused:
    return Refused(
        "BAD_ARCHIVE",
        place,
        "%(field)s: is no whole archive (%(why)s); copy it again or take another one",
        value=place,
        why=why,
    )


def newer_archive(place: str, what: str) -> Refused:
    return Refused(
        "NEWER_ARCHIVE",
        place,
        "%(field)s: was made by a newer version (%(value)s); install that version first",
        value=what,
    )


def _check_free(path: Path) -> None:
    if path.exists():
        raise Refused("FILE_EXISTS", str(path), "%(field)s: is there already; choose another name")


class _Checked(io.RawIOBase):
    def __init__(self, place: str, file: IO[bytes], member: Member) -> None:
        self._place, self._file, self._member = place, file, member
        self._bytes, self._hash = 0, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._file.read(len(buffer))
        except _BROKEN as error:
            raise bad_archive(self._place, f"{self._member.name}: {error}") from error
        self._bytes += len(data)
        self._hash.update(data)
        whole = self._bytes == self._member.bytes and self._hash.hexdigest() == self._member.sha256
        if self._bytes > self._member.bytes or (not data and not whole):
            raise bad_archive(self._place, f"{self._member.name} is not what was written")
        buffer[: len(data)] = data
        return len(data)

"""Archives: a zip or a folder of members, each known by its size and sha-256.

What is written becomes visible only when it is whole, for its owner alone. What is read is suspected: names that lead
elsewhere, members that are missing, too many, too long or not what the manifest says are refused.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from msgspec import Struct

from contenthub.resolving.refusal import Refused

CHUNK = 1 << 20
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


class Writer(Protocol):
    """One member after the other; `members` are those that are whole."""

    members: list[Member]

    def member(self, name: str) -> Any:
        """A context manager that gives a Sink."""


@contextmanager
def new_archive(path: Path) -> Iterator[Writer]:
    """A zip where the name ends in .zip, else a folder. Nothing stands at `path` unless the block ends well.

    Refused: something stands there already, or there is no folder to put it in.
    """
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise Refused("FILE_EXISTS", str(path), "%(field)s: is there already; choose another name")
    if not path.absolute().parent.is_dir():
        raise Refused("NO_SUCH_FOLDER", str(path.absolute().parent), "%(field)s: there is no such folder")
    whole = _new_zip(path) if path.suffix == ".zip" else _new_folder(path)
    with whole as writer:
        yield writer


@contextmanager
def _new_zip(path: Path) -> Iterator[Writer]:
    # mkstemp makes a file that only its owner may read.
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.absolute().parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", compresslevel=6) as packed:
                yield _ZipWriter(packed)
            file.flush()
            os.fsync(file.fileno())
        # A link, unlike a rename, never takes the place of a file that came there meanwhile.
        os.link(part, path)
    except FileExistsError as error:
        raise Refused("FILE_EXISTS", str(path), "%(field)s: is there already; choose another name") from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _new_folder(path: Path) -> Iterator[Writer]:
    part = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".part", dir=path.absolute().parent))
    try:
        yield _FolderWriter(part)
        part.rename(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)


class _ZipWriter:
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


class _FolderWriter:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.members: list[Member] = []

    @contextmanager
    def member(self, name: str) -> Iterator[Sink]:
        path = self._folder / safe_name(name)
        # One by one: with `parents` the folders between would get the mode of the system.
        for folder in reversed(path.relative_to(self._folder).parents):
            (self._folder / folder).mkdir(exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            sink = Sink(name, file)
            yield sink
        self.members.append(sink.member)


class Reader:
    """An archive that somebody gave us. Made by `opened`."""

    def __init__(self, place: str, files: dict[str, Any], packed: zipfile.ZipFile | None) -> None:
        self.place, self._files, self._packed = place, files, packed

    def names(self) -> set[str]:
        return set(self._files)

    def small(self, name: str, most: int = 200_000_000) -> bytes:
        """A whole member of which nothing is known yet, such as a manifest."""
        if name not in self._files:
            raise bad_archive(self.place, f"{name} is missing")
        try:
            with self._open(name) as file:
                content = file.read(most + 1)
        except _BROKEN as error:
            raise bad_archive(self.place, str(error)) from error
        if len(content) > most:
            raise bad_archive(self.place, f"{name} is larger than {most} bytes")
        return content

    @contextmanager
    def stream(self, member: Member) -> Iterator[IO[bytes]]:
        """The bytes of a member; whoever reads to the end has been refused what the manifest does not say."""
        if member.name not in self._files:
            raise bad_archive(self.place, f"{member.name} is missing")
        try:
            file = self._open(member.name)
        except _BROKEN as error:
            raise bad_archive(self.place, str(error)) from error
        with file, io.BufferedReader(_Checked(self.place, file, member), CHUNK) as stream:
            yield stream

    def verify(self, member: Member) -> None:
        with self.stream(member) as stream:
            while stream.read(CHUNK):
                pass

    def check_complete(self, members: list[Member], besides: tuple[str, ...]) -> None:
        """Refused unless the archive holds these members, and nothing but them and those `besides`."""
        listed = [member.name for member in members]
        if len(listed) != len(set(listed)):
            raise bad_archive(self.place, "the manifest names a member twice")
        if missing := sorted(set(listed) - self.names()):
            raise bad_archive(self.place, f"{missing[0]} is missing")
        if strange := sorted(self.names() - set(listed) - set(besides)):
            raise bad_archive(self.place, f"{strange[0]} is not in the manifest")

    def _open(self, name: str) -> IO[bytes]:
        if self._packed is not None:
            return self._packed.open(self._files[name])
        return open(self._files[name], "rb")


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """Refused: no file, a zip that is cut off, a name twice or one that leads out of the archive, a symbolic link."""
    place = path.name
    if path.is_dir():
        yield Reader(place, _files_in(path), None)
        return
    if not path.is_file():
        raise Refused("NO_SUCH_FILE", str(path), "%(field)s: there is no such file")
    try:
        packed = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise bad_archive(place, str(error)) from error
    with packed:
        files: dict[str, Any] = {}
        for info in packed.infolist():
            # `orig_filename` is what really stands there: zipfile cuts a name off at a NUL.
            if safe_name(info.orig_filename) in files:
                raise bad_archive(place, f"{info.filename} stands in it twice")
            files[info.filename] = info
        yield Reader(place, files, packed)


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


def _files_in(folder: Path) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise Refused(
                "UNSAFE_NAME", "archive", "%(field)s: %(value)s is no name for a file in an archive", value=name
            )
        if path.is_file():
            found[safe_name(name)] = path
    return found


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

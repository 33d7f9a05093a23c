"""Files that are not what they should be are refused with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from contenthub.exchange import sources
from contenthub.resolving.refusal import Refused


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ("gemeente;café".encode("utf-16"), "lijst.csv"),
        ("gemeente;café".encode("utf-16-le"), "lijst.csv"),
        ("gemeente;café".encode("utf-32"), "lijst.csv"),
        ("een\ntwee\ncaf\u00e9".encode("cp1252"), "lijst.csv:3"),
        (b"PK\x03\x04\x00\x00", "lijst.csv"),
    ],
)
def test_another_encoding_is_refused_and_not_guessed(raw: bytes, place: str) -> None:
    with pytest.raises(Refused, match="UTF-8") as refused:
        sources.text_of(raw, "lijst.csv")
    assert (refused.value.code, refused.value.field) == ("WRONG_ENCODING", place)


def test_utf8_with_and_without_a_mark_is_read() -> None:
    assert sources.text_of("café".encode("utf-8-sig"), "x") == sources.text_of("café".encode(), "x") == "café"


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b"", "x.json:1"),
        (b"{", "x.json:1"),
        (b'{"a": 1,\n "b": }', "x.json:2"),
        (b"[1, 2", "x.json:1"),
        (b"[" * 100_000, "x.json"),
    ],
)
def test_malformed_json_is_refused_with_its_line(raw: bytes, place: str) -> None:
    with pytest.raises(Refused) as refused:
        sources.json_of(raw, "x.json")
    assert (refused.value.code, refused.value.field) == ("BAD_JSON", place)


@pytest.mark.parametrize(
    ("raw", "code", "place"),
    [
        (b"", "MISSING_COLUMN", "x.csv:1"),
        (b"naam\nx\n", "MISSING_COLUMN", "x.csv:1"),
        (b"naam;uri\nx;y\n", "MISSING_COLUMN", "x.csv:1"),
        (b"naam,uri\nx,y\nx\n", "BAD_CSV", "x.csv:3"),
        (b"naam,uri\nx,y,z\n", "BAD_CSV", "x.csv:2"),
        (b'naam,uri\n"x,y\nz,w\n', "BAD_CSV", "x.csv:3"),
        (b'naam,uri\n"x"y,z\n', "BAD_CSV", "x.csv:2"),
    ],
)
def test_malformed_csv_is_refused_with_its_line(raw: bytes, code: str, place: str) -> None:
    with pytest.raises(Refused) as refused:
        sources.csv_of(raw, "x.csv", ("naam", "uri"))
    assert (refused.value.code, refused.value.field) == (code, place)


def test_a_cell_may_hold_commas_quotes_and_lines() -> None:
    rows = sources.csv_of(b'naam,uri\n"a, ""b""\nc",d\n\ne,f\n', "x.csv", ("naam",))
    assert rows == [(3, {"naam": 'a, "b"\nc', "uri": "d"}), (5, {"naam": "e", "uri": "f"})]


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b"<a><b></a>", "x.xml:1"),
        (b"", "x.xml:1"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "x.xml"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "x.xml"),
    ],
)
def test_malformed_and_hostile_xml_is_refused(raw: bytes, place: str) -> None:
    with pytest.raises(Refused) as refused:
        sources.xml_of(raw, "x.xml")
    assert (refused.value.code, refused.value.field) == ("BAD_XML", place)


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b"a: [1", "x.yaml:2"),
        (b"a: 1\nb: 2\na: 3", "x.yaml:3"),
        (b"a:\n\t- b", "x.yaml:2"),
        (b"!!python/object/apply:os.system [ls]", "x.yaml:1"),
        (b"a: 2026-13-45", "x.yaml"),
    ],
)
def test_malformed_yaml_is_refused_with_its_line(raw: bytes, place: str) -> None:
    with pytest.raises(Refused) as refused:
        sources.yaml_of(raw, "x.yaml")
    assert (refused.value.code, refused.value.field) == ("BAD_YAML", place)


def test_a_file_or_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no such file"):
        sources.read_bytes(tmp_path / "x.csv")
    with pytest.raises(Refused, match="no such folder"):
        sources.files(tmp_path / "map", "*.json")
    with pytest.raises(Refused, match="holds no"):
        sources.files(tmp_path, "*.json")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.csv").write_bytes(b"x" * 11)
    monkeypatch.setattr(sources, "MAX_BYTES", 10)
    with pytest.raises(Refused) as refused:
        sources.read_bytes(tmp_path / "x.csv")
    assert refused.value.code == "TOO_LARGE"


def test_a_file_that_ends_within_a_character_was_cut_off() -> None:
    with pytest.raises(Refused) as refused:
        sources.text_of("café\nBrouwershaven aan zé".encode()[:-1], "upl.csv")
    assert (refused.value.code, refused.value.field) == ("CUT_OFF", "upl.csv:2")


def test_plain_letters_and_half_a_character_may_be_either() -> None:
    with pytest.raises(Refused, match="looks like Windows-1252, or the file was cut off"):
        sources.text_of("een\ncaf\xe9".encode("cp1252"), "upl.csv")


def test_another_encoding_in_the_middle_is_still_called_that() -> None:
    with pytest.raises(Refused, match="looks like Windows-1252"):
        sources.text_of("naam\nCafé aan zee".encode("cp1252"), "upl.csv")

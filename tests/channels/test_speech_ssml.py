"""SSML: a valid document, escaped, and read by a real synthesiser."""

from __future__ import annotations

import shutil
import subprocess
import wave
from pathlib import Path
from xml.etree import ElementTree

import pytest

from channels.speech import speak, ssml
from tests.channels.test_speech_dutch import CASES
from tests.channels.test_speech_english import CASES as ENGLISH_CASES
from tests.needed import missing

NAMESPACE = "{http://www.w3.org/2001/10/synthesis}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def parse(document: str) -> ElementTree.Element:
    return ElementTree.fromstring(document.encode())


def sentences_of(document: str) -> list[str]:
    return ["".join(each.itertext()) for each in parse(document).iter(f"{NAMESPACE}s")]


def test_sentences_with_pauses() -> None:
    assert ssml(["Goedemorgen.", "Het kost zesentachtig euro vijfentachtig."]) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="nl-NL">'
        '<p><s>Goedemorgen.</s><break time="350ms"/><s>Het kost zesentachtig euro vijfentachtig.</s></p>'
        "</speak>\n"
    )


def test_root_says_version_and_language() -> None:
    root = parse(ssml(["Dag."]))
    assert root.tag == f"{NAMESPACE}speak"
    assert root.attrib == {"version": "1.1", LANGUAGE: "nl-NL"}


@pytest.mark.parametrize(
    ("language", "tag"),
    [
        ("nl", "nl-NL"),
        ("nl-x-a2", "nl-NL"),
        ("nl-BE", "nl-BE"),
        ("en", "en-GB"),
        ("en-us", "en-US"),
        ("uk", "uk"),
    ],
)
def test_language_is_one_that_a_voice_has(language: str, tag: str) -> None:
    assert parse(ssml(["x"], language)).attrib[LANGUAGE] == tag


def test_text_is_escaped() -> None:
    hostile = 'Tom & <break time="10s"/> "zei" </s></speak>'
    assert sentences_of(ssml([hostile])) == [hostile]


def test_language_is_escaped() -> None:
    assert parse(ssml(["x"], 'uk"><evil a="')).attrib[LANGUAGE].startswith('uk"')


def test_characters_that_xml_forbids_are_dropped() -> None:
    assert sentences_of(ssml(["a\x00b\x1b\ud800c\ufffe"])) == ["abc"]


def test_empty_sentences_are_left_out() -> None:
    assert sentences_of(ssml(["", "  ", "Dag."])) == ["Dag."]


def test_no_sentences_is_a_valid_document() -> None:
    assert list(parse(ssml([]))) == []


def test_words_that_voices_cannot_read_have_an_alias() -> None:
    document = ssml(["Log in met DigiD.", "De WOZ-waarde."])
    assert [each.attrib["alias"] for each in parse(document).iter(f"{NAMESPACE}sub")] == ["diegie dee", "woz"]
    assert sentences_of(document) == ["Log in met DigiD.", "De WOZ-waarde."]


def test_only_elements_of_ssml_in_their_places() -> None:
    document = parse(ssml([case.spoken for case in CASES]))
    allowed = {"speak": {"p"}, "p": {"s", "break"}, "s": {"sub"}, "sub": set(), "break": set()}
    for element in document.iter():
        name = element.tag.removeprefix(NAMESPACE)
        assert {child.tag.removeprefix(NAMESPACE) for child in element} <= allowed[name]


@pytest.fixture
def espeak() -> str:
    program = shutil.which("espeak-ng")
    if program is None:
        missing("espeak-ng is not installed (Debian package espeak-ng)")
    return program


def run(program: str, voice: str, document: str, folder: Path) -> str:
    """The phonemes of the document, after a check that the synthesiser made sound of it too."""
    source, phonemes, sound = folder / "in.ssml", folder / "phonemes.txt", folder / "out.wav"
    source.write_text(document, encoding="utf-8")
    command = [program, "-m", "-v", voice, "-f", str(source)]
    for extra in (["-q", "-x", f"--phonout={phonemes}"], ["-w", str(sound)]):
        done = subprocess.run([*command, *extra], capture_output=True, text=True, timeout=120)
        assert (done.returncode, done.stderr) == (0, "")
    with wave.open(str(sound)) as wav:
        assert wav.getnframes() / wav.getframerate() > 0.5
    return phonemes.read_text(encoding="utf-8")


def test_espeak_reads_an_answer(espeak: str, tmp_path: Path) -> None:
    answer = [
        "Een paspoort kost € 86,85 vanaf 1 januari 2027.",
        "U kunt van 9.00 tot 17.00 uur bellen met 14 0123 & mailen naar info@gemeente.nl.",
        "Neem uw BSN mee en log in met DigiD.",
    ]
    phonemes = run(espeak, "nl", ssml([speak(each) for each in answer]), tmp_path)
    assert len(phonemes.split()) > 40
    # espeak-ng marks a word that it had to read in another language, such as a bare "&" or "@".
    assert "(en)" not in phonemes


def test_espeak_reads_every_dutch_case(espeak: str, tmp_path: Path) -> None:
    phonemes = run(espeak, "nl", ssml([case.spoken for case in CASES]), tmp_path)
    assert len(phonemes.split()) > len(CASES)
    assert "(en)" not in phonemes


def test_espeak_reads_every_english_case(espeak: str, tmp_path: Path) -> None:
    phonemes = run(espeak, "en-gb", ssml([case.spoken for case in ENGLISH_CASES], "en"), tmp_path)
    assert len(phonemes.split()) > len(ENGLISH_CASES)


def test_espeak_pronounces_digid_as_people_do(espeak: str, tmp_path: Path) -> None:
    phonemes = run(espeak, "nl", ssml(["Log nu met DigiD in op de website van uw gemeente."]), tmp_path)
    assert "tiQ" in phonemes.replace("'", "").replace(",", "")

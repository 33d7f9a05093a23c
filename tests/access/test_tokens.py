"""The form of a token: made, recognised, and told from a look-alike without a database."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contenthub.access import tokens
from contenthub.resolving.refusal import Refused

ONE = tokens.make()


def test_a_made_token_has_the_form_that_the_documentation_gives():
    found = {tokens.make() for _ in range(200)}
    assert len(found) == 200
    for token in found:
        assert re.fullmatch(r"chub_[0-9A-Za-z]{46}", token) and re.findall(tokens.PATTERN, f"key={token};") == [token]
        assert tokens.check(token) == token
        assert len(tokens.digest(token)) == 64 and token not in tokens.digest(token)
        assert token.startswith(tokens.hint(token)) and len(tokens.hint(token)) == 11


def test_the_checksum_is_the_documented_one():
    """CRC-32 in base 62, held against a value computed apart: another checksum would void every token given out."""
    assert tokens.check("chub_0123456789abcdefghijABCDEFGHIJ0123456789" + "2sEEHA")


# Named, because tests that run side by side must agree on what they are called.
OTHER_FORMS = {
    "nothing": "",
    "only the beginning": "chub_",
    "one short": ONE[:-1],
    "one long": f"{ONE}a",
    "space": f" {ONE}",
    "line end": f"{ONE}\n",
    "upper case": ONE.upper(),
    "of another": ONE.replace("chub_", "ghp_"),
    "accents": f"chub_{'é' * 46}",
    "digits of another script": f"chub_{'٣' * 46}",
}


@pytest.mark.parametrize("name", OTHER_FORMS)
def test_what_has_another_form_is_refused(name):
    with pytest.raises(Refused) as refused:
        tokens.check(OTHER_FORMS[name])
    assert refused.value.code == "BAD_TOKEN" and ONE[5:20] not in str(refused.value)


@given(st.integers(5, len(ONE) - 1), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
def test_one_wrong_character_is_always_found(place, character):
    mistyped = ONE[:place] + character + ONE[place + 1 :]
    if mistyped != ONE:
        with pytest.raises(Refused):
            tokens.check(mistyped)

"""The forms that a setting may have: each turns text into a value, or raises ValueError saying what would be right.

The docstring of a form is what the table in docs/operations.md says of it.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url

_HOST = re.compile(r"\.?(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def flag(text: str) -> bool:
    """`1` or `0`"""
    if text not in ("0", "1"):
        raise ValueError("give 1 for yes or 0 for no")
    return text == "1"


def whole(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"give a whole number from {least} to {most}")
        return int(text)

    number.told = f"a whole number from {least} to {most}"  # type: ignore[attr-defined]
    return number


def one_of(*names: str) -> Callable[[str], str]:
    """One of these, in capitals or not."""

    def chosen(text: str) -> str:
        for name in names:
            if text.casefold() == name.casefold():
                return name
        raise ValueError(f"give one of {', '.join(names)}")

    chosen.told = "one of " + ", ".join(f"`{name}`" for name in names)  # type: ignore[attr-defined]
    return chosen


def text(told: str) -> Callable[[str], str]:
    """Any text; `told` says which. Whether it fits with others is for `people.py`."""

    def given(value: str) -> str:
        return value

    given.told = told  # type: ignore[attr-defined]
    return given


def secret(text: str) -> str:
    """at least 16 characters"""
    return _random(text, 16)


def long_secret(text: str) -> str:
    """at least 50 random characters"""
    if text.startswith("django-insecure-"):
        raise ValueError("that is a key for development; give at least 50 random characters")
    return _random(text, 50)


def _random(text: str, least: int) -> str:
    if len(text) < least or len(set(text)) < 5:
        raise ValueError(f"give at least {least} characters, at least 5 of them different")
    return text


def mailbox(text: str) -> str:
    """an e-mail address"""
    if not re.fullmatch(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,253}", text):
        raise ValueError("give an e-mail address such as contenthub@gemeente.nl")
    return text


def hosts(text: str) -> tuple[str, ...]:
    """host names, separated by commas"""
    names = tuple(name.strip().lower() for name in text.split(",") if name.strip())
    for name in names:
        if not _HOST.fullmatch(name) and not _is_address(name.strip("[]")):
            raise ValueError(f"{name[:60]!r} is no host name; give names like antwoord.gemeente.nl, without https:// and port")
    if not names:
        raise ValueError("give at least one host name")
    return names


def address(text: str) -> str:
    """`https://` and a host name"""
    try:
        parts = urlsplit(text)
        fits = parts.scheme in ("http", "https") and parts.hostname and not parts.username and parts.port != 0
    except ValueError:
        fits = False
    if not fits or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("give the address alone, like https://antwoord.gemeente.nl")
    return text.rstrip("/")


def bound(text: str) -> str:
    """an IP address of this machine"""
    if not _is_address(text):
        raise ValueError("give an IP address, like 0.0.0.0 for all or 127.0.0.1 for this machine only")
    return text


def database(text: str) -> str:
    """a database URL"""
    remedy = "give postgresql://user:password@host/name or sqlite:////folder/file.sqlite3"
    try:
        found = dj_database_url.parse(text)
    except Exception:
        # What the library says may repeat the password.
        raise ValueError(remedy) from None
    if not str(found["ENGINE"]).endswith(("postgresql", "sqlite3")) or not found["NAME"]:
        raise ValueError(remedy)
    return text


def networks(text: str) -> tuple[Network, ...]:
    """addresses or networks, separated by commas"""
    try:
        found = tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError:
        raise ValueError("give addresses or networks like 127.0.0.1,10.0.0.0/8") from None
    if any(network.prefixlen == 0 for network in found):
        raise ValueError("that is everybody; name the addresses that may")
    return found


def path(text: str) -> Path:
    """a folder"""
    return Path(text)


def folder(text: str) -> Path:
    """a folder that can be written"""
    found = Path(text).resolve()
    try:
        found.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"this folder cannot be made: {error.strerror}") from None
    if not os.access(found, os.W_OK | os.X_OK):
        raise ValueError("this folder cannot be written by the user of the service")
    return found


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True

"""Reads the tables of the speech tests: one case a line, `written => spoken`, under headings that begin with #."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    heading: str
    written: str
    spoken: str


def read(table: str) -> list[Case]:
    heading = ""
    cases: list[Case] = []
    for line in filter(None, map(str.strip, table.splitlines())):
        if line.startswith("# "):
            heading = line[2:]
            continue
        written, arrow, spoken = line.partition(" => ")
        assert arrow, f"no arrow in: {line}"
        cases.append(Case(heading, written.strip(), spoken))
    return cases

"""How much each check matters to one organisation: what it has chosen, else what the check says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from contenthub.models import CheckLevel
from contenthub.vocabulary import Grade, Level, TextCheck


class Levels(Struct, frozen=True):
    """`chosen` by check; what is not in it has the level of its class."""

    chosen: Mapping[TextCheck, Level] = MappingProxyType({})
    aim: Grade = Grade.B1

    def of(self, check: TextCheck, own: Level) -> Level:
        return self.chosen.get(check, own)


OWN = Levels()


def levels_of(organisation: str) -> Levels:
    """Those of an organisation, "" for the library; one query. Rows of a check that is no longer there say nothing."""
    rows = CheckLevel.objects.filter(organisation=organisation, check_id__in=[*TextCheck])
    told = {TextCheck(row.check_id): row for row in rows}
    reading = told.get(TextCheck.READING_LEVEL)
    return Levels(
        chosen={check: Level(row.level) for check, row in told.items() if row.level},
        aim=Grade(reading.aim) if reading and reading.aim else Grade.B1,
    )

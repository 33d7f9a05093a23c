"""What an editor is told about a text before anybody reads it: advice while writing.

What would make an answer wrong is refused when it is published (`contenthub.actions.check_page`). These checks say what
makes it worse: each is a small class with an id, a level, a message and a remedy. An organisation gives a check another
level, be it that editors cannot publish before it is mended (`blocking`); who brings texts in is never stopped by one.
"""

from contenthub.editorial.checks.finding import Finding
from contenthub.editorial.checks.levels import Levels, levels_of
from contenthub.editorial.checks.running import CHECKS, check, readings
from contenthub.editorial.checks.written import Written, written
from contenthub.vocabulary import Level

__all__ = ["CHECKS", "Finding", "Level", "Levels", "Written", "check", "levels_of", "readings", "written"]

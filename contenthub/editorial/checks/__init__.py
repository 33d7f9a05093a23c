"""What an editor is told about a text before anybody reads it: advice while writing, never a refusal.

What would make an answer wrong is refused when it is published (`contenthub.actions.check_page`). These checks say what
makes it worse: each is a small class with an id, a level, a message and a remedy.
"""

from contenthub.editorial.checks.finding import Finding, Level
from contenthub.editorial.checks.running import CHECKS, check, readings
from contenthub.editorial.checks.written import Written, written

__all__ = ["CHECKS", "Finding", "Level", "Written", "check", "readings", "written"]

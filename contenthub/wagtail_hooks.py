"""Wagtail looks for hooks here; they live in `contenthub.editorial`."""

from contenthub.editorial import hooks, second_step
from contenthub.editorial.checks import registering as checks
from contenthub.editorial.coverage import registering as coverage
from contenthub.editorial.fact_checks import registering as fact_checks
from contenthub.editorial.history import registering as history
from contenthub.editorial.insight import registering as insight
from contenthub.editorial.items import registering as items
from contenthub.editorial.law import registering as law
from contenthub.editorial.links import registering as links
from contenthub.editorial.local import registering as local
from contenthub.editorial.nouns import registering
from contenthub.editorial.overtaken import registering as overtaken
from contenthub.editorial.work import registering as work

"""Wagtail looks for hooks here; they live in `contenthub.editorial`."""

from contenthub.editorial import hooks, second_step
from contenthub.editorial.nouns import registering

"""One browser for all journeys of a test run."""

from tests.journeys.browser import browse, chromium, editors_page, one_at_a_time, open_page

__all__ = ["browse", "chromium", "editors_page", "one_at_a_time", "open_page"]

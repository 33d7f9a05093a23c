"""As the tests are, with a file for a database and the page beside which the others are measured."""

from contenthub.settings.test import *  # noqa: F403

ROOT_URLCONF = "benchmarks.editorial.urls"
LOGGING["root"]["level"] = "WARNING"  # noqa: F405
DATA_DIR.joinpath("static").mkdir(exist_ok=True)  # noqa: F405

"""What `manage.py check` adds: variables that look like ours and are not."""

from __future__ import annotations

import os
from typing import Any

from django.core.checks import CheckMessage, Warning, register

from contenthub.settings import variables


@register()
def unknown_variables(**kwargs: Any) -> list[CheckMessage]:
    """contenthub.W001: a variable with our prefix that nothing reads; probably a slip of the pen."""
    return [
        Warning(f"{name} is set, and there is no such setting", id="contenthub.W001",
                hint=f"Did you mean {meant}?" if (meant := variables.meant(name)) else "See docs/operations.md for all settings.")
        for name in variables.read(os.environ).unknown
    ]

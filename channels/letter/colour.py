"""Colours that can be read: a municipality's own colour, made fit for text and for a background.

Contrast as WCAG 2.2 defines it (success criterion 1.4.3, relative luminance of sRGB).
"""

from __future__ import annotations

ENOUGH = 4.5
_TINT = 0.09


def _channels(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))


def _hexadecimal(channels: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 (black) to 1 (white)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tint(colour: str) -> str:
    """The colour as a background so light that dark text on it stays readable."""
    return _hexadecimal(tuple(1 - _TINT * (1 - channel) for channel in _channels(colour)))


def ink(colour: str) -> str:
    """The colour, darkened just so far that it is readable as text on white and on its own tint."""
    background, channels = tint(colour), _channels(colour)
    while contrast(_hexadecimal(channels), background) < ENOUGH:
        channels = tuple(channel * 0.95 for channel in channels)
    return _hexadecimal(channels)

"""The promised contrast of every colour that says something, computed from the values in use."""

import pytest

from omniflash_desktop.ui.theme.tokens import DARK, LIGHT, Colours

TEXT, GRAPHIC = 4.5, 3.0  # WCAG AA

PAIRS = [
    *(("text", back, TEXT) for back in ("panel", "stage", "window", "raised", "input", "overlay")),
    *(("text2", back, TEXT) for back in ("panel", "stage", "raised", "raised2", "seg")),
    *(("text3", back, TEXT) for back in ("panel", "stage", "raised", "input", "hover")),
    *(("accent_text", back, TEXT) for back in ("panel", "accent_bg")),
    *(("on_accent", back, TEXT) for back in ("accent", "accent_hi", "accent_lo", "danger_fill")),
    *((word, "panel", TEXT) for word in ("success", "warning", "danger")),
    *((word, f"{word}_bg", TEXT) for word in ("success", "warning", "danger")),
    *(("focus", back, GRAPHIC) for back in ("panel", "stage")),
    ("accent_line", "panel", GRAPHIC),
    ("line_ctl", "panel", GRAPHIC),
]


def luminance(hex_colour: str) -> float:
    parts = [int(hex_colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_everything_that_says_something_can_be_read(
    colours: Colours, front: str, back: str, least: float
) -> None:
    # Rounded as the design rounds: 4.5 is promised, 4.46 is not 4.5 to the eye's meter.
    assert round(contrast(getattr(colours, front), getattr(colours, back)), 1) >= least


def test_the_measured_values_are_those_of_the_design() -> None:
    assert round(contrast(DARK.text, DARK.panel), 1) == 16.4
    assert round(contrast(LIGHT.text2, LIGHT.panel), 1) == 7.6
    assert round(contrast(DARK.on_accent, DARK.accent), 1) == 5.2

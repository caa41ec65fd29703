"""The measures and colours of the drawings: every number of the look has its name here."""

from typing import Final

import msgspec

# Spacing, in logical pixels.
SPACE_1: Final = 4
SPACE_2: Final = 8
SPACE_3: Final = 12
SPACE_4: Final = 16
SPACE_6: Final = 24
SPACE_8: Final = 32

# Corner radii, in logical pixels.
RADIUS_BADGE: Final = 5
RADIUS_CHIP: Final = 6
RADIUS_FIELD: Final = 8
"""Buttons, fields and tiles."""
RADIUS_TRACK: Final = 9
RADIUS_CARD: Final = 10
"""Cards and slots."""
RADIUS_PLAYER: Final = 12
RADIUS_DIALOG: Final = 14

# Type sizes, in logical pixels at text size 1.
TINY: Final = 11
CAPTION: Final = 12
BASE: Final = 13
BODY: Final = 14
TITLE: Final = 16
FAILURE_TITLE: Final = 20
WELCOME: Final = 24
TYPE_SIZES: Final = (TINY, CAPTION, BASE, BODY, TITLE, FAILURE_TITLE, WELCOME)
"""At every text size each of them is a size of its own."""

# Weights.
REGULAR: Final = 400
MEDIUM: Final = 500
STRONG: Final = 600

# Motion, in milliseconds.
HOVER_MS: Final = 120
COLLAPSE_MS: Final = 180
TOAST_IN_MS: Final = 160
TOAST_OUT_MS: Final = 120
PROGRESS_MS: Final = 400
ARC_TURN_MS: Final = 1200

CONTROL_HEIGHT: Final = 32
HEADER_HEIGHT: Final = 48
COMPACT_BELOW: Final = 1360
"""Windows narrower than this, in logical pixels, use the compact measures."""


RAIL_WIDTH: Final = 48
"""Of a composer that is folded, in logical pixels."""


def pane_widths(window_width: int) -> tuple[int, int]:
    """How wide composer and library are at first. Source: the interface design, section 1."""
    return (344, 304) if window_width < COMPACT_BELOW else (380, 364)


class Colours(msgspec.Struct, frozen=True, kw_only=True):
    """Every colour role, as `#RRGGBB` or, where it lets through, as `#AARRGGBB`."""

    window: str
    panel: str
    stage: str
    raised: str
    raised2: str
    overlay: str
    input: str
    seg: str
    seg_on: str
    hover: str
    pressed: str
    line_subtle: str
    line: str
    line_strong: str
    line_ctl: str
    text: str
    text2: str
    text3: str
    disabled: str
    accent: str
    accent_hi: str
    accent_lo: str
    accent_line: str
    accent_text: str
    accent_bg: str
    accent_bg2: str
    focus: str
    success: str
    success_bg: str
    success_line: str
    warning: str
    warning_bg: str
    warning_line: str
    danger: str
    danger_bg: str
    danger_line: str
    danger_fill: str
    scrim: str
    drag_scrim: str
    badge: str
    shadow: str

    # The same in both themes.
    on_accent: str = "#FFFFFF"
    on_picture: str = "#FFFFFF"
    sandbox_badge: str = "#F6C766"
    ready_mark: str = "#4CC38A"
    failed_mark: str = "#FF7378"
    tag_a: str = "#525CE6"
    tag_b: str = "#0B7F8C"


DARK: Final = Colours(
    window="#0E0F12",
    panel="#14161A",
    stage="#0A0B0D",
    raised="#1B1E23",
    raised2="#22252C",
    overlay="#1D2026",
    input="#191B20",
    seg="#101216",
    seg_on="#2C3038",
    hover="#23262D",
    pressed="#2B2F37",
    line_subtle="#1F2228",
    line="#2A2E36",
    line_strong="#3D434F",
    line_ctl="#666E7C",
    text="#F2F4F7",
    text2="#AEB5C0",
    text3="#858D9A",
    disabled="#565D69",
    accent="#525CE6",
    accent_hi="#5B66F0",
    accent_lo="#474FCF",
    accent_line="#7F89FF",
    accent_text="#A3ABFF",
    accent_bg="#1D2042",
    accent_bg2="#262A57",
    focus="#8B94FF",
    success="#4CC38A",
    success_bg="#12271E",
    success_line="#245C43",
    warning="#F2B84B",
    warning_bg="#2A2110",
    warning_line="#5E4A1C",
    danger="#FF7378",
    danger_bg="#2D171A",
    danger_line="#6B2E34",
    danger_fill="#C93C45",
    scrim="#9E040507",
    drag_scrim="#8C040507",
    badge="#B808090B",
    shadow="#96000000",
)

LIGHT: Final = Colours(
    window="#F7F8FA",
    panel="#FFFFFF",
    stage="#EDEFF2",
    raised="#F5F6F8",
    raised2="#ECEEF1",
    overlay="#FFFFFF",
    input="#FFFFFF",
    seg="#EEF0F3",
    seg_on="#FFFFFF",
    hover="#EEF0F3",
    pressed="#E3E6EA",
    line_subtle="#E9EBEF",
    line="#DCDFE5",
    line_strong="#BEC3CC",
    line_ctl="#858C99",
    text="#15171C",
    text2="#4C5461",
    text3="#636B78",
    disabled="#A3A9B3",
    accent="#4B56E6",
    accent_hi="#5661EE",
    accent_lo="#3F49CF",
    accent_line="#4B56E6",
    accent_text="#3D47CC",
    accent_bg="#EDEEFD",
    accent_bg2="#DEE1FC",
    focus="#4B56E6",
    success="#12774A",
    success_bg="#E6F5ED",
    success_line="#A9D9C0",
    warning="#855600",
    warning_bg="#FDF3DC",
    warning_line="#EBCF8E",
    danger="#C0303A",
    danger_bg="#FDECED",
    danger_line="#F0B6BA",
    danger_fill="#C0303A",
    scrim="#6116181D",
    drag_scrim="#6616181D",
    badge="#BD0C0D10",
    shadow="#3D000000",
    tag_a="#4B56E6",
)


def with_contrast(colours: Colours) -> Colours:
    """Stronger lines and secondary text. Source: the interface design, section 2."""
    return msgspec.structs.replace(
        colours,
        line=colours.line_ctl,
        line_strong=colours.line_ctl,
        text3=colours.text2,
    )

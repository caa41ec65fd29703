"""Colour profiles as cameras, screens and presses have them, made by code (ICC 1:2001-04)."""

import io
import struct
from collections.abc import Callable, Sequence
from itertools import product

from PIL import Image, ImageCms

XYZ = tuple[float, float, float]
D50: XYZ = (0.96420, 1.0, 0.82491)

# Colorants of red, green and blue, adapted to D50.
_SRGB = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
_P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
_ADOBE = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))


def srgb_curve(value: float) -> float:
    """From what is stored to light, both 0 to 1."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def display_p3() -> bytes:
    return rgb_profile("Display P3", _P3, srgb_curve)


def adobe_rgb() -> bytes:
    return rgb_profile("Adobe RGB (1998)", _ADOBE, lambda value: value**2.19921875)


def srgb_of_a_camera() -> bytes:
    """sRGB under a name that does not say so."""
    return rgb_profile("c2", _SRGB, srgb_curve)


def linear_srgb() -> bytes:
    """sRGB by its name, and not by its curve."""
    return rgb_profile("sRGB linear", _SRGB, lambda value: value)


def rgb_profile(name: str, colorants: Sequence[XYZ], curve: Callable[[float], float]) -> bytes:
    points = [round(65_535 * curve(at / 255)) for at in range(256)]
    table = b"curv\0\0\0\0" + struct.pack(">I256H", 256, *points)
    tags = [(key, _xyz(value)) for key, value in zip(_COLORANTS, colorants, strict=True)]
    return _profile(name, b"RGB ", b"XYZ ", [*tags, *((key, table) for key in _CURVES)])


def gray_profile() -> bytes:
    """Gray as some presses have it: a gamma of 1.75."""
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(1.75 * 256))
    return _profile("Dot Gain", b"GRAY", b"XYZ ", [(b"kTRC", curve)])


def ink_color(c: int, m: int, y: int, k: int) -> tuple[int, int, int]:
    """What `press` makes of inks that are full (1) or none (0), in sRGB: no ink is pure."""
    white = [int(230 * (1 - 0.8 * ink) * (1 - 0.8 * k)) for ink in (c, m, y)]
    return white[0], white[1], white[2]


def press() -> bytes:
    """A profile of a press: CMYK by a table with two points a side."""
    same = bytes(range(256))
    corners = [_lab_bytes(ink_color(*inks)) for inks in product((0, 1), repeat=4)]
    identity = struct.pack(">9i", *(65_536 * (place % 4 == 0) for place in range(9)))
    table = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + identity
    table += same * 4 + b"".join(corners) + same * 3
    return _profile("A press", b"CMYK", b"Lab ", [(b"A2B0", table)], device=b"prtr")


def converted_to(image: Image.Image, icc_profile: bytes) -> Image.Image:
    """The same colours, stored as a device with that profile stores them."""
    target = ImageCms.ImageCmsProfile(io.BytesIO(icc_profile))
    made = ImageCms.profileToProfile(image, ImageCms.createProfile("sRGB"), target)
    assert made is not None
    return made


_COLORANTS = (b"rXYZ", b"gXYZ", b"bXYZ")
_CURVES = (b"rTRC", b"gTRC", b"bTRC")


def _lab_bytes(color: tuple[int, int, int]) -> bytes:
    light = [srgb_curve(value / 255) for value in color]
    xyz = [sum(light[i] * _SRGB[i][axis] for i in range(3)) / D50[axis] for axis in range(3)]
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    lightness, a, b = 116 * y - 16, 500 * (x - y), 200 * (y - z)
    return bytes((round(lightness * 2.55), round(a) + 128, round(b) + 128))


def _xyz(value: XYZ) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(part * 65_536) for part in value))


def _profile(
    name: str,
    space: bytes,
    connection: bytes,
    tags: Sequence[tuple[bytes, bytes]],
    *,
    device: bytes = b"mntr",
) -> bytes:
    described = b"desc\0\0\0\0" + struct.pack(">I", len(name) + 1) + name.encode() + b"\0"
    described += bytes(78)
    free = b"text\0\0\0\0free\0"
    every = [(b"desc", described), (b"cprt", free), (b"wtpt", _xyz(D50)), *tags]
    at = 128 + 4 + 12 * len(every)
    table, bodies = struct.pack(">I", len(every)), b""
    for key, body in every:
        table += key + struct.pack(">II", at + len(bodies), len(body))
        bodies += body + bytes(-len(body) % 4)
    head = struct.pack(
        ">I4sI4s4s4s12s4s",
        at + len(bodies),
        bytes(4),
        0x0210_0000,
        device,
        space,
        connection,
        struct.pack(">6H", 2026, 1, 1, 0, 0, 0),
        b"acsp",
    )
    head += bytes(28) + struct.pack(">3i", *(round(part * 65_536) for part in D50))
    return head + bytes(128 - len(head)) + table + bodies

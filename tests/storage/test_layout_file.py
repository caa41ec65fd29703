"""The arrangement of the window, kept from one start to the next."""

from pathlib import Path

import pytest

from omniflash_desktop.domain.window_layout import USUAL_LAYOUT, PaneLayout, WindowLayout
from omniflash_desktop.storage.layout_file import LayoutFile


def test_what_is_kept_is_there_at_the_next_start(tmp_path: Path) -> None:
    panes = PaneLayout(composer_width=420, library_hidden=True)
    LayoutFile(tmp_path / "window.json").keep(WindowLayout(geometry=b"\x01\xff\0", panes=panes))
    found = LayoutFile(tmp_path / "window.json").load()
    assert found == WindowLayout(geometry=b"\x01\xff\0", panes=panes)


@pytest.mark.parametrize(
    "content", [None, b"", b"{", b"[]", b"\xff\xfe", b'{"panes":{"composer_width":"wide"}}']
)
def test_what_is_not_readable_is_as_if_nothing_was_kept(
    tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "window.json").write_bytes(content)
    assert LayoutFile(tmp_path / "window.json").load() == USUAL_LAYOUT


def test_a_folder_that_is_gone_stops_nobody(tmp_path: Path) -> None:
    LayoutFile(tmp_path / "gone" / "window.json").keep(USUAL_LAYOUT)
    assert not (tmp_path / "gone").exists()

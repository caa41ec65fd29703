"""The window's first moments: its frame is painted before anything else is even loaded."""

import argparse
import sys

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from omniflash_desktop import __version__
from omniflash_desktop.domain.preferences import Theme as ThemeChoice
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.layout_file import LayoutFile
from omniflash_desktop.storage.settings_file import SettingsFile
from omniflash_desktop.ui.main_window import MainWindow
from omniflash_desktop.ui.theme.theme import Theme, make_application


def run_window(arguments: argparse.Namespace, folders: ProfileFolders) -> int:
    """Opens the window and runs until it is closed.

    Returns:
        The exit status.
    """
    app = make_application(sys.argv[:1])
    app.setApplicationName("Omniflash")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("omniflash-desktop")
    # The session ends the app, once everything is closed in order.
    app.setQuitOnLastWindowClosed(False)
    preferences = SettingsFile(folders.settings_file).load().preferences
    language = arguments.lang or preferences.language
    if language:
        QLocale.setDefault(QLocale(language))
    theme = Theme()
    theme.set_choice(ThemeChoice(arguments.theme) if arguments.theme else preferences.theme)
    theme.set_text_size(preferences.text_size)
    theme.set_contrast(preferences.increase_contrast)
    theme.apply(app)
    layout = LayoutFile(folders.layout_file).load()
    window = MainWindow(theme, layout)
    window.show()
    _run_until_painted(app, window)
    # The panes and asyncio come only now: they take longer than all before.
    from omniflash_desktop.app.async_bridge import run_until_done
    from omniflash_desktop.app.desktop_session import DesktopSession

    session = DesktopSession(arguments, folders, window, theme, layout.panes)
    return run_until_done(app, session.run())


def _run_until_painted(app: QApplication, window: MainWindow) -> None:
    """Runs Qt's loop for the first picture. It ends before asyncio's begins: nothing is nested."""
    # Not `quit`, which would ask the window to close first.
    window.painted.connect(app.exit)
    app.exec()
    window.painted.disconnect(app.exit)

"""The page about clips: where they are kept, how they are named, and what is written into them."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from omniflash_desktop.domain.file_names import FIELDS, example_name, problems_of_pattern
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, IconButton
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.switch import Switch
from omniflash_desktop.ui.notices.figures import size_words
from omniflash_desktop.ui.notices.link_button import LinkButton
from omniflash_desktop.ui.preferences.disk_bar import DiskBar
from omniflash_desktop.ui.preferences.form import PreferencesPage, mark_field
from omniflash_desktop.ui.spending.setting_row import SettingCard, SettingRow
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme


class LibraryPage(PreferencesPage):
    """Tells each change.

    Args:
        theme: The look.
        preferences: As they are now.
        folder: Where clips go.
        parent: Owner.

    Signals:
        changed: Preferences by their names, with their new values.
        change_folder_asked: Another folder is to be chosen.
        open_folder_asked: The folder is to be shown.
        clear_cache_asked: The small pictures are to go.
    """

    changed = Signal(object)
    change_folder_asked = Signal()
    open_folder_asked = Signal()
    clear_cache_asked = Signal()

    def __init__(
        self, theme: Theme, preferences: Preferences, folder: Path, parent: QWidget
    ) -> None:
        super().__init__(
            theme,
            self.tr("Library"),
            self.tr("Where finished clips live and how they are named."),
            parent,
        )
        self.folder = QLineEdit(self)
        self.folder.setReadOnly(True)
        self.change_folder = Button(theme, self.tr("Change…"), parent=self)
        self.open_folder = IconButton(theme, "folder-open", parent=self)
        self.open_folder.setToolTip(self.tr("Open the clips’ folder"))
        self.pattern = QLineEdit(preferences.file_name_pattern, self)
        self.disk = DiskBar(theme, self)
        self.cached = Label(theme, self.tr("Counting"), weight=tokens.MEDIUM, parent=self)
        self.clear_cache = LinkButton(theme, self.tr("Clear cache"), parent=self)
        self.recipe = Switch(theme, self)
        self.recipe.setChecked(preferences.recipe_in_file)
        self.details = Switch(theme, self)
        self.details.setChecked(preferences.remove_picture_details)
        for widget, object_name in (
            (self.folder, "libraryFolder"),
            (self.change_folder, "changeFolderButton"),
            (self.open_folder, "openFolderButton"),
            (self.pattern, "fileNamePattern"),
            (self.clear_cache, "clearCacheButton"),
            (self.recipe, "metadataSwitch"),
            (self.details, "removeDetailsSwitch"),
        ):
            name(widget, object_name)
        self._lay_out()
        self.show_folder(folder)
        self._show_example()
        self.change_folder.clicked.connect(self.change_folder_asked)
        self.open_folder.clicked.connect(self.open_folder_asked)
        self.clear_cache.clicked.connect(self.clear_cache_asked)
        self.pattern.textEdited.connect(self._pattern_edited)
        self.recipe.toggled.connect(self._recipe_toggled)
        self.details.toggled.connect(self._details_toggled)

    def show_folder(self, folder: Path) -> None:
        """Shows where clips go."""
        self.folder.setText(str(folder))
        self.folder.setToolTip(str(folder))

    def show_disk(self, clips_bytes: int, free_bytes: int, total_bytes: int) -> None:
        """Shows what the clips take, and how much room there is."""
        self.disk.show_shares(clips_bytes / total_bytes, 1 - free_bytes / total_bytes)
        words = self.tr("Clips use %1. %2 free of %3.")
        for place, size in (("%1", clips_bytes), ("%2", free_bytes), ("%3", total_bytes)):
            words = words.replace(place, size_words(size))
        self._disk_row.show_note(words)
        self._disk_row.show()

    def show_cache(self, size_bytes: int) -> None:
        """Shows what the small pictures take."""
        self.cached.setText(self.tr("%1 cached").replace("%1", size_words(size_bytes)))
        self.clear_cache.setVisible(size_bytes > 0)

    def _lay_out(self) -> None:
        theme = self._theme
        self._folder_row = self.add_row(
            self.tr("Folder"),
            self.folder,
            self.change_folder,
            self.open_folder,
            note=self.tr("Clips that are there already stay where they are."),
        )
        # What the disk tells comes a moment later, and not from every disk.
        self._disk_row = self.add_row(self.tr("Disk"), self.disk, note=" ")
        self._disk_row.hide()
        self._pattern_row = self.add_row(self.tr("File name"), self.pattern, note=" ")
        fields = ", ".join(f"{{{field}}}" for field in FIELDS)
        words = self.tr("Fields: %1").replace("%1", fields)
        known = Label(theme, words, size=tokens.TINY, role="text3", parent=self)
        known.setWordWrap(True)
        known.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.add_row("", known)
        self.add_row(self.tr("Thumbnails"), self.cached, self.clear_cache)
        card = SettingCard(theme, self)
        for title, meaning, control in (
            (
                self.tr("Keep prompt and settings inside the file"),
                self.tr("A clip that is dropped on the window can then become its request again."),
                self.recipe,
            ),
            (
                self.tr("Leave out what pictures tell"),
                self.tr("Locations, cameras and names are not sent with image references."),
                self.details,
            ),
        ):
            card.add(SettingRow(theme, title, meaning, control, parent=card))
        self.column.addWidget(card)
        self.end()

    def _pattern_edited(self, text: str) -> None:
        self._show_example()
        if not problems_of_pattern(text).is_empty:
            self.changed.emit({"file_name_pattern": text.strip()})

    def _show_example(self) -> None:
        pattern = self.pattern.text()
        wrong = self._mistakes_in(pattern)
        mark_field(self.pattern, wrong)
        if problems_of_pattern(pattern).is_empty:
            self._pattern_row.show_note(wrong, "danger")
        elif wrong:
            self._pattern_row.show_note(f"{example_name(pattern)}\n{wrong}", "warning")
        else:
            self._pattern_row.show_note(example_name(pattern))

    def _mistakes_in(self, pattern: str) -> str:
        problems = problems_of_pattern(pattern)
        if problems.is_empty:
            return self.tr("Nothing of this would be left in a name. The last one stays.")
        sentences: list[str] = []
        if problems.unknown_fields:
            fields = ", ".join(f"{{{field}}}" for field in problems.unknown_fields)
            sentences.append(self.tr("There is no field %1.").replace("%1", fields))
        if problems.makes_folders:
            sentences.append(self.tr("Slashes become hyphens: all clips lie in one folder."))
        return " ".join(sentences)

    def _recipe_toggled(self, on: bool) -> None:
        self.changed.emit({"recipe_in_file": on})

    def _details_toggled(self, on: bool) -> None:
        self.changed.emit({"remove_picture_details": on})

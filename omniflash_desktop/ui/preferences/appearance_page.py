"""The page about the look: colours, the size of words, and what comforts the eye."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from omniflash_desktop.domain import preferences
from omniflash_desktop.domain.preferences import Preferences, TextSize
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.segmented import SegmentedControl
from omniflash_desktop.ui.controls.switch import Switch
from omniflash_desktop.ui.preferences.form import PreferencesPage, keep_narrow
from omniflash_desktop.ui.preferences.theme_cards import ThemeCards
from omniflash_desktop.ui.spending.setting_row import SettingCard, SettingRow
from omniflash_desktop.ui.theme.theme import Theme


class AppearancePage(PreferencesPage):
    """Tells each change.

    Args:
        theme: The look.
        chosen: As they are now.
        parent: Owner.

    Signals:
        changed: Preferences by their names, with their new values.
    """

    changed = Signal(object)

    def __init__(self, theme: Theme, chosen: Preferences, parent: QWidget) -> None:
        super().__init__(theme, self.tr("Appearance"), self.tr("Theme and comfort."), parent)
        self.theme = ThemeCards(theme, self)
        self.theme.set_value(chosen.theme)
        self.text_size = SegmentedControl(theme, self)
        self.text_size.add_segment(TextSize.SMALL, self.tr("Small"))
        self.text_size.add_segment(TextSize.DEFAULT, self.tr("Default"))
        self.text_size.add_segment(TextSize.LARGE, self.tr("Large"))
        self.text_size.add_segment(TextSize.LARGER, self.tr("Larger"))
        self.text_size.set_value(chosen.text_size)
        keep_narrow(self.text_size, at_least=290)
        self.motion = Switch(theme, self)
        self.motion.setChecked(chosen.reduce_motion)
        self.contrast = Switch(theme, self)
        self.contrast.setChecked(chosen.increase_contrast)
        self.previews = Switch(theme, self)
        self.previews.setChecked(chosen.preview_on_hover)
        name(self.theme, "themeGroup")
        name(self.text_size, "textSizeGroup")
        name(self.motion, "reduceMotion")
        name(self.contrast, "increaseContrast")
        name(self.previews, "hoverPreview")
        self._lay_out()
        self.theme.chosen.connect(self._theme_chosen)
        self.text_size.chosen.connect(self._text_size_chosen)
        self.motion.toggled.connect(self._motion_toggled)
        self.contrast.toggled.connect(self._contrast_toggled)
        self.previews.toggled.connect(self._previews_toggled)

    def _lay_out(self) -> None:
        self.add_row(self.tr("Theme"), self.theme)
        self.add_row(self.tr("Text size"), self.text_size)
        card = SettingCard(self._theme, self)
        for title, meaning, control in (
            (
                self.tr("Reduce motion"),
                self.tr("No sliding or fading. Progress still moves."),
                self.motion,
            ),
            (
                self.tr("Increase contrast"),
                self.tr("Stronger outlines and secondary text."),
                self.contrast,
            ),
            (
                self.tr("Preview library clips on hover"),
                self.tr("Lead the pointer through a tile to see its frames."),
                self.previews,
            ),
        ):
            card.add(SettingRow(self._theme, title, meaning, control, parent=card))
        self.column.addWidget(card)
        self.end()

    def _theme_chosen(self, theme: preferences.Theme) -> None:
        self.changed.emit({"theme": theme})

    def _text_size_chosen(self, size: TextSize) -> None:
        self.changed.emit({"text_size": size})

    def _motion_toggled(self, on: bool) -> None:
        self.changed.emit({"reduce_motion": on})

    def _contrast_toggled(self, on: bool) -> None:
        self.changed.emit({"increase_contrast": on})

    def _previews_toggled(self, on: bool) -> None:
        self.changed.emit({"preview_on_hover": on})

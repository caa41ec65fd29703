"""Asks under which name the composer's prompt is saved, and what goes with it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.saved_prompt import MAX_NAME_LENGTH, PromptContent, tidy_name
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.switch import Switch
from omniflash_desktop.ui.notices.framed_dialog import FramedDialog
from omniflash_desktop.ui.notices.state_words import dotted
from omniflash_desktop.ui.prompts.entry_words import references_of, settings_of
from omniflash_desktop.ui.spending.setting_row import SettingCard, SettingRow
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH: Final = 460
_BUTTON_HEIGHT: Final = 40


class SavePromptDialog(FramedDialog):
    """Show it with `open()`.

    Args:
        theme: The look.
        request: What stands in the composer.
        suggested: The name that is proposed.
        parent: The window.

    Signals:
        wanted: The name, and the `PromptContent` to be saved under it.
    """

    wanted = Signal(str, object)

    def __init__(
        self, theme: Theme, request: GenerationRequest, suggested: str, parent: QWidget
    ) -> None:
        super().__init__(theme, self.tr("Save this prompt"), width=_WIDTH, parent=parent)
        self.setObjectName("savePromptDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._request = request
        whole = PromptContent.of(request)
        self.field = QLineEdit(suggested, self)
        self.field.setMaxLength(MAX_NAME_LENGTH)
        self.field.selectAll()
        self.settings = Switch(theme, self)
        self.references = Switch(theme, self)
        self._cancel = Button(
            theme, self.tr("Cancel"), kind=ButtonKind.GHOST, height=_BUTTON_HEIGHT, parent=self
        )
        self._save = Button(
            theme, self.tr("Save"), kind=ButtonKind.PRIMARY, height=_BUTTON_HEIGHT, parent=self
        )
        self._save.setDefault(True)
        name(self.field, "promptNameField")
        name(self.settings, "saveSettingsSwitch")
        name(self.references, "saveReferencesSwitch")
        name(self._cancel, "keepNothingButton")
        name(self._save, "keepPromptButton")
        self.settings.setChecked(True)
        card = SettingCard(theme, self)
        title, meaning = self.tr("Settings"), dotted(*settings_of(whole))
        card.add(SettingRow(theme, title, meaning, self.settings, parent=card))
        if whole.has_references:
            title, meaning = self.tr("References"), references_of(whole)
            card.add(SettingRow(theme, title, meaning, self.references, parent=card))
        self.references.setVisible(whole.has_references)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_2)
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._save)
        self.column.addSpacing(tokens.SPACE_1)
        self.column.addWidget(self.field)
        self.column.addWidget(card)
        self.column.addSpacing(tokens.SPACE_2)
        self.column.addLayout(row)
        self.field.textChanged.connect(self._refresh)
        self._cancel.clicked.connect(self.reject)
        self._save.clicked.connect(self._take)
        self._refresh()
        self.fit()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refresh(self) -> None:
        has_name = bool(tidy_name(self.field.text()))
        self._save.setEnabled(has_name)
        self._save.setToolTip("" if has_name else self.tr("Give it a name"))

    def _take(self) -> None:
        content = PromptContent.of(
            self._request,
            settings=self.settings.isChecked(),
            references=self.references.isChecked(),
        )
        self.wanted.emit(self.field.text(), content)
        self.accept()

"""How clips are sent and what may be spent: changes apply at once."""

from decimal import Decimal
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.service_facts import MOST_CLIPS_AT_ONCE, UNDO_SEND_SECONDS
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.stepper import Stepper
from omniflash_desktop.ui.controls.switch import Switch
from omniflash_desktop.ui.notices.figures import seconds_words
from omniflash_desktop.ui.notices.framed_dialog import FramedDialog
from omniflash_desktop.ui.spending.amount_field import AmountField
from omniflash_desktop.ui.spending.setting_row import SettingCard, SettingRow
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH: Final = 560
_USUAL_LIMIT: Final = Decimal(5)


class SpendingDialog(FramedDialog):
    """The rules of the app's own queue.

    Args:
        theme: The look.
        preferences: As they are now.
        paused: Whether the user has paused sending.
        parent: The window.

    Signals:
        pause_wished: Whether nothing is to be sent.
        changed: A preference's name and its new value.
    """

    pause_wished = Signal(bool)
    changed = Signal(str, object)

    def __init__(
        self, theme: Theme, preferences: Preferences, *, paused: bool, parent: QWidget
    ) -> None:
        super().__init__(theme, self.tr("Spending and queue"), width=_WIDTH, parent=parent)
        self.setObjectName("spendingDialog")
        self._cap = preferences.daily_cap
        self.pause = Switch(theme, self)
        self.hold = Switch(theme, self)
        self.at_once = Stepper(theme, 1, MOST_CLIPS_AT_ONCE, self)
        self.limit = AmountField(self._cap or _USUAL_LIMIT, self)
        self.limited = Switch(theme, self)
        self.project = QLineEdit(self)
        self._name_everything()
        self._show(preferences, paused=paused)
        self._lay_out()
        self._connect()
        self.fit()

    def focus_limit(self) -> None:
        """Leads to the limit of the day."""
        target = self.limit if self.limited.isChecked() else self.limited
        target.setFocus()

    def _name_everything(self) -> None:
        name(self.pause, "pauseSendingSwitch")
        name(self.hold, "holdSwitch")
        name(self.at_once.field, "parallelClips")
        name(self.at_once.fewer, "fewerParallelClips")
        name(self.at_once.more, "moreParallelClips")
        name(self.limit, "dailyLimitAmount")
        name(self.limited, "dailyLimitSwitch")
        name(self.project, "projectField")

    def _show(self, preferences: Preferences, *, paused: bool) -> None:
        self.pause.setChecked(paused)
        self.hold.setChecked(preferences.undo_send)
        self.at_once.set_value(preferences.clips_at_once)
        self.limited.setChecked(self._cap is not None)
        self.limit.setEnabled(self._cap is not None)
        self.project.setText(preferences.project)
        self.project.setPlaceholderText(self.tr("No project"))
        self.project.setFixedWidth(200)

    def _lay_out(self) -> None:
        theme = self._theme
        self.column.addSpacing(tokens.SPACE_1)
        sending = SettingCard(theme, self)
        hold_for = seconds_words(UNDO_SEND_SECONDS)
        for title, meaning, control in (
            (
                self.tr("Pause sending"),
                self.tr("Nothing new is sent. Running clips go on and are fetched."),
                self.pause,
            ),
            (
                self.tr("Wait %1 before sending").replace("%1", hold_for),
                self.tr("Until then, a press of Generate can be undone."),
                self.hold,
            ),
            (
                self.tr("Clips at once"),
                self.tr("Sent to the service in parallel; fewer where it asks for that."),
                self.at_once,
            ),
        ):
            sending.add(SettingRow(theme, title, meaning, control, parent=sending))
        self.column.addWidget(sending)
        self.column.addSpacing(tokens.SPACE_1)
        spending = SettingCard(theme, self)
        self._limit_row = SettingRow(
            theme,
            self.tr("Limit per day"),
            self._limit_meaning(),
            self.limit,
            self.limited,
            parent=spending,
        )
        spending.add(self._limit_row)
        spending.add(
            SettingRow(
                theme,
                self.tr("Project of new clips"),
                self.tr("Costs are added up by it."),
                self.project,
                parent=spending,
            )
        )
        self.column.addWidget(spending)
        self.column.addSpacing(tokens.SPACE_2)
        row = QHBoxLayout()
        at_once = self.tr("Changes apply at once")
        row.addWidget(Label(theme, at_once, size=tokens.CAPTION, role="text3", parent=self))
        row.addStretch(1)
        done = Button(theme, self.tr("Done"), kind=ButtonKind.PRIMARY, height=40, parent=self)
        name(done, "spendingDoneButton")
        done.clicked.connect(self.accept)
        row.addWidget(done)
        self.column.addLayout(row)

    def _connect(self) -> None:
        self.pause.toggled.connect(self.pause_wished)
        self.hold.toggled.connect(self._hold_toggled)
        self.at_once.value_changed.connect(self._at_once_changed)
        self.limited.toggled.connect(self._limited_toggled)
        self.limit.amount_changed.connect(self._set_cap)
        self.project.textEdited.connect(self._project_edited)

    def _hold_toggled(self, on: bool) -> None:
        self.changed.emit("undo_send", on)

    def _at_once_changed(self, clips: int) -> None:
        self.changed.emit("clips_at_once", clips)

    def _project_edited(self, text: str) -> None:
        self.changed.emit("project", text.strip())

    def _limited_toggled(self, on: bool) -> None:
        self.limit.setEnabled(on)
        self._set_cap(self.limit.amount if on else None)
        if on:
            self.limit.take_focus()

    def _set_cap(self, cap: Decimal | None) -> None:
        if cap != self._cap:
            self._cap = cap
            self.changed.emit("daily_cap", cap)
        self._limit_row.meaning.setText(self._limit_meaning())

    def _limit_meaning(self) -> str:
        if self._cap is None:
            return self.tr("Without it, everything is sent that you ask for.")
        return self.tr("The rest stays in line until tomorrow.")

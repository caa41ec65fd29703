"""Choices of which one is chosen, as a group of radio buttons of whatever look."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget


class ChoiceGroup(QWidget):
    """One tab stop; the arrows move and choose. How its buttons look and lie is for others.

    Args:
        parent: Owner.

    Signals:
        chosen: The user chose this value.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[object] = []
        self._is_told = True
        self._group = QButtonGroup(self)
        # Not `idClicked`: a screen reader toggles, and what is shown must be what is chosen.
        self._group.idToggled.connect(self._tell)
        self._group.buttonToggled.connect(self._keep_one_tab_stop)

    def add_choice(self, value: object, button: QAbstractButton) -> None:
        """Adds a choice after the others."""
        button.setCheckable(True)
        # The group sees to it; this makes it a radio button for screen readers.
        button.setAutoExclusive(True)
        self._group.addButton(button, len(self._values))
        self._values.append(value)
        self._keep_one_tab_stop()

    @property
    def value(self) -> object:
        """What is chosen, or `None`."""
        index = self._group.checkedId()
        return self._values[index] if index >= 0 else None

    def set_value(self, value: object) -> None:
        """Chooses without telling; `None` chooses nothing."""
        self._is_told = False
        if value is None:
            self._group.setExclusive(False)
            for button in self.segments():
                button.setChecked(False)
            self._group.setExclusive(True)
        else:
            self._group.button(self._values.index(value)).setChecked(True)
        self._is_told = True

    def segments(self) -> list[QAbstractButton]:
        """The buttons, from left to right."""
        return self._group.buttons()

    def _keep_one_tab_stop(self) -> None:
        # Qt does this by itself only once one of the buttons had the focus.
        stop = self._group.checkedButton() or self._group.button(0)
        for button in self.segments():
            reached_by_tab = button is stop
            policy = Qt.FocusPolicy.StrongFocus if reached_by_tab else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def _tell(self, index: int, on: bool) -> None:
        if on and self._is_told:
            self.chosen.emit(self._values[index])

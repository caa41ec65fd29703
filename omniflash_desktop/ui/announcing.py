"""Has a screen reader say something that happened where nobody has the focus."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str) -> None:
    """Says `words` once what is being said just now is at its end."""
    if QAccessible.isActive():
        # Its politeness is not set: Qt's own is the polite one.
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))

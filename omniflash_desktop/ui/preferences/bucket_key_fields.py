"""The key of the bucket: typed once, kept in the keyring, never shown again."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from omniflash_desktop.domain.bucket_presets import BucketPreset
from omniflash_desktop.domain.hosting import BucketKey
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.preferences.form import PreferencesPage
from omniflash_desktop.ui.preferences.storage_words import key_labels, key_place_words
from omniflash_desktop.ui.theme.theme import Theme

_NOWHERE = "nowhere"


class BucketKeyFields(QObject):
    """Two rows of a page. A kept key is replaced only after a press, and removed after a question.

    Args:
        theme: The look.
        page: Where the rows are put.

    Signals:
        typed: A `BucketKey` is complete, and is to be kept.
        remove_asked: The kept key is to go.
    """

    typed = Signal(object)
    remove_asked = Signal()

    def __init__(self, theme: Theme, page: PreferencesPage) -> None:
        super().__init__(page)
        self._preset = BucketPreset.AMAZON
        self._place = _NOWHERE
        self._is_replacing = False
        self.key_id = QLineEdit(page)
        self.secret = QLineEdit(page)
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._keep = Button(theme, self.tr("Keep key"), parent=page)
        self._replace = Button(theme, self.tr("Replace…"), parent=page)
        self._remove = Button(theme, self.tr("Remove"), kind=ButtonKind.GHOST, parent=page)
        name(self.key_id, "s3AccessKey")
        name(self.secret, "s3SecretKey")
        name(self._keep, "keepBucketKeyButton")
        name(self._replace, "replaceBucketKeyButton")
        name(self._remove, "removeBucketKeyButton")
        self.id_row = page.add_row("", self.key_id)
        self.secret_row = page.add_row("", self.secret, self._keep, self._replace, self._remove)
        self.key_id.textEdited.connect(self._refresh)
        self.secret.textEdited.connect(self._refresh)
        self.secret.returnPressed.connect(self.commit)
        self._keep.clicked.connect(self.commit)
        self._replace.clicked.connect(self._begin_replacing)
        self._remove.clicked.connect(self.remove_asked)

    def show_preset(self, preset: BucketPreset) -> None:
        """Calls the fields as the store does."""
        self._preset = preset
        first, second = key_labels(preset)
        self.id_row.words.setText(first)
        self.secret_row.words.setText(second)
        self._refresh()

    def set_shown(self, shown: bool) -> None:
        """Shows or hides both rows."""
        self.id_row.setVisible(shown and bool(key_labels(self._preset)[0]))
        self.secret_row.setVisible(shown)

    def show_place(self, place: str, trouble: str = "") -> None:
        """Shows where the key is.

        Args:
            place: As `BucketKeys.where`.
            trouble: Why it could not be kept; empty where all is well.
        """
        if place != _NOWHERE:
            self._is_replacing = False
            self.key_id.clear()
            self.secret.clear()
        self._place = place
        self.secret_row.show_note(
            trouble or key_place_words(place), "danger" if trouble else "text3"
        )
        self._refresh()

    @property
    def key(self) -> BucketKey | None:
        """What was typed, once it is complete."""
        key_id, secret = self.key_id.text().strip(), self.secret.text().strip()
        is_complete = secret and (key_id or self._preset is BucketPreset.GOOGLE)
        return BucketKey(key_id=key_id, secret=secret) if is_complete else None

    def commit(self) -> None:
        """Has the key kept that was typed."""
        key = self.key
        if key is not None and self._is_open:
            self.typed.emit(key)

    @property
    def _is_open(self) -> bool:
        return self._place == _NOWHERE or self._is_replacing

    def _begin_replacing(self) -> None:
        self._is_replacing = True
        self._refresh()
        first = self.key_id if self._preset is not BucketPreset.GOOGLE else self.secret
        first.setFocus()

    def _refresh(self) -> None:
        is_open = self._is_open
        kept = "" if is_open else self.tr("Kept in the keyring")
        if not is_open and self._place != "keyring":
            kept = self.tr("Kept for this run")
        json = self.tr("Paste the service account’s key (JSON)")
        is_google = self._preset is BucketPreset.GOOGLE
        self.key_id.setPlaceholderText(kept)
        self.secret.setPlaceholderText(json if is_open and is_google else kept)
        self.key_id.setReadOnly(not is_open)
        self.secret.setReadOnly(not is_open)
        self._keep.setVisible(is_open)
        self._keep.setEnabled(self.key is not None)
        self._replace.setVisible(not is_open)
        self._remove.setVisible(self._place in ("keyring", "session") and not is_open)

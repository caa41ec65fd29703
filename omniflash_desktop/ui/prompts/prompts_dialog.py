"""All prompts that can be used again: a list with a search at the left, the chosen one in full."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.saved_prompt import SavedPrompt
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.choice_box import ChoiceBox
from omniflash_desktop.ui.controls.elided_label import ElidedLabel
from omniflash_desktop.ui.controls.icon_field import IconField
from omniflash_desktop.ui.controls.segmented import SegmentedControl
from omniflash_desktop.ui.notices.framed_dialog import FramedDialog
from omniflash_desktop.ui.notices.link_button import LinkButton
from omniflash_desktop.ui.prompts.entry_words import nothing_found
from omniflash_desktop.ui.prompts.prompt_entries import Order, PromptEntry, Shelf, shown
from omniflash_desktop.ui.prompts.prompt_list import PromptList
from omniflash_desktop.ui.prompts.prompt_preview import PromptPreview
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_SIZE: Final = (880, 600)
_LIST_WIDTH: Final = 330
_AROUND: Final = 48
_BUTTON_HEIGHT: Final = 40
_STEPS: Final = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -6,
    Qt.Key.Key_PageDown: 6,
}


class PromptsDialog(FramedDialog):
    """Chooses, and tells what was chosen; nothing is changed in here. Show it with `open()`.

    Args:
        theme: The look.
        order: How saved prompts are sorted at first.
        parent: The window.

    Signals:
        used: A `PromptContent` is to go into the composer, and the `SavedPrompt` it came from or
            `None`.
        save_asked: The composer's prompt is to be saved.
        renamed: A `SavedPrompt` is to get another name.
        deleted: A `SavedPrompt` is to go.
        undo_asked: What was deleted last is to come back.
        ordered: The user has chosen an `Order`.
    """

    used = Signal(object, object)
    save_asked = Signal()
    renamed = Signal(object, str)
    deleted = Signal(object)
    undo_asked = Signal()
    ordered = Signal(object)

    def __init__(self, theme: Theme, order: Order, parent: QWidget) -> None:
        super().__init__(theme, self.tr("Prompts"), width=_SIZE[0], parent=parent)
        self.setObjectName("promptsDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._on_shelf: dict[Shelf, list[PromptEntry]] = {shelf: [] for shelf in Shelf}
        self.shelf = SegmentedControl(theme, self)
        self.search = IconField(theme, "magnifying-glass", self)
        self.order = ChoiceBox(theme, self)
        self.list = PromptList(theme, self)
        self.preview = PromptPreview(theme, self)
        self._note = ElidedLabel(theme, size=tokens.CAPTION, role="text2", parent=self)
        self._undo = LinkButton(theme, self.tr("Undo"), parent=self)
        self.save = Button(
            theme, self.tr("Save current prompt…"), icon="plus", height=_BUTTON_HEIGHT, parent=self
        )
        self._cancel = Button(
            theme, self.tr("Close"), kind=ButtonKind.GHOST, height=_BUTTON_HEIGHT, parent=self
        )
        self._words = Button(theme, self.tr("Words only"), height=_BUTTON_HEIGHT, parent=self)
        self._use = Button(
            theme, self.tr("Use"), kind=ButtonKind.PRIMARY, height=_BUTTON_HEIGHT, parent=self
        )
        self._fill_controls(order)
        self._name_everything()
        self._lay_out()
        self._connect()
        self.setFixedHeight(min(_SIZE[1], self._over.height() - _AROUND))
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._refresh()

    def show_shelf(self, shelf: Shelf) -> None:
        """Shows saved or sent prompts."""
        self.shelf.set_value(shelf)
        self._refresh()

    def show_saved(self, prompts: Iterable[SavedPrompt]) -> None:
        """These are saved."""
        self._on_shelf[Shelf.SAVED] = [PromptEntry.of_saved(prompt) for prompt in prompts]
        self._refresh()

    def add_sent(self, generations: Iterable[Generation]) -> None:
        """These prompts were sent too."""
        self._on_shelf[Shelf.SENT] += [PromptEntry.of_sent(one) for one in generations]
        self._refresh()

    def choose(self, prompt: SavedPrompt) -> None:
        """Leads to a saved prompt."""
        self.search.clear()
        self.show_shelf(Shelf.SAVED)
        self.list.choose(prompt.id)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def let_save(self, reason: str) -> None:
        """The composer's prompt can be saved, unless there is a reason against it."""
        self.save.setEnabled(not reason)
        self.save.setToolTip(reason)
        self.save.setAccessibleDescription(reason)

    def tell(self, words: str, *, wrong: bool = False, undo: bool = False) -> None:
        """Says something below the list.

        Args:
            words: What happened.
            wrong: Whether it did not work.
            undo: Whether it can be taken back.
        """
        self._note.setText(words)
        self._note.set_role("danger" if wrong else "text2")
        self._note.setAccessibleDescription(words)
        self._undo.setVisible(undo)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While one types into the search, the arrows move in the list."""
        if watched is self.search and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and event.type() is QEvent.Type.KeyPress:
                self.list.step(step)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        entry = self.list.current
        if key == Qt.Key.Key_F2:
            self.preview.begin_renaming()
        elif key == Qt.Key.Key_Delete and self.list.hasFocus() and entry is not None:
            self._delete()
        elif key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:
            super().keyPressEvent(event)

    def _fill_controls(self, order: Order) -> None:
        self.shelf.add_segment(Shelf.SAVED, self.tr("Saved"))
        self.shelf.add_segment(Shelf.SENT, self.tr("Sent"))
        self.shelf.set_value(Shelf.SAVED)
        self.search.setPlaceholderText(self.tr("Search prompts"))
        self.order.add_choice(Order.LAST_USE, self.tr("Last used"))
        self.order.add_choice(Order.NAME, self.tr("Name"))
        self.order.set_value(order)
        self._words.setToolTip(self.tr("Settings and references stay as they are"))
        self._use.setDefault(True)
        self._undo.hide()

    def _name_everything(self) -> None:
        name(self.shelf, "promptsShelf")
        name(self.search, "promptsSearch")
        name(self.order, "promptsOrder")
        name(self._undo, "undoDeleteButton")
        name(self.save, "savePromptButton")
        name(self._cancel, "closePromptsButton")
        name(self._words, "useWordsButton")
        name(self._use, "usePromptButton")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(tokens.SPACE_2)
        top.addWidget(self.shelf, 1)
        top.addWidget(self.order)
        left = QVBoxLayout()
        left.setSpacing(tokens.SPACE_2)
        left.addWidget(self.search)
        left.addLayout(top)
        left.addWidget(self.list, 1)
        side = QWidget(self)
        side.setFixedWidth(min(_LIST_WIDTH, self.width() // 2 - _AROUND))
        left.setContentsMargins(0, 0, 0, 0)
        side.setLayout(left)
        both = QHBoxLayout()
        both.setSpacing(tokens.SPACE_3)
        both.addWidget(side)
        both.addWidget(self.preview, 1)
        foot = QHBoxLayout()
        foot.setSpacing(tokens.SPACE_2)
        foot.addWidget(self.save)
        foot.addWidget(self._note)
        foot.addWidget(self._undo)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._words)
        foot.addWidget(self._use)
        self.column.addSpacing(tokens.SPACE_1)
        self.column.addLayout(both, 1)
        self.column.addSpacing(tokens.SPACE_2)
        self.column.addLayout(foot)

    def _connect(self) -> None:
        self.shelf.chosen.connect(self._refresh)
        self.order.chosen.connect(self._order)
        self.search.textChanged.connect(self._refresh)
        self.search.installEventFilter(self)
        self.list.currentRowChanged.connect(self._show_current)
        self.list.itemDoubleClicked.connect(self._use_whole)
        self.preview.renamed.connect(self._rename)
        self.preview.delete_asked.connect(self._delete)
        self.preview.left.connect(self.list.setFocus)
        self._undo.clicked.connect(self.undo_asked)
        self.save.clicked.connect(self.save_asked)
        self._cancel.clicked.connect(self.reject)
        self._words.clicked.connect(self._use_words)
        self._use.clicked.connect(self._use_whole)

    def _refresh(self) -> None:
        shelf = Shelf(str(self.shelf.value))
        is_saved = shelf is Shelf.SAVED
        self.order.setVisible(is_saved)
        order = Order(str(self.order.value)) if is_saved else Order.LAST_USE
        found: Sequence[PromptEntry] = shown(self._on_shelf[shelf], self.search.text(), order)
        self.list.fill(found, reason=nothing_found(self.search.text(), saved=is_saved))

    def _show_current(self) -> None:
        entry = self.list.current
        self.preview.show_entry(entry)
        self._use.setEnabled(entry is not None)
        has_more = entry is not None and entry.content != entry.content.words_only
        self._words.setEnabled(has_more)

    def _order(self, order: Order) -> None:
        self._refresh()
        self.ordered.emit(order)

    def _use_whole(self) -> None:
        entry = self.list.current
        if entry is not None:
            self.used.emit(entry.content, entry.saved)
            self.accept()

    def _use_words(self) -> None:
        entry = self.list.current
        if entry is not None:
            self.used.emit(entry.content.words_only, entry.saved)
            self.accept()

    def _rename(self, new: str) -> None:
        entry = self.list.current
        if entry is not None and entry.saved is not None:
            self.renamed.emit(entry.saved, new)

    def _delete(self) -> None:
        entry = self.list.current
        if entry is not None and entry.saved is not None:
            self.deleted.emit(entry.saved)

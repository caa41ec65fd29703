"""The receipt as a dialog: what will be sent, or was sent, reference by reference."""

from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from omniflash_desktop.domain.sent_reference import ReferenceKind
from omniflash_desktop.domain.upload_receipt import NEVER_SENT, UploadReceipt
from omniflash_desktop.services.receipts import PicturedReceipt
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.compose.thumbnails import Thumbnails
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.switch import Switch
from omniflash_desktop.ui.notices.figures import moment_words
from omniflash_desktop.ui.notices.framed_dialog import FramedDialog
from omniflash_desktop.ui.notices.state_words import dotted, second_try_words
from omniflash_desktop.ui.receipt.receipt_words import not_sent_words, settings_of, summary_of
from omniflash_desktop.ui.receipt.reference_card import ReferenceCard
from omniflash_desktop.ui.spending.setting_row import SettingCard, SettingRow
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH: Final = 640
_MOST_HEIGHT: Final = 460
"""Of what scrolls, logical pixels."""


class ReceiptDialog(FramedDialog):
    """Shows a receipt. Nothing is sent by it.

    Args:
        theme: The look.
        pictured: The receipt.
        thumbnails: Makes small pictures of its references.
        uploads_while_writing: As `Preferences.upload_while_writing`, which is offered before a
            clip is sent; `None` for a clip that was sent.
        parent: The window.

    Signals:
        uploading_while_writing_chosen: Whether references are to be uploaded at once.
    """

    uploading_while_writing_chosen = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        pictured: PicturedReceipt,
        thumbnails: Thumbnails,
        *,
        uploads_while_writing: bool | None,
        parent: QWidget,
    ) -> None:
        receipt = pictured.receipt
        is_sent = receipt.sent_at is not None
        title = self.tr("What was sent") if is_sent else self.tr("What will be sent")
        super().__init__(theme, title, width=_WIDTH, parent=parent)
        self.setObjectName("receiptDialog")
        self._cards: list[ReferenceCard] = []
        self._inside = QWidget()
        self._inside.setObjectName("receiptInside")
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, 10, 0)
        self._list.setSpacing(tokens.SPACE_2)
        summary = self._words(self._summary(receipt), role="text2")
        name(summary, "receiptSummary")
        self.setAccessibleDescription(summary.text())
        self._fill(pictured, thumbnails)
        self._scroll = self._scrolling()
        close = Button(theme, self.tr("Close"), kind=ButtonKind.PRIMARY, height=40, parent=self)
        name(close, "receiptCloseButton")
        close.clicked.connect(self.accept)
        self.column.addWidget(summary)
        self.column.addSpacing(tokens.SPACE_1)
        self.column.addWidget(self._scroll, 1)
        if uploads_while_writing is not None:
            self.column.addWidget(self._choice(on=uploads_while_writing))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        self.column.addSpacing(tokens.SPACE_1)
        self.column.addLayout(row)
        self.fit()
        close.setFocus()

    def done(self, result: int) -> None:
        for card in self._cards:
            card.leave()
        super().done(result)

    def _fill(self, pictured: PicturedReceipt, thumbnails: Thumbnails) -> None:
        receipt = pictured.receipt
        numbers = {ReferenceKind.IMAGE: 0, ReferenceKind.VIDEO: 0}
        for at, reference in enumerate(receipt.references):
            numbers[reference.kind] += 1
            card = ReferenceCard(self._theme, reference, numbers[reference.kind], self._inside)
            self._cards.append(card)
            self._list.addWidget(card)
            path = pictured.pictures[at] if at < len(pictured.pictures) else None
            if path is not None:
                thumbnails.request(path, card.take_picture)
        if receipt.unknown_references:
            self._list.addWidget(
                self._words(
                    self.tr("What was sent of its references was not written down yet then."),
                    role="warning",
                )
            )
        self._list.addWidget(self._head(self.tr("Your words")))
        prompt = self._words(receipt.prompt)
        prompt.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        name(prompt, "receiptPrompt")
        self._list.addWidget(prompt)
        self._list.addWidget(self._words(settings_of(receipt), role="text3", size=tokens.CAPTION))
        self._list.addWidget(self._head(self.tr("Not sent")))
        kept = "\n".join(f"–  {not_sent_words(one)}" for one in NEVER_SENT)
        self._list.addWidget(self._words(kept, role="text2", size=tokens.CAPTION))
        self._list.addStretch(1)

    def _summary(self, receipt: UploadReceipt) -> str:
        if receipt.sent_at is None:
            return summary_of(receipt)
        moment = moment_words(receipt.sent_at, now=datetime.now(UTC))
        words = dotted(moment, summary_of(receipt))
        return f"{words}\n{second_try_words()}" if receipt.is_second_try else words

    def _head(self, text: str) -> Label:
        head = Label(
            self._theme,
            text,
            size=tokens.CAPTION,
            weight=tokens.STRONG,
            role="text2",
            parent=self._inside,
        )
        head.setContentsMargins(0, 8, 0, 0)
        return head

    def _words(self, text: str, *, role: str = "text", size: int = tokens.BASE) -> Label:
        words = Label(self._theme, text, size=size, role=role, tabular=True, parent=self._inside)
        words.setWordWrap(True)
        return words

    def _choice(self, *, on: bool) -> SettingCard:
        switch = Switch(self._theme, self)
        switch.setChecked(on)
        name(switch, "uploadWhileWritingSwitch")
        switch.toggled.connect(self.uploading_while_writing_chosen)
        card = SettingCard(self._theme, self)
        card.add(
            SettingRow(
                self._theme,
                self.tr("Upload while I write"),
                self.tr(
                    "Images go up as soon as they are in the tray, free of charge. Generate "
                    "then sends at once."
                ),
                switch,
                parent=card,
            )
        )
        return card

    def _scrolling(self) -> QScrollArea:
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setWidget(self._inside)
        self._inside.setAutoFillBackground(False)
        name(scroll, "receiptScroll")
        width = self.width() - 48
        wanted = self._list.heightForWidth(width - 10)
        scroll.setFixedHeight(min(_MOST_HEIGHT, max(wanted, 80)))
        return scroll

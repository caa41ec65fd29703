"""Asks where local videos go, when the first one is there and nobody has said so yet."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from omniflash_desktop.domain.hosting import VideoWay
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.compose.dropped_text import is_web_link
from omniflash_desktop.ui.compose.tray_plan import VIDEO_SLOT
from omniflash_desktop.ui.compose.video_words import lack_of
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.notices.framed_dialog import FramedDialog
from omniflash_desktop.ui.preferences.storage_settings import StorageSettings
from omniflash_desktop.ui.spending.setting_row import SettingCard
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH = 560


class WhereVideosGoDialog(FramedDialog):
    """The ways in plain words: who can see a video, and for how long.

    Attributes:
        link: What was typed; empty unless the user goes by own links.
        wants_bucket: Whether a bucket is to be set up.

    Args:
        theme: The look.
        copied: A link that is on the clipboard, or nothing.
        parent: The window.
    """

    def __init__(self, theme: Theme, copied: str, parent: QWidget) -> None:
        super().__init__(theme, self.tr("Where do local videos go?"), width=_WIDTH, parent=parent)
        self.setObjectName("whereVideosGoDialog")
        self.link = ""
        self.wants_bucket = False
        meaning = self.tr(
            "The service takes no video uploads: it reads a reference video from a link. This is "
            "asked once, and can be changed in the preferences."
        )
        self.setAccessibleDescription(meaning)
        self._add_words(self.column, meaning, role="text2")
        self.field = QLineEdit(copied, self)
        self.field.setPlaceholderText("https://")
        name(self.field, "ownLinkField")
        self._use = Button(theme, self.tr("Use this link"), parent=self)
        name(self._use, "useOwnLinkButton")
        self._set_up = Button(theme, self.tr("Set up a bucket…"), parent=self)
        name(self._set_up, "setUpBucketButton")
        self._not_now = Button(
            theme, self.tr("Not now"), kind=ButtonKind.GHOST, height=40, parent=self
        )
        name(self._not_now, "notNowButton")
        self._lay_out()
        self.field.textChanged.connect(self._refresh)
        self.field.returnPressed.connect(self._use_link)
        self._use.clicked.connect(self._use_link)
        self._set_up.clicked.connect(self._wish_bucket)
        self._not_now.clicked.connect(self.reject)
        self._refresh()
        self.fit()
        self.field.setFocus()

    def _lay_out(self) -> None:
        link_row = QHBoxLayout()
        link_row.setSpacing(tokens.SPACE_2)
        link_row.addWidget(self.field, 1)
        link_row.addWidget(self._use)
        self._add_card(
            self.tr("My own link"),
            self.tr(
                "You put the video somewhere yourself. Whoever has the link can see it, for as "
                "long as you leave it there."
            ),
            link_row,
        )
        bucket_row = QHBoxLayout()
        bucket_row.addWidget(self._set_up)
        bucket_row.addStretch(1)
        self._add_card(
            self.tr("My own bucket"),
            self.tr(
                "The app uploads it to your bucket (Amazon S3 and compatible, Google, Azure). "
                "Whoever has its link can see it. The link ends after 24 hours unless you change "
                "that, and the video is deleted once no clip needs it."
            ),
            bucket_row,
        )
        self._add_words(
            self.column,
            self.tr(
                "Clips that you made here need neither: they go by their own link while it lives. "
                "In the sandbox no video leaves this computer."
            ),
            role="text3",
        )
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._not_now)
        self.column.addLayout(row)

    def _add_card(self, title: str, meaning: str, controls: QHBoxLayout) -> None:
        card = SettingCard(self._theme, self)
        inside = QWidget(card)
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 9, 14, 11)
        column.setSpacing(3)
        column.addWidget(Label(self._theme, title, weight=tokens.MEDIUM, parent=inside))
        self._add_words(column, meaning, role="text3")
        column.addSpacing(tokens.SPACE_1)
        column.addLayout(controls)
        card.add(inside)
        self.column.addWidget(card)

    def _add_words(self, column: QVBoxLayout, words: str, *, role: str) -> None:
        label = Label(self._theme, words, size=tokens.CAPTION, role=role, parent=self)
        label.setWordWrap(True)
        column.addWidget(label)

    def _refresh(self) -> None:
        self._use.setEnabled(is_web_link(self.field.text().strip()))

    def _use_link(self) -> None:
        text = self.field.text().strip()
        if is_web_link(text):
            self.link = text
            self.accept()

    def _wish_bucket(self) -> None:
        self.wants_bucket = True
        self.accept()


class WhereVideosGo(QObject):
    """Asks by itself once a run at most, and by a press as often as it is wanted.

    Args:
        window: Owner.
        theme: The look.
        composer: Holds the video.
        storage: Keeps the choice.
        tasks: Waits for the answer.

    Signals:
        bucket_asked: A bucket is to be set up.
    """

    bucket_asked = Signal()

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        composer: ComposerPanel,
        storage: StorageSettings,
        tasks: BackgroundTasks,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._composer = composer
        self._storage = storage
        self._tasks = tasks
        self._has_asked = False
        self._is_asking = False

    def ask_once(self) -> None:
        """Asks, unless that was done before."""
        if not self._has_asked:
            self.ask()

    def ask(self) -> None:
        """Asks, or leads to what is missing where a bucket was chosen already."""
        item = self._composer.tray.video_item
        if item is not None and lack_of(item) not in ("", "no_choice"):
            self.bucket_asked.emit()
        elif not self._is_asking:
            self._has_asked = self._is_asking = True
            self._tasks.start(self._ask(), name="ask where local videos go")

    async def _ask(self) -> None:
        copied = QGuiApplication.clipboard().text().strip()
        dialog = WhereVideosGoDialog(
            self._theme, copied if is_web_link(copied) else "", self._window
        )
        try:
            await ask(dialog)
        finally:
            self._is_asking = False
        if dialog.link:
            self._storage.choose(video_way=VideoWay.LINK)
            self._composer.add_link(dialog.link, VIDEO_SLOT)
        elif dialog.wants_bucket:
            self._storage.choose(video_way=VideoWay.BUCKET)
            self.bucket_asked.emit()

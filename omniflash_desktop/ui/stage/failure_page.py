"""What went wrong with a clip: cause, money, next step, the service's own words, and the facts."""

from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import ButtonKind
from omniflash_desktop.ui.controls.elided_label import ElidedLabel, Label
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.figures import length_words, moment_words
from omniflash_desktop.ui.notices.link_button import LinkButton
from omniflash_desktop.ui.notices.problem_words import ProblemWords, billed_words, words_for
from omniflash_desktop.ui.notices.state_words import cancelled_words
from omniflash_desktop.ui.stage.action_buttons import ActionButton
from omniflash_desktop.ui.stage.problem_report import report_of
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH: Final = 620
_FOLDED_LINES: Final = 4
_MAX_BUTTONS: Final = 3


class _Round(QWidget):
    """The icon of the failure in its circle."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.icon, self.role = "warning-octagon", "danger"
        self.setFixedSize(52, 52)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self._theme.colour
        paint_frame(
            painter,
            QRectF(self.rect()),
            26,
            fill=colour(f"{self.role}_bg"),
            line=colour(f"{self.role}_line"),
        )
        self._theme.paint_icon(painter, QRectF(14, 14, 24, 24), self.icon, colour(self.role))
        painter.end()


class _Tip(QWidget):
    def __init__(self, theme: Theme, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        label = Label(theme, text, role="text", parent=self)
        label.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(26, 0, 0, 0)
        row.addWidget(label)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = self._theme.colour("text3")
        self._theme.paint_icon(painter, QRectF(0, 1, 16, 16), "lightbulb", ink)
        painter.end()


class _Card(QWidget):
    """The service's own words, folded where they are long."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._whole = ""
        self._title = Label(
            theme, size=tokens.CAPTION, weight=tokens.STRONG, role="text2", parent=self
        )
        self.text = Label(theme, role="text2", parent=self)
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        mono.setPixelSize(tokens.CAPTION)
        self.text.setFont(mono)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.show_all = LinkButton(theme, self.tr("Show all"), parent=self)
        self.show_all.setObjectName("showServiceTextButton")
        self.show_all.setAccessibleName(self.tr("Show all the service said"))
        self.show_all.clicked.connect(self._unfold)
        left = QVBoxLayout()
        left.setSpacing(5)
        left.addWidget(self._title)
        left.addWidget(self.text)
        left.addWidget(self.show_all)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(15, 12, 12, 12)
        self.row.setSpacing(12)
        self.row.addLayout(left, 1)
        theme.changed.connect(self.update)

    def tell(self, title: str, text: str) -> None:
        self._title.setText(title)
        self._whole = text
        lines = text.splitlines()
        folded = len(lines) > _FOLDED_LINES or len(text) > _FOLDED_LINES * 90
        short = "\n".join(lines[:_FOLDED_LINES])[: _FOLDED_LINES * 90]
        self.text.setText(f"{short}…" if folded else text)
        self.show_all.setVisible(folded)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self._theme.colour
        paint_frame(
            painter,
            QRectF(self.rect()),
            tokens.RADIUS_CARD,
            fill=colour("raised"),
            line=colour("line_subtle"),
        )
        painter.end()

    def _unfold(self) -> None:
        self.text.setText(self._whole)
        self.show_all.hide()


class FailurePage(QWidget):
    """A failed, unconfirmed, waiting or cancelled clip.

    Args:
        theme: The look.
        actions: What somebody listens to; other actions are not shown.
        parent: Owner.

    Signals:
        asked: Id and `Action`.
    """

    asked = Signal(str, object)

    def __init__(
        self, theme: Theme, actions: frozenset[Action], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._actions = actions | {Action.COPY_REPORT}
        self._generation: Generation | None = None
        self._blocks: list[QWidget] = []
        name(self, "failurePanel")
        self.title = ElidedLabel(theme, size=tokens.TITLE, weight=tokens.STRONG, parent=self)
        name(self.title, "clipTitle")
        self._prompt = ElidedLabel(theme, role="text2", parent=self)
        top = QVBoxLayout()
        top.setContentsMargins(24, 16, 24, 16)
        top.setSpacing(8)
        top.addWidget(self.title)
        top.addWidget(self._prompt)
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 16, 0, 16)
        self._column.setSpacing(10)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        centred = QWidget()
        row = QHBoxLayout(centred)
        row.setContentsMargins(24, 0, 24, 0)
        self._inside.setMaximumWidth(_WIDTH)
        self._inside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addStretch(1)
        row.addWidget(self._inside, 100)
        row.addStretch(1)
        scroll.setWidget(centred)
        for surface in (scroll.viewport(), centred, self._inside):
            surface.setAutoFillBackground(False)
        column = self._page = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(scroll, 1)
        theme.changed.connect(self.update)

    @property
    def generation_id(self) -> str:
        """The clip on show."""
        return "" if self._generation is None else self._generation.id

    def keep_free(self, height: int) -> None:
        """Leaves so many logical pixels at the bottom to messages."""
        margins = self._page.contentsMargins()
        margins.setBottom(height)
        self._page.setContentsMargins(margins)

    def show_generation(self, generation: Generation) -> None:
        """Tells what happened to a clip."""
        if generation == self._generation:
            return
        self._generation = generation
        self.title.setText(generation.name)
        first = " ".join(generation.request.prompt.split())
        self._prompt.setText(f"“{first}”")
        # Told once where the title is all of it.
        self._prompt.setHidden(first == " ".join(generation.name.split()))
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._column.addStretch(1)
        problem = generation.problem
        if problem is None:
            self._tell_cancelled(generation)
        else:
            self._tell(generation, problem, words_for(problem, generation))
        self._column.addStretch(1)
        self.setAccessibleDescription(generation.name)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        last = self.title if self._prompt.isHidden() else self._prompt
        y = last.geometry().bottom() + 14
        line = self._theme.colour("line_subtle")
        painter.fillRect(24, y, self.width() - 40, 1, line)
        painter.end()

    def _tell_cancelled(self, generation: Generation) -> None:
        self._add_heading("x", "warning", self.tr("Cancelled"), cancelled_words(generation))
        buttons = [Action.REUSE_SETTINGS, Action.MOVE_TO_TRASH]
        self._add_buttons([action for action in buttons if action in self._actions])

    def _tell(self, generation: Generation, problem: Problem, words: ProblemWords) -> None:
        danger = generation.state is State.FAILED
        moderated = problem.kind in (ProblemKind.MODERATION, ProblemKind.CONTENT_REFUSED)
        if moderated:
            icon = "shield-warning"
        elif generation.state is State.UNCONFIRMED:
            icon = "question"
        else:
            icon = "warning-octagon" if danger else "hourglass-medium"
        # In this order: cause, money, next step.
        text = " ".join((words.cause, words.money, words.next_step))
        self._add_heading(icon, "danger" if danger else "warning", words.title, text)
        for tip in words.tips:
            self._column.addWidget(_Tip(self._theme, tip, self._inside))
        aside = {Action.COPY_REPORT, Action.SEE_DETAILS}
        offered = [a for a in words.actions if a in self._actions and a not in aside]
        if danger and Action.MOVE_TO_TRASH in self._actions and Action.MOVE_TO_TRASH not in offered:
            offered.append(Action.MOVE_TO_TRASH)
        self._add_buttons(offered[:_MAX_BUTTONS])
        card = _Card(self._theme, self._inside)
        if problem.kind is ProblemKind.SANDBOX_UNAVAILABLE:
            card.tell(self.tr("What the sandbox said"), problem.detail or self.tr("Nothing."))
        else:
            said = problem.service_message or self.tr("Nothing.")
            card.tell(self.tr("What the service said"), said)
        copy = ActionButton(self._theme, Action.COPY_REPORT, kind=ButtonKind.GHOST, parent=card)
        copy.asked.connect(self._copy_report)
        card.row.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addSpacing(8)
        self._column.addWidget(card)
        self._column.addSpacing(4)
        self._add_facts(generation, problem)

    def _add_heading(self, icon: str, role: str, title: str, text: str) -> None:
        circle = _Round(self._theme, self._inside)
        circle.icon, circle.role = icon, role
        heading = Label(
            self._theme,
            title,
            size=tokens.FAILURE_TITLE,
            weight=tokens.STRONG,
            parent=self._inside,
        )
        words = Label(self._theme, text, size=tokens.BODY, role="text2", parent=self._inside)
        self._column.addWidget(circle)
        self._column.addSpacing(6)
        for label in (heading, words):
            label.setWordWrap(True)
            self._column.addWidget(label)

    def _add_buttons(self, offered: list[Action]) -> None:
        if not offered:
            return
        # What may cost a second time never shouts.
        loud = self._generation is not None and self._generation.charged is Charged.NO
        bar = QWidget(self._inside)
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(8)
        for position, action in enumerate(offered):
            kind = ButtonKind.SECONDARY
            if position == 0 and loud and action is not Action.MOVE_TO_TRASH:
                kind = ButtonKind.PRIMARY
            elif action is Action.MOVE_TO_TRASH:
                kind = ButtonKind.GHOST
            button = ActionButton(self._theme, action, kind=kind, parent=bar)
            button.asked.connect(self._ask)
            row.addWidget(button)
        row.addStretch(1)
        self._column.addWidget(bar)

    def _add_facts(self, generation: Generation, problem: Problem) -> None:
        bar = QWidget(self._inside)
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(40)
        task = generation.task_id or problem.task_id or ""
        when = moment_words(generation.changed_at, now=datetime.now(UTC))
        if generation.submitted_at is not None:
            passed = (generation.changed_at - generation.submitted_at).total_seconds()
            if passed >= 1:
                when = self.tr("{moment}, after {time}").format(
                    moment=when, time=length_words(passed)
                )
        happened = self.tr("Failed") if generation.state is State.FAILED else self.tr("Since")
        for title, value, object_name in (
            (self.tr("Task ID"), task, "taskIdValue"),
            (happened, when, ""),
            (self.tr("Billed"), billed_words(problem, generation), "clipCost"),
        ):
            if value:
                row.addWidget(_fact(self._theme, bar, title, value, object_name))
        row.addStretch(1)
        self._column.addWidget(bar)

    def _ask(self, action: Action) -> None:
        self.asked.emit(self.generation_id, action)

    def _copy_report(self) -> None:
        if self._generation is not None:
            QGuiApplication.clipboard().setText(report_of(self._generation))


def _fact(theme: Theme, parent: QWidget, title: str, value: str, object_name: str) -> QWidget:
    made = QWidget(parent)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(Label(theme, title, size=tokens.CAPTION, role="text3", parent=made))
    shown = ElidedLabel(
        theme,
        value,
        size=tokens.CAPTION,
        weight=tokens.MEDIUM,
        mode=Qt.TextElideMode.ElideMiddle,
        parent=made,
    )
    if object_name:
        name(shown, object_name)
    else:
        shown.setAccessibleName(title)
    column.addWidget(shown)
    return made

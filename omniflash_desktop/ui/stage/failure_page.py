"""What went wrong with a clip: cause, money, next step, the service's own words, and the facts."""

from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import ButtonKind
from omniflash_desktop.ui.controls.elided_label import ElidedLabel, Label
from omniflash_desktop.ui.controls.icon_line import IconLine
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.charge_words import (
    CHECKED_WITHIN_SECONDS,
    ChargeWords,
    charge_words,
    is_being_checked,
)
from omniflash_desktop.ui.notices.figures import length_words, moment_words
from omniflash_desktop.ui.notices.problem_words import ProblemWords, billed_words, words_for
from omniflash_desktop.ui.notices.state_words import cancelled_words
from omniflash_desktop.ui.notices.truth_words import truth_words
from omniflash_desktop.ui.stage.action_buttons import ActionButton
from omniflash_desktop.ui.stage.evidence_card import EvidenceCard
from omniflash_desktop.ui.stage.failure_heading import FailureHeading
from omniflash_desktop.ui.stage.failure_parts import FailureIcon, ServiceWords
from omniflash_desktop.ui.stage.flow_row import FlowRow
from omniflash_desktop.ui.stage.problem_report import report_of
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH: Final = 620
_MAX_BUTTONS: Final = 3


class FailurePage(QWidget):
    """A failed, unconfirmed, waiting or cancelled clip.

    Args:
        theme: The look.
        actions: What somebody listens to; other actions are not shown.
        menu: What else can be done.
        parent: Owner.

    Signals:
        asked: Id and `Action`.
    """

    asked = Signal(str, object)

    def __init__(
        self, theme: Theme, actions: frozenset[Action], menu: QMenu, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._actions = actions | {Action.COPY_REPORT}
        self._generation: Generation | None = None
        self._check_is_over = QTimer(self)
        self._check_is_over.setSingleShot(True)
        self._check_is_over.setInterval(round(CHECKED_WITHIN_SECONDS * 1000))
        self._check_is_over.timeout.connect(self._build)
        name(self, "failurePanel")
        self.heading = FailureHeading(theme, self._actions, menu, self)
        self.heading.asked.connect(self._asked_above)
        self.heading.setContentsMargins(0, 0, 0, 0)
        top = QVBoxLayout()
        top.setContentsMargins(24, 16, 16, 16)
        top.addWidget(self.heading)
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
        self._build()

    def _build(self) -> None:
        generation = self._generation
        if generation is None:
            return
        self.heading.show_generation(generation)
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
        y = self.heading.geometry().bottom() + 14
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
        self._add_evidence(generation)
        for tip in words.tips:
            line = IconLine(
                self._theme,
                tip,
                icon="lightbulb",
                ink="text3",
                size=tokens.BASE,
                role="text",
                indent=26,
                parent=self._inside,
            )
            self._column.addWidget(line)
        aside = {Action.COPY_REPORT, Action.SEE_DETAILS}
        offered = [a for a in words.actions if a in self._actions and a not in aside]
        if danger and Action.MOVE_TO_TRASH in self._actions and Action.MOVE_TO_TRASH not in offered:
            offered.append(Action.MOVE_TO_TRASH)
        self._add_buttons(offered[:_MAX_BUTTONS])
        card = ServiceWords(self._theme, self._inside)
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
        circle = FailureIcon(self._theme, self._inside)
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

    def _add_evidence(self, generation: Generation) -> None:
        self._check_is_over.stop()
        if generation.state is not State.UNCONFIRMED:
            return
        words = charge_words(generation)
        if words is None and is_being_checked(generation, now=datetime.now(UTC)):
            words = ChargeWords(title=self.tr("Checking the balance…"), icon="hourglass-medium")
            self._check_is_over.start()
        if words is not None:
            self._column.addSpacing(2)
            self._column.addWidget(EvidenceCard(self._theme, words, self._inside))

    def _add_buttons(self, offered: list[Action]) -> None:
        if not offered:
            return
        # What may cost a second time never shouts.
        loud = self._generation is not None and self._generation.charged is Charged.NO
        bar = FlowRow(8, self._inside)
        buttons: list[QWidget] = []
        for position, action in enumerate(offered):
            kind = ButtonKind.SECONDARY
            is_free = loud or action is Action.FETCH_BY_ID
            if position == 0 and is_free and action is not Action.MOVE_TO_TRASH:
                kind = ButtonKind.PRIMARY
            elif action is Action.MOVE_TO_TRASH:
                kind = ButtonKind.GHOST
            button = ActionButton(self._theme, action, kind=kind, parent=bar)
            if action is Action.SEND_AGAIN:
                # A row has no room for what makes it less dangerous than it sounds.
                button.setText(self.tr("Send again with the same key…"))
            button.asked.connect(self._ask)
            buttons.append(button)
        bar.fill(buttons)
        self._column.addSpacing(6)
        self._column.addWidget(bar)

    def _add_facts(self, generation: Generation, problem: Problem) -> None:
        bar = QWidget(self._inside)
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(32)
        task = generation.task_id or problem.task_id or ""
        when = moment_words(generation.changed_at, now=datetime.now(UTC))
        if generation.submitted_at is not None:
            passed = (generation.changed_at - generation.submitted_at).total_seconds()
            if passed >= 1:
                when = self.tr("{moment}, after {time}").format(
                    moment=when, time=length_words(passed)
                )
        happened = self.tr("Failed") if generation.state is State.FAILED else self.tr("Since")
        take = self.tr("{n} of {all}").format(n=generation.take, all=generation.takes)
        for title, value, object_name in (
            (self.tr("Task ID"), task, "taskIdValue"),
            (self.tr("Take"), take if generation.takes > 1 else "", "clipTake"),
            (happened, when, ""),
            (self.tr("Billed"), billed_words(problem, generation), "clipCost"),
            (self.tr("Status"), truth_words(generation, now=datetime.now(UTC)), "clipTruth"),
        ):
            if value:
                row.addWidget(_fact(self._theme, bar, title, value, object_name))
        row.addStretch(1)
        self._column.addWidget(bar)

    def _asked_above(self, action: Action) -> None:
        if action is Action.COPY_REPORT:
            self._copy_report()
        else:
            self._ask(action)

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

"""Does what the buttons and menus of stage and library ask for."""

import asyncio
import shutil
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from omniflash_desktop.domain.generation import UNSENT_STATES, Clip, Generation, State
from omniflash_desktop.domain.request import Resolution
from omniflash_desktop.domain.service_facts import TOKEN_PAGE, TOP_UP_PAGE
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.generation_queue import GenerationQueue
from omniflash_desktop.ui.asking import ask, ask_for_file
from omniflash_desktop.ui.clip_frames import ClipFrames
from omniflash_desktop.ui.clip_keeping import ClipKeeping
from omniflash_desktop.ui.clip_viewing import ClipViewing
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.fetched_anew import FetchedAnew
from omniflash_desktop.ui.missing_files import MissingFiles
from omniflash_desktop.ui.notices.actions import Action, action_label
from omniflash_desktop.ui.notices.charge_words import charge_words
from omniflash_desktop.ui.notices.figures import about_cost
from omniflash_desktop.ui.notices.question_dialog import QuestionDialog
from omniflash_desktop.ui.notices.toasts import Toast, ToastKind, Toasts
from omniflash_desktop.ui.service_choice import ServiceChoice
from omniflash_desktop.ui.spending.costly_clips import CostlyClips
from omniflash_desktop.ui.stage.problem_report import report_of
from omniflash_desktop.ui.stage.stage_panel import StagePanel

_SENT = frozenset({State.WAITING, State.DOWNLOADING})
"""Nothing is saved any more by cancelling these."""


class ClipActions(QObject):
    """One method for each kind of wish; what may cost money a second time asks first.

    Signals:
        composer_filled: The composer holds something to go on with: it is to be seen.
        line_action_asked: About clips that wait in line: their ids, and `Action`.
        fetch_asked: A clip is to be fetched by its task's id.
        limit_asked: The limit of the day is to be changed.
        folder_asked: Clips are to be kept in another folder.
        storage_asked: The user wants to say where local videos go.
        network_asked: The user wants to see the way to the service.
        receipt_asked: What was sent for a clip is to be shown; its id.
        try_asked: A service, as `Generation.service`, is to be tried now.
    """

    composer_filled = Signal()
    line_action_asked = Signal(list, object)
    fetch_asked = Signal()
    limit_asked = Signal()
    folder_asked = Signal()
    storage_asked = Signal()
    network_asked = Signal()
    try_asked = Signal(str)
    receipt_asked = Signal(str)

    def __init__(
        self,
        window: QWidget,
        composer: ComposerPanel,
        stage: StagePanel,
        viewing: ClipViewing,
        choice: ServiceChoice,
        toasts: Toasts,
        queue: GenerationQueue,
        frames: ClipFrames,
        keeping: ClipKeeping,
        missing: MissingFiles,
        anew: FetchedAnew,
        costly: CostlyClips,
        tasks: BackgroundTasks,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._composer = composer
        self._stage = stage
        self._viewing = viewing
        self._choice = choice
        self._toasts = toasts
        self._queue = queue
        self._frames = frames
        self._keeping = keeping
        self._missing = missing
        self._anew = anew
        self._costly = costly
        self._tasks = tasks

    def do(self, generation_id: str, action: Action) -> None:
        """Does `action` about a generation."""
        self._tasks.start(self._do(generation_id, action), name=f"{action} {generation_id}")

    def cancel(self, generation_id: str) -> None:
        """Cancels a generation; asks first when that saves no money any more."""
        self.do(generation_id, Action.CANCEL)

    def do_for_row(self, generation_ids: list[str], action: Action) -> None:
        """Does `action` about all clips that share a row of the library."""
        if action is Action.CANCEL:
            self._tasks.start(
                self._cancel(generation_ids), name=f"cancel {', '.join(generation_ids)}"
            )
        else:
            self.line_action_asked.emit(generation_ids, action)

    def save_frame(self, generation_id: str, seconds: float) -> None:
        """Saves the frame that the player shows, as a picture."""
        clip = self._clip_of(self._queue.current(generation_id))
        if clip is not None:
            self._frames.save_at(clip.path, seconds)

    def use_frame(self, generation_id: str, seconds: float, slot: int) -> None:
        """Takes the frame that the player shows into an image slot, 0 to 2."""
        clip = self._clip_of(self._queue.current(generation_id))
        if clip is not None:
            self._frames.use_at(clip.path, seconds, slot)

    def use_last_frame(self, generation_id: str, slot: int) -> None:
        """Takes the last good frame of a clip into an image slot, 0 to 2."""
        clip = self._clip_of(self._queue.current(generation_id))
        if clip is not None:
            self._frames.use_last(clip.path, slot)

    async def _do(self, generation_id: str, action: Action) -> None:
        generation = self._queue.current(generation_id)
        match action:
            case Action.PLAY:
                self._viewing.play(generation_id)
            case Action.SEE_DETAILS:
                self._viewing.choose(generation_id)
            case Action.SEE_RECEIPT:
                self.receipt_asked.emit(generation_id)
            case Action.SAVE_AS | Action.SHOW_IN_FOLDER | Action.OPEN_ELSEWHERE:
                await self._with_file(generation, action)
            case Action.USE_LAST_FRAME | Action.CHOOSE_FRAME:
                self._take_frame(generation, action)
            case Action.FAVOURITE:
                self._keeping.star(generation)
            case Action.MOVE_TO_TRASH:
                await self._keeping.throw_away(generation)
            case Action.FIND_FILE:
                await self._missing.find(generation)
            case Action.FETCH_ANEW:
                await self._anew.fetch(generation)
            case Action.REMOVE_ENTRY:
                self._keeping.remove_entry(generation)
            case Action.DELETE_FOR_GOOD:
                await self._keeping.delete_for_good(generation)
            case Action.COPY_REPORT:
                QGuiApplication.clipboard().setText(report_of(generation))
                self._toasts.show(ToastKind.DONE, self.tr("Report copied"))
            case (
                Action.REUSE_SETTINGS
                | Action.EDIT_PROMPT
                | Action.EDIT_AND_RETRY
                | Action.REPLACE_REFERENCES
                | Action.CHOOSE_IMAGE
                | Action.CHOOSE_VIDEO
                | Action.ADD_IMAGE
                | Action.RETRY_AT_720P
            ):
                self._edit(generation, action)
            case Action.RETRY:
                if await self._costly.are_wanted([generation]):
                    self._viewing.follow_new([self._queue.retry(generation_id).id])
            case Action.MAKE_AGAIN:
                await self._make_again(generation)
            case Action.SEND_AGAIN:
                await self._send_again(generation)
            case Action.DROP_IT:
                self._queue.drop(generation_id)
            case Action.CANCEL:
                await self._cancel([generation_id])
            case (
                Action.UNDO_SEND
                | Action.SEND_NOW
                | Action.EDIT_IN_LINE
                | Action.MOVE_TO_FRONT
                | Action.MOVE_UP
                | Action.MOVE_DOWN
            ):
                self.line_action_asked.emit([generation_id], action)
            case Action.FETCH_BY_ID:
                self.fetch_asked.emit()
            case Action.CHANGE_DAILY_CAP:
                self.limit_asked.emit()
            case Action.CHANGE_FOLDER:
                self.folder_asked.emit()
            case Action.SET_UP_STORAGE:
                self.storage_asked.emit()
            case Action.NETWORK_SETTINGS:
                self.network_asked.emit()
            case Action.RESUME:
                self._queue.go_on()
            case Action.TRY_NOW:
                self.try_asked.emit(generation.service)
            case Action.RESUME_DOWNLOAD:
                self._queue.fetch_again(generation_id)
            case Action.CHECK_AGAIN:
                self._queue.fetch_again(generation_id)
                if generation.state in UNSENT_STATES:
                    self._queue.account_is_mended()
                    self.try_asked.emit(generation.service)
            case Action.REPLACE_TOKEN:
                self._choice.ask_again()
            case Action.USE_SANDBOX:
                self._choice.use_sandbox()
            case Action.TOP_UP:
                QDesktopServices.openUrl(QUrl(TOP_UP_PAGE))
            case Action.OPEN_ACCOUNT:
                QDesktopServices.openUrl(QUrl(TOKEN_PAGE))
            case (
                Action.PASTE_LINK
                | Action.KEEP_FIRST_IMAGE
                | Action.SET_6_SECONDS
                | Action.SET_720P
                | Action.RETRY_LATER
                | Action.KEEP_FOR_SESSION
            ):
                # Not in `OFFERED`, so nobody can have pressed it.
                raise AssertionError(action)
            case _:
                assert_never(action)

    # -- the file

    async def _with_file(self, generation: Generation, action: Action) -> None:
        clip = self._clip_of(generation)
        if clip is None:
            return
        if action is Action.SAVE_AS:
            await self._save_as(clip)
        elif action is Action.SHOW_IN_FOLDER:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(clip.path.parent)))
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(clip.path)))

    async def _save_as(self, clip: Clip) -> None:
        target = await ask_for_file(
            self._window, self.tr("Save the clip as"), clip.path.name, self.tr("MP4 video (*.mp4)")
        )
        if target is not None:
            await self.copy_clip(clip, target)

    async def copy_clip(self, clip: Clip, target: Path) -> None:
        """Copies a clip to where the user wants it, and says how that went."""
        try:
            await asyncio.to_thread(shutil.copyfile, clip.path, target)
        except OSError as error:
            self._toasts.show(
                ToastKind.ERROR, self.tr("The copy was not saved"), error.strerror or ""
            )
            return
        self._toasts.show(ToastKind.DONE, self.tr("Copy saved"), target.name)

    def _take_frame(self, generation: Generation, action: Action) -> None:
        clip = self._clip_of(generation)
        if clip is None:
            return
        if action is Action.CHOOSE_FRAME:
            self._frames.choose(clip.path)
        else:
            self._frames.use_last(clip.path)

    # -- the request

    def _edit(self, generation: Generation, action: Action) -> None:
        request = generation.request
        if action is Action.RETRY_AT_720P:
            request = request.with_resolution(Resolution.HD_720)
        self._composer.load_request(request)
        self.composer_filled.emit()

    async def _make_again(self, generation: Generation) -> None:
        cost = about_cost(generation)
        words = self.tr("It is a new clip, and it costs money.")
        if generation.in_sandbox:
            words = self.tr("It is a new clip. In the sandbox it is free.")
        elif cost:
            words = self.tr("It is a new clip and costs %1.").replace("%1", cost)
        wanted = await self.is_wanted(
            self.tr("Make this clip again?"), words, self.tr("Make again")
        )
        if wanted:
            self._viewing.follow_new([self._queue.retry(generation.id).id])

    async def _send_again(self, generation: Generation) -> None:
        words = self.tr(
            "The first request may be running already. Sending it again could be billed a "
            "second time. It goes out with the same key, which the service may or may not "
            "recognise."
        )
        if generation.in_sandbox:
            words = self.tr(
                "The first request may be running already. With the real service, sending it "
                "again could be billed a second time. In the sandbox it is free."
            )
        verdict = charge_words(generation)
        if verdict is not None:
            words = f"{verdict.sentence} {words}"
        wanted = await self.is_wanted(self.tr("Send it again?"), words, self.tr("Send again"))
        if wanted:
            self._queue.send_again(generation.id)

    async def _cancel(self, generation_ids: list[str]) -> None:
        """Takes back what is not sent, and asks about the rest: that saves no money any more."""
        sent: list[str] = []
        for generation_id in generation_ids:
            if self._queue.current(generation_id).state in _SENT:
                sent.append(generation_id)
            else:
                self._queue.cancel(generation_id)
        if sent and await self._wants_to_stop_watching(len(sent)):
            for generation_id in sent:
                self._queue.cancel(generation_id)

    async def _wants_to_stop_watching(self, count: int) -> bool:
        if count == 1:
            title = self.tr("Stop watching this clip?")
            words = self.tr(
                "The service cannot cancel it: it is billed all the same, and the clip is "
                "fetched if it arrives."
            )
        else:
            title = self.tr("Stop watching %n clips?", "", count)
            words = self.tr(
                "The service cannot cancel them: they are billed all the same, and fetched if "
                "they arrive."
            )
        return await self.is_wanted(title, words, self.tr("Stop watching"), danger=True)

    # -- asking and telling

    async def is_wanted(self, title: str, text: str, action: str, *, danger: bool = False) -> bool:
        """Asks before something that cannot be taken back.

        Args:
            title: The question.
            text: What it means.
            action: The label of the button that says yes.
            danger: Whether yes takes something away.
        """
        dialog = QuestionDialog(
            self._stage.theme, title, text, yes=action, danger=danger, parent=self._window
        )
        return await ask(dialog) == QDialog.DialogCode.Accepted

    def _clip_of(self, generation: Generation) -> Clip | None:
        """The clip, where its file is in its place; otherwise that is told."""
        clip = generation.clip
        if clip is not None and clip.path.exists():
            return clip
        toast = self._toasts.show(
            ToastKind.WARNING,
            self.tr("The file is not where it was"),
            generation.name,
            action="" if clip is None else action_label(Action.FIND_FILE),
        )
        toast.acted.connect(_Wish(toast, self, generation.id, Action.FIND_FILE).do)
        return None


class _Wish(QObject):
    """What a message's button asks for; lives and dies with its message."""

    def __init__(
        self, toast: Toast, actions: ClipActions, generation_id: str, action: Action
    ) -> None:
        super().__init__(toast)
        self._actions = actions
        self._generation_id = generation_id
        self._action = action

    def do(self) -> None:
        self._actions.do(self._generation_id, self._action)

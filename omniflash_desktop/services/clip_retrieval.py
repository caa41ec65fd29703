"""Keeps at a paid clip until it is home, or until nobody has it any more."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from omniflash_desktop.domain.generation import Clip, Generation, Progress
from omniflash_desktop.domain.outcomes import TaskReport, TaskStatus
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.service_facts import MOST_DOWNLOADS_AT_ONCE, RESULT_LINK_HOURS
from omniflash_desktop.services.clip_downloader import ClipDownloader
from omniflash_desktop.services.folder_trouble import FolderTrouble
from omniflash_desktop.services.generation_journal import GenerationJournal
from omniflash_desktop.services.ordered_places import OrderedPlaces
from omniflash_desktop.services.patience import FOR_THE_USER_TO_MEND, BackOff, Patience
from omniflash_desktop.services.poll_times import poll_times_for
from omniflash_desktop.services.ports import Clock, ServiceConnections, VideoApi
from omniflash_desktop.services.task_watcher import TaskWatcher

TRIES_WITH_ONE_LINK: Final = 3
"""Then the task is asked for its link again: the sandbox, for one, may have moved."""

_REFUSED: Final = frozenset({401, 403})
"""Unlike 404 and 410, these say nothing of whether the clip is there."""


class ClipRetrieval:
    """Each clip over as many tries as it takes, a few at once, and first what dies soonest."""

    def __init__(
        self,
        journal: GenerationJournal,
        connections: ServiceConnections,
        watcher: TaskWatcher,
        downloader: ClipDownloader,
        clock: Clock,
        patience: Patience,
    ) -> None:
        self._journal = journal
        self._connections = connections
        self._watcher = watcher
        self._downloader = downloader
        self._clock = clock
        self._patience = patience
        self._places = OrderedPlaces(MOST_DOWNLOADS_AT_ONCE)
        self._folder = FolderTrouble(clock)

    async def bring_home(self, generation: Generation) -> Clip | Problem | None:
        """Downloads the clip of a completed task.

        Returns:
            The clip; the problem that ended all hope; or `None` when patience ended before hope.
        """
        back_off = BackOff(poll_times_for(generation.service).back_off, self._patience, self._clock)
        has_fresh_link = False
        folder_tries = self._folder.tries
        while True:
            outcome = await self._try_once(generation, folder_tries)
            if isinstance(outcome, Clip):
                return outcome
            if has_fresh_link and self._is_barred(outcome, generation):
                outcome = msgspec.structs.replace(outcome, kind=ProblemKind.DOWNLOAD_BROKEN)
            if outcome.kind is ProblemKind.RESULT_EXPIRED:
                # Not told: most dead links have a fresh one, and then nothing is gone.
                renewed = outcome if has_fresh_link else await self._with_fresh_link(generation)
                if isinstance(renewed, Problem):
                    self.discard(generation.id)
                if not isinstance(renewed, Generation):
                    return renewed
                generation, has_fresh_link = renewed, True
                continue
            self._journal.note(generation.id, problem=outcome)
            has_fresh_link = False
            pause = back_off.pause_after(outcome)
            if pause is None:
                return None
            await self._watcher.pause(pause)
            is_for_the_link = outcome.kind not in FOR_THE_USER_TO_MEND
            if is_for_the_link and back_off.tries % TRIES_WITH_ONE_LINK == 0:
                generation = await self._with_todays_link(generation)

    async def fetch_anew(self, generation: Generation) -> Problem | None:
        """Downloads a finished clip once more: its file is gone, or damaged.

        A damaged file stays where it is. It is tried once; the task is asked for its link first,
        as the one that is known may be dead.
        """
        if generation.task_id is None:
            return Problem(kind=ProblemKind.RESULT_EXPIRED, charged=Charged.YES)
        generation = await self._with_todays_link(generation)
        outcome = await self._try_once(generation, self._folder.tries)
        if isinstance(outcome, Problem):
            return outcome
        self._journal.note(generation.id, durably=True, clip=outcome)
        return None

    async def keep_in(self, folder: Path) -> None:
        """Keeps clips in `folder` from now on, and those at once that wait for a folder."""
        await self._downloader.keep_in(folder)
        self._folder.may_be_mended()
        self._watcher.end_pauses()

    def try_now(self, service: str) -> None:
        """Waits no longer: somebody has mended the folder, or the way to the service."""
        self._folder.may_be_mended()
        self._watcher.try_now(service)

    def discard(self, generation_id: str) -> None:
        """Removes what was downloaded of a clip that nobody wants any more."""
        self._downloader.discard_part(generation_id)

    async def _try_once(self, generation: Generation, folder_tries: int) -> Clip | Problem:
        api = await self._connection_for(generation)
        if isinstance(api, Problem):
            return api

        def show(progress: Progress) -> None:
            self._journal.show_progress(generation.id, progress)

        async with self._places.place(lambda: dies_at(generation)):
            known = self._folder.known(generation.id, since=folder_tries)
            if known is not None:
                return msgspec.structs.replace(known, task_id=generation.task_id)
            outcome = await self._downloader.fetch(generation, api, show)
            self._folder.hear(generation.id, outcome)
            return outcome

    def _is_barred(self, outcome: Problem, generation: Generation) -> bool:
        """Whether a link was refused that should still live, as a guard on the way does it.

        Dead links are answered like that too (contract, section 8), but not before their time.
        """
        return (
            outcome.kind is ProblemKind.RESULT_EXPIRED
            and outcome.http_status in _REFUSED
            and self._clock.now() < dies_at(generation)
        )

    async def _connection_for(self, generation: Generation) -> VideoApi | Problem:
        api = await self._connections.connection_to(generation.service)
        if isinstance(api, Problem) and generation.in_sandbox:
            return msgspec.structs.replace(api, charged=Charged.YES)
        if isinstance(api, Problem):
            # Result links are public: a token that is gone must not cost a clip that is paid for.
            return self._connections.connection_with(generation.service, "")
        return api

    async def _with_fresh_link(self, generation: Generation) -> Generation | Problem | None:
        def on_answer(answer: TaskReport | Problem) -> None:
            if isinstance(answer, Problem):
                told = msgspec.structs.replace(answer, charged=Charged.YES)
                self._journal.note(generation.id, problem=told)

        report = await self._watcher.final_report(
            generation.task_id or "",
            service=generation.service,
            submitted_at=generation.submitted_at or generation.created_at,
            times=poll_times_for(generation.service),
            on_answer=on_answer,
            token_id=generation.token_id,
            ask_at_once=True,
            patience=self._patience,
        )
        if report is None:
            return None
        return self._with_link_of(report, generation) or Problem(
            kind=ProblemKind.RESULT_EXPIRED, charged=Charged.YES, task_id=generation.task_id
        )

    async def _with_todays_link(self, generation: Generation) -> Generation:
        """Asks once; without an answer, the link that there is stays good."""
        report = await self._watcher.ask(
            generation.task_id or "",
            service=generation.service,
            submitted_at=generation.submitted_at or generation.created_at,
            token_id=generation.token_id,
        )
        return self._with_link_of(report, generation) or generation

    def _with_link_of(
        self, report: TaskReport | Problem, generation: Generation
    ) -> Generation | None:
        if not isinstance(report, TaskReport) or report.status is not TaskStatus.COMPLETED:
            return None
        if not report.video_urls:
            return None
        return self._journal.note(
            generation.id,
            durably=True,
            result_url=report.video_urls[0],
            # Where no answer names a date, the first one was reckoned from the end of the task.
            result_expires_at=report.expires_at or dies_at(generation),
        )


def dies_at(generation: Generation) -> datetime:
    """When the link of a clip dies, at the earliest; it is fetched before those that live on."""
    since = generation.submitted_at or generation.created_at
    return generation.result_expires_at or since + timedelta(hours=RESULT_LINK_HOURS)


def expiry_of(report: TaskReport, now: datetime) -> datetime:
    """When the links of a completed task die. Contract, section 3."""
    return report.expires_at or now + timedelta(hours=RESULT_LINK_HOURS)

"""All services, joined as `app.core` joins them, over fakes of the world."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.hosting import VideoHosting
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.changes import (
    Change,
    Changes,
    GenerationChanged,
    GenerationRemoved,
    QueuePaused,
)
from omniflash_desktop.services.charge_reconciler import ChargeReconciler
from omniflash_desktop.services.clip_downloader import ClipDownloader
from omniflash_desktop.services.clip_retrieval import ClipRetrieval
from omniflash_desktop.services.daily_budget import DailyBudget
from omniflash_desktop.services.generation_journal import GenerationJournal
from omniflash_desktop.services.generation_queue import GenerationQueue
from omniflash_desktop.services.generation_runner import GenerationRunner
from omniflash_desktop.services.hosted_videos import HostedVideos
from omniflash_desktop.services.learned_prices import LearnedPrices
from omniflash_desktop.services.like_failures import LikeFailures
from omniflash_desktop.services.patience import Patience
from omniflash_desktop.services.picture_preparation import PicturePreparation
from omniflash_desktop.services.reference_uploader import ReferenceUploader
from omniflash_desktop.services.send_gate import SendGate
from omniflash_desktop.services.service_uploads import ServiceUploads
from omniflash_desktop.services.submission import Submission
from omniflash_desktop.services.task_watcher import TaskWatcher
from omniflash_desktop.services.time_bands import TimeBands
from omniflash_desktop.services.upload_lanes import UploadLanes
from tests.builders import a_request
from tests.services.fake_bucket import FakeBucketKeys, FakeBuckets
from tests.services.fakes import (
    FakeApi,
    FakeClock,
    FakeConnections,
    FakeFiles,
    FakeLibrary,
    FakeMedia,
    FakeMemory,
    InlineThreads,
)

COMMAND_LINE = Patience(waits_for_the_user=False, seconds_for_the_world=20.0)


class House:
    """One run of the app. A second one over the first one's library is a restart.

    Attributes:
        events: What was saved, done and told, in this order, as (`save`, state), (`act`, call)
            and (`tell`, state).
        exceptions: What tasks raised that nobody awaited. A story ends with none.
    """

    def __init__(self, library: FakeLibrary | None, api: Any, patience: Patience) -> None:
        self.events: list[tuple[str, str]] = []
        self.changes_heard: list[Change] = []
        self.exceptions: list[BaseException] = []
        self.clock = FakeClock()
        self.library = FakeLibrary(self.events)
        if library is not None:
            self.library.kept = dict(library.kept)
            self.library.links = dict(library.links)
        self.api: FakeApi = api or FakeApi(self.clock, self.events)
        self.media = FakeMedia()
        self.files = FakeFiles()
        self.buckets = FakeBuckets()
        self.bucket_keys = FakeBucketKeys()
        self.memory = FakeMemory()
        self.connections = FakeConnections(self.api)
        self.changes = Changes()
        self.changes.subscribe(self._hear)
        self.tasks = BackgroundTasks(lambda error, _name: self.exceptions.append(error))
        lanes = UploadLanes()
        self.hosted = HostedVideos(
            VideoHosting(),
            self.buckets,
            self.bucket_keys,
            self.library,
            self.tasks,
            self.clock,
            lanes,
        )
        self.changes.subscribe(self.hosted.hear)
        self.journal = GenerationJournal(self.library, self.changes, self.clock)
        self.gate = SendGate(
            self.changes, DailyBudget(self.library, self.clock), self.tasks, self.clock, patience
        )
        failures = LikeFailures()
        self.prices = LearnedPrices(self.library, self.changes)
        self.time_bands = TimeBands(self.library, self.changes)
        self.watcher = TaskWatcher(self.connections, self.clock, self.tasks, self.changes)
        self.charges = ChargeReconciler(
            self.library,
            self.journal,
            self.connections,
            self.prices,
            self.tasks,
            self.clock,
            patience,
        )
        self.changes.subscribe(self.charges.hear)
        self.downloader = ClipDownloader(self.files, self.media, self.journal)
        self.retrieval = ClipRetrieval(
            self.journal,
            self.connections,
            self.watcher,
            self.downloader,
            self.clock,
            patience,
        )
        self.uploads = ServiceUploads(self.library, lanes, self.clock)
        self.uploader = ReferenceUploader(
            self.media,
            self.library,
            self.hosted,
            self.uploads,
            self.clock,
            PicturePreparation(self.media),
        )
        runner = GenerationRunner(
            self.journal,
            self.connections,
            self.uploader,
            Submission(self.journal, self.charges, self.clock),
            self.watcher,
            self.retrieval,
            self.gate,
            failures,
            self.clock,
            patience,
        )
        self.queue = GenerationQueue(
            self.library,
            self.journal,
            runner,
            self.gate,
            failures,
            self.memory,
            self.prices,
            self.tasks,
            self.clock,
            self.charges,
        )

    def start(self, request: GenerationRequest | None = None, **how: Any) -> Generation:
        """One clip, asked for at the real service."""
        how.setdefault("service", DEFAULT_BASE_URL)
        return self.queue.start(request or a_request(), **how)[0]

    def now(self, generation: Generation) -> Generation:
        return self.journal.current(generation.id)

    def is_in(self, generation: Generation, *states: State) -> bool:
        return self.now(generation).state in states

    async def until(self, generation: Generation, *states: State) -> Generation:
        """Lets time pass until `generation` is in one of `states`."""
        await self.clock.pass_until(lambda: self.is_in(generation, *states))
        return self.now(generation)

    def states_of(self, generation: Generation) -> list[State]:
        """The states that were saved, each once in a row."""
        saved = [one.state for one, _ in self.library.saves if one.id == generation.id]
        return [state for at, state in enumerate(saved) if at == 0 or saved[at - 1] != state]

    def percents_told(self, *states: State) -> list[int | None]:
        """The percents that were told, in these states or in all."""
        changed = [c for c in self.changes_heard if isinstance(c, GenerationChanged)]
        told = [c.progress for c in changed if not states or c.generation.state in states]
        return [progress.percent for progress in told if progress is not None]

    def pauses_told(self) -> list[ProblemKind | None]:
        told = [c.problem for c in self.changes_heard if isinstance(c, QueuePaused)]
        return [problem.kind if problem is not None else None for problem in told]

    def problems_of(self, generation: Generation) -> list[Problem | None]:
        """The problems that were saved with it, in their order."""
        return [one.problem for one, _ in self.library.saves if one.id == generation.id]

    def _hear(self, change: Change) -> None:
        self.changes_heard.append(change)
        match change:
            case GenerationChanged(generation=generation, progress=None):
                self.events.append(("tell", generation.state.value))
            case GenerationRemoved(generation_id=generation_id):
                self.events.append(("tell", f"removed {generation_id}"))
            case _:
                pass


@asynccontextmanager
async def a_house(
    *, library: FakeLibrary | None = None, api: Any = None, patience: Patience | None = None
) -> AsyncGenerator[House]:
    """The services of one run; at its end nothing is left, and nothing went wrong unseen."""
    asyncio.get_running_loop().set_default_executor(InlineThreads(max_workers=1))
    house = House(library, api, patience or Patience())
    try:
        yield house
    finally:
        late = await house.tasks.close(within=5.0)
    assert late == []
    assert house.exceptions == []

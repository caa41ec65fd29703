"""Stand-ins for what the services need from the world. They keep what they were asked.

Answers are scripts: the first entry goes first, and the last one stays for ever. An entry may be a
`Held`, which answers when the test lets it, or an exception, which is raised.
"""

import asyncio
import heapq
import itertools
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.clip_frames import FrameWish, TakenFrame
from omniflash_desktop.domain.decoded_frames import DecodedFrame
from omniflash_desktop.domain.generation import FINAL_STATES, Generation, State
from omniflash_desktop.domain.ledger import Charge
from omniflash_desktop.domain.listed_clip import ListPage, ListPlace, listed
from omniflash_desktop.domain.outcomes import (
    Downloaded,
    PreparedImage,
    ReachableLink,
    SubmitOutcome,
    Submitted,
    TaskReport,
    TaskStatus,
    UploadedImage,
    VideoFacts,
    WrittenRecipe,
)
from omniflash_desktop.domain.picture_framing import PictureWishes
from omniflash_desktop.domain.prices import PriceTier, price_tier
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.recipe import Recipe, recipe_from
from omniflash_desktop.domain.reference_videos import CopyReason, SendableVideo
from omniflash_desktop.domain.references import UploadedLink
from omniflash_desktop.domain.request import Resolution
from omniflash_desktop.domain.time_bands import RenderTime
from omniflash_desktop.domain.video_trim import FrameTimes, Trim
from tests.builders import CLICK, CLIP_URL

_T = TypeVar("_T")


class FakeClock:
    """Time that passes only when the test says so, and only when nobody has anything left to do."""

    def __init__(self) -> None:
        self.elapsed = 0.0
        self.wall_jump = timedelta(0)
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._real_work = 0

    def now(self) -> datetime:
        return CLICK + timedelta(seconds=self.elapsed) + self.wall_jump

    def monotonic(self) -> float:
        return 5000.0 + self.elapsed

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.elapsed + seconds, next(self._numbers), future))
        await future

    @contextmanager
    def waiting_for_real_work(self):
        """Something of the real world, such as a thread, is at work: time stands still."""
        self._real_work += 1
        try:
            yield
        finally:
            self._real_work -= 1

    async def settle(self) -> None:
        """Returns when every task waits for something."""
        loop: Any = asyncio.get_running_loop()
        await asyncio.sleep(0)
        # No public call tells whether a loop has anything left to do, and no event can.
        while loop._ready or self._real_work:  # noqa: ASYNC110
            await asyncio.sleep(0 if loop._ready else 0.0005)

    async def pass_time(self, seconds: float) -> None:
        """Lets so many seconds pass, waking every sleeper at its own moment."""
        until = self.elapsed + seconds
        await self.settle()
        while self._next_waking() <= until:
            await self._wake_next()
        self.elapsed = until

    async def pass_until(self, happened: Callable[[], object], *, within: float = 86_400) -> None:
        """Lets time pass until `happened()`; fails when it does not, within so many seconds."""
        until = self.elapsed + within
        await self.settle()
        while not happened():
            assert self._next_waking() <= until, f"it did not happen within {within} s"
            await self._wake_next()

    def _next_waking(self) -> float:
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else float("inf")

    async def _wake_next(self) -> None:
        waking, _, future = heapq.heappop(self._sleepers)
        self.elapsed = max(self.elapsed, waking)
        future.set_result(None)
        await self.settle()


class InlineThreads(ThreadPoolExecutor):
    """Runs what is meant for a thread at once, so that stories have one order of events."""

    def submit(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> "Future[_T]":
        future: Future[_T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except OSError as error:
            future.set_exception(error)
        return future


class Held(Generic[_T]):
    """An answer that comes when the test lets it."""

    def __init__(self, answer: _T) -> None:
        self.answer = answer
        self.let_go = asyncio.Event()


class Script(Generic[_T]):
    """What is answered, in this order; the last answer stays."""

    def __init__(self, *answers: _T | Held[_T] | Exception) -> None:
        self._answers = list(answers)

    async def next(self) -> _T:
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Held):
            await answer.let_go.wait()
            return answer.answer
        if isinstance(answer, Exception):
            raise answer
        return answer


def running(percent: int | None = None, word: str = "processing") -> TaskReport:
    return TaskReport(status=TaskStatus.RUNNING, word=word, percent=percent)


def completed(url: str | None = CLIP_URL, **facts: Any) -> TaskReport:
    urls = () if url is None else (url,)
    told = {"cost": Decimal("0.30"), "elapsed_seconds": 63.0, "percent": 100, **facts}
    return TaskReport(status=TaskStatus.COMPLETED, word="completed", video_urls=urls, **told)


class FakeApi:
    """One service. What it is to answer is set from outside.

    Attributes:
        submits: Answers to submits; by default each gets a task id of its own.
        polls: Answers to questions about any task; `polls_of` comes first.
        posts: Body and key of each submit that came.
        asked: Second and task id of each poll that came.
    """

    def __init__(self, clock: FakeClock, events: list[tuple[str, str]]) -> None:
        self.base_url = "https://service.example.test"
        self.token_id = "0123456789ab"
        self.submits: Script[SubmitOutcome] | None = None
        self.polls: Script[TaskReport | Problem] = Script(completed())
        self.polls_of: dict[str, Script[TaskReport | Problem]] = {}
        self.uploads: Script[UploadedImage | Problem] | None = None
        self.downloads: Script[Downloaded | Problem] = Script(Downloaded(size_bytes=1_000_000))
        self.balances: Script[Balance | Problem] = Script(Balance(remaining=Decimal(10)))
        self.account_balances: Script[Balance | Problem] = Script(Balance(remaining=Decimal(20)))
        self.balances_read = 0
        self.posts: list[tuple[bytes, str]] = []
        self.posted_at: list[float] = []
        self.asked: list[tuple[float, str]] = []
        self.uploaded: list[tuple[Path, str]] = []
        self.hosted: list[Path] = []
        self.checked: list[str] = []
        self.checks: Script[ReachableLink | Problem] = Script(
            ReachableLink(size_bytes=1_000_000, content_type="video/mp4")
        )
        self.downloaded: list[tuple[str, Path]] = []
        self.submits_in_flight = 0
        self.most_submits_in_flight = 0
        self._clock = clock
        self._events = events

    async def submit(self, body: bytes, *, idempotency_key: str) -> SubmitOutcome:
        self.posts.append((body, idempotency_key))
        self.posted_at.append(self._clock.elapsed)
        self._events.append(("act", "submit"))
        number = len(self.posts)
        self.submits_in_flight += 1
        self.most_submits_in_flight = max(self.most_submits_in_flight, self.submits_in_flight)
        try:
            if self.submits is None:
                return Submitted(task_ids=(f"task_{number:02}",))
            return await self.submits.next()
        finally:
            self.submits_in_flight -= 1

    async def task(self, task_id: str) -> TaskReport | Problem:
        self.asked.append((self._clock.elapsed, task_id))
        self._events.append(("act", "poll"))
        return await self.polls_of.get(task_id, self.polls).next()

    async def upload_image(
        self, path: Path, *, content_type: str, on_bytes: Callable[[int, int | None], None]
    ) -> UploadedImage | Problem:
        self.uploaded.append((path, content_type))
        self._events.append(("act", "upload"))
        on_bytes(500, 1000)
        if self.uploads is not None:
            return await self.uploads.next()
        return UploadedImage(url=f"https://upload.example.test/{len(self.uploaded)}/{path.name}")

    async def host_file(
        self, path: Path, *, on_bytes: Callable[[int, int | None], None]
    ) -> UploadedImage | Problem:
        self.hosted.append(path)
        on_bytes(500, 1000)
        if self.uploads is not None:
            return await self.uploads.next()
        return UploadedImage(url=f"http://127.0.0.1:8000/files/{path.name}")

    async def check_link(self, url: str) -> ReachableLink | Problem:
        self.checked.append(url)
        return await self.checks.next()

    async def download(
        self, url: str, part: Path, *, on_bytes: Callable[[int, int | None], None]
    ) -> Downloaded | Problem:
        self.downloaded.append((url, part))
        self._events.append(("act", "download"))
        on_bytes(250_000, 1_000_000)
        return await self.downloads.next()

    async def key_balance(self) -> Balance | Problem:
        self.balances_read += 1
        return await self.balances.next()

    async def account_balance(self) -> Balance | Problem:
        return await self.account_balances.next()


class FakeConnections:
    """The way to the one fake service, or a problem instead."""

    def __init__(self, api: Any) -> None:
        self.api = api
        self.problem: Problem | None = None
        self.tokens: list[str] = []

    async def connection_to(self, service: str, token_id: str | None = None) -> Any:
        return self.problem or self.api

    def connection_with(self, service: str, token: str) -> Any:
        self.tokens.append(token)
        return self.api


class FakeLibrary:
    """A library in memory.

    Attributes:
        saves: Each save, and whether it was durable.
        errors: Raised by the next saves that end in the state named beside them.
        removals: Each id that was removed, and whether that was durable.
        has_unread_clips: Whether clips are to be found again by their recipes.
    """

    def __init__(self, events: list[tuple[str, str]]) -> None:
        self.kept: dict[str, Generation] = {}
        self.links: dict[tuple[str, str], UploadedLink] = {}
        self.saves: list[tuple[Generation, bool]] = []
        self.errors: list[tuple[str, OSError]] = []
        self.removals: list[tuple[str, bool]] = []
        self.has_unread_clips = False
        self._events = events

    def save(self, generation: Generation, *, durably: bool = False) -> None:
        for entry in self.errors:
            state, error = entry
            if state == generation.state:
                self.errors.remove(entry)
                raise error
        self.saves.append((generation, durably))
        self._events.append(("save", generation.state.value))
        self.kept[generation.id] = generation

    def find(self, generation_id: str) -> Generation | None:
        return self.kept.get(generation_id)

    def find_task(self, task_id: str) -> Generation | None:
        return next((one for one in self.all() if one.task_id == task_id), None)

    def all(self) -> list[Generation]:
        return self._oldest_first()[::-1]

    def newest(self, count: int, *, after: int = 0) -> list[Generation]:
        return self.all()[after : after + count]

    def unfinished(self) -> list[Generation]:
        return [one for one in self._oldest_first() if one.state not in FINAL_STATES]

    def in_states(self, *states: State) -> list[Generation]:
        return [one for one in self._oldest_first() if one.state in states]

    def made_since(self, moment: datetime) -> list[Generation]:
        return [one for one in self.all() if one.created_at >= moment]

    def charges(
        self, *, since: datetime | None = None, until: datetime | None = None
    ) -> list[Charge]:
        """Only since some moment, as the services ask; of what was removed nothing is known."""
        assert since is not None
        assert until is None
        sent = (one for one in self._oldest_first() if one.charged is not Charged.NO)
        return [
            Charge(
                sent_at=one.sent_at,
                service=one.service,
                charged=one.charged,
                cost=one.cost,
                estimate=one.estimate,
            )
            for one in sent
            if one.sent_at >= since
        ]

    def given_up_since(self, moment: datetime) -> list[Generation]:
        cancelled = self.in_states(State.CANCELLED)
        return [one for one in cancelled if one.task_id is not None and one.sent_at >= moment]

    def remove(self, generation_id: str, *, durably: bool = False) -> None:
        del self.kept[generation_id]
        self.removals.append((generation_id, durably))

    def files_of_reference(self, sha256: str) -> list[Path]:
        found: list[Path] = []
        for one in self.all():
            pairs = one.hashed_references
            found += [g.path for g, hashes in pairs if sha256 in hashes and g.path is not None]
        return found

    def remember_upload(self, link: UploadedLink) -> None:
        self.links[link.sha256, link.service] = link

    def upload_of(self, sha256: str, *, service: str) -> UploadedLink | None:
        return self.links.get((sha256, service))

    def uploads_at(self, service: str) -> list[UploadedLink]:
        return [link for link in self.links.values() if link.service == service]

    def forget_upload(self, sha256: str, *, service: str) -> None:
        self.links.pop((sha256, service), None)

    def forget_links(self, urls: Iterable[str]) -> None:
        gone = set(urls)
        self.links = {key: link for key, link in self.links.items() if link.url not in gone}

    def _oldest_first(self) -> list[Generation]:
        return sorted(self.kept.values(), key=lambda one: one.created_at)

    def newest_costs(self, tier: PriceTier, *, service: str, without: str = "") -> list[Decimal]:
        paid = [one for one in self._sent_last_first(service) if one.cost and one.id != without]
        return [one.cost for one in paid if one.cost and price_tier(one.request) == tier]

    def newest_times(self, resolution: Resolution, *, service: str) -> list[RenderTime]:
        return [
            RenderTime(one.request.mode, one.request.sent_duration, one.elapsed_seconds)
            for one in self._sent_last_first(service)
            if one.request.resolution is resolution and one.elapsed_seconds
        ]

    def _sent_last_first(self, service: str) -> list[Generation]:
        paid = [
            one
            for one in self.kept.values()
            if one.service == service and one.charged is Charged.YES and one.request.is_known
        ]
        return sorted(paid, key=lambda one: one.submitted_at or one.created_at, reverse=True)


class FakeListing:
    """The list of a `FakeLibrary`."""

    def __init__(self, library: FakeLibrary) -> None:
        self._library = library

    def page(
        self, after: ListPlace | None, *, limit: int, oldest_first: bool = False
    ) -> ListPage | Problem:
        ended = [one for one in self._library.all() if one.state in FINAL_STATES]
        ended = ended[::-1] if oldest_first else ended
        start = 0 if after is None else after.number
        rest = ListPlace(0, start + limit) if len(ended) > start + limit else None
        return ListPage(tuple(listed(one) for one in ended[start : start + limit]), rest)


class FakeMemory:
    """What the user said to the queue, in memory."""

    def __init__(self) -> None:
        self.is_paused = False

    def remember(self, *, paused: bool) -> None:
        self.is_paused = paused


class NoFrames:
    """A clip that nobody can decode."""

    def __init__(self, clip: Path) -> None:
        self._problem = Problem(kind=ProblemKind.PLAYER_CANNOT_DECODE, subject=clip.name)

    async def times(self) -> FrameTimes | Problem:
        return self._problem

    async def frame(
        self, number: int, *, backwards: bool, long_side: int
    ) -> DecodedFrame | Problem:
        return self._problem

    def close(self) -> None:
        return


class FakeMedia:
    """Every picture is fine and every clip plays, unless the test says otherwise."""

    def __init__(self) -> None:
        self.images: Script[Problem | None] = Script(None)
        self.checks: Script[VideoFacts | Problem] = Script(facts_of_a_clip())
        self.video_facts = msgspec.structs.replace(facts_of_a_clip(), sha256="d" * 64)
        """Of reference videos; none of them is a clip that was made here."""
        self.trims: list[Trim | None] = []
        self.poster_problem: Problem | None = None
        self.prepared: list[Path] = []
        self.wishes: list[PictureWishes | None] = []
        self.recipes: dict[Path, str] = {}
        self.recipe_problem: Problem | None = None
        self.hashes: dict[Path, str] = {}
        self.kept_pictures: dict[str, Path] = {}

    async def prepare_image(
        self, source: Path, wishes: PictureWishes | None = None
    ) -> PreparedImage | Problem:
        self.prepared.append(source)
        self.wishes.append(wishes)
        problem = await self.images.next()
        return problem or PreparedImage(
            path=source,
            content_type="image/png",
            width=640,
            height=480,
            size_bytes=1000,
            sha256=sha256(str(source).encode()).hexdigest(),
            source_sha256=sha256(source.name.encode()).hexdigest(),
            source_size_bytes=1000,
            source_width=640,
            source_height=480,
            source_format="PNG",
        )

    async def inspect_video(self, source: Path) -> VideoFacts | Problem:
        return self.video_facts

    async def sendable_video(
        self,
        source: Path,
        trim: Trim | None = None,
        on_share: Callable[[float], None] | None = None,
    ) -> SendableVideo | Problem:
        self.trims.append(trim)
        if trim is None:
            return SendableVideo(path=source, facts=self.video_facts, source=self.video_facts)
        return SendableVideo(
            path=Path("/copies/copy.mp4"),
            facts=msgspec.structs.replace(self.video_facts, sha256="e" * 64),
            source=self.video_facts,
            reasons=(CopyReason.TRIMMED,),
        )

    async def frame_times(self, source: Path) -> FrameTimes | Problem:
        # Nobody has read a file: the player goes on with frames of equal length.
        return Problem(kind=ProblemKind.VIDEO_UNUSABLE, subject=source.name)

    def frames_of(self, clip: Path) -> "NoFrames":
        return NoFrames(clip)

    async def show_frames(
        self, source: Path, targets: Sequence[tuple[float, Path]], *, long_side: int
    ) -> Problem | None:
        raise AssertionError("nobody asked for frames")

    async def check_clip(self, path: Path) -> VideoFacts | Problem:
        return await self.checks.next()

    async def make_thumbnail(self, source: Path, target: Path, *, long_side: int) -> Problem | None:
        return self.poster_problem

    async def make_strip(self, source: Path, target: Path) -> Problem | None:
        return self.poster_problem

    async def save_frame(
        self, source: Path, folder: Path, wish: FrameWish, *, name: str = ""
    ) -> TakenFrame | Problem:
        raise AssertionError("nobody asked for a frame")

    async def write_recipe(self, clip: Path, recipe: str, *, title: str) -> WrittenRecipe | Problem:
        if self.recipe_problem is not None:
            return self.recipe_problem
        self.recipes[clip] = recipe
        return WrittenRecipe(size_bytes=1_000_500, sha256="cd" * 32)

    async def read_recipe(self, source: Path) -> Recipe | Problem:
        if source not in self.recipes:
            return Problem(kind=ProblemKind.NO_RECIPE, subject=source.name)
        return recipe_from(self.recipes[source])

    async def sha256_of(self, source: Path) -> str | Problem:
        if source not in self.hashes:
            return Problem(kind=ProblemKind.REFERENCE_MISSING, subject=source.name)
        return self.hashes[source]

    def kept_picture(self, sha256: str) -> Path | None:
        return self.kept_pictures.get(sha256)


class FakeFiles:
    """A folder of clips that holds nothing but names.

    Attributes:
        others: Names that other files have.
        whole_parts: Generations whose download lies there whole.
        kept: What got a name, in this order.
        recipes_beside: Recipes that lie beside their clips.
    """

    def __init__(self) -> None:
        self.folder_problems: list[Problem | None] = [None]
        self.keep_problems: list[Problem | None] = [None]
        self.others: set[str] = set()
        self.whole_parts: set[str] = set()
        self.kept: list[Path] = []
        self.recipes_beside: dict[Path, str] = {}
        self.discarded: list[str] = []
        self.left: list[str] = []
        self.debris_removed = 0
        self.folder = Path("/clips")

    def keep_in(self, folder: Path) -> None:
        self.folder = folder

    def part_file(self, generation_id: str) -> Path:
        return self.folder / f".{generation_id}.part"

    def discard_part(self, generation_id: str) -> None:
        self.discarded.append(generation_id)

    def problem_with_folder(self) -> Problem | None:
        return _next_of(self.folder_problems)

    def whole_part(self, generation_id: str) -> Path | None:
        return self.part_file(generation_id) if generation_id in self.whole_parts else None

    def ids_with_parts(self) -> frozenset[str]:
        return frozenset(self.left)

    def remove_debris(self) -> None:
        self.debris_removed += 1

    def clips(self) -> list[Path]:
        return sorted(self.kept)

    def taken_names(self) -> frozenset[str]:
        return frozenset({name.casefold() for name in (*self.others, *self._names())})

    def kept_file(self, name: str) -> Path | None:
        return next((path for path in self.kept if path.name == name), None)

    def keep(self, part: Path, name: str) -> Path | Problem | None:
        problem = _next_of(self.keep_problems)
        if problem is not None:
            return problem
        if name in self.others or name in self._names():
            return None
        path = part.parent / name
        self.kept.append(path)
        return path

    def keep_recipe(self, clip: Path, recipe: str, *, generation_id: str) -> Problem | None:
        self.recipes_beside[clip] = recipe
        return None

    def poster_file(self, generation_id: str) -> Path:
        return Path(f"/cache/{generation_id}.jpg")

    def strip_file(self, generation_id: str) -> Path:
        return Path(f"/cache/{generation_id}-strip.jpg")

    def _names(self) -> set[str]:
        return {path.name for path in self.kept}


class FakeTokens:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.replaced: dict[str, str] = {}
        self.in_use: AbstractSet[str] = frozenset()
        self.problem: Problem | None = None

    async def read(self, service: str) -> str | Problem | None:
        return self.kept.get(service)

    async def former(self, service: str, token_id: str) -> str | None:
        return self.replaced.get(token_id)

    async def write(
        self, service: str, token: str, *, in_use: AbstractSet[str] = frozenset()
    ) -> Problem | None:
        self.kept[service] = token
        self.in_use = in_use
        return self.problem

    async def drop_former(self, service: str, *, in_use: AbstractSet[str]) -> None:
        self.in_use = in_use

    async def forget(self, service: str) -> Problem | None:
        self.kept.pop(service, None)
        return None

    async def where(self, service: str) -> str:
        return "keyring" if service in self.kept else "nowhere"


def facts_of_a_clip() -> VideoFacts:
    return VideoFacts(
        width=1280,
        height=720,
        seconds=6.0,
        frame_rate=24.0,
        codec="h264",
        has_sound=True,
        size_bytes=1_000_000,
        sha256="ab" * 32,
    )


def gaps(moments: Iterable[float]) -> list[float]:
    """The seconds between one moment and the next."""
    return [later - earlier for earlier, later in itertools.pairwise(moments)]


def _next_of(answers: list[Problem | None]) -> Problem | None:
    return answers.pop(0) if len(answers) > 1 else answers[0]

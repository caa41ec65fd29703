"""What the services need from the world, said as protocols. The adapters live beside them."""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Protocol, TypeAlias

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.clip_frames import FrameWish, TakenFrame
from omniflash_desktop.domain.decoded_frames import DecodedFrame
from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.hosting import BucketKey, VideoHosting
from omniflash_desktop.domain.ledger import Charge, LedgerEntry
from omniflash_desktop.domain.listed_clip import ListPage, ListPlace
from omniflash_desktop.domain.outcomes import (
    Downloaded,
    PreparedImage,
    ReachableLink,
    SubmitOutcome,
    TaskReport,
    UploadedImage,
    VideoFacts,
    WrittenRecipe,
)
from omniflash_desktop.domain.picture_framing import PictureWishes
from omniflash_desktop.domain.prices import LearnedPrice, PriceTier
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.recipe import Recipe
from omniflash_desktop.domain.reference_videos import SendableVideo
from omniflash_desktop.domain.references import UploadedLink
from omniflash_desktop.domain.request import GenerationRequest, Resolution
from omniflash_desktop.domain.time_bands import RenderTime
from omniflash_desktop.domain.video_trim import FrameTimes, Trim

OnBytes: TypeAlias = Callable[[int, int | None], None]
"""Called with the bytes done and the bytes in all, where they are known."""


class Clock(Protocol):
    """Time. The wall clock is for people, the monotonic one for deadlines."""

    def now(self) -> datetime:
        """The moment in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Waits at least so long."""
        ...


class VideoApi(Protocol):
    """One service at one address with one token. `api.video_api.HttpVideoApi` is the real one.

    No method raises for what the world may cause: it returns a problem.
    """

    @property
    def base_url(self) -> str:
        """The address, without a slash at its end."""
        ...

    @property
    def token_id(self) -> str:
        """Which token it sends, see `domain.token_id`."""
        ...

    async def submit(self, body: bytes, *, idempotency_key: str) -> SubmitOutcome:
        """Sends a submit once, on a connection of its own. It is never repeated in here."""
        ...

    async def task(self, task_id: str) -> TaskReport | Problem:
        """Asks once how a task stands."""
        ...

    async def upload_image(
        self, path: Path, *, content_type: str, on_bytes: OnBytes | None = None
    ) -> UploadedImage | Problem:
        """Uploads a prepared picture; returns once its link answers."""
        ...

    async def host_file(
        self, path: Path, *, on_bytes: OnBytes | None = None
    ) -> UploadedImage | Problem:
        """Puts any file where the service can fetch it. Only the sandbox can do that."""
        ...

    async def check_link(self, url: str) -> ReachableLink | Problem:
        """A ranged GET, without the token: HEAD is refused on some signed links.

        A link or a redirect to this computer or network counts only for a service that is there.
        """
        ...

    async def download(
        self, url: str, part: Path, *, on_bytes: OnBytes | None = None
    ) -> Downloaded | Problem:
        """Streams `url` into `part`, without the token, going on where a cut left off."""
        ...

    async def key_balance(self) -> Balance | Problem:
        """What this key may still spend."""
        ...

    async def account_balance(self) -> Balance | Problem:
        """What the account has left."""
        ...


class LinkChecker(Protocol):
    """Looks whether anybody can fetch from a link."""

    async def check_link(self, url: str) -> ReachableLink | Problem:
        """As `VideoApi.check_link`."""
        ...


class VideoBucket(Protocol):
    """The user's own bucket. `hosting.bucket.Bucket` is the real one.

    No method raises for what the world may cause: it returns a problem.
    """

    async def put(
        self,
        path: Path,
        name: str,
        *,
        content_type: str,
        size_bytes: int,
        on_bytes: OnBytes | None = None,
    ) -> Problem | None:
        """Uploads a file in parts. One that is cancelled, or fails, leaves nothing there.

        Args:
            path: The file.
            name: Of the object, with its folder.
            content_type: Kept with the object.
            size_bytes: Of the file; if it is not so long any more, nothing is kept.
            on_bytes: Told what the store has taken.
        """
        ...

    async def put_bytes(self, content: bytes, name: str) -> Problem | None:
        """Uploads a small object."""
        ...

    async def has(self, name: str, *, size_bytes: int) -> bool:
        """Whether an object of that name and size is there; false where nobody can tell."""
        ...

    async def signed_link(self, name: str, *, hours: float) -> str | Problem:
        """A link with which anybody can read the object for so long."""
        ...

    async def remove(self, name: str) -> Problem | None:
        """Removes the object; one that is not there is no problem."""
        ...


class Buckets(Protocol):
    """Opens buckets. Needs no network."""

    def bucket(self, hosting: VideoHosting, key: BucketKey) -> VideoBucket | Problem:
        """The bucket of `hosting`; the problem is a key that cannot be one."""
        ...


class BucketKeys(Protocol):
    """The keys of buckets, in the system's keyring."""

    async def read(self, bucket_id: str) -> BucketKey | Problem | None:
        """The key of a bucket; `None` where there is none."""
        ...

    async def write(self, bucket_id: str, key: BucketKey) -> Problem | None:
        """Keeps the key; without a keyring, for this session only, and says so."""
        ...

    async def forget(self, bucket_id: str) -> Problem | None:
        """Removes the key. One in the environment stays."""
        ...

    async def where(self, bucket_id: str) -> str:
        """Where the key comes from: `keyring`, `environment`, `session` or `nowhere`."""
        ...


class ServiceConnections(Protocol):
    """Finds the way to a service by the name that a generation remembers."""

    async def connection_to(self, service: str, token_id: str | None = None) -> VideoApi | Problem:
        """The API of `service`: starts the sandbox or reads the token where that is needed.

        Args:
            service: As `Generation.service`.
            token_id: The token that a generation was sent with; `None` for the present one. See
                `services.former_token` for what becomes of one that was replaced.
        """
        ...

    def connection_with(self, service: str, token: str) -> VideoApi:
        """The API of `service` with a token that is not kept yet."""
        ...


class GenerationLibrary(Protocol):
    """All generations, on disk. Short calls, on the loop's own thread."""

    def save(self, generation: Generation, *, durably: bool = False) -> None:
        """Writes it. `durably` returns only when it is on the disk itself."""
        ...

    def find(self, generation_id: str) -> Generation | None:
        """By our id."""
        ...

    def find_task(self, task_id: str) -> Generation | None:
        """By the service's id."""
        ...

    def all(self) -> list[Generation]:
        """Newest first."""
        ...

    def newest(self, count: int, *, after: int = 0) -> list[Generation]:
        """The newest ones but for the first `after`; the newest first."""
        ...

    def unfinished(self) -> list[Generation]:
        """All that is not ready, failed or cancelled; oldest first."""
        ...

    def in_states(self, *states: State) -> list[Generation]:
        """All that are in one of these states; oldest first."""
        ...

    def made_since(self, moment: datetime) -> list[Generation]:
        """All that were asked for at `moment` (UTC) or later; newest first."""
        ...

    def charges(
        self, *, since: datetime | None = None, until: datetime | None = None
    ) -> list[Charge]:
        """The money of what was sent in a span of time, removed clips included."""
        ...

    def given_up_since(self, moment: datetime) -> list[Generation]:
        """All that were cancelled after they had been sent, at `moment` (UTC) or later."""
        ...

    def remove(self, generation_id: str, *, durably: bool = False) -> None:
        """Forgets it; its file stays. `durably` as for `save`."""
        ...

    def files_of_reference(self, sha256: str) -> list[Path]:
        """Where references of that content lay when they were sent; the newest first."""
        ...

    def remember_upload(self, link: UploadedLink) -> None:
        """Keeps a link for its next use."""
        ...

    def upload_of(self, sha256: str, *, service: str) -> UploadedLink | None:
        """The newest link of these bytes at that service, live or not."""
        ...

    def uploads_at(self, service: str) -> list[UploadedLink]:
        """All links that were made for that service, live or not."""
        ...

    def forget_upload(self, sha256: str, *, service: str) -> None:
        """Forgets the link of these bytes at that service."""
        ...

    def forget_links(self, urls: Iterable[str]) -> None:
        """Forgets these links, wherever they lead and whatever lies there."""
        ...


class ClipListing(Protocol):
    """The library's list of clips that came to rest. Each call may be on another thread."""

    def page(
        self, after: ListPlace | None, *, limit: int, oldest_first: bool = False
    ) -> ListPage | Problem:
        """The clips that follow `after`, so many at most, in the order of their clicks."""
        ...


class QueueMemory(Protocol):
    """Remembers, over restarts, what the user said to the queue as a whole."""

    @property
    def is_paused(self) -> bool:
        """Whether the user has paused the queue and not let it go on since."""
        ...

    def remember(self, *, paused: bool) -> None:
        """Keeps it at once. Where it cannot be kept, it holds for this run."""
        ...


class ClipHistory(Protocol):
    """What finished clips cost and how long they took. Short calls, on the loop's own thread."""

    def newest_costs(
        self, tier: PriceTier, *, service: str, without: str = ""
    ) -> Sequence[Decimal]:
        """What clips of `tier` cost, but for one; the one that was sent last comes first."""
        ...

    def newest_times(self, resolution: Resolution, *, service: str) -> Sequence[RenderTime]:
        """How long clips of a size took; the one that was sent last comes first."""
        ...


class LedgerSource(Protocol):
    """The money of all clips, and a place for tables of it. Long calls, on any thread."""

    def charges(self, *, since: datetime | None, until: datetime | None) -> list[Charge] | Problem:
        """The money of the clips sent from `since` on, and before `until`; the oldest first."""
        ...

    def entries(
        self, *, since: datetime | None, until: datetime | None
    ) -> list[LedgerEntry] | Problem:
        """The ledger's lines, as `charges`."""
        ...

    def write_table(self, path: Path, rows: Iterable[Sequence[str]]) -> Problem | None:
        """Writes a table as CSV; whole, or not at all. What was there is replaced."""
        ...


class ClipFiles(Protocol):
    """Where clips, posters and strips are kept."""

    def keep_in(self, folder: Path) -> None:
        """Keeps clips in another folder from now on."""
        ...

    def part_file(self, generation_id: str) -> Path:
        """The unfinished download; in the clips' own folder, so that a rename is enough."""
        ...

    def discard_part(self, generation_id: str) -> None:
        """Removes an unfinished download and what belongs to it, where there is one."""
        ...

    def problem_with_folder(self) -> Problem | None:
        """Why no clip could be written now: the folder is missing or read-only."""
        ...

    def whole_part(self, generation_id: str) -> Path | None:
        """A download that came to its end and was not kept yet; it may still be unplayable."""
        ...

    def ids_with_parts(self) -> frozenset[str]:
        """Generations of which an unfinished download, or something beside one, is there."""
        ...

    def remove_debris(self) -> None:
        """Removes what belongs to no generation and was left by processes that died."""
        ...

    def clips(self) -> list[Path]:
        """All clips in the folder."""
        ...

    def taken_names(self) -> frozenset[str]:
        """Names that no new clip may get, in `str.casefold`."""
        ...

    def kept_file(self, name: str) -> Path | None:
        """The file of that name, where there is one that is not empty."""
        ...

    def keep(self, part: Path, name: str) -> Path | Problem | None:
        """Gives a checked `part` its name for good. Never overwrites: `None` for a taken name."""
        ...

    def keep_recipe(self, clip: Path, recipe: str, *, generation_id: str) -> Problem | None:
        """Writes a recipe into a file beside its clip."""
        ...

    def poster_file(self, generation_id: str) -> Path:
        """Cache: the first frame, a JPEG."""
        ...

    def strip_file(self, generation_id: str) -> Path:
        """Cache: frames side by side, a JPEG."""
        ...


class MediaTools(Protocol):
    """Pictures and clips, worked on in other processes."""

    async def prepare_image(
        self, source: Path, wishes: PictureWishes | None = None
    ) -> PreparedImage | Problem:
        """A copy that the service takes; the file itself where it is fine as it is.

        Args:
            source: What the user gave.
            wishes: The user's; `None` for the usual ones.
        """
        ...

    async def inspect_video(self, source: Path) -> VideoFacts | Problem:
        """What a video is, read from its head."""
        ...

    async def sendable_video(
        self,
        source: Path,
        trim: Trim | None = None,
        on_share: Callable[[float], None] | None = None,
    ) -> SendableVideo | Problem:
        """What is sent for a video: the file, or a copy that is made once and kept."""
        ...

    async def frame_times(self, source: Path) -> FrameTimes | Problem:
        """When each frame of a video is shown."""
        ...

    async def show_frames(
        self, source: Path, targets: Sequence[tuple[float, Path]], *, long_side: int
    ) -> Problem | None:
        """JPEGs of the frames that are shown at some moments, rising."""
        ...

    async def check_clip(self, path: Path) -> VideoFacts | Problem:
        """As `inspect_video`, after decoding the first and the last second."""
        ...

    async def make_thumbnail(self, source: Path, target: Path, *, long_side: int) -> Problem | None:
        """A small JPEG of a picture file or of a video's first frame."""
        ...

    async def make_strip(self, source: Path, target: Path) -> Problem | None:
        """A JPEG with `media.strip.FRAMES` frames of a clip side by side."""
        ...

    async def save_frame(
        self, source: Path, folder: Path, wish: FrameWish, *, name: str = ""
    ) -> TakenFrame | Problem:
        """One frame of a clip as a PNG at full size, upright, in sRGB.

        Args:
            source: The clip.
            folder: Where the picture goes; it is made. Nothing in it is overwritten.
            wish: Which frame.
            name: Of the picture, with its ending; otherwise after the clip and the moment.
        """
        ...

    async def write_recipe(self, clip: Path, recipe: str, *, title: str) -> WrittenRecipe | Problem:
        """Puts a recipe into a clip's own file, or leaves the file as it is."""
        ...

    async def read_recipe(self, source: Path) -> Recipe | Problem:
        """The recipe in a clip, in the file beside it, or in a file of its own."""
        ...

    async def sha256_of(self, source: Path) -> str | Problem:
        """Of a file as it is now, lower-case hex."""
        ...

    def kept_picture(self, sha256: str) -> Path | None:
        """A prepared picture of that content; its name says so, nothing more."""
        ...


class FrameSource(Protocol):
    """Frames of one clip, decoded by us in a process of their own."""

    async def times(self) -> FrameTimes | Problem:
        """When each frame is shown. The process is started with it."""
        ...

    async def frame(
        self, number: int, *, backwards: bool, long_side: int
    ) -> DecodedFrame | Problem:
        """One frame; the ones after it, or before it, are decoded meanwhile.

        Args:
            number: From 0.
            backwards: Whether those before it will be asked for next.
            long_side: Pixels; a smaller frame is not enlarged.
        """
        ...

    def close(self) -> None:
        """Ends the process; afterwards the file is not open any more."""
        ...


class ClipDecoding(Protocol):
    """Clips, decoded by us: backwards, and where the system's player shows nothing."""

    async def frame_times(self, source: Path) -> FrameTimes | Problem:
        """When each frame of a clip is shown."""
        ...

    def frames_of(self, clip: Path) -> FrameSource:
        """The frames of a clip. Nothing is opened yet."""
        ...


class TokenStore(Protocol):
    """Tokens by service, in the system's keyring."""

    async def read(self, service: str) -> str | Problem | None:
        """The token; `None` where there is none."""
        ...

    async def former(self, service: str, token_id: str) -> str | None:
        """The very token with this fingerprint, where it is still there."""
        ...

    async def write(
        self, service: str, token: str, *, in_use: AbstractSet[str] = frozenset()
    ) -> Problem | None:
        """Keeps the token; without a keyring, for this session only, and says so.

        Args:
            service: Where it belongs.
            token: What was typed.
            in_use: Fingerprints of tokens that unfinished work was sent with. Of the tokens that
                were replaced, now or before, only these are kept.
        """
        ...

    async def drop_former(self, service: str, *, in_use: AbstractSet[str]) -> None:
        """Removes the replaced tokens that no work needs any more."""
        ...

    async def forget(self, service: str) -> Problem | None:
        """Removes the token, and those that it replaced."""
        ...

    async def where(self, service: str) -> str:
        """Where the token comes from: `keyring`, `environment`, `session` or `nowhere`."""
        ...


class Prices(Protocol):
    """Knows what clips cost."""

    def price_for(self, request: GenerationRequest, *, service: str) -> LearnedPrice:
        """What one clip of `request` will probably cost at `service`."""
        ...

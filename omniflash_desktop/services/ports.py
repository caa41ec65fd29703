"""What the services need from the world, said as protocols. The adapters live beside them."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeAlias

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.generation import Generation
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
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.recipe import Recipe
from omniflash_desktop.domain.references import UploadedLink

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

    async def host_file(self, path: Path) -> UploadedImage | Problem:
        """Puts any file where the service can fetch it. Only the sandbox can do that."""
        ...

    async def check_link(self, url: str) -> ReachableLink | Problem:
        """A ranged GET, without the token: HEAD is refused on some signed links."""
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


class ServiceConnections(Protocol):
    """Finds the way to a service by the name that a generation remembers."""

    async def connection_to(self, service: str) -> VideoApi | Problem:
        """The API of `service`: starts the sandbox or reads the token where that is needed."""
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

    def unfinished(self) -> list[Generation]:
        """All that is not ready, failed or cancelled; oldest first."""
        ...

    def remove(self, generation_id: str) -> None:
        """Forgets it; its file stays."""
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


class ClipFiles(Protocol):
    """Where clips, posters and strips are kept."""

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

    async def prepare_image(self, source: Path) -> PreparedImage | Problem:
        """A copy that the service takes; the file itself where it is fine as it is."""
        ...

    async def inspect_video(self, source: Path) -> VideoFacts | Problem:
        """What a video is, read from its head."""
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

    async def save_frame(self, source: Path, target: Path, *, seconds: float) -> Problem | None:
        """One frame of a clip as a PNG at full size; past the end, the last one."""
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


class TokenStore(Protocol):
    """Tokens by service, in the system's keyring."""

    async def read(self, service: str) -> str | Problem | None:
        """The token; `None` where there is none."""
        ...

    async def write(self, service: str, token: str) -> Problem | None:
        """Keeps the token; without a keyring, for this session only, and says so."""
        ...

    async def forget(self, service: str) -> Problem | None:
        """Removes the token."""
        ...

    async def where(self, service: str) -> str:
        """Where the token comes from: `keyring`, `environment`, `session` or `nowhere`."""
        ...

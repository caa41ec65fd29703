"""Adds up how far the references of one clip are, each by its bytes."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from omniflash_desktop.domain.generation import Progress, ReferenceProgress

ShowProgress: TypeAlias = Callable[[Progress], None]


class UploadProgress:
    """What several uploads at the same time have come to. No number in it ever falls.

    Args:
        show: Hears of each step.
        sizes: Bytes of each reference, in the order of `Generation.references`; `None` for one
            that goes as a link.
    """

    def __init__(self, show: ShowProgress, sizes: Sequence[int | None]) -> None:
        self._show = show
        self._sizes = sizes
        self._done = [0 for _ in sizes]
        self._arrived = [size is None for size in sizes]
        self._sent = [False for _ in sizes]

    def begin(self) -> None:
        """Tells that nothing is done yet."""
        self._tell()

    def note(self, index: int, done_bytes: int) -> None:
        """So much of a reference has gone out; a second try at it begins below the first one."""
        self._sent[index] = True
        self._done[index] = max(self._done[index], done_bytes)
        self._tell()

    def arrived(self, index: int) -> None:
        """There is a link to a reference, whether anything had to be uploaded or not."""
        self._done[index] = self._sizes[index] or 0
        self._arrived[index] = True
        self._tell()

    def has_sent(self, index: int) -> bool:
        """Whether bytes of a reference have gone out, because no link to it was there."""
        return self._sent[index]

    def _tell(self) -> None:
        uploads = [index for index, size in enumerate(self._sizes) if size is not None]
        under_way = (place for place, index in enumerate(uploads) if not self._arrived[index])
        self._show(
            Progress(
                done_bytes=sum(self._done),
                total_bytes=sum(size or 0 for size in self._sizes),
                item=next(under_way, len(uploads) - 1) + 1,
                items=len(uploads),
                references=tuple(
                    ReferenceProgress(done_bytes=done, total_bytes=size or 0)
                    for done, size in zip(self._done, self._sizes, strict=True)
                ),
            )
        )


class OneUpload:
    """The progress of one reference among others, as an `OnBytes`."""

    def __init__(self, progress: UploadProgress, index: int) -> None:
        self._progress = progress
        self._index = index

    def note(self, done_bytes: int, _total_bytes: int | None) -> None:
        """So much has gone out."""
        self._progress.note(self._index, done_bytes)

    def arrived(self) -> None:
        """There is a link to it."""
        self._progress.arrived(self._index)

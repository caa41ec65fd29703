"""What a list keeps in mind of each clip: enough to place, count and find it, and no more.

A library may hold 100,000 clips. All that is known of them would take half a gigabyte; the rest of
a clip is read when it is looked at.
"""

import msgspec

from omniflash_desktop.domain.generation import Generation, State


class ListedClip(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One line of the list.

    Attributes:
        id: Of the generation.
        state: Where it stands.
        order: Its place by age, the newest first: `created` below zero. Rows sort by this very
            number, which is not there twice.
        changed: The last move, likewise; known of failures only.
        favourite: Starred by the user.
        seconds: Length of the clip; 0 where there is none.
        cost: US dollars; `None` where nobody knows.
        group: Shared by the takes of one click; empty where there was one only.
        words: What a search looks through, see `searchable_words`.
    """

    id: str
    state: State
    order: float
    changed: float = 0.0
    favourite: bool = False
    seconds: float = 0.0
    cost: float | None = None
    group: str = ""
    words: bytes = b""

    @property
    def created(self) -> float:
        """The click, in seconds since 1970."""
        return -self.order

    @property
    def title(self) -> bytes:
        """What it is called, in lower case, to be compared only."""
        return self.words.partition(b"\n")[0]


class ListPlace(msgspec.Struct, frozen=True):
    """Where a page of the list ends, so that the next one goes on there.

    Attributes:
        created_at: Of the last clip: microseconds since 1970.
        number: Of its row.
    """

    created_at: int
    number: int


class ListPage(msgspec.Struct, frozen=True):
    """Clips that came to rest, in the order of their clicks.

    Attributes:
        clips: What was understood.
        after: Where the next page begins; `None` behind the last one.
    """

    clips: tuple[ListedClip, ...] = ()
    after: ListPlace | None = None


def listed(generation: Generation) -> ListedClip:
    """The line of a generation."""
    clip = generation.clip
    return ListedClip(
        id=generation.id,
        state=generation.state,
        order=-generation.created_at.timestamp(),
        changed=generation.changed_at.timestamp() if generation.state is State.FAILED else 0.0,
        favourite=generation.favourite,
        seconds=0.0 if clip is None else clip.seconds,
        cost=None if generation.cost is None else float(generation.cost),
        group=generation.group_id if generation.takes > 1 else "",
        words=searchable_words(
            generation.name,
            generation.request.prompt,
            generation.task_id or "",
            "" if clip is None else clip.path.name,
        ),
    )


def searchable_words(name: str, *texts: str) -> bytes:
    """The name on the first line, and below it each other word once; in lower case.

    No word that is searched for has a space in it, so nothing is lost.
    """
    head = name.casefold().split()
    others = dict.fromkeys(" ".join(texts).casefold().split())
    for word in head:
        others.pop(word, None)
    return encoded_words(f"{' '.join(head)}\n{' '.join(others)}")


def encoded_words(text: str) -> bytes:
    """Text as it is compared: half the room of `str` where one sign is not Latin."""
    return text.encode("utf-8", "surrogatepass")

"""The words of one kind of problem, and what they are filled with."""

from decimal import Decimal

import msgspec

from omniflash_desktop.ui.notices.actions import Action


class Sentences(msgspec.Struct, frozen=True):
    """The words of one kind of problem, without the money.

    Attributes:
        title: What happened, as a heading.
        row: The same in two or three words.
        cause: Why, in a sentence or two.
        next_step: What to do.
        hint: The next step in a few words, for a row of the library.
        actions: What can be done, the best first.
        tips: Things to try, one a line.
    """

    title: str
    row: str
    cause: str
    next_step: str
    hint: str
    actions: tuple[Action, ...] = ()
    tips: tuple[str, ...] = ()


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What the sentences are filled with.

    Attributes:
        about_cost: Words for what the clip would cost; empty where it is free or unknown.
        balance: US dollars that are left; `None` where nobody knows.
        after_seconds: How long the clip was watched before it was given up.
        in_sandbox: Whether it is a clip of the sandbox, which is free.
        has_failed: Whether the clip came to its end by it; nothing waits in line for its sake.
        link_until: When the clip's link dies, in words; empty where nobody knows.
        like_failure: What several clips in a row met, in two or three words.
        sent_once_more: Whether this was the second try, which the app made by itself.
    """

    about_cost: str
    balance: Decimal | None = None
    after_seconds: float | None = None
    in_sandbox: bool = False
    has_failed: bool = False
    link_until: str = ""
    like_failure: str = ""
    sent_once_more: bool = False

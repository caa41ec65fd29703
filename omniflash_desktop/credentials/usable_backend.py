"""Which of keyring's backends may hold a token."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyring.backend import KeyringBackend

NO_KEYRING: Final = "no_keyring"

_RECOMMENDED: Final = 1.0
"""keyring's own mark: backends below it are not recommended, for lack of safety or of comfort."""
_NEVER_USED: Final = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
"""Modules of backends that keep nothing, or keep a plain or weakly covered file."""


class KeyringTroubleError(Exception):
    """No keyring can be used, or it failed. The text is one word for the reason."""


def usable_backend() -> "KeyringBackend":
    """The backend that the user or the system chose, when it is a safe one.

    Slow the first time: keyring looks for backends in all installed packages.

    Raises:
        KeyringTroubleError: There is none.
    """
    import keyring

    for backend in _one_by_one(keyring.get_keyring()):
        if _is_safe(backend):
            return backend
    raise KeyringTroubleError(NO_KEYRING)


def _one_by_one(backend: "KeyringBackend") -> "Iterator[KeyringBackend]":
    from keyring.backends.chainer import ChainerBackend

    if isinstance(backend, ChainerBackend):
        # The chain writes to the first one that takes it, which may be a plain file.
        yield from backend.backends
    else:
        yield backend


def _is_safe(backend: "KeyringBackend") -> bool:
    if any(kind.__module__.startswith(_NEVER_USED) for kind in type(backend).__mro__):
        return False
    try:
        return float(backend.priority) >= _RECOMMENDED
    except RuntimeError:
        # This is how a backend says that it does not work here.
        return False

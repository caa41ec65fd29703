"""Keyrings that behave, hang and fail."""

import threading

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """A good one. Counts what it is asked."""

    priority = 5.0  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}
        self.reads = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.reads += 1
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise PasswordDeleteError("not found")


class HangingKeyring(MemoryKeyring):
    """Answers nothing until it is released, as one does that waits for the user's password."""

    def __init__(self) -> None:
        super().__init__()
        self.released = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.released.wait()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.released.wait()
        super().set_password(service, username, password)


class LockedKeyring(MemoryKeyring):
    """The user closed the window that asked for the password."""

    def get_password(self, service: str, username: str) -> str | None:
        self.reads += 1
        raise KeyringLocked("dismissed")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("dismissed")


class BrokenError(Exception):
    """Nobody's base class: backends raise what they like."""


class BrokenKeyring(MemoryKeyring):
    """Raises what no one could foresee, with the secret in it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise BrokenError("sk-secret")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise BrokenError(password)


class UnfitKeyring(MemoryKeyring):
    """Says by its priority that it does not work here."""

    @property
    def priority(self) -> float:  # type: ignore[override]
        raise RuntimeError("no D-Bus")


class PlaintextKeyring(MemoryKeyring):
    """A file that anybody can read, with a priority that was raised by hand."""


PlaintextKeyring.__module__ = "keyrings.alt.file"

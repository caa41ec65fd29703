"""Reads an entry of the keyring, and makes no keyring for it."""

from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend


def kept_entry(backend: "KeyringBackend", entry: str, name: str) -> str | None:
    """What the keyring holds; `None` where it holds nothing, or is not there yet.

    Args:
        backend: The keyring.
        entry: Whose it is: keyring calls it the service.
        name: Which one of these: keyring calls it the user's name.
    """
    return backend.get_password(entry, name) if _is_there(backend) else None


def _is_there(backend: "KeyringBackend") -> bool:
    """Whether there is anything to read in.

    On Linux, keyring makes the default collection also for who only reads. The user would be asked
    for a new password by a click that keeps nothing, and once more by the next one.
    """
    from keyring.backends import SecretService

    if not isinstance(backend, SecretService.Keyring) or hasattr(backend, "preferred_collection"):
        return True
    import secretstorage

    with closing(secretstorage.dbus_init()) as connection:
        try:
            secretstorage.Collection(connection)
        except secretstorage.ItemNotFoundException:
            return False
    return True

"""The preferences in a TOML file that people may edit by hand.

Read tolerantly: a bad value counts as not given. Written strictly and at once, with everything
kept that this release does not know.
"""

import logging
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from omniflash_desktop.domain.hosting import LINK_HOURS
from omniflash_desktop.domain.network import is_proxy_address
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.service_facts import MOST_CLIPS_AT_ONCE
from omniflash_desktop.storage.disk_trouble import problem_from
from omniflash_desktop.storage.whole_files import set_aside, write_at_once

_log = logging.getLogger(__name__)

_LANGUAGES: Final = ("", "en", "zh", "ko", "ja")

_ALLOWED: Final[Mapping[str, Callable[[Any], bool]]] = {
    "base_url": lambda url: url.startswith(("https://", "http://")),
    "model": lambda model: bool(model.strip()),
    "language": lambda language: language in _LANGUAGES,
    "volume": lambda volume: 0.0 <= volume <= 1.0,
    "clips_at_once": lambda clips: 1 <= clips <= MOST_CLIPS_AT_ONCE,
    "daily_cap": lambda cap: cap.is_finite() and cap >= 0,
    "confirm_amount": lambda amount: amount.is_finite() and amount > 0,
    "low_balance_amount": lambda amount: amount.is_finite() and amount > 0,
    "file_name_pattern": lambda pattern: bool(pattern.strip()),
    "proxy_address": lambda address: not address or is_proxy_address(address),
    "bucket_link_hours": lambda hours: hours in LINK_HOURS,
}


class LoadedPreferences(msgspec.Struct, frozen=True, kw_only=True):
    """What the file held.

    Attributes:
        preferences: Defaults where the file says nothing, or nothing useful.
        ignored: The keys with a value that is not allowed.
        set_aside: Where a file that is not TOML was put; `None` where it was fine.
    """

    preferences: Preferences
    ignored: tuple[str, ...] = ()
    set_aside: Path | None = None


class SettingsFile:
    """The settings of one profile."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> LoadedPreferences:
        """Reads the file; a missing one means the defaults."""
        try:
            values = tomllib.loads(self._path.read_bytes().decode("utf-8-sig"))
        except FileNotFoundError:
            return LoadedPreferences(preferences=Preferences())
        except OSError as error:
            _log.warning("the settings cannot be read: %s", error)
            return LoadedPreferences(preferences=Preferences())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            _log.warning("the settings are not TOML and set aside: %s", error)
            return LoadedPreferences(preferences=Preferences(), set_aside=set_aside(self._path))
        return _preferences_from(values)

    def save(self, preferences: Preferences) -> Problem | None:
        """Writes the file at once and as a whole; comments and unknown keys stay."""
        # Not needed to start.
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        try:
            old = self._path.read_bytes().decode("utf-8-sig")
            document = tomlkit.parse(old)
        except (FileNotFoundError, TOMLKitError, UnicodeDecodeError):
            document = tomlkit.document()
        except OSError as error:
            return problem_from(error, subject=self._path.name)
        defaults = _values_of(Preferences())
        for key, value in _values_of(preferences).items():
            if key in document and document[key] == value:
                continue
            # Defaults are not written down: a later release may know better ones.
            if value != defaults[key]:
                document[key] = value
            elif key in document:
                del document[key]
        try:
            write_at_once(self._path, tomlkit.dumps(document).encode("utf-8"))
        except OSError as error:
            return problem_from(error, subject=self._path.name)
        except UnicodeEncodeError:
            # A folder whose name is no text (Linux) cannot be written into TOML.
            return Problem(
                kind=ProblemKind.FOLDER_UNWRITABLE, subject=self._path.name, detail="not_unicode"
            )
        return None


def _preferences_from(values: Mapping[str, Any]) -> LoadedPreferences:
    understood: dict[str, Any] = {}
    ignored: list[str] = []
    for field in msgspec.structs.fields(Preferences):
        if field.name not in values:
            continue
        try:
            value = msgspec.convert(values[field.name], field.type, dec_hook=_decode_path)
        except msgspec.ValidationError:
            ignored.append(field.name)
            continue
        is_allowed = _ALLOWED.get(field.name)
        if is_allowed is None or is_allowed(value):
            understood[field.name] = value
        else:
            ignored.append(field.name)
    if ignored:
        _log.warning("settings with a value that is not allowed: %s", ", ".join(ignored))
    return LoadedPreferences(preferences=Preferences(**understood), ignored=tuple(ignored))


def _values_of(preferences: Preferences) -> dict[str, Any]:
    return msgspec.to_builtins(preferences, enc_hook=str)


def _decode_path(kind: type, value: Any) -> Any:
    if kind is not Path or not isinstance(value, str) or not value:
        raise ValueError("not a path")
    return Path(value)

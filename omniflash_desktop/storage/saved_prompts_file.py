"""The saved prompts in a TOML file, which people may read, edit, copy and keep in step elsewhere.

It is no part of the library: that one is about clips and their money, is rewritten when it is
damaged, and cannot be taken to another computer by itself. The file is read again before each
change, so that what another program wrote meanwhile stays; so do comments, and entries that this
release does not understand.
"""

import logging
import tomllib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import msgspec

from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.request import sendable_text
from omniflash_desktop.domain.saved_prompt import SavedPrompt
from omniflash_desktop.storage.disk_trouble import problem_from
from omniflash_desktop.storage.paths_in_text import decode_path, encode_path
from omniflash_desktop.storage.whole_files import set_aside, write_at_once

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_log = logging.getLogger(__name__)

_TABLES: Final = "prompts"


class SavedPromptsFile:
    """The file of one profile. Blocks; any thread may call it, one at a time.

    Args:
        path: Its place; it is made with the first prompt.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> list[SavedPrompt] | Problem:
        """All that are understood, in the order of the file; a file that is no TOML is set aside.

        Returns:
            The prompts; or why the file cannot be read, although it is there.
        """
        try:
            values = tomllib.loads(self._path.read_bytes().decode("utf-8-sig"))
            tables = msgspec.convert(values.get(_TABLES, []), list[dict[str, Any]])
        except FileNotFoundError:
            return []
        except OSError as error:
            return problem_from(error, subject=self._path.name)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
            _log.warning("the saved prompts are not understood and set aside: %s", error)
            set_aside(self._path)
            return []
        understood = (_prompt_from(table) for table in tables)
        return [prompt for prompt in understood if prompt is not None]

    def put(self, prompt: SavedPrompt) -> Problem | None:
        """Adds a prompt, or replaces the one with its id."""
        return self._change(prompt.id, prompt)

    def remove(self, prompt_id: str) -> Problem | None:
        """Removes a prompt; one that is not there is no problem."""
        return self._change(prompt_id, None)

    def _change(self, prompt_id: str, prompt: SavedPrompt | None) -> Problem | None:
        # Needed only when something is saved.
        import tomlkit

        try:
            document = self._document()
            tables = document.setdefault(_TABLES, tomlkit.aot())
            place = next((n for n, one in enumerate(tables) if one.get("id") == prompt_id), None)
            if prompt is None and place is None:
                return None
            if place is None:
                tables.append(_table_of(prompt))
            elif prompt is None:
                del tables[place]
            else:
                tables[place] = _table_of(prompt)
            write_at_once(self._path, tomlkit.dumps(document).encode("utf-8"))
        except OSError as error:
            return problem_from(error, subject=self._path.name)
        return None

    def _document(self) -> "TOMLDocument":
        import tomlkit
        from tomlkit.exceptions import TOMLKitError
        from tomlkit.items import AoT

        try:
            document = tomlkit.parse(self._path.read_bytes().decode("utf-8-sig"))
        except FileNotFoundError:
            return tomlkit.document()
        except (TOMLKitError, UnicodeDecodeError) as error:
            _log.warning("the saved prompts are not TOML: %s", error)
        else:
            if isinstance(cast("dict[str, Any]", document).get(_TABLES, tomlkit.aot()), AoT):
                return document
        if set_aside(self._path) is None:
            raise OSError(0, "not a list of prompts")
        return tomlkit.document()


def _prompt_from(table: Any) -> SavedPrompt | None:
    try:
        return msgspec.convert(table, SavedPrompt, dec_hook=decode_path)
    except (msgspec.ValidationError, NotImplementedError) as error:
        _log.warning("a saved prompt is not understood and left alone: %s", error)
        return None


def _table_of(prompt: SavedPrompt | None) -> Any:
    values = msgspec.to_builtins(prompt, enc_hook=encode_path, builtin_types=(datetime,))
    return _as_toml(values)


def _as_toml(value: Any) -> Any:
    """Tables without what is not there, for which TOML has no word, and prompts in their lines."""
    import tomlkit

    match value:
        case dict():
            table = tomlkit.table()
            for key, one in cast("dict[str, Any]", value).items():
                if one is not None and one != ():
                    table.add(key, _as_toml(one))
            return table
        case list() | tuple():
            return [_as_toml(one) for one in cast("tuple[Any, ...]", value)]
        case str():
            return tomlkit.string(sendable_text(value), multiline=_reads_better_in_lines(value))
        case _:
            return value


def _reads_better_in_lines(text: str) -> bool:
    # TOML drops a line break at the very start, and makes one of each way to write it.
    return "\n" in text and "\r" not in text and not text.startswith("\n")

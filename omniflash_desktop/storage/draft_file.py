"""The draft of the composer, in a small file of the profile."""

import logging
from pathlib import Path

import msgspec

from omniflash_desktop.domain.draft import Draft
from omniflash_desktop.domain.request import sendable_text
from omniflash_desktop.storage.paths_in_text import decode_path, encode_path
from omniflash_desktop.storage.whole_files import set_aside, write_at_once

_log = logging.getLogger(__name__)


class FoundDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What was found at the start.

    Attributes:
        draft: `None` where nothing was kept.
        set_aside: Where a file that is not understood was put; `None` where it was fine.
    """

    draft: Draft | None = None
    set_aside: Path | None = None


class DraftFile:
    """JSON, and no part of the library: a library that is damaged, or not there, costs no words.

    Args:
        path: Its place. It holds no token: a request has none.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> FoundDraft:
        """What was kept last. A file that is not understood is set aside."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return FoundDraft()
        except OSError as error:
            _log.warning("the draft cannot be read: %s", error)
            return FoundDraft()
        try:
            draft = msgspec.json.decode(content, type=Draft, dec_hook=decode_path)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            _log.warning("the draft is not understood and set aside: %s", error)
            return FoundDraft(set_aside=set_aside(self._path))
        return FoundDraft(draft=None if draft.is_empty else draft)

    def keep(self, draft: Draft) -> bool:
        """Writes it, or removes the file of an empty one; tells whether it could.

        Blocks until it is on the disk itself. Any thread may call it, one at a time.
        """
        try:
            if draft.is_empty:
                self._path.unlink(missing_ok=True)
            else:
                write_at_once(self._path, _as_json(draft))
        except OSError as error:
            _log.warning("the draft is not kept: %s", error)
            return False
        return True


def _as_json(draft: Draft) -> bytes:
    prompt = sendable_text(draft.request.prompt)
    request = msgspec.structs.replace(draft.request, prompt=prompt)
    return msgspec.json.encode(
        msgspec.structs.replace(draft, request=request), enc_hook=encode_path
    )

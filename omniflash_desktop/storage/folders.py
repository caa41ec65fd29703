"""Where everything lies that the app keeps: in the system's places, or under one profile."""

import hashlib
import os
from pathlib import Path
from typing import Final, Self

import msgspec
import platformdirs

from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.storage.disk_trouble import problem_from

APP_FOLDER: Final = "omniflash-desktop"
CLIPS_FOLDER: Final = "Omniflash"
_PRIVATE: Final = 0o700


class ProfileFolders(msgspec.Struct, frozen=True, kw_only=True):
    """The places of one profile. Nothing is made before `create` is called.

    Attributes:
        profile_name: Names the profile in the keyring: `default`, or a hash of its folder.
        settings_file: TOML, may be edited by hand.
        prompts_file: TOML: saved prompts, may be edited by hand and kept in step elsewhere.
        library_file: SQLite.
        cache_folder: May be emptied at any time.
        logs_folder: Logs and the files of the crash net.
        clips_folder: Finished clips, unless the preferences name another folder.
        sandbox_folder: Tasks, uploads and results of the sandbox.
        lock_file: Held by the one process that runs generations.
        pause_file: Is there while the user has paused the queue.
        layout_file: JSON: how the window is arranged.
        draft_file: JSON: what stands in the composer.
        references_folder: Pictures that are there only as references: pasted, fetched, frames. No
            cache: drafts and clips name them.
    """

    profile_name: str
    settings_file: Path
    prompts_file: Path
    library_file: Path
    cache_folder: Path
    logs_folder: Path
    clips_folder: Path
    sandbox_folder: Path
    lock_file: Path
    pause_file: Path
    layout_file: Path
    draft_file: Path
    references_folder: Path

    @classmethod
    def of_the_system(cls) -> Self:
        """The places that the system has for settings, data, cache and videos."""
        data = platformdirs.user_data_path(APP_FOLDER, appauthor=False)
        config = platformdirs.user_config_path(APP_FOLDER, appauthor=False)
        return cls(
            profile_name="default",
            settings_file=config / "settings.toml",
            prompts_file=config / "saved-prompts.toml",
            library_file=data / "library.sqlite3",
            cache_folder=platformdirs.user_cache_path(APP_FOLDER, appauthor=False),
            logs_folder=data / "logs",
            clips_folder=platformdirs.user_videos_path() / CLIPS_FOLDER,
            sandbox_folder=data / "sandbox",
            lock_file=data / "engine.lock",
            pause_file=data / "queue.paused",
            layout_file=data / "window.json",
            draft_file=data / "draft.json",
            references_folder=data / "references",
        )

    @classmethod
    def under(cls, folder: Path) -> Self:
        """Everything under `folder`, as `--profile` asks for it."""
        # Two ways to write one folder are one profile: links and, on Windows, case.
        real = Path(os.path.realpath(folder))
        name = os.path.normcase(real)
        return cls(
            profile_name=hashlib.sha256(os.fsencode(name)).hexdigest()[:12],
            settings_file=real / "settings.toml",
            prompts_file=real / "saved-prompts.toml",
            library_file=real / "library.sqlite3",
            cache_folder=real / "cache",
            logs_folder=real / "logs",
            clips_folder=real / "clips",
            sandbox_folder=real / "sandbox",
            lock_file=real / "engine.lock",
            pause_file=real / "queue.paused",
            layout_file=real / "window.json",
            draft_file=real / "draft.json",
            references_folder=real / "references",
        )

    @classmethod
    def chosen(cls, profile: Path | None) -> Self:
        """The places for the value of `--profile`; `None` where it was not given."""
        return cls.of_the_system() if profile is None else cls.under(profile)

    @property
    def pictures_folder(self) -> Path:
        """Cache: pictures as they were sent."""
        return self.cache_folder / "pictures"

    def create(self) -> Problem | None:
        """Makes the folders, closed to other users of this computer.

        The clips' own folder is made by `ClipFolder`, once a clip is to be kept: it may lie on a
        disk that is not there now.
        """
        private = (
            self.settings_file.parent,
            self.library_file.parent,
            self.cache_folder,
            self.pictures_folder,
            self.logs_folder,
            self.sandbox_folder,
        )
        for folder in private:
            try:
                folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
            except OSError as error:
                return problem_from(error, subject=folder.name)
        return None

"""`omniflash doctor`: checks what the app needs, and says what to do about what it lacks."""

import argparse
import os
import platform
import shutil
import sys
from importlib import metadata
from typing import Final

import msgspec

from omniflash_desktop import __version__
from omniflash_desktop.app.sandbox_process import SandboxAddress, SandboxProcess
from omniflash_desktop.cli.exit_status import ExitStatus
from omniflash_desktop.cli.output import print_json, print_line
from omniflash_desktop.cli.sentences import sentence_for
from omniflash_desktop.cli.storage import state_sentence
from omniflash_desktop.credentials.keyring_bucket_keys import KeyringBucketKeys
from omniflash_desktop.credentials.keyring_tokens import KeyringTokens
from omniflash_desktop.domain.hosting import VideoWay
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.storage.clip_files import ClipFolder
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.generation_library import open_library
from omniflash_desktop.storage.library_connection import LibraryTroubleError
from omniflash_desktop.storage.settings_file import SettingsFile

_PACKAGES: Final = (
    *("PySide6-Essentials", "PySide6-Addons", "httpx", "qasync", "keyring"),
    *("av", "obstore"),
)


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at.

    Attributes:
        name: What.
        ok: Whether the app can work with it.
        detail: What was found, and the next step where it is not fine.
    """

    name: str
    ok: bool
    detail: str


async def doctor(arguments: argparse.Namespace, folders: ProfileFolders) -> ExitStatus:
    """Looks at everything and prints what it found."""
    checks = (
        _python,
        _packages,
        _ffmpeg,
        _settings,
        _library,
        _clips,
        _keyring,
        _storage,
        _sandbox,
    )
    findings = [await check(folders) for check in checks]
    for finding in findings:
        if arguments.json:
            print_json({"name": finding.name, "ok": finding.ok, "detail": finding.detail})
        else:
            print_line(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.name:<9} {finding.detail}")
    return ExitStatus.DONE if all(f.ok for f in findings) else ExitStatus.ENVIRONMENT


async def _python(_folders: ProfileFolders) -> Finding:
    detail = f"{platform.python_version()} on {platform.platform()}, Omniflash {__version__}"
    return Finding(name="python", ok=sys.version_info >= (3, 11), detail=detail)


async def _packages(_folders: ProfileFolders) -> Finding:
    versions: list[str] = []
    for package in _PACKAGES:
        try:
            versions.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            return Finding(
                name="packages",
                ok=False,
                detail=f"{package} is not installed. Run packaging/quickstart.py again.",
            )
    return Finding(name="packages", ok=True, detail=", ".join(versions))


async def _ffmpeg(_folders: ProfileFolders) -> Finding:
    try:
        import av
    except ImportError as error:
        return Finding(name="ffmpeg", ok=False, detail=f"PyAV cannot be loaded: {error}")
    return Finding(name="ffmpeg", ok=True, detail=av.ffmpeg_version_info)


async def _settings(folders: ProfileFolders) -> Finding:
    loaded = SettingsFile(folders.settings_file).load()
    if loaded.set_aside is not None:
        detail = f"was not readable, set aside as {loaded.set_aside.name}; defaults are used"
        return Finding(name="settings", ok=True, detail=detail)
    ignored = f", ignored: {', '.join(loaded.ignored)}" if loaded.ignored else ""
    return Finding(name="settings", ok=True, detail=f"{folders.settings_file}{ignored}")


async def _library(folders: ProfileFolders) -> Finding:
    library = open_library(folders.library_file, read_only=True)
    if isinstance(library, Problem):
        return Finding(name="library", ok=False, detail=sentence_for(library))
    try:
        detail = f"{len(library.all())} generations in {folders.library_file}"
    except LibraryTroubleError as trouble:
        return Finding(name="library", ok=False, detail=sentence_for(trouble.problem))
    finally:
        library.close()
    return Finding(name="library", ok=True, detail=detail)


async def _clips(folders: ProfileFolders) -> Finding:
    preferences = SettingsFile(folders.settings_file).load().preferences
    folder = preferences.clips_folder or folders.clips_folder
    problem = ClipFolder(folder, cache_folder=folders.cache_folder).problem_with_folder()
    if problem is not None:
        return Finding(name="clips", ok=False, detail=f"{folder} cannot be written.")
    free = shutil.disk_usage(folder).free / 1024**3
    return Finding(name="clips", ok=True, detail=f"{folder}, {free:.1f} GiB free")


async def _keyring(folders: ProfileFolders) -> Finding:
    preferences = SettingsFile(folders.settings_file).load().preferences
    tokens = KeyringTokens(
        profile_name=folders.profile_name,
        environment=os.environ,
        environment_service=preferences.base_url,
    )
    answer = await tokens.read(preferences.base_url)
    if isinstance(answer, Problem):
        # Without a keyring the token lives for the session: said, but no reason to fail.
        return Finding(name="keyring", ok=True, detail=sentence_for(answer))
    place = await tokens.where(preferences.base_url)
    detail = "works, holds no token yet" if place == "nowhere" else f"token from: {place}"
    return Finding(name="keyring", ok=True, detail=detail)


async def _storage(folders: ProfileFolders) -> Finding:
    """Where reference videos go. Not set up is no fault: most clips need none of it."""
    hosting = SettingsFile(folders.settings_file).load().preferences.video_hosting
    keys = KeyringBucketKeys(profile_name=folders.profile_name, environment=os.environ)
    place = "nowhere"
    if hosting.way is VideoWay.BUCKET:
        place = await keys.where(hosting.bucket_id)
    keys.close()
    is_broken = hosting.way is VideoWay.BUCKET and (place == "nowhere" or hosting.lack is not None)
    return Finding(name="storage", ok=not is_broken, detail=state_sentence(hosting, place))


async def _sandbox(folders: ProfileFolders) -> Finding:
    sandbox = SandboxProcess(
        state_folder=folders.sandbox_folder, log_file=folders.logs_folder / "sandbox.log"
    )
    try:
        address = await sandbox.address()
    finally:
        await sandbox.close()
    if isinstance(address, SandboxAddress):
        return Finding(name="sandbox", ok=True, detail="starts and answers")
    return Finding(name="sandbox", ok=False, detail=sentence_for(address))

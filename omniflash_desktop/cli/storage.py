"""`omniflash storage`: where local reference videos go, and whether that works."""

import argparse
import getpass
import sys
from typing import Any

import msgspec

from omniflash_desktop.cli.exit_status import ExitStatus
from omniflash_desktop.cli.outcome_status import status_of_problem
from omniflash_desktop.cli.output import print_json, print_line, say
from omniflash_desktop.cli.references import WrongInputError
from omniflash_desktop.cli.sentences import told_of
from omniflash_desktop.cli.storage_words import lack_words, step_words
from omniflash_desktop.domain.hosting import BucketKey, BucketKind, VideoHosting, VideoWay
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.hosted_videos import HostedVideos
from omniflash_desktop.services.ports import BucketKeys, LinkChecker
from omniflash_desktop.services.preferences_keeper import PreferencesFile

_PLACES = {
    "keyring": "its key is in the system keyring",
    "environment": "its key comes from the environment, for this run only",
    "session": "its key lives in memory, for this run only",
    "nowhere": "it has no key yet",
}


async def storage(
    arguments: argparse.Namespace,
    preferences: Preferences,
    file: PreferencesFile,
    hosted: HostedVideos,
    keys: BucketKeys,
    links: LinkChecker,
) -> ExitStatus:
    """Does what was asked with the bucket."""
    match arguments.action:
        case "set":
            return await _set(arguments, preferences, file, keys)
        case "test":
            return await _test(preferences.video_hosting, hosted, links)
        case "forget":
            return await _forget(preferences, file, keys)
        case _:
            return await _show(arguments, preferences.video_hosting, keys)


async def _show(
    arguments: argparse.Namespace, hosting: VideoHosting, keys: BucketKeys
) -> ExitStatus:
    place = await keys.where(hosting.bucket_id) if hosting.way is VideoWay.BUCKET else "nowhere"
    if arguments.json:
        print_json({**msgspec.to_builtins(hosting), "key": place})
    else:
        print_line("none" if hosting.way is None else hosting.way.value)
        say(state_sentence(hosting, place))
    is_ready = hosting.way is VideoWay.LINK or place != "nowhere"
    return ExitStatus.DONE if is_ready and hosting.way else ExitStatus.ENVIRONMENT


def state_sentence(hosting: VideoHosting, place: str) -> str:
    """Where local reference videos go, who can see them there, and for how long.

    Args:
        hosting: The choice.
        place: As `BucketKeys.where`.
    """
    match hosting.way:
        case None:
            return (
                "Nothing says yet where local reference videos go. Give links, or set up a bucket: "
                "omniflash storage set"
            )
        case VideoWay.LINK:
            return "Local reference videos are not uploaded: give links to them."
        case VideoWay.BUCKET:
            lack = "" if hosting.lack is None else f" {lack_words(hosting.lack)}"
            goes = "deleted after use" if hosting.delete_after_use else "kept"
            folder = f", folder {hosting.folder}" if hosting.folder else ""
            return (
                f"Local reference videos go into the bucket {hosting.bucket}{folder}; "
                f"{_PLACES[place]}. Whoever has the link can see a video for "
                f"{hosting.link_hours} h; it is {goes}.{lack}"
            )


async def _set(
    arguments: argparse.Namespace,
    preferences: Preferences,
    file: PreferencesFile,
    keys: BucketKeys,
) -> ExitStatus:
    changed = _changed(arguments, preferences)
    hosting = changed.video_hosting
    if hosting.way is VideoWay.BUCKET and hosting.lack is not None:
        raise WrongInputError(lack_words(hosting.lack))
    is_kept = True
    if hosting.way is VideoWay.BUCKET and await _needs_key(arguments, hosting, keys):
        problem = await keys.write(hosting.bucket_id, _typed_key(arguments, hosting.kind))
        if problem is not None:
            # What is set stays set: the key can come from the environment.
            say(_sentence_of(problem))
            is_kept = False
    problem = file.save(changed)
    if problem is not None:
        say(_sentence_of(problem))
        return status_of_problem(problem)
    say("Kept." if is_kept else "Kept, without the key.")
    if hosting.way is VideoWay.BUCKET:
        say("See whether it works with: omniflash storage test")
    return ExitStatus.DONE if is_kept else ExitStatus.ENVIRONMENT


async def _needs_key(
    arguments: argparse.Namespace, hosting: VideoHosting, keys: BucketKeys
) -> bool:
    """Whether a key has to be typed: a new one was named, or there is none."""
    return arguments.access_key is not None or await keys.where(hosting.bucket_id) == "nowhere"


def _changed(arguments: argparse.Namespace, preferences: Preferences) -> Preferences:
    typed: dict[str, Any] = {
        "bucket_kind": None if arguments.kind is None else BucketKind(arguments.kind),
        "bucket_endpoint": arguments.endpoint,
        "bucket_name": arguments.bucket,
        "bucket_region": arguments.region,
        "bucket_folder": arguments.folder,
        "bucket_link_hours": arguments.expires,
        "bucket_delete_after_use": arguments.delete_after_use,
    }
    given = {name: value for name, value in typed.items() if value is not None}
    if arguments.own_links:
        if given or arguments.access_key is not None:
            raise WrongInputError("--own-links needs no bucket. Leave the other options out.")
        return msgspec.structs.replace(preferences, video_way=VideoWay.LINK)
    return msgspec.structs.replace(preferences, video_way=VideoWay.BUCKET, **given)


def _typed_key(arguments: argparse.Namespace, kind: BucketKind) -> BucketKey:
    key_id = (arguments.access_key or "").strip()
    if not key_id and kind is not BucketKind.GOOGLE:
        raise WrongInputError("Name the access key too: --access-key ID")
    if sys.stdin.isatty():
        secret = getpass.getpass("Secret key (it is not shown): ")
    else:
        # The key of a Google service account has many lines.
        secret = sys.stdin.read()
    if not secret.strip():
        raise WrongInputError("No secret key came on standard input. Pipe it in, or type it.")
    return BucketKey(key_id=key_id, secret=secret.strip())


async def _test(hosting: VideoHosting, hosted: HostedVideos, links: LinkChecker) -> ExitStatus:
    if hosting.way is not VideoWay.BUCKET or hosting.lack is not None:
        say(state_sentence(hosting, "nowhere"))
        return ExitStatus.ENVIRONMENT
    result = await hosted.test(hosting, links)
    if result.problem is None:
        print_line(f"Upload, public read and delete in {result.milliseconds} ms")
        return ExitStatus.DONE
    if result.failed_at is not None and result.problem.kind is not ProblemKind.STORAGE_KEY_MISSING:
        say(step_words(result.failed_at))
    say(_sentence_of(result.problem))
    return status_of_problem(result.problem)


async def _forget(preferences: Preferences, file: PreferencesFile, keys: BucketKeys) -> ExitStatus:
    problem: Problem | None = await keys.forget(preferences.video_hosting.bucket_id)
    usual = Preferences()
    names = [name for name in Preferences.__struct_fields__ if name.startswith("bucket_")]
    cleared = {name: getattr(usual, name) for name in (*names, "video_way")}
    problem = file.save(msgspec.structs.replace(preferences, **cleared)) or problem
    if problem is not None:
        say(_sentence_of(problem))
        return status_of_problem(problem)
    say("The bucket and its key are forgotten. What lies in the bucket stays there.")
    return ExitStatus.DONE


def _sentence_of(problem: Problem) -> str:
    # No clip is made here, so there is nothing to say about money.
    told = told_of(problem)
    return f"{told.what} {told.step}".strip()

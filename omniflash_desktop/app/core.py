"""Everything but the window, built and joined. Used by the desktop app and the command line."""

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass

from omniflash_desktop.api.links import PublicLinks
from omniflash_desktop.api.picture_links import PictureLinks
from omniflash_desktop.api.transport import Transport
from omniflash_desktop.app.connections import Connections
from omniflash_desktop.app.sandbox_process import SandboxProcess
from omniflash_desktop.credentials.keyring_bucket_keys import KeyringBucketKeys
from omniflash_desktop.credentials.keyring_tokens import KeyringTokens
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.references import objection_to_link
from omniflash_desktop.domain.rescued_library import RescuedLibrary
from omniflash_desktop.domain.service_facts import SUBMIT_SECONDS
from omniflash_desktop.hosting.user_buckets import UserBuckets
from omniflash_desktop.media.workers import MediaWorkers
from omniflash_desktop.services.account import Account
from omniflash_desktop.services.background_tasks import BackgroundTasks, ReportException
from omniflash_desktop.services.changes import Changes
from omniflash_desktop.services.charge_reconciler import ChargeReconciler
from omniflash_desktop.services.clip_downloader import ClipDownloader
from omniflash_desktop.services.clip_retrieval import ClipRetrieval
from omniflash_desktop.services.clips_found_again import ClipsFoundAgain
from omniflash_desktop.services.clock import SystemClock
from omniflash_desktop.services.daily_budget import DailyBudget
from omniflash_desktop.services.early_uploads import EarlyUploads
from omniflash_desktop.services.found_files import FoundFiles
from omniflash_desktop.services.generation_journal import GenerationJournal
from omniflash_desktop.services.generation_queue import GenerationQueue
from omniflash_desktop.services.generation_runner import GenerationRunner
from omniflash_desktop.services.hosted_videos import HostedVideos
from omniflash_desktop.services.learned_prices import LearnedPrices
from omniflash_desktop.services.ledger import Ledger
from omniflash_desktop.services.leftovers import remove_leftovers
from omniflash_desktop.services.like_failures import LikeFailures
from omniflash_desktop.services.patience import Patience
from omniflash_desktop.services.picture_preparation import PicturePreparation
from omniflash_desktop.services.queue_rules import QueueRules
from omniflash_desktop.services.receipts import Receipts
from omniflash_desktop.services.recipe_restore import RecipeRestore
from omniflash_desktop.services.reference_uploader import ReferenceUploader
from omniflash_desktop.services.send_gate import SendGate
from omniflash_desktop.services.service_uploads import ServiceUploads
from omniflash_desktop.services.submission import Submission
from omniflash_desktop.services.task_watcher import TaskWatcher
from omniflash_desktop.services.time_bands import TimeBands
from omniflash_desktop.services.tokens_in_use import TokensInUse
from omniflash_desktop.services.upload_lanes import UploadLanes
from omniflash_desktop.storage.clip_files import ClipFolder
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.generation_library import SqliteLibrary
from omniflash_desktop.storage.ledger_books import LedgerBooks
from omniflash_desktop.storage.library_listing import LibraryListing
from omniflash_desktop.storage.queue_memory import PauseMark

_log = logging.getLogger(__name__)

_TASKS_END_WITHIN = 5.0
_SENDING_ENDS_WITHIN = SUBMIT_SECONDS + 5.0
_REMOVALS_END_WITHIN = 3.0


@dataclass(frozen=True, kw_only=True)
class Core:
    """What was built. Only the process's own start hands its parts on; nobody else holds it."""

    changes: Changes
    tasks: BackgroundTasks
    library: SqliteLibrary
    listing: LibraryListing
    queue: GenerationQueue
    watcher: TaskWatcher
    account: Account
    receipts: Receipts
    early_uploads: EarlyUploads
    charges: ChargeReconciler
    prices: LearnedPrices
    time_bands: TimeBands
    ledger: Ledger
    tokens: KeyringTokens
    bucket_keys: KeyringBucketKeys
    hosted: HostedVideos
    links: PublicLinks
    picture_links: PictureLinks
    media: MediaWorkers
    pictures: PicturePreparation
    connections: Connections
    transport: Transport
    sandbox: SandboxProcess
    files: ClipFolder
    downloader: ClipDownloader
    retrieval: ClipRetrieval
    restore: RecipeRestore
    found_again: ClipsFoundAgain
    found_files: FoundFiles

    async def tidy_up(self) -> None:
        """Removes what runs that died have left in the clips' folder, and in the bucket."""
        self.hosted.remove_unused()
        removed = await remove_leftovers(self.files, self.library)
        if removed:
            _log.info("left by earlier runs and removed: %s", ", ".join(removed))

    async def find_clips_again(self) -> RescuedLibrary | None:
        """After a rescue of the library: reads the recipes of all clips. May take minutes.

        Returns:
            How many were found again; `None` where there was nothing to do.
        """
        if not self.library.has_unread_clips:
            return None
        found = await self.found_again.run()
        # Only now: a run that ends before begins anew, and passes over what is known.
        self.library.clips_were_read()
        return RescuedLibrary(clips=found)

    async def close(self) -> None:
        """Ends everything in order, each step within a time limit."""
        # An answer that is not waited for is a clip that nobody knows to be paid.
        within = _SENDING_ENDS_WITHIN if self.queue.is_sending else _TASKS_END_WITHIN
        # What is not gone by then goes at the next start.
        await self.hosted.settled(within=_REMOVALS_END_WITHIN)
        late = await self.tasks.close(within=within)
        if late:
            _log.warning("tasks that did not end in time: %s", ", ".join(late))
        await self.transport.aclose()
        await self.media.close()
        await self.sandbox.close()
        self.tokens.close()
        self.bucket_keys.close()
        self.library.close()


def build_core(
    folders: ProfileFolders,
    library: SqliteLibrary,
    preferences: Preferences,
    *,
    base_url: str,
    language: str,
    patience: Patience,
    report_exception: ReportException,
    sandbox_options: Sequence[str] = (),
) -> Core:
    """Builds everything; nothing is started, read or connected yet. Needs a running loop.

    Args:
        folders: Where everything lies.
        library: Opened already; `Core.close` closes it.
        preferences: As they were read.
        base_url: The service's address in this run, to which a token of the environment belongs.
        language: Of the service's reasons for failures; empty means English.
        patience: How long to wait for what only the user or the world can mend.
        report_exception: Hears of exceptions in tasks that nobody awaits.
        sandbox_options: Passed on to the sandbox.
    """
    clock = SystemClock()
    changes = Changes()
    tasks = BackgroundTasks(report_exception)
    journal = GenerationJournal(library, changes, clock)
    media = MediaWorkers(pictures_folder=folders.pictures_folder)
    pictures = PicturePreparation(media, removes_details=preferences.remove_picture_details)
    tokens = KeyringTokens(
        profile_name=folders.profile_name,
        environment=os.environ,
        environment_service=base_url,
    )
    bucket_keys = KeyringBucketKeys(profile_name=folders.profile_name, environment=os.environ)
    lanes = UploadLanes()
    hosted = HostedVideos(
        preferences.video_hosting, UserBuckets(), bucket_keys, library, tasks, clock, lanes
    )
    changes.subscribe(hosted.hear)
    transport = Transport()
    transport.use(preferences.network)
    sandbox = SandboxProcess(
        state_folder=folders.sandbox_folder,
        log_file=folders.logs_folder / "sandbox.log",
        options=sandbox_options,
    )
    connections = Connections(transport, tokens, sandbox, language=language or "en")
    prices = LearnedPrices(library, changes)
    gate = SendGate(changes, DailyBudget(library, clock), tasks, clock, patience)
    failures = LikeFailures()
    charges = ChargeReconciler(library, journal, connections, prices, tasks, clock, patience)
    changes.subscribe(charges.hear)
    tokens_in_use = TokensInUse(library, tokens, tasks, clock)
    changes.subscribe(tokens_in_use.hear)
    watcher = TaskWatcher(connections, clock, tasks, changes)
    files = clip_folder(folders, preferences)
    downloader = ClipDownloader(
        files,
        media,
        journal,
        pattern=preferences.file_name_pattern,
        writes_recipes=preferences.recipe_in_file,
    )
    retrieval = ClipRetrieval(journal, connections, watcher, downloader, clock, patience)
    uploads = ServiceUploads(library, lanes, clock)
    uploader = ReferenceUploader(media, library, hosted, uploads, clock, pictures)
    runner = GenerationRunner(
        journal,
        connections,
        uploader,
        Submission(journal, charges, clock),
        watcher,
        retrieval,
        gate,
        failures,
        clock,
        patience,
    )
    queue = GenerationQueue(
        library,
        journal,
        runner,
        gate,
        failures,
        PauseMark(folders.pause_file),
        prices,
        tasks,
        clock,
        charges,
    )
    queue.use(QueueRules.from_preferences(preferences, holds=patience.waits_for_the_user))
    return Core(
        changes=changes,
        tasks=tasks,
        library=library,
        listing=LibraryListing(folders.library_file),
        queue=queue,
        watcher=watcher,
        account=Account(connections, tokens, tokens_in_use, changes),
        receipts=Receipts(uploader, uploads, hosted, media),
        early_uploads=EarlyUploads(uploader, connections, tasks, clock),
        charges=charges,
        prices=prices,
        time_bands=TimeBands(library, changes),
        ledger=Ledger(LedgerBooks(folders.library_file)),
        tokens=tokens,
        bucket_keys=bucket_keys,
        hosted=hosted,
        links=PublicLinks(transport, local_allowed=objection_to_link(base_url) is not None),
        picture_links=PictureLinks(transport),
        media=media,
        pictures=pictures,
        connections=connections,
        transport=transport,
        sandbox=sandbox,
        files=files,
        downloader=downloader,
        retrieval=retrieval,
        restore=RecipeRestore(media, library),
        found_again=ClipsFoundAgain(files, media, journal, library, clock),
        found_files=FoundFiles(journal),
    )


def clip_folder(folders: ProfileFolders, preferences: Preferences) -> ClipFolder:
    """Where clips go: the folder that the user chose, or the profile's own."""
    chosen = preferences.clips_folder or folders.clips_folder
    return ClipFolder(chosen, cache_folder=folders.cache_folder)

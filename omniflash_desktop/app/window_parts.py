"""Joins the window with everything behind it. Loaded after the window's first picture."""

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from omniflash_desktop.app.command_parts import CommandParts
from omniflash_desktop.app.core import Core, build_core
from omniflash_desktop.app.desktop_manners import DesktopManners
from omniflash_desktop.app.logs import start_log
from omniflash_desktop.app.profile_tidying import tidy_profile
from omniflash_desktop.app.prompt_parts import PromptParts
from omniflash_desktop.app.qt_messages import take_qt_messages
from omniflash_desktop.app.queue_parts import QueueParts
from omniflash_desktop.app.reference_parts import ReferenceParts
from omniflash_desktop.app.settings_parts import SettingsParts
from omniflash_desktop.app.single_instance import FirstWindow
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.rescued_library import RescuedLibrary
from omniflash_desktop.services.background_tasks import ReportException
from omniflash_desktop.services.clip_pictures import ClipPictures
from omniflash_desktop.services.clock import SystemClock
from omniflash_desktop.services.patience import Patience
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.generation_library import open_library
from omniflash_desktop.storage.library_rescue import rescue_library
from omniflash_desktop.storage.settings_file import LoadedPreferences, SettingsFile
from omniflash_desktop.ui.app_menu import AppMenu
from omniflash_desktop.ui.change_relay import ChangeRelay
from omniflash_desktop.ui.clip_actions import ClipActions
from omniflash_desktop.ui.clip_announcements import ClipAnnouncements
from omniflash_desktop.ui.clip_drops import ClipDrops
from omniflash_desktop.ui.clip_frames import ClipFrames
from omniflash_desktop.ui.clip_keeping import ClipKeeping
from omniflash_desktop.ui.clip_viewing import ClipViewing
from omniflash_desktop.ui.clips_folder import ClipsFolder
from omniflash_desktop.ui.compose.media_kinds import MediaKind, kind_of_name
from omniflash_desktop.ui.composing import Composing
from omniflash_desktop.ui.connection_menu import ConnectionMenu
from omniflash_desktop.ui.fetched_anew import FetchedAnew
from omniflash_desktop.ui.library.lost_pictures import LostPictures
from omniflash_desktop.ui.library_filling import LibraryFilling
from omniflash_desktop.ui.main_window import MainWindow
from omniflash_desktop.ui.media_thumbnails import MediaThumbnails
from omniflash_desktop.ui.missing_files import MissingFiles
from omniflash_desktop.ui.notices.rescue_words import rescue_text, rescue_title
from omniflash_desktop.ui.notices.toasts import ToastKind
from omniflash_desktop.ui.picture_framing import PREVIEW_SIDE, PictureFraming
from omniflash_desktop.ui.player_choices import PlayerChoices
from omniflash_desktop.ui.reference_videos import ReferenceVideos
from omniflash_desktop.ui.service_choice import ServiceChoice
from omniflash_desktop.ui.spending.costly_clips import CostlyClips
from omniflash_desktop.ui.undo_offers import UndoOffers
from omniflash_desktop.ui.workspace import Workspace

_log = logging.getLogger(__name__)


def join_window(
    window: MainWindow,
    workspace: Workspace,
    thumbnails: MediaThumbnails,
    arguments: argparse.Namespace,
    folders: ProfileFolders,
    report_exception: ReportException,
) -> "WindowParts | Problem":
    """Opens the library, builds the services and connects the window's panes to them.

    Returns:
        The parts, not started yet; or why the library cannot be opened.
    """
    start_log(folders.logs_folder)
    take_qt_messages()
    file = SettingsFile(folders.settings_file)
    loaded = file.load()
    _log_trouble(loaded)
    library = open_library(folders.library_file, mend=rescue_library)
    if isinstance(library, Problem):
        return library
    base_url = (arguments.base_url or loaded.preferences.base_url).rstrip("/")
    core = build_core(
        folders,
        library,
        loaded.preferences,
        base_url=base_url,
        language=arguments.lang or loaded.preferences.language,
        patience=Patience(),
        report_exception=report_exception,
    )
    return WindowParts(
        window, workspace, thumbnails, arguments, folders, core, file, loaded.preferences, base_url
    )


class WindowParts(QObject):
    """What stands between the panes and the services. Each part knows the two it joins."""

    def __init__(
        self,
        window: MainWindow,
        workspace: Workspace,
        thumbnails: MediaThumbnails,
        arguments: argparse.Namespace,
        folders: ProfileFolders,
        core: Core,
        settings: SettingsFile,
        preferences: Preferences,
        base_url: str,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._arguments = arguments
        self._folders = folders
        self.core = core
        thumbnails.use(core.media, core.tasks)
        workspace.composer.linked.use(core.picture_links, core.tasks)
        workspace.model.use_time_bands(core.time_bands)
        workspace.stage.use_time_bands(core.time_bands)
        workspace.stage.use_decoding(core.media, core.tasks)
        self._keeper = PreferencesKeeper(preferences, settings, core.tasks, SystemClock())
        relay = ChangeRelay(core.changes, window)
        self.composing = Composing(
            workspace.composer, core.queue, core.prices, self._keeper, relay, window
        )
        self.viewing = ClipViewing(
            workspace.header,
            workspace.stage,
            workspace.library,
            workspace.model,
            workspace.stage.toasts,
            relay,
            window,
        )
        self._filling = LibraryFilling(
            workspace.model, self.viewing, core.library, core.listing, core.tasks, window
        )
        self.choice = ServiceChoice(
            workspace.header,
            workspace.stage,
            workspace.stage.toasts,
            core.account,
            self._keeper,
            core.tasks,
            relay,
            base_url,
            window,
        )
        self._frames = ClipFrames(
            window,
            workspace.theme,
            workspace.composer,
            workspace.stage.toasts,
            core.media,
            core.tasks,
            folders.references_folder / "frames",
        )
        self.keeping = ClipKeeping(
            window, workspace.stage, self.viewing, workspace.stage.toasts, core.queue, core.tasks
        )
        self._missing = MissingFiles(
            window,
            workspace.model,
            workspace.library.delegate.presence,
            core.found_files,
            workspace.stage.toasts,
            core.tasks,
        )
        costly = CostlyClips(
            window, workspace.theme, core.prices, self.choice, self._keeper, core.tasks
        )
        self.actions = ClipActions(
            window,
            workspace.composer,
            workspace.stage,
            self.viewing,
            self.choice,
            workspace.stage.toasts,
            core.queue,
            self._frames,
            self.keeping,
            self._missing,
            FetchedAnew(core.retrieval, workspace.stage.toasts, window),
            costly,
            core.tasks,
        )
        self._clip_drops = ClipDrops(
            window,
            workspace.theme,
            workspace.composer,
            core.restore,
            self._frames,
            workspace.stage.toasts,
            core.tasks,
        )
        self._reference_videos = ReferenceVideos(
            window,
            workspace.theme,
            workspace.composer.tray,
            core.media,
            core.tasks,
            folders.cache_folder / "strips",
        )
        self._clips_folder = ClipsFolder(
            window,
            preferences.clips_folder or folders.clips_folder,
            core.retrieval,
            self._keeper,
            workspace.stage.toasts,
            core.tasks,
        )
        self._undo_offers = UndoOffers(workspace.composer.history, workspace.stage.toasts, window)
        self._announcements = ClipAnnouncements(relay, window)
        self._player_choices = PlayerChoices(workspace.stage, self._keeper, window)
        previews = MediaThumbnails(folders.cache_folder / "previews", long_side=PREVIEW_SIDE)
        previews.use(core.media, core.tasks)
        self._framing = PictureFraming(
            window,
            workspace.theme,
            workspace.composer.tray,
            previews,
            core.pictures,
            self._keeper,
            core.tasks,
        )
        self._menu = AppMenu(
            window,
            workspace.theme,
            workspace.commands,
            workspace.composer,
            workspace.library.head,
            self.choice,
            self._keeper,
            core.tasks,
            self._clips_folder,
        )
        self.queue_parts = QueueParts(
            window,
            workspace,
            core,
            self._keeper,
            relay,
            self.choice,
            self.viewing,
            costly,
        )
        self._reference_parts = ReferenceParts(
            window,
            workspace,
            core,
            thumbnails,
            self._keeper,
            relay,
            self.choice,
            self.actions,
        )
        self._connection_menu = ConnectionMenu(
            window, workspace.commands, workspace.header, self.choice, core.account, core.tasks
        )
        self.settings_parts = SettingsParts(
            window,
            workspace,
            core,
            self._keeper,
            self.choice,
            self._clips_folder,
            folders.cache_folder,
        )
        self._lost_pictures = LostPictures(
            workspace.library,
            core.library.find,
            ClipPictures(core.files, core.media),
            core.tasks,
            window,
        )
        self._prompt_parts = PromptParts(window, workspace, core, folders)
        self.command_parts = CommandParts(window, workspace, self.viewing, self.keeping, core.tasks)
        self._manners = DesktopManners(window, core, relay, self.viewing)
        self._first_window: FirstWindow | None = None
        self._connect()

    def start(self) -> None:
        """Shows the library, takes up what was under way, and finds out where clips are made."""
        self._filling.begin()
        self.queue_parts.use_rules()
        self.core.queue.resume_unfinished()
        self.core.tasks.start(self.core.tidy_up(), name="tidy the clips' folder")
        self.core.tasks.start(tidy_profile(self._folders), name="tidy the profile")
        self.core.tasks.start(self._find_clips_again(), name="find clips again")
        wants_sandbox = self._arguments.sandbox or (
            self._keeper.current.use_sandbox is True and self._arguments.base_url is None
        )
        self.choice.start(in_sandbox=wants_sandbox)
        self._take_named(self._arguments.files)
        self._first_window = FirstWindow(self._folders.profile_name, self._window)
        self._first_window.called.connect(self._come_forward)

    def tell_of_rescue(self, rescued: RescuedLibrary) -> None:
        """Says, once, that the library was damaged and what was found again."""
        # An error stays until it is read; a second word on it is only news.
        kind = ToastKind.ERROR if rescued.set_aside else ToastKind.NOTE
        self._workspace.stage.toasts.show(kind, rescue_title(rescued), rescue_text(rescued))

    @property
    def is_best_kept_open(self) -> bool:
        """Whether something is being sent or uploaded right now."""
        return self.core.queue.is_sending or self.core.queue.is_uploading

    async def user_wants_to_close(self) -> bool:
        """Asks, once, while something is being sent or uploaded."""
        return await self.actions.is_wanted(
            self.tr("Close while something is being sent?"),
            self.tr("Queued and processing clips go on and are fetched next time."),
            self.tr("Close"),
        )

    async def close(self) -> None:
        """Ends everything in order: no new work, tasks, network, player, window, library."""
        self._window.hide()
        if self._first_window is not None:
            self._first_window.close()
        self._manners.close()
        self._keeper.write_now()
        self._workspace.stage.release_file()
        self.command_parts.close()
        await self.core.close()
        self._window.close_for_good()

    def _on_rescue(self, rescued: RescuedLibrary) -> None:
        # The library is in the middle of something that somebody asked it for.
        self.core.tasks.start(self._show_rescued(rescued), name="show the rescued library")

    async def _show_rescued(self, rescued: RescuedLibrary) -> None:
        self.tell_of_rescue(rescued)
        self._filling.begin()
        await self._find_clips_again()

    async def _find_clips_again(self) -> None:
        found = await self.core.find_clips_again()
        if found is not None and found.clips:
            self.tell_of_rescue(found)

    def _connect(self) -> None:
        self.core.library.on_rescue = self._on_rescue
        self._filling.reading.connect(self._workspace.library.set_reading)
        workspace = self._workspace
        workspace.header.set_menu(self._menu.menu)
        self._menu.quit_asked.connect(self._window.close)
        workspace.header.activity_clicked.connect(workspace.library.show_running)
        workspace.library.action_requested.connect(self.actions.do)
        workspace.library.row_action_requested.connect(self.actions.do_for_row)
        workspace.stage.action_requested.connect(self.actions.do)
        workspace.stage.rename_requested.connect(self.keeping.rename)
        workspace.stage.save_frame_requested.connect(self.actions.save_frame)
        workspace.stage.use_frame_requested.connect(self.actions.use_frame)
        self._frames.composer_filled.connect(workspace.open_composer)
        self.actions.composer_filled.connect(workspace.open_composer)
        workspace.stage.example_chosen.connect(workspace.composer.start_from)
        workspace.stage.example_chosen.connect(workspace.open_composer)
        workspace.composer.message.connect(self._tell)
        workspace.stage.cancel_requested.connect(self.actions.cancel)
        workspace.drops.leave_videos()
        workspace.drops.video_dropped.connect(self._clip_drops.take)
        workspace.drops.frame_wanted.connect(self._frames.choose)
        workspace.composer.clip_dropped.connect(self.actions.use_last_frame)
        self._clip_drops.composer_filled.connect(workspace.open_composer)
        self.actions.folder_asked.connect(self._clips_folder.change)
        self.queue_parts.connect_with(self.composing, self.actions)
        self.settings_parts.connect_with(self.actions, self._menu)
        self.settings_parts.settings.account.spending_asked.connect(
            self.queue_parts.menu.open_spending
        )
        self.queue_parts.low_balance.told.connect(self._manners.tell)
        self.composing.price_exceeds_balance.connect(self.choice.show_price_exceeds)
        self.composing.started.connect(self.viewing.follow_new)
        self.choice.chosen.connect(self.composing.use_service)
        self.choice.asking.connect(self.viewing.let_go)

    def _come_forward(self, things: list[Path | str]) -> None:
        """A later start: shows this window before all others, and takes its files and links."""
        self._window.come_forward()
        self._take_named(things)

    def _take_named(self, things: Sequence[Path | str]) -> None:
        composer = self._workspace.composer
        if things and composer.is_collapsed:
            # What was asked for is to be seen.
            self._workspace.open_composer()
        only = things[0] if len(things) == 1 else None
        if isinstance(only, Path) and kind_of_name(only) is MediaKind.VIDEO:
            # As one that is dropped: it may be a clip of ours, which holds its request.
            self._clip_drops.take(only)
            return
        composer.add_files([path for path in things if isinstance(path, Path)])
        for link in things:
            if isinstance(link, str):
                composer.add_link(link)

    def _tell(self, sentence: str) -> None:
        self._workspace.stage.toasts.show(ToastKind.NOTE, sentence)


def _log_trouble(loaded: LoadedPreferences) -> None:
    if loaded.set_aside is not None:
        _log.warning("the settings were not readable and are set aside: %s", loaded.set_aside.name)
    if loaded.ignored:
        _log.warning("settings that are not allowed: %s", ", ".join(loaded.ignored))

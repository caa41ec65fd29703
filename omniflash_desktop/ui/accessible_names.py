"""Names of all controls, for tests and screen readers, in one table.

Names never change while the app runs; changing facts go into the accessible description.
"""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QWidget

_CONTEXT: Final = "accessible_names"

_NAMES: Final[dict[str, object]] = {
    "appMenuButton": QT_TRANSLATE_NOOP("accessible_names", "App menu"),
    "toggleComposerButton": QT_TRANSLATE_NOOP("accessible_names", "Composer panel"),
    "sandboxBadge": QT_TRANSLATE_NOOP("accessible_names", "Sandbox mode"),
    "activityPill": QT_TRANSLATE_NOOP("accessible_names", "Activity"),
    "connectionPill": QT_TRANSLATE_NOOP("accessible_names", "Connection and balance"),
    "preferencesButton": QT_TRANSLATE_NOOP("accessible_names", "Preferences"),
    "toggleLibraryButton": QT_TRANSLATE_NOOP("accessible_names", "Library panel"),
    "banner": QT_TRANSLATE_NOOP("accessible_names", "Notice"),
    "bannerActionButton": QT_TRANSLATE_NOOP("accessible_names", "Notice action"),
    "openComposerButton": QT_TRANSLATE_NOOP("accessible_names", "Open the composer"),
    "railGenerateButton": QT_TRANSLATE_NOOP("accessible_names", "Generate from the composer"),
    "composerPanel": QT_TRANSLATE_NOOP("accessible_names", "Composer"),
    "modeLabel": QT_TRANSLATE_NOOP("accessible_names", "Mode"),
    "clearComposerButton": QT_TRANSLATE_NOOP("accessible_names", "Clear composer"),
    "promptEdit": QT_TRANSLATE_NOOP("accessible_names", "Prompt"),
    "addCameraButton": QT_TRANSLATE_NOOP("accessible_names", "Add camera phrase"),
    "addLightButton": QT_TRANSLATE_NOOP("accessible_names", "Add light phrase"),
    "addSoundButton": QT_TRANSLATE_NOOP("accessible_names", "Add sound phrase"),
    "promptCount": QT_TRANSLATE_NOOP("accessible_names", "Prompt length"),
    "referenceTray": QT_TRANSLATE_NOOP("accessible_names", "References"),
    "imageSlot1": QT_TRANSLATE_NOOP("accessible_names", "Image reference 1"),
    "imageSlot2": QT_TRANSLATE_NOOP("accessible_names", "Image reference 2"),
    "imageSlot3": QT_TRANSLATE_NOOP("accessible_names", "Image reference 3"),
    "replaceImage1": QT_TRANSLATE_NOOP("accessible_names", "Replace image reference 1"),
    "replaceImage2": QT_TRANSLATE_NOOP("accessible_names", "Replace image reference 2"),
    "replaceImage3": QT_TRANSLATE_NOOP("accessible_names", "Replace image reference 3"),
    "removeImage1": QT_TRANSLATE_NOOP("accessible_names", "Remove image reference 1"),
    "removeImage2": QT_TRANSLATE_NOOP("accessible_names", "Remove image reference 2"),
    "removeImage3": QT_TRANSLATE_NOOP("accessible_names", "Remove image reference 3"),
    "videoSlot": QT_TRANSLATE_NOOP("accessible_names", "Motion reference video"),
    "removeVideo": QT_TRANSLATE_NOOP("accessible_names", "Remove motion reference video"),
    "pasteVideoLinkButton": QT_TRANSLATE_NOOP("accessible_names", "Paste video link"),
    "twoImagesHint": QT_TRANSLATE_NOOP("accessible_names", "Two images hint"),
    "addThirdImageButton": QT_TRANSLATE_NOOP("accessible_names", "Add a third image"),
    "keepFirstImageButton": QT_TRANSLATE_NOOP("accessible_names", "Keep image 1 only"),
    "durationGroup": QT_TRANSLATE_NOOP("accessible_names", "Duration: 4, 6, 8, 10 seconds"),
    "resolutionGroup": QT_TRANSLATE_NOOP("accessible_names", "Resolution: 720p, 1080p, 4K"),
    "aspectGroup": QT_TRANSLATE_NOOP("accessible_names", "Aspect ratio: 16 by 9, 9 by 16"),
    "variationsValue": QT_TRANSLATE_NOOP("accessible_names", "Variations"),
    "fewerVariationsButton": QT_TRANSLATE_NOOP("accessible_names", "Fewer variations"),
    "moreVariationsButton": QT_TRANSLATE_NOOP("accessible_names", "More variations"),
    "costLabel": QT_TRANSLATE_NOOP("accessible_names", "Estimated cost"),
    "balanceLabel": QT_TRANSLATE_NOOP("accessible_names", "Balance"),
    "generateButton": QT_TRANSLATE_NOOP("accessible_names", "Generate"),
    "player": QT_TRANSLATE_NOOP("accessible_names", "Player"),
    "scrubBar": QT_TRANSLATE_NOOP("accessible_names", "Position"),
    "currentTime": QT_TRANSLATE_NOOP("accessible_names", "Current time"),
    "clipLength": QT_TRANSLATE_NOOP("accessible_names", "Clip length"),
    "playButton": QT_TRANSLATE_NOOP("accessible_names", "Play or pause"),
    "muteButton": QT_TRANSLATE_NOOP("accessible_names", "Mute"),
    "volumeSlider": QT_TRANSLATE_NOOP("accessible_names", "Volume"),
    "previousFrameButton": QT_TRANSLATE_NOOP("accessible_names", "Previous frame"),
    "nextFrameButton": QT_TRANSLATE_NOOP("accessible_names", "Next frame"),
    "goToStartButton": QT_TRANSLATE_NOOP("accessible_names", "Go to start"),
    "goToEndButton": QT_TRANSLATE_NOOP("accessible_names", "Go to end"),
    "loopButton": QT_TRANSLATE_NOOP("accessible_names", "Loop"),
    "speedButton": QT_TRANSLATE_NOOP("accessible_names", "Playback speed"),
    "saveFrameButton": QT_TRANSLATE_NOOP("accessible_names", "Save frame as image"),
    "fullScreenButton": QT_TRANSLATE_NOOP("accessible_names", "Full screen"),
    "favouriteButton": QT_TRANSLATE_NOOP("accessible_names", "Favourite"),
    "clipTitle": QT_TRANSLATE_NOOP("accessible_names", "Clip title"),
    "clipMenuButton": QT_TRANSLATE_NOOP("accessible_names", "More clip actions"),
    "useLastFrameButton": QT_TRANSLATE_NOOP("accessible_names", "Use last frame as reference"),
    "reuseSettingsButton": QT_TRANSLATE_NOOP("accessible_names", "Reuse settings"),
    "saveAsButton": QT_TRANSLATE_NOOP("accessible_names", "Save as"),
    "showInFolderButton": QT_TRANSLATE_NOOP("accessible_names", "Show in folder"),
    "clipPrompt": QT_TRANSLATE_NOOP("accessible_names", "Clip prompt"),
    "copyPromptButton": QT_TRANSLATE_NOOP("accessible_names", "Copy prompt"),
    "clipSettings": QT_TRANSLATE_NOOP("accessible_names", "Clip settings"),
    "clipReferences": QT_TRANSLATE_NOOP("accessible_names", "Clip references"),
    "taskIdValue": QT_TRANSLATE_NOOP("accessible_names", "Task ID"),
    "copyTaskIdButton": QT_TRANSLATE_NOOP("accessible_names", "Copy task ID"),
    "clipCost": QT_TRANSLATE_NOOP("accessible_names", "Clip cost"),
    "clipCreated": QT_TRANSLATE_NOOP("accessible_names", "Created"),
    "clipElapsed": QT_TRANSLATE_NOOP("accessible_names", "Elapsed"),
    "clipTruth": QT_TRANSLATE_NOOP("accessible_names", "How money and file stand"),
    "chargeEvidence": QT_TRANSLATE_NOOP("accessible_names", "What the balance tells"),
    "showPromptButton": QT_TRANSLATE_NOOP("accessible_names", "Show whole prompt"),
    "failurePanel": QT_TRANSLATE_NOOP("accessible_names", "Failure details"),
    "editAndRetryButton": QT_TRANSLATE_NOOP("accessible_names", "Edit prompt and retry"),
    "replaceReferencesButton": QT_TRANSLATE_NOOP("accessible_names", "Replace references"),
    "moveToTrashButton": QT_TRANSLATE_NOOP("accessible_names", "Move to trash"),
    "copyReportButton": QT_TRANSLATE_NOOP("accessible_names", "Copy report"),
    "searchField": QT_TRANSLATE_NOOP("accessible_names", "Search library"),
    "sortButton": QT_TRANSLATE_NOOP("accessible_names", "Sort library"),
    "tileSizeButton": QT_TRANSLATE_NOOP("accessible_names", "Thumbnail size"),
    "filterAll": QT_TRANSLATE_NOOP("accessible_names", "All clips"),
    "filterRunning": QT_TRANSLATE_NOOP("accessible_names", "Running clips"),
    "filterReady": QT_TRANSLATE_NOOP("accessible_names", "Ready clips"),
    "filterFailed": QT_TRANSLATE_NOOP("accessible_names", "Failed clips"),
    "filterFavourites": QT_TRANSLATE_NOOP("accessible_names", "Favourite clips"),
    "libraryList": QT_TRANSLATE_NOOP("accessible_names", "Clips"),
    "welcomePanel": QT_TRANSLATE_NOOP("accessible_names", "Welcome"),
    "openSandboxButton": QT_TRANSLATE_NOOP("accessible_names", "Open the sandbox"),
    "tokenField": QT_TRANSLATE_NOOP("accessible_names", "API token"),
    "connectButton": QT_TRANSLATE_NOOP("accessible_names", "Connect"),
    "getTokenLink": QT_TRANSLATE_NOOP("accessible_names", "Get a token in the browser"),
    "toast": QT_TRANSLATE_NOOP("accessible_names", "Message"),
    "toastAction": QT_TRANSLATE_NOOP("accessible_names", "Message action"),
    "toastClose": QT_TRANSLATE_NOOP("accessible_names", "Dismiss message"),
}

ACCESSIBLE_NAMES: Final = {name: str(spoken) for name, spoken in _NAMES.items()}
"""Object name to accessible name in English. Source: the interface design, section 5, which does
not name the two buttons of the collapsed composer."""


def name(widget: QWidget, object_name: str) -> None:
    """Gives `widget` its object name and the accessible name that belongs to it.

    Raises:
        KeyError: The table does not hold the object name.
    """
    widget.setObjectName(object_name)
    spoken = QCoreApplication.translate(_CONTEXT, ACCESSIBLE_NAMES[object_name])
    widget.setAccessibleName(spoken)

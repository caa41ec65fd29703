"""Words for a library that was damaged and has been mended."""

from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.rescued_library import RescuedLibrary

translate = QCoreApplication.translate


def rescue_title(rescued: RescuedLibrary) -> str:
    """What happened, as a heading."""
    if not rescued.set_aside:
        return translate("Rescue", "Clips found again by their recipes")
    return translate("Rescue", "The library was damaged and has been mended")


def rescue_text(rescued: RescuedLibrary) -> str:
    """What was found again, and where the damaged file lies."""
    found = _found(rescued)
    sentence = (
        translate("Rescue", "Found again: {found}.").format(found=found)
        if found
        else translate("Rescue", "Nothing in it could be read; the clips themselves are all there.")
    )
    if not rescued.set_aside:
        return sentence
    aside = translate("Rescue", "The old file is kept as {name}.").format(name=rescued.set_aside)
    return f"{sentence} {aside}"


def _found(rescued: RescuedLibrary) -> str:
    rows = (
        (rescued.clips, translate("Rescue", "1 clip"), translate("Rescue", "{n} clips")),
        (
            rescued.running,
            translate("Rescue", "1 running task"),
            translate("Rescue", "{n} running tasks"),
        ),
        (
            rescued.unconfirmed,
            translate("Rescue", "1 unconfirmed request"),
            translate("Rescue", "{n} unconfirmed requests"),
        ),
        (
            rescued.others,
            translate("Rescue", "1 other entry"),
            translate("Rescue", "{n} other entries"),
        ),
    )
    return ", ".join(
        one if count == 1 else many.format(n=count) for count, one, many in rows if count
    )

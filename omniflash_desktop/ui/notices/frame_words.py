"""What is said about a frame that was taken from a clip."""

from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.clip_frames import Passed, TakenFrame

translate = QCoreApplication.translate


def passed_words(frame: TakenFrame) -> str:
    """Why it is not the true last frame; empty where it is, or was not meant to be."""
    match frame.passed:
        case ():
            return ""
        case (Passed.BLACK,):
            words = translate(
                "Frames", "Took the frame %1 s before the end; the last ones are black"
            )
        case (Passed.BLURRED,):
            words = translate(
                "Frames", "Took the frame %1 s before the end; the last ones are blurred"
            )
        case _:
            words = translate(
                "Frames", "Took the frame %1 s before the end; the last ones are black or blurred"
            )
    return words.replace("%1", f"{frame.before_end:.2f}")


def shape_words(ratio: str) -> str:
    """That the coming clip has the shape of the frame now, such as `9:16`."""
    words = translate("Frames", "The aspect ratio is now %1, as in the clip: nothing is cut")
    return words.replace("%1", ratio)

"""Child process of a journey: another program, to drag things from and to copy them in.

Arguments: `drag` or `copy`; `files`, `picture` or `link`; then the files, or the link. Or `take`:
it says "over" while files are held over it, and takes them, then it says which. It is a square at
the right of the screen. It says "ready" once it is on the screen.
"""

import json
import sys
from typing import Final, cast

from PySide6.QtCore import QEvent, QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QDrag, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget

LEFT: Final = 1650
TOP: Final = 100
SIDE: Final = 200


def _things(kind: str, words: list[str]) -> QMimeData:
    data = QMimeData()
    match kind:
        case "files":
            data.setUrls([QUrl.fromLocalFile(word) for word in words])
        case "picture":
            picture = QImage(64, 48, QImage.Format.Format_RGB32)
            picture.fill(QColor("#c08040"))
            data.setImageData(picture)
        case "link":
            data.setText(words[0])
        case "nothing":
            pass
        case _:
            raise ValueError(kind)
    return data


class Program(QWidget):
    def __init__(self, does: str, kind: str, words: list[str]) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        self._does, self._kind, self._words = does, kind, words
        self._is_seen = False
        self._is_pressed = False
        self.setAcceptDrops(does == "take")
        self.setGeometry(LEFT, TOP, SIDE, SIDE)

    def event(self, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.Show if self._does == "copy":
                QApplication.clipboard().setMimeData(_things(self._kind, self._words))
            case QEvent.Type.Paint if not self._is_seen:
                # Shown, it may not be on the screen yet; a press would go to what is there.
                self._is_seen = True
                self._say("ready")
            case QEvent.Type.MouseButtonPress:
                self._is_pressed = True
                return True
            case QEvent.Type.MouseMove if self._is_pressed:
                self._is_pressed = False
                drag = QDrag(self)
                drag.setMimeData(_things(self._kind, self._words))
                drag.exec(Qt.DropAction.CopyAction)
                return True
            case QEvent.Type.DragEnter | QEvent.Type.DragMove:
                cast("QDragMoveEvent", event).acceptProposedAction()
                self._say("over")
                return True
            case QEvent.Type.Drop:
                drop = cast("QDropEvent", event)
                drop.acceptProposedAction()
                self._say(json.dumps([url.toLocalFile() for url in drop.mimeData().urls()]))
                return True
            case _:
                pass
        return super().event(event)

    def _say(self, words: str) -> None:
        sys.stdout.write(f"{words}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    program = Program(sys.argv[1], sys.argv[2], sys.argv[3:])
    program.show()
    sys.exit(app.exec())

import asyncio, threading, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
keep = []
def test_thread():
    threading.Thread(target=time.sleep, args=(8,)).start()
def test_timer(qapp):
    w = QWidget(); t = QTimer(w); t.start(1000); keep.append(w)
def test_ok(qapp):
    w = QWidget(); t = QTimer(w); t.start(1000)
    w.deleteLater()
async def test_loop(qapp):
    assert "QEventLoop" in type(asyncio.get_running_loop()).__name__
    await asyncio.sleep(0.01)
    assert await asyncio.to_thread(lambda: 5) == 5

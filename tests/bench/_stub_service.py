"""Child process of benchmarks: a service that does as little as it can, to be measured against.

Arguments: a folder for its files. It prints its address, and ends when its standard input does.

- `GET /v1/tasks/<id>`: a task at 40 percent; one whose id begins with `done` is completed, and its
  link leads to `clip.mp4` in the folder.
- `GET /clip`: that file, at so many bytes a second as `?rate=` says.
- `GET /big`: 1 GiB.
- `POST` of an image: a link to it. Any other `POST`: a task whose id begins with `done`.
- `GET /count`: how many tasks were asked about so far.
"""

import itertools
import os
import socket
import sys
import threading
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

BIG_BYTES = 1 << 30
TOKEN = "sk-bench"
_PIECE = 64 * 1024


class StubService:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._asked = 0
        self._numbers = itertools.count(1)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.base_url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def serve(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                while request := lines.readline():
                    length = 0
                    while (line := lines.readline()) not in (b"\r\n", b""):
                        name, _, value = line.partition(b":")
                        if name.lower() == b"content-length":
                            length = int(value)
                    lines.read(length)
                    method, target = request.decode().split()[:2]
                    if method == "POST":
                        self._take(connection, target)
                    else:
                        self._answer(connection, target)
            except OSError:
                return

    def _take(self, connection: socket.socket, target: str) -> None:
        number = next(self._numbers)
        if "upload" in target:
            self._say(connection, f'{{"url":"{self.base_url}/clip?{number}"}}')
        else:
            task = f'{{"status":"submitted","task_id":"done-{number}"}}'
            self._say(connection, f'{{"code":200,"data":[{task}]}}')

    def _answer(self, connection: socket.socket, target: str) -> None:
        url = urlsplit(target)
        if url.path.startswith("/v1/tasks/"):
            self._asked += 1
            self._say(connection, self._task(url.path.rpartition("/")[2]))
        elif url.path.endswith("/balance"):
            self._say(connection, '{"success":true,"remain_balance":10.5,"used_balance":2.3}')
        elif url.path == "/count":
            self._say(connection, str(self._asked))
        elif url.path == "/big":
            self._send_file(connection, self._folder / "big.mp4")
        else:
            rate = float(parse_qs(url.query).get("rate", ["0"])[0])
            self._send_file(connection, self._folder / "clip.mp4", rate=rate)

    def _task(self, task_id: str) -> str:
        facts = '"status":"processing","progress":40'
        if task_id.startswith("done"):
            link = f"{self.base_url}/clip?{task_id}"
            facts = f'"status":"completed","cost":0.3,"result":{{"videos":[{{"url":["{link}"]}}]}}'
        return f'{{"code":200,"data":{{"id":"{task_id}",{facts}}}}}'

    def _say(self, connection: socket.socket, text: str) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(text)}"
        connection.sendall(f"{head}\r\n\r\n{text}".encode())

    def _send_file(self, connection: socket.socket, path: Path, *, rate: float = 0) -> None:
        size = path.stat().st_size
        head = f"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: {size}"
        connection.sendall(f"{head}\r\n\r\n".encode())
        with path.open("rb") as file:
            if not rate:
                connection.sendfile(file)
                return
            while piece := file.read(_PIECE):
                connection.sendall(piece)
                time.sleep(len(piece) / rate)


def main() -> None:
    folder = Path(sys.argv[1])
    with (folder / "big.mp4").open("wb") as file:
        # A head as a clip has it; the rest is a hole that costs the disk nothing.
        file.write(b"\0\0\0\x18ftypmp42")
        file.truncate(BIG_BYTES)
    service = StubService(folder)
    threading.Thread(target=service.serve, daemon=True).start()
    print(service.base_url, flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()

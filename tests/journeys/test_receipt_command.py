"""What leaves this computer is told before a clip is sent, and afterwards, by the command line."""

import hashlib
import json
from pathlib import Path

from PIL import Image

from omniflash_desktop.cli.exit_status import ExitStatus

from .conftest import Command, Sandbox


def test_a_dry_run_tells_everything_and_sends_nothing(
    pointed: Command, sandbox: Sandbox, tmp_path: Path
) -> None:
    picture = _photo_with_a_camera(tmp_path / "Ada at home.jpg")
    asked_for = ("generate", "a kite", "--image", picture, "--duration", "4", "--dry-run")

    told = pointed(*asked_for)
    record = pointed(*asked_for, "--json").last

    assert told.status == ExitStatus.DONE
    assert "left out    camera" in told.output
    assert "Not sent: names and folders of your files" in told.output
    assert "nothing was billed. It would cost about $0.25" in told.messages
    assert record["sent"] is None
    assert record["prompt"] == "a kite"
    assert record["references"][0]["left_out"] == ["camera"]
    ledger = sandbox.ledger()
    assert (ledger["submit_count"], ledger["upload_count"]) == (0, 0)
    assert pointed("list").output == ""


def test_the_receipt_of_a_clip_is_what_the_service_got(
    pointed: Command, sandbox: Sandbox, tmp_path: Path
) -> None:
    picture = _photo_with_a_camera(tmp_path / "Ada at home.jpg")
    made = pointed("generate", "a kite", "--image", picture, "--duration", "4", "--json")
    assert made.status == ExitStatus.DONE, made.messages

    told = pointed("receipt", made.last["id"])
    record = pointed("receipt", made.last["id"], "--json").last

    (reference,) = record["references"]
    arrived = {_sha256(file) for file in (tmp_path / "sandbox").rglob("*") if file.is_file()}
    assert reference["sha256"] in arrived
    assert reference["hours"] == 72
    assert record["sent"] is not None
    for everything in (told.output, json.dumps(record)):
        assert "Ada" not in everything
        assert str(tmp_path) not in everything
        assert sandbox.token not in everything


def test_a_clip_that_was_never_sent_has_no_receipt(pointed: Command, pictures: list[Path]) -> None:
    refused = pointed("generate", "a kite [[fault:no-capacity]]", "--json")

    unknown = pointed("receipt", "nothing")

    assert unknown.status == ExitStatus.WRONG_INPUT
    assert pointed("receipt", refused.last["id"]).status == ExitStatus.DONE, "it was sent, in vain"


def _photo_with_a_camera(path: Path) -> Path:
    exif = Image.Exif()
    exif[0x0110] = "Camera of Ada"
    Image.new("RGB", (1280, 720), "teal").save(path, exif=exif)
    return path


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()

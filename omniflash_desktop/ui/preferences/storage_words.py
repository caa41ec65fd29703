"""Where local videos go, who can see them there, and how a test of it went: in plain words."""

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.bucket_presets import BucketPreset
from omniflash_desktop.domain.hosting import BucketLack, BucketStep, VideoHosting, VideoWay

translate = QCoreApplication.translate


def way_words(hosting: VideoHosting) -> str:
    """Who can see a local video, and for how long."""
    match hosting.way:
        case None:
            return translate(
                "Storage",
                "Not chosen yet. Clips that you made here go by their own link while it lives, "
                "and the sandbox reads files from this computer: neither needs a choice.",
            )
        case VideoWay.LINK:
            return translate(
                "Storage",
                "You put a video where the service can read it, and paste its https link into the "
                "video slot. Whoever has the link can see the video, for as long as you leave it "
                "there. Nothing is uploaded by this app.",
            )
        case VideoWay.BUCKET:
            seen = translate(
                "Storage",
                "A local video is uploaded to your own bucket, encrypted on its way. Whoever has "
                "its link can see it for {hours} hours, nobody else can.",
            ).format(hours=hosting.link_hours)
            kept = (
                translate("Storage", "It is deleted when the clip is finished.")
                if hosting.delete_after_use
                else translate("Storage", "It stays in the bucket until you delete it there.")
            )
            return f"{seen} {kept}"
        case _:
            assert_never(hosting.way)


def preset_name(preset: BucketPreset) -> str:
    """What people call the store."""
    match preset:
        case BucketPreset.AMAZON:
            return translate("Storage", "Amazon S3")
        case BucketPreset.R2:
            return translate("Storage", "Cloudflare R2")
        case BucketPreset.B2:
            return translate("Storage", "Backblaze B2")
        case BucketPreset.MINIO:
            return translate("Storage", "MinIO")
        case BucketPreset.OTHER:
            return translate("Storage", "Another S3-compatible store")
        case BucketPreset.GOOGLE:
            return translate("Storage", "Google Cloud Storage")
        case BucketPreset.AZURE:
            return translate("Storage", "Azure Blob Storage")
        case _:
            assert_never(preset)


def key_labels(preset: BucketPreset) -> tuple[str, str]:
    """What the store calls the two parts of its key; the first is empty where there is one only."""
    match preset:
        case BucketPreset.GOOGLE:
            return "", translate("Storage", "Service key")
        case BucketPreset.AZURE:
            return translate("Storage", "Account"), translate("Storage", "Account key")
        case (
            BucketPreset.AMAZON
            | BucketPreset.R2
            | BucketPreset.B2
            | BucketPreset.MINIO
            | BucketPreset.OTHER
        ):
            return translate("Storage", "Access key"), translate("Storage", "Secret key")
        case _:
            assert_never(preset)


def key_place_words(place: str) -> str:
    """Where the key is.

    Args:
        place: As `BucketKeys.where`.
    """
    match place:
        case "keyring":
            return translate("Storage", "Kept in the system keyring next to the API token.")
        case "environment":
            return translate("Storage", "Comes from the environment, for this run only.")
        case "session":
            return translate("Storage", "There is no keyring: kept in memory until you quit.")
        case _:
            return translate("Storage", "Goes into the system keyring, never into a file or a log.")


def lack_words(lack: BucketLack) -> str:
    """What a bucket cannot be used without."""
    match lack:
        case BucketLack.BUCKET:
            return translate("Storage", "Name the bucket first.")
        case BucketLack.ENDPOINT:
            return translate("Storage", "Enter the https address of your store.")
        case _:
            assert_never(lack)


def doing_words(step: BucketStep) -> str:
    """What a test is doing."""
    match step:
        case BucketStep.UPLOAD:
            return translate("Storage", "Uploading a small file")
        case BucketStep.SIGN:
            return translate("Storage", "Making a link to it")
        case BucketStep.READ:
            return translate("Storage", "Reading it by its link")
        case BucketStep.DELETE:
            return translate("Storage", "Deleting it")
        case _:
            assert_never(step)


def failed_at_words(step: BucketStep) -> str:
    """How far a test came that failed at `step`."""
    match step:
        case BucketStep.UPLOAD:
            return translate("Storage", "The upload failed.")
        case BucketStep.SIGN:
            return translate("Storage", "The upload went well, making a link to it failed.")
        case BucketStep.READ:
            return translate("Storage", "The upload went well, reading it by its link failed.")
        case BucketStep.DELETE:
            return translate("Storage", "Upload and public read went well, deleting failed.")
        case _:
            assert_never(step)

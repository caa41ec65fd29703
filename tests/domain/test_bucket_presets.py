"""Stores by name: told by their addresses, and what their addresses tell."""

import pytest

from omniflash_desktop.domain.bucket_presets import (
    BucketPreset,
    example_endpoint,
    preset_of,
    region_in,
)
from omniflash_desktop.domain.hosting import BucketKind


@pytest.mark.parametrize(
    ("endpoint", "preset", "region"),
    [
        ("", BucketPreset.AMAZON, ""),
        ("https://s3.eu-central-1.amazonaws.com", BucketPreset.AMAZON, "eu-central-1"),
        ("https://refs.s3.eu-west-3.amazonaws.com/", BucketPreset.AMAZON, "eu-west-3"),
        ("https://abc123.r2.cloudflarestorage.com", BucketPreset.R2, "auto"),
        ("https://s3.us-west-004.backblazeb2.com", BucketPreset.B2, "us-west-004"),
        ("https://minio.studio.example", BucketPreset.MINIO, ""),
        ("http://localhost:9000", BucketPreset.MINIO, ""),
        ("https://s3.example.com", BucketPreset.OTHER, ""),
        ("https://[half", BucketPreset.AMAZON, ""),
    ],
)
def test_an_address_tells_whose_store_it_is(
    endpoint: str, preset: BucketPreset, region: str
) -> None:
    assert preset_of(BucketKind.S3, endpoint) is preset
    assert region_in(endpoint) == region


@pytest.mark.parametrize("preset", list(BucketPreset))
def test_the_example_of_a_store_is_an_address_of_that_store(preset: BucketPreset) -> None:
    assert preset_of(preset.kind, example_endpoint(preset)) is preset

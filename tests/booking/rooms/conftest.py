"""Photos as people send them."""

import io

import pytest
from PIL import Image


@pytest.fixture
def a_photo():
    """`a_photo(width, height)`: a JPEG with the place where it was taken written into it."""

    def photo(width: int = 2000, height: int = 1500, kind: str = "JPEG", **more) -> bytes:
        image = Image.new("RGB", (width, height), (38, 96, 70))
        exif = Image.Exif()
        exif[0x010E] = "taken at Ada's kitchen"
        out = io.BytesIO()
        image.save(out, kind, exif=exif, **more)
        return out.getvalue()

    return photo


@pytest.fixture
def boss(visit, cast, rooms):
    """The manager of the house, signed in."""
    return visit.as_(cast.max)

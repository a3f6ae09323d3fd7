"""Photos of rooms: read once, written anew, kept in the data folder under a name made from what is in them.

Nothing of the file that was sent is kept: the picture is drawn again, smaller, without what the camera wrote into it.
"""

import hashlib
import io
import os
import re
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from portal.kernel.errors import Invalid, TooLarge
from portal.kernel.words import N_

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 50_000_000
LARGEST = (1600, 1200)
QUALITY = 80
NAME = re.compile(r"[0-9a-f]{32}\Z")

TOO_HEAVY = N_("That photo is larger than {most} MB. A smaller one will do: we show it at {width} pixels.")
NOT_A_PHOTO = N_("We cannot read that as a photo. JPEG, PNG and WebP work.")
TOO_MANY_PIXELS = N_("That picture has more than {most} million pixels. Make it smaller first.")

# The size is checked here, from the head of the file and before anything is unpacked; Pillow would only warn at first.
Image.MAX_IMAGE_PIXELS = None


def drawn_again(sent: bytes) -> bytes:
    """The picture as a WebP of our own. Raises Invalid or TooLarge, naming the field."""
    if len(sent) > MOST_BYTES:
        raise TooLarge(TOO_HEAVY, most=MOST_BYTES // 1024 // 1024, width=LARGEST[0])
    try:
        with Image.open(io.BytesIO(sent), formats=FORMATS) as image:
            return _drawn(image)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise Invalid(NOT_A_PHOTO, field="photo") from None


def _drawn(image: Image.Image) -> bytes:
    if image.width * image.height > MOST_PIXELS:
        raise Invalid(TOO_MANY_PIXELS, field="photo", most=MOST_PIXELS // 1_000_000)
    image.draft("RGB", LARGEST)
    upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail(LARGEST)
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=QUALITY)
    return out.getvalue()


def keep(picture: bytes, folder: Path) -> str:
    """Write the picture into the folder, whole or not at all; the name it has there."""
    name = hashlib.sha256(picture).hexdigest()[:32]
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{name}.{os.getpid()}.part"
    unfinished.write_bytes(picture)
    unfinished.replace(folder / f"{name}.webp")
    return name


def path_of(name: str, folder: Path) -> Path | None:
    """Where the picture of this name is, if it is there."""
    path = folder / f"{name}.webp"
    return path if NAME.match(name) and path.is_file() else None

"""Photos are drawn again, and what cannot be one is refused."""

import io
import struct
import zlib

import pytest
from PIL import Image

from portal.booking.rooms import pictures
from portal.kernel.errors import Invalid, TooLarge


def opened(picture):
    return Image.open(io.BytesIO(picture))


def a_bomb(width: int, height: int) -> bytes:
    """A small PNG that says it is very large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(width * 3 + 1))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_drawn_again_smaller_and_knows_no_place(a_photo, kind):
    sent = a_photo(kind=kind)
    assert b"kitchen" in sent
    drawn = pictures.drawn_again(sent)
    assert b"kitchen" not in drawn
    assert (opened(drawn).format, opened(drawn).size) == ("WEBP", (1600, 1200))
    assert not opened(drawn).getexif()


def test_what_stands_behind_the_picture_is_not_kept(a_photo):
    assert b"<script>" not in pictures.drawn_again(a_photo() + b"<script>alert(1)</script>")


def test_a_photo_held_sideways_is_turned():
    image, exif, out = Image.new("RGB", (400, 200)), Image.Exif(), io.BytesIO()
    exif[0x0112] = 6
    image.save(out, "JPEG", exif=exif)
    assert opened(pictures.drawn_again(out.getvalue())).size == (200, 400)


def test_a_transparent_or_grey_picture_is_one_too():
    for mode in ("RGBA", "L", "P", "CMYK"):
        out = io.BytesIO()
        Image.new(mode, (40, 30)).save(out, "JPEG" if mode == "CMYK" else "PNG")
        assert opened(pictures.drawn_again(out.getvalue())).size == (40, 30)


def test_a_pixel_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(Invalid) as no:
        pictures.drawn_again(a_bomb(60_000, 60_000))
    assert no.value.field == "photo"


@pytest.mark.parametrize("sent", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + bytes(100), b"\xff\xd8\xff\xe0"])
def test_what_is_no_photo_is_refused(sent):
    with pytest.raises(Invalid):
        pictures.drawn_again(sent)


def test_half_a_photo_is_refused(a_photo):
    with pytest.raises(Invalid):
        pictures.drawn_again(a_photo(kind="PNG")[:200])


def test_a_photo_that_is_too_heavy_is_refused():
    with pytest.raises(TooLarge):
        pictures.drawn_again(bytes(pictures.MOST_BYTES + 1))


def test_a_name_leads_only_into_the_folder(tmp_path):
    (tmp_path / "secret.webp").write_bytes(b"x")
    name = pictures.keep(b"picture", tmp_path)
    assert pictures.path_of(name, tmp_path) == tmp_path / f"{name}.webp"
    for other in ("secret", "../secret", "", name + "\n"):
        assert pictures.path_of(other, tmp_path) is None

"""What was done to a picture on the way in, in words for the visitor."""

from PIL.ImageFile import ImageFile

from kseg_core.reading import tiff_tags
from kseg_core.reading.deep_values import ValueRange
from kseg_core.reading.formats import FileFormat
from kseg_core.reading.layout import MAX_PAGES, FileLayout

_ANIMATED_FORMATS = (FileFormat.GIF, FileFormat.PNG, FileFormat.WEBP, FileFormat.AVIF)
_BY_TAG = " by its EXIF tag"
_TURNS = ("", "mirrored", "rotated", "mirrored", *["rotated and mirrored", "rotated"] * 2)


def turned(orientation: int) -> str:
    """For an EXIF orientation from 1 to 8; empty for 1."""
    return f"{_TURNS[orientation - 1]}{_BY_TAG}" if orientation > 1 else ""


def keeps_every_pixel(notes: tuple[str, ...]) -> bool:
    """Whether a picture with these notes was at most turned: not scaled, cropped or converted."""
    return all(note.endswith(_BY_TAG) for note in notes)


def reduced_depth(bits: int, values: ValueRange | None) -> str:
    """For a picture of `bits` a channel; `values` says how those of 32 bits were scaled."""
    if values is not None and bits == 32 and (values.low, values.high) != (0, 255):
        return f"values from {values.low:.4g} to {values.high:.4g} scaled to 8-bit"
    return f"{bits}-bit reduced to 8-bit" if bits > 8 else ""


def one_of_many(image: ImageFile, file_format: FileFormat, layout: FileLayout) -> str:
    """For a file that holds more than the picture that is shown."""
    pictures = _count_pictures(image, file_format, layout)
    if pictures < 2:
        return ""
    if file_format in _ANIMATED_FORMATS:
        return "first frame of an animation"
    position = f"picture {image.tell() + 1}" if image.tell() else "first"
    count = f"more than {MAX_PAGES - 1}" if pictures >= MAX_PAGES else str(pictures)
    return f"{position} of {count} pictures in the file"


def scaled(stored: int, kept: int) -> str:
    """For `stored` pixels of which `kept` are left."""
    return f"scaled from {stored / 1e6:.3g} to {kept / 1e6:.3g} megapixels" if kept < stored else ""


def _count_pictures(image: ImageFile, file_format: FileFormat, layout: FileLayout) -> int:
    if file_format is FileFormat.JPEG:
        return _count_pictures_in_jpeg(image)
    # Pillow would walk through all of a GIF or TIFF to count; the layout has counted.
    if file_format in (FileFormat.GIF, FileFormat.TIFF):
        return layout.pictures
    return int(getattr(image, "n_frames", 1))


def _count_pictures_in_jpeg(image: ImageFile) -> int:
    # The second picture of an Ultra HDR photo is a map of its brightness.
    if b"hdrgm:Version" in image.info.get("xmp", b""):
        return 1
    directory = tiff_tags.read_directory(image.info.get("mp", b""))
    return 1 if directory is None else directory.value(tiff_tags.MPF_PICTURE_COUNT, 1)

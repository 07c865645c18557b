"""A request with everything in it that files can have, and contents that say when they are dropped."""

import dataclasses

from kseg_core.edits.edited import edit_result
from kseg_core.export.request import ExportRequest
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.measure.classes import MeasureClass
from kseg_core.measure.measured import measure
from kseg_core.measure.ruler import Scale, Unit
from kseg_core.measure.settings import MeasureSettings
from kseg_core.reading.decode import decode_image

TITLE = "a<b>\"&'c</title>.jpg"
MEASURE = MeasureSettings(
    classes=(
        MeasureClass(name="largest", color=(255, 0, 0), clusters=(0,)),
        MeasureClass(name="two", color=(0, 0, 255), clusters=(1, 2)),
    ),
    scale=Scale(pixels_per_unit=10, unit=Unit.MILLIMETER),
)
LINK = "https://example.org/?k=5&space=RGB"


def export_request(data: bytes, edits: PaletteEdits | None = None, **changes: object) -> ExportRequest:
    """All files of a picture file, segmented into five clusters and edited."""
    image = decode_image(data)
    segmentation = segment(image, KMeansSettings(k=5))
    edited = edit_result(image, segmentation, edits or PaletteEdits(merges=((1, 2),), specks=4))
    request = ExportRequest(
        image=image,
        segmentation=segmentation,
        edited=edited,
        title=TITLE,
        stem="photo",
        link=LINK,
        picked=(0, 2),
        measure=MEASURE,
        measured=measure(image, edited, MEASURE),
        chosen=(0,),
    )
    return dataclasses.replace(request, **changes)


class Logged(bytes):
    """The content of a file that writes down when it is made and when it is dropped."""

    log: list[str]

    @classmethod
    def made(cls, letter: str, log: list[str]) -> "Logged":
        content = cls(letter.encode() * 1000)
        content.log = log
        log.append(f"make {letter}")
        return content

    def __del__(self) -> None:
        self.log.append(f"drop {self[:1].decode()}")

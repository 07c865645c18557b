"""Everything that can be taken away of one result, file by file."""

import dataclasses
import json
from collections.abc import Iterator
from dataclasses import dataclass

from kseg_core.edits.edited import EditedResult
from kseg_core.export import WEBP_MAX_SIDE, encode_label_map, encode_lossless
from kseg_core.image import RgbImage
from kseg_core.metrics import explained_variance, psnr, wcss_per_pixel
from kseg_core.palette import css_names, hex_code
from kseg_core.palette_files.formats import PaletteFormat, palette_file
from kseg_core.palette_files.swatches import Swatches
from kseg_core.segmentation import Segmentation
from kseg_core.take_away.replay import replay_script
from kseg_core.take_away.report import report_html
from kseg_core.take_away.result_files import (
    encode_cut_out,
    encode_label_numbers,
    encode_mask,
    encode_result_jpeg,
    encode_result_webp,
    label_array_file,
)
from kseg_core.take_away.segments_svg import segment_outlines, segments_svg
from kseg_core.take_away.tutorial import tutorial_script

File = tuple[str, bytes]
"""A name and what is in it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TakeAway:
    """A result with all that its files need to know.

    Attributes
    ----------
    image : RgbImage
    segmentation : Segmentation
        Of that image.
    edited : EditedResult
        Of that segmentation.
    title : str
        Name of the photo, for people.
    stem : str
        `file_stem` of it: how all names begin.
    photo_file : str
        Name of the visitor's own file if the scripts can read it (`opencv_reads_alike`); else empty,
        and they read the working PNG.
    link : str
        Address of the view.
    picked : tuple of int
        Labels of `edited` to cut out.
    """

    image: RgbImage
    segmentation: Segmentation
    edited: EditedResult
    title: str
    stem: str
    photo_file: str = ""
    link: str = ""
    picked: tuple[int, ...] = ()

    @property
    def result_stem(self) -> str:
        return f"{self.stem}-k{self.edited.n_clusters}"

    @property
    def working_file(self) -> str:
        """Name of the PNG that holds the pixels as they were used."""
        return f"{self.stem}-working.png"


def swatches_of(edited: EditedResult, title: str) -> Swatches:
    """The colors of a result under their nearest CSS names; a name that occurs again gets a number."""
    names: list[str] = []
    for name in css_names(edited.colors):
        earlier = sum(known.split(" ")[0] == name for known in names)
        names.append(f"{name} {earlier + 1}" if earlier else name)
    return Swatches(title=title, names=tuple(names), colors=edited.colors, shares=edited.shares)


def svg_file(taken: TakeAway) -> str:
    """The segments as an SVG drawing."""
    edited, names = taken.edited, swatches_of(taken.edited, taken.title).names
    outlines = segment_outlines(edited.labels, edited.n_clusters)
    return segments_svg(
        outlines,
        edited.colors,
        tuple(f"{name}, {share:.1%}" for name, share in zip(names, edited.shares, strict=True)),
        width=taken.image.width,
        height=taken.image.height,
        title=taken.title,
    )


def replay_file(taken: TakeAway) -> str:
    """The script that repeats the result."""
    return replay_script(
        taken.image, taken.segmentation, taken.edited, file_name=taken.photo_file or taken.working_file
    )


def tutorial_file(taken: TakeAway) -> str:
    """The script that finds the clusters with `cv2.kmeans`."""
    return tutorial_script(
        taken.image, taken.segmentation.settings, file_name=taken.photo_file or taken.working_file
    )


def report_file(taken: TakeAway) -> str:
    """The printable page."""
    names = swatches_of(taken.edited, taken.title).names
    return report_html(taken.image, taken.edited, names, title=taken.title, link=taken.link)


def settings_json(taken: TakeAway) -> str:
    """What was asked for and what came out, as JSON."""
    image, edited = taken.image, taken.edited
    content = {
        "picture": {
            "name": taken.title,
            "width": image.width,
            "height": image.height,
            "opaque_pixels": edited.n_pixels,
            "prepared": list(image.notes),
        },
        "settings": dataclasses.asdict(edited.settings),
        "edits": dataclasses.asdict(edited.edits),
        "result": {
            "clusters": [
                {
                    "label": row,
                    "hex": hex_code(color),
                    "pixels": int(edited.counts[row]),
                    "made_of": list(members),
                }
                for row, (color, members) in enumerate(zip(edited.colors, edited.members, strict=True))
            ],
            "wcss": edited.wcss,
            "wcss_per_pixel": wcss_per_pixel(edited),
            "explained_variance": explained_variance(edited),
            "psnr": psnr(edited) if edited.rgb_sse else None,
        },
        "link": taken.link,
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def mask_files(edited: EditedResult, stem: str) -> Iterator[File]:
    """One mask a cluster, numbered from 1 and named by its color."""
    for label, color in enumerate(edited.colors):
        yield f"{stem}-mask-{label + 1:02d}-{hex_code(color)[1:]}.png", encode_mask(edited.labels, label).data


def palette_files(edited: EditedResult, title: str, stem: str) -> Iterator[File]:
    """The palette in every format."""
    swatches = swatches_of(edited, title)
    for file_format in PaletteFormat:
        yield f"{stem}-palette.{file_format.suffix}", palette_file(swatches, file_format)


def bundle_files(taken: TakeAway) -> Iterator[File]:
    """Everything, one file after the other: each is made when it is asked for.

    WebP is left out where the picture is larger than the format can hold, the cut-out where nothing is
    picked, and the working PNG where the scripts read the visitor's own file.
    """
    image, edited, stem = taken.image, taken.edited, taken.result_stem
    labels, colors = edited.labels, edited.colors
    yield f"{stem}.png", encode_label_map(labels, colors).data
    yield f"{stem}.jpg", encode_result_jpeg(labels, colors).data
    if max(image.width, image.height) <= WEBP_MAX_SIDE:
        yield f"{stem}.webp", encode_result_webp(labels, colors).data
    if taken.picked:
        yield f"{stem}-cut-out.png", encode_cut_out(image, labels, taken.picked).data
    yield f"{stem}.svg", svg_file(taken).encode()
    yield f"{stem}-labels.png", encode_label_numbers(labels).data
    yield f"{stem}-labels.npy", label_array_file(labels)
    for name, data in mask_files(edited, stem):
        yield f"masks/{name}", data
    for name, data in palette_files(edited, taken.title, stem):
        yield f"palette/{name}", data
    yield f"{stem}-replay.py", replay_file(taken).encode()
    yield f"{stem}-tutorial.py", tutorial_file(taken).encode()
    if not taken.photo_file:
        yield taken.working_file, encode_lossless(image).data
    yield f"{stem}-settings.json", settings_json(taken).encode()
    yield f"{stem}-report.html", report_file(taken).encode()

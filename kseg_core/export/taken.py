"""A result with all that its files need to know, and the files that are text."""

import dataclasses
import json
from dataclasses import dataclass

from kseg_core.export.palettes.swatches import Swatches
from kseg_core.export.replay import replay_script
from kseg_core.export.report import report_html
from kseg_core.export.segments_svg import segment_outlines, segments_svg
from kseg_core.export.tutorial import tutorial_script
from kseg_core.image import RgbImage
from kseg_core.kmeans.metrics import explained_variance, psnr, wcss_per_pixel
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import OPENCV_ONLY, Engine, KMeansSettings
from kseg_core.palette import distinct_names, hex_code
from kseg_core.wording import percent


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TakeAway:
    """A result with all that its files need to know.

    Attributes
    ----------
    image : RgbImage
    segmentation : Segmentation
        Of that image.
    edited : Segmentation
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
    edited: Segmentation
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


def swatches_of(edited: Segmentation, title: str) -> Swatches:
    """The colors of a result under their `distinct_names`."""
    names = distinct_names(edited.palette)
    return Swatches(title=title, names=names, colors=edited.palette, shares=edited.shares)


def svg_file(taken: TakeAway) -> str:
    """The segments as an SVG drawing."""
    edited, names = taken.edited, swatches_of(taken.edited, taken.title).names
    outlines = segment_outlines(edited.labels, edited.n_clusters)
    return segments_svg(
        outlines,
        edited.palette,
        tuple(f"{name}, {percent(share)}" for name, share in zip(names, edited.shares, strict=True)),
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


def _settings_read(settings: KMeansSettings) -> dict[str, object]:
    """The settings that made the result: without those that its engine does not read."""
    known = dataclasses.asdict(settings)
    if settings.engine == Engine.OPENCV:
        return known
    return {name: value for name, value in known.items() if name not in OPENCV_ONLY}


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
        "settings": _settings_read(edited.settings),
        "edits": dataclasses.asdict(edited.edits),
        "result": {
            "clusters": [
                {
                    "label": row,
                    "hex": hex_code(color),
                    "pixels": int(edited.counts[row]),
                    "made_of": list(members),
                }
                for row, (color, members) in enumerate(zip(edited.palette, edited.members, strict=True))
            ],
            "wcss": edited.wcss,
            "wcss_per_pixel": wcss_per_pixel(edited),
            "explained_variance": explained_variance(edited),
            "psnr": psnr(edited) if edited.rgb_sse else None,
        },
        "link": taken.link,
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"

"""The Replay script, run in a clean interpreter, measures what the page measures."""

from pathlib import Path

import numpy as np

from kseg_core.cloud.outline import Outline
from kseg_core.cloud.selection import ColorSelection, Ranges
from kseg_core.cloud.shapes import CLOUD_SHAPES
from kseg_core.edits.edited import edit_result
from kseg_core.encoding.pictures import encode_label_map
from kseg_core.export.measured_files import areas_csv, objects_csv
from kseg_core.export.replay import replay_script
from kseg_core.framing import Framing
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.measure.classes import MeasureClass
from kseg_core.measure.measured import measure
from kseg_core.measure.objects import Connectivity, ObjectSettings
from kseg_core.measure.region import RegionShape, ShapeKind, mask_shape
from kseg_core.measure.ruler import Scale, Unit
from kseg_core.measure.settings import MeasureSettings
from kseg_core.reading.decode import decode_image
from tests.core.export.photo_files import jpeg, png
from tests.core.export.script_runs import Run, differing_pixels, rgba

FILES = ((jpeg(orientation=6), ".jpg"), (png(alpha=True), ".png"))
CLUSTERS = (
    MeasureClass(name="=first", color=(255, 0, 0), clusters=(0, 3)),
    MeasureClass(name="größer", color=(0, 255, 0), clusters=(1,)),
)
RED = ColorSelection(
    shape=CLOUD_SHAPES["HSV cone"],
    ranges=Ranges(low=(20.0, 40.0, 10.0), high=(330.0, 100.0, 100.0), around=True),
)
DRAWN = ColorSelection(
    shape=CLOUD_SHAPES["CIELAB"],
    ranges=Ranges(low=(20.0, -90.0, -110.0), high=(80.0, 100.0, 110.0)),
    outline=Outline(axes=(1, 2), corners=((-60.0, -60.0), (10.5, -60.0), (0.0, 40.0))),
)
REGION = (
    RegionShape(kind=ShapeKind.ELLIPSE, points=((2, 3), (60, 63)), is_left_out=True),
    RegionShape(kind=ShapeKind.RECTANGLE, points=((1, 1), (64, 62))),
    RegionShape(kind=ShapeKind.POLYGON, points=((60, 5), (300, 30), (30, 64))),
)
CASES = {
    "areas in pixels": (
        KMeansSettings(k=5),
        PaletteEdits(),
        MeasureSettings(classes=CLUSTERS),
    ),
    "a scale, a region, merges and specks": (
        KMeansSettings(k=6, color_space="CIELAB"),
        PaletteEdits(merges=((0, 2), (1, 4)), specks=9),
        MeasureSettings(
            classes=CLUSTERS,
            region=REGION,
            scale=Scale(pixels_per_unit=3.7, unit=Unit.MICROMETER),
            objects=ObjectSettings(splits=True, smooths=True, smallest=4, largest=900),
        ),
    ),
    "color ranges by place": (
        KMeansSettings(k=4, position_weight=0.4),
        PaletteEdits(),
        MeasureSettings(
            classes=(
                *CLUSTERS,
                MeasureClass(name="red", color=(9, 9, 9), selection=RED),
                MeasureClass(name="drawn", color=(7, 7, 7), selection=DRAWN, is_left_out=True),
            ),
            region=REGION[:1],
            objects=ObjectSettings(fills_holes=False, connectivity=Connectivity.SIDES),
        ),
    ),
    "a color range in the space of the clusters, smoothed": (
        KMeansSettings(k=3, color_space="CIELAB", smoothing=1.5),
        PaletteEdits(),
        MeasureSettings(
            classes=(
                MeasureClass(name="drawn", color=(7, 7, 7), clusters=(2,), selection=DRAWN),
                MeasureClass(name="nothing", color=(7, 7, 8)),
            ),
            region=(mask_shape(np.hypot(*np.ogrid[-20:40, -9:51]) < 6, is_left_out=True),),
            objects=ObjectSettings(smooths=False, smallest=1, keeps_border=False),
        ),
    ),
}


def test_replay_gives_the_tables_of_the_page(tmp_path: Path) -> None:
    runs, expected = [], []
    for about, (settings, edits, measured_by) in CASES.items():
        for file, suffix in FILES:
            framing = Framing(quarter_turns=int(suffix == ".jpg"), crop=(0, 2, 60, 60))
            image = decode_image(file).frame(framing)
            result = segment(image, settings)
            edited = edit_result(image, result, edits)
            measured = measure(image, edited, measured_by)
            assert measured.objects is not None
            assert measured.objects.n_objects
            script = replay_script(image, result, edited, file_name="a", framing=framing, measured=measured)
            assert "kseg" not in script
            name = f"{len(runs)}{suffix}"
            expected.append({"areas": areas_csv(measured, name), "objects": objects_csv(measured, name)})
            page = rgba(encode_label_map(edited.labels, edited.palette, alpha=image.alpha).data)
            runs.append(Run(about=f"{about}{suffix}", script=script, file=file, suffix=suffix, page=page))
    assert set(differing_pixels(runs, tmp_path).values()) == {0}
    for number, tables in enumerate(expected):
        for name, table in tables.items():
            found = (tmp_path / f"result{number}-{name}.csv").read_text(encoding="utf-8-sig")
            assert found == table.decode("utf-8-sig"), runs[number].about

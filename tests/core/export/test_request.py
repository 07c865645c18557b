import numpy as np
from PIL import Image

from kseg_core.encoding.pictures import encode_lossless
from kseg_core.export.request import ExportRequest, opencv_reads_alike
from kseg_core.framing import Framing
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.reading.decode import decode_image
from tests.core.export.photo_files import jpeg, png, scene
from tests.core.pictures import patches
from tests.core.reading.picture_files import display_p3_profile, save


def test_plain_files_are_read_alike() -> None:
    for data in (jpeg(), *(jpeg(orientation=turn) for turn in range(2, 9)), png(), png(alpha=True)):
        image = decode_image(data)
        assert opencv_reads_alike(data, image)
        assert opencv_reads_alike(data, image.frame(Framing(quarter_turns=1, crop=(3, 5, 40, 50))))


def test_what_was_changed_on_the_way_in_is_not() -> None:
    photo = Image.fromarray(scene())
    for data in (
        save(photo.convert("CMYK"), "JPEG"),
        save(photo, "HEIF", quality=90),
        save(photo, "PNG", icc_profile=display_p3_profile()),
    ):
        assert not opencv_reads_alike(data, decode_image(data))
    plain = png()
    assert not opencv_reads_alike(plain, decode_image(plain, max_pixels=1000))


def test_the_working_png_is_read_alike_whatever_the_file_was() -> None:
    alpha = decode_image(png(alpha=True))
    for image in (decode_image(png(), max_pixels=1000), alpha.crop(5, 5, 80, 60)):
        data = encode_lossless(image).data
        again = decode_image(data)
        assert opencv_reads_alike(data, again)
        there = np.ones(image.pixels.shape[:2], bool) if image.alpha is None else image.alpha > 0
        assert np.array_equal(again.pixels[there], image.pixels[there])


def test_colors_of_the_same_name_are_told_apart() -> None:
    image = patches([(250, 0, 0), (240, 0, 0), (0, 0, 250)], sigma=0)
    result = segment(image, KMeansSettings(k=3))
    names = ExportRequest(image=image, segmentation=result, edited=result, title="x", stem="x").swatches.names
    assert len(set(names)) == 3
    assert sorted(names) == ["blue", "orange red", "red"]

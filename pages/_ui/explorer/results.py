"""The computations of the color cloud and of selections in it."""

from kseg_core import KMeansSettings, RgbImage
from kseg_core.cloud.points import CloudKind, ColorCloud, color_cloud
from kseg_core.cloud.projections import (
    Binned,
    Window,
    binned_projection,
    channel_histograms,
    draw_projection,
    window_around,
)
from kseg_core.cloud.selection import ColorSelection, Selected, encode_veil, select, selection_map
from kseg_core.cloud.shapes import CloudShape, Coordinates, coordinates
from kseg_core.cloud.view_data import pack_clusters, pack_points, pack_selection, pack_shape
from kseg_core.encoding.pictures import Encoded, encode_lossless, encode_photo
from kseg_core.export.result_files import encode_cut_out, encode_mask
from kseg_core.image import Box
from pages._ui.cache import computed
from pages._ui.compute_queue import compute_place
from pages._ui.results import PREVIEW_SIDE, get_clusters, get_histogram

PICTURE_SIDE = 600
"""Longer side, in pixels, of the photo beside the cloud."""


@computed()
def get_cloud(image: RgbImage, kind: CloudKind) -> ColorCloud:
    """The points."""
    return color_cloud(get_histogram(image), kind)


@computed()
def points_data(image: RgbImage, kind: CloudKind) -> bytes:
    """Colors, pixel counts and the point of each pixel, packed for the browser."""
    return pack_points(get_cloud(image, kind), image, get_histogram(image))


@computed(queued=False)
def shape_data(image: RgbImage, kind: CloudKind, shape: CloudShape) -> bytes:
    """Where the points lie in a shape, its axes and outline, packed for the browser."""
    return pack_shape(get_cloud(image, kind), shape)


@computed()
def clusters_data(image: RgbImage, kind: CloudKind, settings: KMeansSettings, shape: CloudShape) -> bytes:
    """Clusters of the points, their distances and centroids, packed for the browser."""
    result = get_clusters(image, settings)
    return pack_clusters(get_cloud(image, kind), get_histogram(image), result, shape)


@computed(queued=False)
def lit_points(image: RgbImage, kind: CloudKind, selection: ColorSelection) -> bytes:
    """Which points of the cloud are selected, packed for the browser."""
    return pack_selection(get_cloud(image, kind), get_histogram(image), get_selected(image, selection))


@computed(queued=False)
def picture(image: RgbImage) -> Encoded:
    """The photo beside the cloud as the browser gets it."""
    return encode_photo(image, max_side=PICTURE_SIDE, quality=75)


@computed()
def get_coordinates(image: RgbImage, shape: CloudShape) -> Coordinates:
    """Where the colors of the histogram lie in a shape."""
    return coordinates(get_histogram(image).colors, shape)


@computed()
def get_channels(image: RgbImage, shape: CloudShape) -> tuple[Binned, Binned, Binned]:
    """The histograms of the channels of a shape."""
    return channel_histograms(get_histogram(image), get_coordinates(image, shape), shape)


@computed()
def get_selected(image: RgbImage, selection: ColorSelection) -> Selected:
    """Which colors of the histogram are selected."""
    return select(get_coordinates(image, selection.shape), selection)


@computed()
def count_selected(image: RgbImage, selection: ColorSelection) -> tuple[int, int]:
    """How many colors are selected, and how many pixels have them."""
    selected = get_selected(image, selection)
    return int(selected.sum()), int(get_histogram(image).counts[selected].sum())


@computed(queued=False)
def get_window(image: RgbImage, shape: CloudShape, axes: tuple[int, int]) -> Window:
    """The part of a plane where the colors of a photo lie."""
    return window_around(get_coordinates(image, shape), shape, axes)


@computed()
def get_projection(image: RgbImage, shape: CloudShape, axes: tuple[int, int]) -> Binned:
    """The colors in the cells of a plane."""
    window = get_window(image, shape, axes)
    return binned_projection(get_histogram(image), get_coordinates(image, shape), window)


@computed()
def projection_picture(image: RgbImage, selection: ColorSelection, axes: tuple[int, int]) -> Encoded:
    """A projection as a picture, what is not selected faint."""
    projection, selected = get_projection(image, selection.shape, axes), None
    if not selection.is_everything:
        selected = projection.selected_pixels(get_histogram(image), get_selected(image, selection))
    return encode_lossless(draw_projection(projection, selected))


@computed(pixels=lambda image, selection, box: PREVIEW_SIDE**2)
def get_veil(image: RgbImage, selection: ColorSelection, box: Box | None) -> Encoded:
    """What lies over colors that are not selected, in the whole picture or a part of it."""
    selected = get_selected(image, selection)
    return encode_veil(image, get_histogram(image), selected, box=box, max_side=PREVIEW_SIDE)


def mask_file(image: RgbImage, selection: ColorSelection) -> bytes:
    """The mask at full resolution, encoded when it is clicked."""
    with compute_place(image.width * image.height):
        chosen = selection_map(image, get_histogram(image), get_selected(image, selection))
        return encode_mask(chosen, 1)


def cutout_file(image: RgbImage, selection: ColorSelection) -> bytes:
    """The selected pixels at full resolution on nothing, encoded when it is clicked."""
    with compute_place(image.width * image.height):
        chosen = selection_map(image, get_histogram(image), get_selected(image, selection))
        return encode_cut_out(image, chosen == 1).data

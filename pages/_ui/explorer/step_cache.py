"""Every cached computation about K-means step by step, keyed by digest and settings, each with a bound."""

from dataclasses import dataclass

from kseg_core import ColorSpace, RgbImage
from kseg_core.steps.animation import AnimationFormat, encode_animation
from kseg_core.steps.packed_steps import pack_scene, pack_trace
from kseg_core.steps.scene import Scene, customer_scene, photo_scene
from kseg_core.steps.seeding import Seeding, place
from kseg_core.steps.trace import Trace, trace_steps
from pages._ui.cache import computed_now as computed
from pages._ui.cache import get_histogram, get_image
from pages._ui.compute_queue import compute_place, photo_place
from pages._ui.explorer.cache import picture
from pages._ui.photo import Photo
from pages._ui.process.small_results import small_result


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSource:
    """What K-means is watched on: a photo in a color space, or the customers of the shop."""

    photo: Photo | None
    space: ColorSpace = ColorSpace.RGB

    @property
    def is_photo(self) -> bool:
        return self.photo is not None

    @property
    def image(self) -> RgbImage | None:
        """The picture; not held here, because callbacks outlive the run of the page."""
        return None if self.photo is None else get_image(self.photo)

    @property
    def key(self) -> tuple[str, ...]:
        image = self.image
        return ("customers",) if image is None else (image.digest, str(self.space))

    @property
    def scene(self) -> Scene:
        """The points."""
        image = self.image
        if image is None:
            return customer_scene()
        key = ("scene", *self.key)
        pixels = image.height * image.width
        return computed(key, pixels, lambda: photo_scene(image, get_histogram(image), self.space))


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How a run begins.

    Attributes
    ----------
    k : int
        Not read where points are chosen.
    seeding : Seeding
    seed : tuple of int
    chosen : tuple of int
        Rows of the scene's points.
    """

    k: int
    seeding: Seeding
    seed: tuple[int, ...]
    chosen: tuple[int, ...] = ()


def get_trace(source: StepSource, start: Start) -> Trace:
    """Every step of a run."""
    points = source.scene.points

    def make() -> Trace:
        rows = place(points, start.k, start.seeding, seed=start.seed, chosen=start.chosen)
        return trace_steps(points, rows)

    return computed(("trace", *source.key, start), points.n_points, make)


def scene_data(source: StepSource) -> bytes:
    """A scene with its photo, packed for the browser."""
    return _scene_data(source.key, source)


@small_result
def _scene_data(key: tuple[str, ...], _source: StepSource) -> bytes:
    image = _source.image
    return pack_scene(_source.scene, None if image is None else picture(image))


def trace_data(source: StepSource, start: Start) -> bytes:
    """A run, packed for the browser."""
    return _trace_data(source.key, start, source)


@small_result
def _trace_data(key: tuple[str, ...], start: Start, _source: StepSource) -> bytes:
    return pack_trace(get_trace(_source, start), is_photo=_source.is_photo)


def animation(source: StepSource, start: Start, kind: AnimationFormat) -> bytes:
    """The steps of a run as a file, made when a download is clicked."""
    with photo_place(source.photo):
        return _animation(source.key, start, kind, source)


@small_result
def _animation(key: tuple[str, ...], start: Start, kind: AnimationFormat, _source: StepSource) -> bytes:
    scene, trace = _source.scene, get_trace(_source, start)
    with compute_place(scene.points.n_points):
        return encode_animation(scene, trace, kind, name=str(start.seeding))

"""Every cached computation about K-means step by step."""

from dataclasses import dataclass

from kseg_core import ColorSpace, RgbImage
from kseg_core.steps.packed_steps import pack_scene, pack_trace
from kseg_core.steps.scene import Scene, customer_scene, photo_scene
from kseg_core.steps.seeding import Seeding, choose_seeds
from kseg_core.steps.trace import Trace, trace_steps
from pages._ui.cache import computed
from pages._ui.photo import Photo
from pages._ui.results import get_histogram, get_image


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
        return () if image is None else (image.digest, str(self.space))


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


@computed(key=lambda source: source.key)
def get_scene(source: StepSource) -> Scene:
    """The points with their axes."""
    image = source.image
    return customer_scene() if image is None else photo_scene(image, get_histogram(image), source.space)


@computed(key=lambda source, start: (source.key, start), pixels=lambda source, start: 0)
def get_trace(source: StepSource, start: Start) -> Trace:
    """Every step of a run."""
    points = get_scene(source).points
    seeds = choose_seeds(points, start.k, start.seeding, seed=start.seed, chosen=start.chosen)
    return trace_steps(points, seeds)


@computed(key=lambda source: source.key, queued=False)
def get_scene_data(source: StepSource) -> bytes:
    """A scene, packed for the browser."""
    return pack_scene(get_scene(source))


@computed(key=lambda source, start: (source.key, start), queued=False)
def get_trace_data(source: StepSource, start: Start) -> bytes:
    """A run, packed for the browser."""
    return pack_trace(get_trace(source, start), get_scene(source), start.seeding)

"""Every cached computation about K-means step by step."""

from dataclasses import dataclass

from kseg_core import ColorSpace, RgbImage
from kseg_core.elbow.elbow_curve import ElbowCurve
from kseg_core.elbow.point_sweep import sweep_points
from kseg_core.steps.packed_steps import pack_scene, pack_trace
from kseg_core.steps.point_sets import PointSet
from kseg_core.steps.scene import Scene, photo_scene
from kseg_core.steps.seeding import Seeding, choose_seeds
from kseg_core.steps.trace import Trace, trace_steps
from pages._ui.cache import computed
from pages._ui.declarations.explorer import step_key
from pages._ui.photo import Photo
from pages._ui.results import get_histogram, get_image


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSource:
    """What K-means is watched on: a set of points, or, if it is None, a photo in a color space."""

    photo: Photo
    space: ColorSpace
    point_set: PointSet | None = None

    @property
    def is_photo(self) -> bool:
        return self.point_set is None

    @property
    def image(self) -> RgbImage | None:
        """The picture; not held here, because callbacks outlive the run of the page."""
        return get_image(self.photo) if self.point_set is None else None

    @property
    def key(self) -> tuple[str, ...]:
        if self.point_set is not None:
            return (self.point_set.key,)
        return get_image(self.photo).digest, str(self.space)

    def setting(self, name: str) -> str:
        """The key of a setting that each set of points has for itself."""
        return step_key(self.point_set, name)


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
    if source.point_set is not None:
        return source.point_set.scene()
    image = get_image(source.photo)
    return photo_scene(image, get_histogram(image), source.space)


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


@computed(key=lambda point_set, seed: (point_set.key, seed), queued=False)
def get_curve(point_set: PointSet, seed: int) -> ElbowCurve:
    """WCSS against K for a set of points, with its verdict."""
    positions, _ = point_set.draw()
    return sweep_points(positions, span=point_set.span, seed=seed, one=point_set.words.one)

"""Points of a scene in the plane, for pictures that do not turn."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.steps.scene import Scene

Spots = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Projection:
    """A plane through the points.

    Attributes
    ----------
    origin : ndarray of float64, shape (D,)
    directions : ndarray of float64, shape (2, D)
        Of length 1, at right angles: to the right and upward.
    low, high : ndarray of float64, shape (2,)
        What is to be seen of the plane.
    """

    origin: Spots
    directions: Spots
    low: Spots
    high: Spots

    def flat(self, positions: Spots) -> Spots:
        """Positions (..., D) in the plane, (..., 2)."""
        flat: Spots = np.einsum("...d,ed->...e", positions - self.origin, self.directions)
        return flat

    def place(self, positions: Spots, box: tuple[float, float, float, float]) -> Spots:
        """Pixels (..., 2) of positions (..., D) in a box: left, top, right, bottom; one scale both ways."""
        corner, far = np.array(box[:2]), np.array(box[2:])
        scale = float(((far - corner) / np.maximum(self.high - self.low, 1e-9)).min())
        offsets = (self.flat(positions) - (self.low + self.high) / 2.0) * scale
        placed: Spots = (corner + far) / 2.0 + offsets * np.array([1.0, -1.0])
        return placed


def project(scene: Scene) -> Projection:
    """The plane of a scene: its own two axes, or the two directions in which its points are spread most."""
    points = scene.points
    if points.positions.shape[1] == 2:
        low, high = np.array([(axis.low, axis.high) for axis in scene.axes]).T
        return Projection(origin=np.zeros(2), directions=np.eye(2), low=low, high=high)
    origin = np.average(points.positions, axis=0, weights=points.weights)
    off = points.positions - origin
    spread = np.einsum("n,nd,ne->de", points.weights, off, off)
    directions = np.linalg.eigh(spread)[1][:, ::-1][:, :2].T
    # An eigenvector may point either way: most of its coordinates are to grow along it.
    directions *= np.where(directions.sum(axis=1) < 0.0, -1.0, 1.0)[:, None]
    flat = np.einsum("nd,ed->ne", off, directions)
    return Projection(origin=origin, directions=directions, low=flat.min(axis=0), high=flat.max(axis=0))

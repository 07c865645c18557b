"""A small part of `tests.benchmarks.counting`: known objects in noise, some touching, are counted."""

import pytest

from tests.core.measure.object_pictures import classified, found_objects, spread_objects


@pytest.mark.parametrize("seed", range(4))
def test_objects_of_known_number_and_area_are_found(seed: int) -> None:
    picture = spread_objects(seed, counts=(50, 90), radii=(5.0, 9.0), sigmas=(15.0, 20.0), touching=1.0)
    class_map, _ = classified(picture)
    found = found_objects(picture, class_map)
    assert abs(found.n_objects - picture.count) <= 0.02 * picture.count
    assert abs(found.areas.sum() - picture.area) <= 0.01 * picture.area

"""From a recipe to a job: what the clusters of many photos are found on."""

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import kseg_core
from kseg_core.batch.job import Job, Source
from kseg_core.batch.opening import MARK
from kseg_core.export.record import versions_record
from kseg_core.measure.series import ClassModel
from kseg_core.recipe import Recipe, recipe_json


def fit_key(recipe: Recipe, sources: Sequence[Source]) -> str:
    """Stands for what centroids are found on: the recipe, and each photo with its size and time of change.

    Of a photo at an address neither is known, and no two keys are alike.
    """
    sha = hashlib.sha256(recipe_json(recipe).encode())
    for source in sources:
        sha.update(uuid4().bytes if MARK in source.path else os.fsencode(source.path))
        with suppress(OSError):  # Who reads it is told why.
            facts = Path(source.path).stat()
            sha.update(f" {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return sha.hexdigest()


def make_job(
    recipe: Recipe, model: ClassModel | None, *, finds_objects: bool, writes: Sequence[str], folder: Path
) -> Job:
    """The job of a recipe, with centroids that are kept or without.

    Other versions of what decides pixels make another job.
    """
    versions = versions_record() | {"kseg": kseg_core.__version__}
    decides = recipe_json(recipe), model is not None, finds_objects, sorted(writes), versions
    return Job(
        recipe=recipe,
        model=model,
        finds_objects=finds_objects,
        writes=tuple(writes),
        folder=str(folder.absolute()),
        identity=hashlib.sha256(json.dumps(decides).encode()).hexdigest(),
    )

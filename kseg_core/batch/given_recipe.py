"""The recipe that a command is given: a file, or the address of a view."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from kseg_core.address.names import Fit
from kseg_core.address.reading import read_address
from kseg_core.address.view import LinkedView
from kseg_core.batch.job import Source
from kseg_core.batch.opening import read_bytes
from kseg_core.batch.photo import file_digest, read_photo
from kseg_core.batch.sources import read_source
from kseg_core.errors import ImageError, SettingsError
from kseg_core.framing import WHOLE
from kseg_core.image import RgbImage
from kseg_core.recipe import BYTES_MAX, Recipe, parse_recipe
from kseg_core.samples.gallery import load_sample

EACH, ALL, KEPT, PHOTO = "each", "all", "recipe", "photo"
"""What clusters are found on, or that those of the recipe are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRecipe:
    """What a command is given.

    Attributes
    ----------
    recipe : Recipe
    fit : str
        What its clusters are found on, as far as it says; `EACH` if it does not.
    finds_objects : bool
        Whether objects are counted, where there are classes.
    photo : RgbImage or None
        What it was made on, where an address had to be read with it. That of a series is turned and cropped,
        which the other photos are not.
    source : Source or None
        The file of that photo.
    passed_over : tuple of str
        Parameters of an address that decide neither pixels nor numbers, or are not known.
    """

    recipe: Recipe
    fit: str = EACH
    finds_objects: bool = True
    photo: RgbImage | None = None
    source: Source | None = None
    passed_over: tuple[str, ...] = ()

    def with_k(self, k: int) -> "GivenRecipe":
        """The same with another number of clusters, which are to be found."""
        settings = replace(self.recipe.settings, k=k)
        recipe = replace(self.recipe, settings=settings, centroids=(), counts=(), far=())
        return replace(self, recipe=recipe, fit=EACH if self.fit == KEPT else self.fit)

    @property
    def of_whole_photos(self) -> "GivenRecipe":
        """The same without crop and region."""
        measure = replace(self.recipe.measure, region=())
        return replace(self, recipe=replace(self.recipe, framing=WHOLE, measure=measure))


def read_given(text: str, sources: Sequence[Source], *, k: int | None = None) -> GivenRecipe:
    """Read a recipe, or take one from an address.

    Parameters
    ----------
    text : str
        Path of a file, or an address.
    sources : sequence of Source
        Where the photo is looked for that an address was made on, if it names clusters of it.
    k : int, optional
        Number of clusters where an address shows several results.

    Raises
    ------
    SettingsError
        If it is neither, or not of a single result, or its photo is not there.
    """
    if os.path.lexists(text):  # However long it is, which a Path may not be.
        try:
            data = read_bytes(text)
        except ImageError as error:
            raise SettingsError(f"{text} is no recipe: {error}") from error
        recipe = parse_recipe(data if len(data) <= BYTES_MAX else b"")
        return GivenRecipe(recipe=recipe, fit=KEPT if recipe.far else EACH)
    if "?" not in text and "://" not in text:
        raise SettingsError(f"There is no file {text}, and it is not the address of a view either.")
    view = read_address(text, k)
    name, source, photo = "", None, None
    if view.needs_photo or view.fit is Fit.PHOTO:
        name, source, photo = _photo_of(view, sources)
    return GivenRecipe(
        recipe=view.recipe(photo, name),
        fit=_FITS[view.fit],
        finds_objects=view.finds_objects,
        photo=photo if photo is None or view.fit is None else view.framed(photo),
        source=source,
        passed_over=view.passed_over,
    )


_FITS = {None: EACH, Fit.ANEW: EACH, Fit.TOGETHER: ALL, Fit.PHOTO: PHOTO}


_WITH_PHOTO = "Give that photo with --fit, or take a recipe.json in its place."
_INSTEAD = "Use the recipe.json in the ZIP of the series."


def _photo_of(view: LinkedView, sources: Sequence[Source]) -> tuple[str, Source | None, RgbImage]:
    """Name, file and picture of the photo that an address was made on; a sample has no file."""
    if view.sample:
        return view.sample, None, load_sample(view.sample)
    by_name = sorted(sources, key=lambda source: PurePosixPath(source.name).name != view.photo_name)
    for source in by_name:
        try:
            data = read_source(source)
            if file_digest(source.name, data).startswith(view.digest):
                return PurePosixPath(source.name).name, source, read_photo(source.name, data)
        except ImageError:  # It is named when its turn comes.
            continue
    raise SettingsError(
        f"This address was made on {view.photo_name or 'a photo'}, which is not among PHOTOS, and names "
        f"clusters or a part of it. {_INSTEAD if view.fit is Fit.TOGETHER else _WITH_PHOTO}"
    )

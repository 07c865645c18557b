"""The gallery: photographs that come with scikit-image, and lessons made by arithmetic."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from importlib.resources import files

from kseg_core.errors import SettingsError
from kseg_core.image import RgbImage
from kseg_core.reading.decode import decode_image
from kseg_core.samples import synthetic_images as lessons


class SampleKind(StrEnum):
    """What a sample is."""

    PHOTO = "photo"
    LESSON = "lesson"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A picture of the gallery, before it is loaded.

    Attributes
    ----------
    name : str
        Shown to people and written into links; the key of `load_sample`.
    kind : SampleKind
    about : str
        One sentence: what to look for.
    credit : str
        Who made it and under which terms, as scikit-image documents it.
    url : str
        The page that scikit-image names as the picture's source, or empty.
    """

    name: str
    kind: SampleKind
    about: str
    credit: str
    url: str = ""


_MADE_HERE = "Made by arithmetic; not a photograph."

SAMPLES = (
    Sample(
        name="Coffee",
        kind=SampleKind.PHOTO,
        about="K = 3 sees light, shadow and wood; K = 5 finds the red saucer, K = 7 the rim of the cup.",
        credit="Rachel Michetti, courtesy of Pikolo Espresso Bar; CC0, from scikit-image.",
    ),
    Sample(
        name="Astronaut",
        kind=SampleKind.PHOTO,
        about="Skin and background share a color until K is large: color alone does not know people.",
        credit="Eileen Collins, from the NASA Great Images database; public domain, from scikit-image.",
        url="https://flic.kr/p/r9qvLn",
    ),
    Sample(
        name="Cat",
        kind=SampleKind.PHOTO,
        about="The green eyes are too few pixels to earn a color of their own at a small K.",
        credit="Chelsea, by Stefan van der Walt; CC0, from scikit-image.",
    ),
    Sample(
        name="Rocket",
        kind=SampleKind.PHOTO,
        about="The evening sky changes smoothly, so its bands have borders that are not in the photo.",
        credit="DSCOVR on Falcon 9, by SpaceX; public domain, from scikit-image.",
        url="https://www.flickr.com/photos/spacexphotos/16511594820/in/photostream/",
    ),
    Sample(
        name="Tissue",
        kind=SampleKind.PHOTO,
        about="Brown marks the stained protein, blue the cell nuclei: separating stains is work for color.",
        credit=(
            "Colonic glands, from the Center for Microscopy And Molecular Imaging (CMMI); "
            "no known copyright restrictions, from scikit-image."
        ),
    ),
    Sample(
        name="Retina",
        kind=SampleKind.PHOTO,
        about="Two megapixels of nearly one hue: the optic disc stands out at K = 5, the vessels stay faint.",
        credit="Medical gallery of Mikael Häggström 2014; CC0, from scikit-image.",
        url="https://commons.wikimedia.org/wiki/File:Fundus_photograph_of_normal_left_eye.jpg",
    ),
    Sample(
        name="Galaxies",
        kind=SampleKind.PHOTO,
        about="Nearly every pixel is black sky, and K-means counts pixels: the rare colors come last.",
        credit="Hubble eXtreme Deep Field, by NASA; public domain, from scikit-image.",
        url="http://hubblesite.org/newscenter/archive/releases/2012/37/image/a/",
    ),
    Sample(
        name="Camera",
        kind=SampleKind.PHOTO,
        about="Without color there is only brightness: every cluster is a range of gray.",
        credit="Lav Varshney; CC0, from scikit-image.",
    ),
    Sample(
        name="Shoreline",
        kind=SampleKind.LESSON,
        about="Forest, shore and sea: three regions with textures of their own, and K = 3 finds them.",
        credit=_MADE_HERE,
    ),
    Sample(
        name="Two reds",
        kind=SampleKind.LESSON,
        about="Reds from both ends of the hue scale: at K = 2, plain HSV counts one among the leaves.",
        credit=_MADE_HERE,
    ),
    Sample(
        name="Discs",
        kind=SampleKind.LESSON,
        about="Six colors and a little noise: the curve of the elbow page should bend at K = 6.",
        credit=_MADE_HERE,
    ),
    Sample(
        name="Gradient",
        kind=SampleKind.LESSON,
        about="There are no clusters here: every K draws borders, and none of them is in the picture.",
        credit=_MADE_HERE,
    ),
)
"""The gallery in the order it is shown."""

DEFAULT_SAMPLE = SAMPLES[0].name
"""The picture of a first visit."""


def load_sample(name: str) -> RgbImage:
    """The picture of a sample. Nothing is downloaded.

    Parameters
    ----------
    name : str
        The `Sample.name` of one of `SAMPLES`.

    Returns
    -------
    RgbImage
        Opaque, with ``source="sample"``; the same pixels and digest at every call.

    Raises
    ------
    SettingsError
        If no sample has this name.
    """
    read = _READERS.get(name)
    if read is None:
        names = ", ".join(sample.name for sample in SAMPLES)
        raise SettingsError(f"There is no sample of that name. Choose one of: {names}.")
    image = read()
    return RgbImage(pixels=image.pixels, source="sample", notes=image.notes)


def _read_photo(file: str) -> RgbImage:
    # Through scikit-image's own reader the first photo costs 0.3 s and 40 MB of SciPy.
    import skimage.data

    return decode_image(files(skimage.data).joinpath(file).read_bytes())


_READERS: dict[str, Callable[[], RgbImage]] = {
    "Coffee": partial(_read_photo, "coffee.png"),
    "Astronaut": partial(_read_photo, "astronaut.png"),
    "Cat": partial(_read_photo, "chelsea.png"),
    "Rocket": partial(_read_photo, "rocket.jpg"),
    "Tissue": partial(_read_photo, "ihc.png"),
    "Retina": partial(_read_photo, "retina.jpg"),
    "Galaxies": partial(_read_photo, "hubble_deep_field.jpg"),
    "Camera": partial(_read_photo, "camera.png"),
    "Shoreline": lambda: RgbImage(pixels=lessons.shoreline().pixels),
    "Two reds": lambda: RgbImage(pixels=lessons.two_reds().pixels),
    "Discs": lambda: RgbImage(pixels=lessons.discs().pixels),
    "Gradient": lambda: RgbImage(pixels=lessons.gradient().pixels),
}

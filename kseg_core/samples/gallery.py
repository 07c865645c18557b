"""The gallery, one row for each sample: photographs from scikit-image and synthetic pictures."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files

from kseg_core.errors import SettingsError
from kseg_core.image import RgbImage
from kseg_core.reading.decode import decode_image
from kseg_core.samples.plants import plants
from kseg_core.samples.seeds import seeds
from kseg_core.samples.synthetic_images import SyntheticImage, discs, gradient, shoreline, two_reds


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A picture of the gallery, before it is loaded.

    Attributes
    ----------
    name : str
        Shown to people and used in links; the key of `load_sample`.
    about : str
        One sentence: what to look for.
    credit : str
        Who made it and under which terms, as scikit-image documents it.
    url : str
        The page that scikit-image names as the picture's source, or empty.
    truth : str
        What is true about a picture made to be measured, in a sentence, or empty.
    load : Callable
        Reads or draws the picture.
    """

    name: str
    about: str
    credit: str
    url: str = ""
    truth: str = ""
    load: Callable[[], RgbImage]


def _read(file: str) -> RgbImage:
    # With scikit-image's own reader the first photo would import SciPy: 0.3 s and 40 MB.
    import skimage.data

    return replace(decode_image(files(skimage.data).joinpath(file).read_bytes()), digest="")


def _draw(image: Callable[[], SyntheticImage]) -> RgbImage:
    return RgbImage(pixels=image().pixels)


MADE_HERE = "Made by arithmetic; not a photograph."
"""The credit of the pictures that are drawn here."""

SAMPLES = (
    Sample(
        name="Coffee",
        about="K = 3 sees light, shadow and wood; K = 5 finds the red saucer, K = 7 the rim of the cup.",
        credit="Rachel Michetti, courtesy of Pikolo Espresso Bar; CC0, from scikit-image.",
        load=partial(_read, "coffee.png"),
    ),
    Sample(
        name="Astronaut",
        about="Skin and background share a color until K is large: color alone does not know people.",
        credit="Eileen Collins, from the NASA Great Images database; public domain, from scikit-image.",
        url="https://flic.kr/p/r9qvLn",
        load=partial(_read, "astronaut.png"),
    ),
    Sample(
        name="Cat",
        about="The green eyes are too few pixels to earn a color of their own at a small K.",
        credit="Chelsea, by Stefan van der Walt; CC0, from scikit-image.",
        load=partial(_read, "chelsea.png"),
    ),
    Sample(
        name="Rocket",
        about="The evening sky changes smoothly, so its bands have borders that are not in the photo.",
        credit="DSCOVR on Falcon 9, by SpaceX; public domain, from scikit-image.",
        url="https://www.flickr.com/photos/spacexphotos/16511594820/in/photostream/",
        load=partial(_read, "rocket.jpg"),
    ),
    Sample(
        name="Tissue",
        about="Brown (DAB) marks a protein, blue (hematoxylin) the nuclei: Stains H-DAB tells them apart.",
        credit=(
            "Colonic glands, from the Center for Microscopy And Molecular Imaging (CMMI); "
            "no known copyright restrictions, from scikit-image."
        ),
        load=partial(_read, "ihc.png"),
    ),
    Sample(
        name="Retina",
        about="Two megapixels of nearly one hue: the optic disc stands out at K = 5, the vessels stay faint.",
        credit="Medical gallery of Mikael Häggström 2014; CC0, from scikit-image.",
        url="https://commons.wikimedia.org/wiki/File:Fundus_photograph_of_normal_left_eye.jpg",
        load=partial(_read, "retina.jpg"),
    ),
    Sample(
        name="Galaxies",
        about="Nearly every pixel is black sky, and K-means counts pixels: the rare colors come last.",
        credit="Hubble eXtreme Deep Field, by NASA; public domain, from scikit-image.",
        url="http://hubblesite.org/newscenter/archive/releases/2012/37/image/a/",
        load=partial(_read, "hubble_deep_field.jpg"),
    ),
    Sample(
        name="Camera",
        about="Without color there is only brightness: every cluster is a range of gray.",
        credit="Lav Varshney; CC0, from scikit-image.",
        load=partial(_read, "camera.png"),
    ),
    Sample(
        name="Shoreline",
        about="Forest, shore and sea: three regions with textures of their own, and K = 3 finds them.",
        credit=MADE_HERE,
        load=partial(_draw, shoreline),
    ),
    Sample(
        name="Two reds",
        about="Reds from both ends of the hue scale: at K = 2, plain HSV counts one among the leaves.",
        credit=MADE_HERE,
        load=partial(_draw, two_reds),
    ),
    Sample(
        name="Discs",
        about="Six colors and a little noise: the curve of the elbow page should bend at K = 6.",
        credit=MADE_HERE,
        load=partial(_draw, discs),
    ),
    Sample(
        name="Gradient",
        about="There are no clusters here: every K draws borders, and none of them is in the picture.",
        credit=MADE_HERE,
        load=partial(_draw, gradient),
    ),
    Sample(
        name="Plants",
        about="How much of the soil is green? Leaves in the shadow are darker than soil in the sun.",
        credit=MADE_HERE,
        truth="In truth leaves cover 39.8 % of the inside of the frame, which is 70 × 40 cm.",
        load=partial(_draw, plants),
    ),
    Sample(
        name="Seeds",
        about="Lentils and peas to count: some touch, and count as one until they are split.",
        credit=MADE_HERE,
        truth="In truth there are 60 lentils and 40 peas. The bar is 10 mm long.",
        load=partial(_draw, seeds),
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
        Opaque; the same pixels and digest at every call. The digest is that of the pixels.

    Raises
    ------
    SettingsError
        If no sample has this name.
    """
    for sample in SAMPLES:
        if sample.name == name:
            return sample.load()
    names = ", ".join(sample.name for sample in SAMPLES)
    raise SettingsError(f"There is no sample of that name. Choose one of: {names}.")

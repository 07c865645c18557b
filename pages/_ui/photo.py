"""Which photo a visitor is looking at, kept between runs and pages and written into the address."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import streamlit as st

from kseg_core import ImageError, RgbImage
from kseg_core.address.names import NAME_PARAMETER, OWN_PHOTO
from kseg_core.export.file_names import file_stem
from kseg_core.framing import WHOLE, Framing
from kseg_core.reading.decode import FileHeader
from kseg_core.samples.gallery import DEFAULT_SAMPLE, SAMPLES
from pages._ui import framing
from pages._ui.process import decoder
from pages._ui.text import plain
from pages._ui.unknown_values import note_unknown
from pages._ui.uploads import HeldFile, hold_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo before it is decoded.

    Attributes
    ----------
    name : str
        The sample's name or the file's.
    digest : str
        Stands for the picture in every cache key.
    file : HeldFile or None
        The compressed file, which the digest stands for; None for a sample, which is made again when needed.
    header : FileHeader or None
        Digest and size of the file, which is read for them only once; None for a sample.
    framing : Framing
        How it is turned and cropped.
    """

    name: str
    digest: str
    file: HeldFile | None = field(default=None, compare=False)
    header: FileHeader | None = field(default=None, compare=False)
    framing: Framing = WHOLE

    @property
    def is_sample(self) -> bool:
        return self.file is None

    @property
    def stem(self) -> str:
        """How the names of its files begin."""
        return file_stem(self.name)

    @property
    def data(self) -> bytes | None:
        """The bytes of the file; None for a sample."""
        return None if self.file is None else self.file.data

    @property
    def n_pixels(self) -> int:
        """Of the file, as its header says; 0 for a sample, which is small."""
        return 0 if self.header is None else self.header.n_pixels

    @property
    def whole(self) -> "Photo":
        """The same, not turned and not cropped."""
        return replace(self, framing=WHOLE)


def sample_photo(name: str) -> Photo:
    """A sample as a photo."""
    return Photo(name=name, digest=hashlib.sha256(f"sample {name}".encode()).hexdigest())


def own_photo(name: str, file: HeldFile | bytes) -> Photo:
    """A visitor's file as a photo. Raises `ImageError` if its header cannot be read."""
    held = HeldFile(file) if isinstance(file, bytes) else file
    header = decoder.read_header(held.data or b"", name=name)
    return Photo(name=name, digest=header.digest, file=held, header=header)


LONGEST_NAME = 100
"""Characters of a file name in a link."""


def read_address() -> None:
    """Take the photo that the address names: a sample, or a file that only its visitor has."""
    state, address = st.session_state, st.query_params
    names = {sample.name for sample in SAMPLES}
    note_unknown("Sample", "sample", names.__contains__, DEFAULT_SAMPLE)
    state.setdefault("sample", DEFAULT_SAMPLE)
    state.setdefault("own", None)
    state.setdefault("show_own", False)
    if state.own is not None and state.own.data is None:  # gone while its visitor was away
        state.awaited = state.own.digest[:12] if state.show_own else ""
        state.awaited_name = state.own.name
        framing.ask_for(framing.framing_of(state.own.digest))
        state.update(own=None, show_own=False)
    if "awaited" not in state:
        named = address.get("photo", "")
        note_unknown("Photo", "photo", OWN_PHOTO.fullmatch, address.get("sample", DEFAULT_SAMPLE))
        state.awaited = named if OWN_PHOTO.fullmatch(named) else ""
        state.awaited_name = address.get(NAME_PARAMETER, "")[:LONGEST_NAME]
    if address.get("sample") in names:
        state.sample = address["sample"]
    framing.take_address()


def return_to_named() -> None:
    """Show the photo that the address names, when the visitor comes back to it.

    An own photo that another has replaced since is not held anymore; the newer one takes its place.
    """
    state, address = st.session_state, st.query_params
    if address.get("photo"):
        named = address["photo"]
        state.show_own = state.own is not None
        state.awaited = named if not state.show_own and OWN_PHOTO.fullmatch(named) else ""
        state.awaited_name = address.get(NAME_PARAMETER, "")[:LONGEST_NAME]
    elif state.show_own or state.awaited:
        state.update(show_own=False, awaited="")
        state.upload_round = state.get("upload_round", 0) + 1  # an uploader that names no other photo
    if state.show_own and not state.own.digest.startswith(address.get("photo", "")):
        framing.forget()
    else:
        framing.take_address(anew=True)


def write_address() -> None:
    """Name the photo in the address: a sample by its name, an upload by the start of its digest.

    Beside it stands how it is turned and cropped.

    What changed since the last run is written even where the address seems to say so already: a run
    may start with an address from before the last run's change.
    """
    state = st.session_state
    if state.show_own:
        wanted = {"photo": [state.own.digest[:12]]}
    elif state.awaited:
        wanted = {"photo": [state.awaited], NAME_PARAMETER: [state.awaited_name]}
    else:
        wanted = {"sample": [state.sample]}
    wanted |= framing.address_of(current_photo().digest)
    changed = state.get("address") != wanted
    state.address = wanted
    for key in ("photo", NAME_PARAMETER, "sample", *framing.PARAMETERS):
        if not any(wanted.get(key, ())):
            st.query_params.pop(key, None)
        elif changed or st.query_params.get_all(key) != wanted[key]:
            st.query_params[key] = wanted[key]


def show_sample(name: str) -> None:
    """Change to a sample. The visitor's own photo stays within reach. For callbacks."""
    state = st.session_state
    state.update(sample=name, show_own=False, set_aside=False, awaited="", photo_error="")
    state.upload_round = state.get("upload_round", 0) + 1  # an uploader that names no other photo
    st.query_params["sample"] = name
    framing.forget()


def show_own() -> None:
    """Change back to the visitor's own photo. For callbacks."""
    st.session_state.update(show_own=True, awaited="", photo_error="")
    framing.forget()


def set_own_aside() -> None:
    """Show the sample because the uploader was emptied. For callbacks.

    The uploader is also emptied, for a moment, when one file replaces another; if the new one turns
    out to be unreadable, the photo set aside comes back.
    """
    if st.session_state.show_own:
        st.session_state.update(show_own=False, set_aside=True, photo_error="")


def forget_own() -> None:
    """Drop the visitor's own photo. For callbacks."""
    st.session_state.update(own=None, show_own=False)


def offer(name: str, data: bytes) -> None:
    """Take a new file, which is shown as soon as it has been read. For callbacks."""
    try:
        st.session_state.offered = own_photo(name, hold_file(data))
    except ImageError as error:
        _refuse(name, error)


def settle_offer(check: Callable[[Photo], object]) -> bool:
    """Show the offered file if `check` can read it; otherwise say why not and keep the last photo.

    Returns whether there is a new photo.
    """
    state = st.session_state
    offered: Photo | None = state.pop("offered", None)
    if offered is None:
        return False
    try:
        check(offered)
    except ImageError as error:
        _refuse(offered.name, error)
        return False
    restored = state.awaited == offered.digest[:12]
    state.update(own=offered, show_own=True, awaited="", photo_error="")
    if not restored:
        framing.forget()
    return True


def settle_framing(read: Callable[[Photo], RgbImage]) -> None:
    """Frame the photo as was asked for, once it is there. If that fails, say why and change nothing."""
    state = st.session_state
    if state.awaited or not framing.is_asked():
        return
    last = current_photo()
    state.photo_error = ""
    try:
        whole = read(last.whole)
        asked = framing.asked(whole.width, whole.height)
        read(replace(last, framing=asked))
    except ImageError as error:
        asked = last.framing
        state.photo_error = f"{plain(last.name)}, cropped: {error} The last crop stays."
    framing.keep(asked, last.digest)


def current_photo() -> Photo:
    """The photo that every page shows now, turned and cropped as the visitor asked."""
    state = st.session_state
    photo: Photo = state.own if state.show_own else sample_photo(state.sample)
    return replace(photo, framing=framing.framing_of(photo.digest))


def largest_at_hand() -> Photo | None:
    """The larger of the visitor's own photos that this run may have to read."""
    state = st.session_state
    own = [photo for photo in (state.get("offered"), state.own if state.show_own else None) if photo]
    return max(own, key=lambda photo: photo.n_pixels, default=None)


def is_new() -> bool:
    """Whether the visitor has a photo with which no page has been drawn to its end."""
    state = st.session_state
    return "offered" in state or (state.show_own and state.get("seen") != state.own.digest)


def note_seen() -> None:
    """Remember that a page with the photo has been drawn to its end."""
    state = st.session_state
    if state.show_own:
        state.seen = state.own.digest


def _refuse(name: str, error: ImageError) -> None:
    state = st.session_state
    state.photo_error = f"{plain(name)}: {error} The last photo stays."
    state.show_own = state.pop("set_aside", False) or state.show_own

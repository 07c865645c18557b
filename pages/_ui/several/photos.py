"""Which photos are taken at once: kept between runs while Streamlit's own copies are dropped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

from kseg_core import ImageError
from kseg_core.export.several import PHOTOS_MAX, PhotoFailure
from pages._ui.photo import Photo, own_photo, sample_photo
from pages._ui.streamlit_internals import DeletedFile, UploadedFile, forget_file
from pages._ui.uploads import given_name, hold_file

TOGETHER_MAX = 100 << 20
"""Bytes of all photos of one visitor together."""

_SAMPLES = ("Coffee", "Cat", "Rocket")
_NAMED_MAX = 3
_TOO_MANY = (
    f"Left out: at most {PHOTOS_MAX} photos are taken at once. The command kseg takes any number; see "
    "“Many photos” in the README."
)
_TOO_LARGE = f"Left out: together the files may have {TOGETHER_MAX >> 20} MB."


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A photo, or why there is none.

    Attributes
    ----------
    file_id : str
        Of the file in the uploader; empty for samples to try it with, which go when files come.
    taken : Photo or PhotoFailure
    """

    file_id: str
    taken: Photo | PhotoFailure


def chosen_photos() -> list[Photo]:
    """The photos, in the order they came."""
    return [each.taken for each in _chosen() if isinstance(each.taken, Photo)]


def left_out() -> list[PhotoFailure]:
    """The files that were not taken."""
    return [each.taken for each in _chosen() if isinstance(each.taken, PhotoFailure)]


def together(failures: Iterable[PhotoFailure]) -> list[PhotoFailure]:
    """One failure for each reason, which names the first few of its files and says how many there are."""
    names_of: dict[str, list[str]] = {}
    for failure in failures:
        names_of.setdefault(failure.reason, []).append(failure.name)
    return [PhotoFailure(name=_named(names), reason=reason) for reason, names in names_of.items()]


def uploader_key() -> str:
    """Of the uploader; another one after `forget_several`, so that it is empty."""
    return f"several_files_{st.session_state.get('several_round', 0)}"


def note_listed() -> None:
    """Remember what the uploader lists. It lists nothing when it comes back from another mode."""
    st.session_state.several_listed = [file.file_id for file in _listed()]


def take_files() -> None:
    """Take over what was added to the uploader, drop what was taken out of it. For callbacks."""
    known = st.session_state.get("several_listed", [])
    files = _listed()
    removed = set(known) - {file.file_id for file in files}
    chosen = [each for each in _chosen() if each.file_id and each.file_id not in removed]
    for file in files:
        if file.file_id not in known and not isinstance(file, DeletedFile):
            chosen.append(Chosen(file_id=file.file_id, taken=_take(file, chosen)))
            forget_file(file.file_id)
    st.session_state.several = tuple(chosen)


def take_samples() -> None:
    """Take three samples. For callbacks."""
    st.session_state.several = tuple(Chosen(file_id="", taken=sample_photo(name)) for name in _SAMPLES)


def take_photo(photo: Photo) -> None:
    """Take a photo that is there already; it stays when files come. For callbacks."""
    st.session_state.several = (*_chosen(), Chosen(file_id=f"added {photo.digest}", taken=photo))


def _named(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    rest = len(names) - _NAMED_MAX
    return f"{len(names)} files: {', '.join(names[:_NAMED_MAX])}{f' and {rest} more' if rest > 0 else ''}"


def _chosen() -> Sequence[Chosen]:
    chosen: Sequence[Chosen] = st.session_state.get("several", ())
    return chosen


def _listed() -> Sequence[UploadedFile | DeletedFile]:
    files: Sequence[UploadedFile | DeletedFile] = st.session_state.get(uploader_key()) or ()
    return files


def _take(file: UploadedFile, before: Sequence[Chosen]) -> Photo | PhotoFailure:
    name = given_name(file)
    photos = [each.taken for each in before if isinstance(each.taken, Photo)]
    if len(photos) >= PHOTOS_MAX:
        return PhotoFailure(name=name, reason=_TOO_MANY)
    if sum(len(photo.data or b"") for photo in photos) + file.size > TOGETHER_MAX:
        return PhotoFailure(name=name, reason=_TOO_LARGE)
    try:
        return own_photo(name, hold_file(file.getvalue()))
    except ImageError as error:
        return PhotoFailure(name=name, reason=str(error))

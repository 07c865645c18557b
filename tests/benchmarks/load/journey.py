"""What one visitor does, and whether what they are sent is made of their own photo."""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from pages._ui.declarations import PAGES
from tests.benchmarks.load.photos import LoadPhoto, Shown
from tests.protocol import Answer, VisitFailed, Visitor

LONG_WAIT = 3.0
"""Seconds that must not pass without a word."""


@dataclass(slots=True, kw_only=True)
class Round:
    """What the visitors of one round met.

    Attributes
    ----------
    visitors : int
    seconds : dict of str to list of float
        By step, in the order of the steps.
    first : list of float
        Seconds until each saw the first of the front page.
    silent : list of tuple of float and str
        Of answers that took long, the seconds without a word about work or waiting, and the step.
    errors : list of str
    seen : dict of str to set of int
        Who was sent a picture.
    waited : int
        How often someone was told that others come first.
    """

    visitors: int
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    first: list[float] = field(default_factory=list)
    silent: list[tuple[float, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seen: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    waited: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, step: str, answer: Answer) -> None:
        with self.lock:
            if not self.seconds[step]:
                self.seconds[step] = []
            self.seconds[step].append(answer.seconds)
            self.waited += answer.said_waiting
            if answer.seconds > LONG_WAIT:
                self.silent.append((answer.silent, step))
            self.errors += [f"{step}: {text}" for text in answer.exceptions]

    def complain(self, number: int, step: str, text: str) -> None:
        with self.lock:
            self.errors.append(f"visitor {number}, {step}: {text}")

    @property
    def mixed_up(self) -> int:
        """Pictures that reached more than one visitor."""
        return sum(len(numbers) > 1 for numbers in self.seen.values())


def visit_all(url: str, photos: Sequence[LoadPhoto], shown: Shown, *, pause: float, timeout: float) -> Round:
    """Let a visitor come for each photo, all in the same few seconds; return when the last has left."""
    held = Round(visitors=len(photos))
    journeys = [
        _Journey(url=url, number=number, photo=photo, shown=shown, held=held, pause=pause, timeout=timeout)
        for number, photo in enumerate(photos)
    ]
    threads = [threading.Thread(target=journey.run) for journey in journeys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return held


@dataclass(slots=True, kw_only=True)
class _Journey:
    url: str
    number: int
    photo: LoadPhoto
    shown: Shown
    held: Round
    pause: float
    timeout: float
    step: str = ""

    def run(self) -> None:
        """From the front page until the visitor leaves."""
        rng = random.Random(self.number)
        try:
            time.sleep(rng.uniform(0, 2 * self.pause))
            self.step = "connecting"
            with Visitor(self.url, timeout=self.timeout) as visitor:
                for step, action, check in self._steps(visitor):
                    self.step = step
                    answer = action()
                    self.held.note(step, answer)
                    if step == "front page":
                        self.held.first.append(answer.first)
                    check()
                    time.sleep(rng.uniform(0, 2 * self.pause))
        except VisitFailed as error:
            self.held.complain(self.number, self.step, str(error))
        except Exception as error:  # whatever happens to a visitor is a result
            self.held.complain(self.number, self.step, repr(error))

    def _steps(self, visitor: Visitor) -> Sequence[tuple[str, Callable[[], Answer], Callable[[], None]]]:
        photo = self.photo
        shown = {"elbow": {photo.preview}, "edges": {photo.preview}, "explorer": {photo.small_preview}}
        first, other = [str(k) for k in self.shown.ks], str(photo.other_k)
        one = str(self.shown.one_k)

        def own(wanted: set[str], *palettes: list[str]) -> Callable[[], None]:
            return lambda: self._check(visitor, wanted, list(palettes))

        return [
            ("front page", visitor.open, lambda: None),
            (
                "upload",
                lambda: visitor.upload("upload_0", photo.name, photo.data),
                own(
                    {photo.preview, *(photo.previews[k] for k in first)}, *(photo.palettes[k] for k in first)
                ),
            ),
            (
                "change K",
                lambda: visitor.change("k", string_array_value=[other]),
                own({photo.preview, photo.previews[other]}, photo.palettes[other]),
            ),
            (
                "Look closer",
                lambda: visitor.open("", "mode=Look+closer"),
                own({photo.preview, photo.previews[one]}),
            ),
            (
                "take away",
                lambda: visitor.change("detail_take", trigger_value=True),
                own({photo.preview, photo.previews[one]}),
            ),
            *(
                (page.title, partial(visitor.open, page.path), own(shown.get(page.path, set())))
                for page in PAGES[1:]
            ),
            ("Series", lambda: visitor.open("", "mode=Series&series_fit=Each+photo+anew"), own(set())),
            (
                "some photos",
                lambda: visitor.upload_several(
                    "several_files_0", {more.name: more.data for more in photo.more}
                ),
                own(set(), *(more.palette for more in photo.more)),
            ),
            (
                "back to Compare",
                lambda: visitor.change("mode", string_array_value=["Compare"]),
                own({photo.preview, photo.previews[other]}, photo.palettes[other]),
            ),
        ]

    def _check(self, visitor: Visitor, wanted: set[str], palettes: list[list[str]]) -> None:
        """Whether what stands on the page is made of the visitor's own photo."""
        pictures = visitor.pictures()
        with self.held.lock:
            for picture in pictures:
                self.held.seen[picture].add(self.number)
        if not any(self.photo.name in text.replace("\\", "") for text in visitor.texts()):
            self._complain("the page is about another photo")
        missing = len(wanted - pictures)
        if missing:
            self._complain(f"{missing} of {len(wanted)} pictures are not of this photo")
        if palettes and visitor.palettes() != palettes:
            self._complain("a palette is not of this photo")

    def _complain(self, text: str) -> None:
        self.held.complain(self.number, self.step, text)

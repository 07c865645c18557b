"""All photos: done by an engine, and written down as soon as they are."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile

from kseg_core.batch.engines import Engine, WorkerLostError
from kseg_core.batch.job import Done, Job, Refused, Source
from kseg_core.batch.journal import Journal
from kseg_core.batch.photo import do_photo, histogram_of
from kseg_core.batch.stop import Stop
from kseg_core.errors import ImageError
from kseg_core.histogram import ColorHistogram
from kseg_core.recipe import Recipe


@dataclass(slots=True, kw_only=True)
class Summary:
    """What became of the photos.

    Attributes
    ----------
    n_done : int
        Those that were worked on now.
    n_before : int
        Those whose files were there already.
    refused : list of Refused
        In the order of the photos.
    notes : list of str
        What was done to photos while they were read, in words, in their order.
    is_stopped : bool
        Whether it was stopped before all were done.
    """

    n_done: int = 0
    n_before: int = 0
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_stopped: bool = False


def sum_histograms(
    sources: Sequence[Source], recipe: Recipe, engine: Engine, done: Callable[[], None]
) -> ColorHistogram:
    """The colors of all photos that can be read, added up; `done` is called after each.

    Raises
    ------
    ImageError
        If none can be read.
    """
    total = engine.summed(partial(histogram_of, recipe=recipe), sources, done)
    if total is None:
        raise ImageError("None of these photos can be read.")
    return total


def do_all(
    sources: Sequence[Source], job: Job, engine: Engine, journal: Journal, done: Callable[[], None]
) -> Summary:
    """Do every photo, and write down what became of it as soon as it is known, when `done` is called."""
    summary = Summary()
    refused: dict[Source, Refused] = {}
    notes: dict[Source, str] = {}
    given = ((source, journal.known(source, job.identity)) for source in sources)
    with Stop() as stop, suppress(KeyboardInterrupt):
        wanted = takewhile(lambda _: not stop.is_asked, given)
        for (source, before), outcome in engine.results(partial(do_photo, job=job), wanted):
            if isinstance(outcome, WorkerLostError):
                outcome = Refused(name=source.name, reason=str(outcome))
            if isinstance(outcome, Refused):
                refused[source] = outcome
            elif outcome.notes:
                notes[source] = f"{source.name}: {'; '.join(outcome.notes)}"
            if outcome == before:
                summary.n_before += 1
            else:
                journal.keep(source, outcome)
                summary.n_done += isinstance(outcome, Done)
            done()
    summary.is_stopped = summary.n_done + summary.n_before + len(refused) < len(sources)
    summary.refused = [refused[source] for source in sources if source in refused]
    summary.notes = [notes[source] for source in sources if source in notes]
    return summary

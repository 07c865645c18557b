"""What a round of visitors met, in words, and the table for the README."""

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks.load.journey import LONG_WAIT, Round

MB = 10**6
_MOST_LINES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Bytes of the process during and after a round.

    Attributes
    ----------
    peak, at_end, after : int
        The most; when the visitors had left; after the session time-out and one more visitor.
    with_files : int or None
        The most with the files that the kernel keeps for it, if it says so.
    """

    peak: int
    at_end: int
    after: int
    with_files: int | None


def report(held: Round, memory: Memory) -> None:
    """Print one round."""
    print(f"\n{held.visitors} visitors")
    print(f"  {'seconds':16} {'median':>8} {'95 %':>8} {'most':>8}")
    _print_row("sees the page", held.first)
    for name, values in held.seconds.items():
        _print_row(name, values)
    if held.silent:
        seconds, step = max(held.silent)
        print(
            f"  of {len(held.silent)} answers that took more than {LONG_WAIT:.0f} s, "
            f"the first sign of work or waiting came after {seconds:.1f} s at most ({step})"
        )
    print(f"  told to wait for others: {held.waited} times")
    print(f"  errors: {len(held.errors)}, pictures that reached two visitors: {held.mixed_up}")
    for text, times in Counter(held.errors).most_common(_MOST_LINES):
        print(f"    {times} × {text[:200]}")
    whole = f", with cached files {memory.with_files / MB:.0f}" if memory.with_files else ""
    print(
        f"  memory, MB: peak {memory.peak / MB:.0f}{whole}; when they had left {memory.at_end / MB:.0f}, "
        f"after the time-out and one more visitor {memory.after / MB:.0f}",
        flush=True,
    )


def print_table(rounds: Sequence[tuple[Round, Memory]]) -> None:
    """Print the table of the README, one row for each number of visitors; of equal ones the first."""
    print(
        "\n| visitors | front page | their photo's results, median | slowest | most memory "
        "| when they had left | errors |"
    )
    print("|---|---|---|---|---|---|---|")
    done: set[int] = set()
    for held, memory in rounds:
        if held.visitors in done:
            continue
        done.add(held.visitors)
        front, results = (held.seconds.get(step, [0.0]) for step in ("front page", "upload"))
        print(
            f"| {held.visitors} | {statistics.median(front):.1f} s | {statistics.median(results):.1f} s | "
            f"{max(results):.1f} s | {memory.peak / MB:.0f} MB | {memory.after / MB:.0f} MB | "
            f"{len(held.errors)} |"
        )


def _print_row(name: str, seconds: Sequence[float]) -> None:
    if seconds:
        median = statistics.median(seconds)
        print(f"  {name:16} {median:8.2f} {_late(seconds):8.2f} {max(seconds):8.2f}")


def _late(seconds: Sequence[float]) -> float:
    """What 95 of 100 are below."""
    if not seconds:
        return 0.0
    return sorted(seconds)[min(len(seconds) - 1, int(0.95 * len(seconds)))]

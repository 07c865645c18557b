"""The command ``kseg``: what it is given, and what it says."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

from tqdm import tqdm

import kseg_core
from kseg_core.batch.cluster_engine import ClusterEngine
from kseg_core.batch.engines import Engine
from kseg_core.batch.files import WORDS, idle_words
from kseg_core.batch.given_recipe import ALL, EACH, KEPT, PHOTO, GivenRecipe, read_given
from kseg_core.batch.job import Job, Source
from kseg_core.batch.journal import Journal
from kseg_core.batch.local_engine import LocalEngine, usable_cores
from kseg_core.batch.photo import read_photo
from kseg_core.batch.plan import fit_key, make_job
from kseg_core.batch.run import do_all, sum_histograms
from kseg_core.batch.sources import find_sources, read_source
from kseg_core.batch.table import check_table, write_table
from kseg_core.batch.whole_file import nothing_unfinished, whole_file
from kseg_core.errors import ImageError, KsegError, SettingsError
from kseg_core.export.palettes.formats import PALETTE_FORMATS
from kseg_core.kept_recipe import fit_on_all, fit_on_photo, kept_model, with_classes
from kseg_core.recipe import Recipe, parse_recipe, recipe_json
from kseg_core.wording import count, printable

REFUSED, WRONG, STOPPED = 1, 2, 130
"""Exit status where photos were refused, where nothing could be begun, and after Ctrl-C."""

RECIPE, TABLE, NOTES, NOT_READ = "recipe.json", "table.csv", "notes.txt", "not-read.txt"

_LINES = 10
"""So many photos of which something is said are named in the terminal."""


_ABOUT = "Do to many photos what was done to one on the page: segment, edit, measure, find edges."
_EXAMPLES = """examples:
  kseg recipe.json photos/ --out results
  kseg "https://…/?mode=Look+closer&closer_k=5" "photos/**/*.jpg" --out results --write png,palette
  kseg plot1-recipe.json plots/ --out results --fit plots/plot1.jpg --write areas,objects

It goes on where it stopped: photos whose files are there, of the same recipe, are passed over.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    given = _parser().parse_args(arguments)
    if isinstance(sys.stdout, TextIOWrapper):  # Its encoding may not have every letter of a name.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return _run(given)
    except KsegError as error:
        print(f"kseg: {printable(str(error))}", file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        print("Stopped before any photo was done.", file=sys.stderr)
        return STOPPED


def _run(given: argparse.Namespace) -> int:
    started = time.monotonic()
    table = given.table or given.out / TABLE
    check_table(table)
    found = find_sources(given.photos, given.out)
    asked = _asked(given, found.sources)
    if asked.passed_over:
        print(f"Of the address, {', '.join(asked.passed_over)} changes nothing here.", file=sys.stderr)
    n = len(found.sources)
    with Journal(given.out) as journal, nothing_unfinished(given.out), _engine(given, n) as engine:
        job = _job(given, asked, found.sources, engine, journal)
        if words := idle_words(job):
            print(f"The recipe has nothing for --write {','.join(words)}.", file=sys.stderr)
        _write_recipe(given.out / RECIPE, job.recipe, given.recipe)
        with _bar("Photos", n) as bar:
            summary = do_all(found.sources, job, engine, journal, bar.update)
        summary.refused += found.refused
        if not summary.is_stopped:
            n_rows = write_table(table, lambda: journal.rows(found.sources))
    seconds = time.monotonic() - started
    rate = f", {summary.n_done / seconds:,.1f} a second" if summary.n_done > 1 else ""
    print(f"{count(summary.n_done, 'photo')} done in {seconds:.1f} s{rate}.")
    if summary.n_before:
        print(f"{count(summary.n_before, 'photo')} passed over: the files were there, of the same recipe.")
    if found.left_alone:
        print(printable(found.words))
    _say_lines("read with a note", given.out / NOTES, summary.notes)
    _say_lines("refused", given.out / NOT_READ, [f"{each.name}: {each.reason}" for each in summary.refused])
    if summary.is_stopped:
        print("Stopped. The same command goes on from there; the table is written at the end.")
        return STOPPED
    n_photos = count(summary.n_done + summary.n_before, "photo")
    print(f"{table}: {count(n_rows, 'row')} of {n_photos}." if n_rows else "No photo was done: no table.")
    return REFUSED if summary.refused else 0


def _say_lines(what: str, path: Path, lines: Sequence[str]) -> None:
    """Print how many photos something was said of, and the first of the lines, which a file holds all."""
    if not lines:
        path.unlink(missing_ok=True)
        return
    lines = [printable(line) for line in lines]
    _write_text(path, "".join(f"{line}\n" for line in lines))
    print(f"{count(len(lines), 'photo')} {what}:")
    for line in lines[:_LINES]:
        print(f"  {line}")
    if len(lines) > _LINES:
        print(f"  … and {len(lines) - _LINES:,} more in {path}")


def _write_recipe(path: Path, recipe: Recipe, given: str) -> None:
    """Write what is done with the photos, but not over a given recipe that says something else."""
    is_given = os.path.lexists(given) and path.exists() and path.samefile(given)
    if is_given and parse_recipe(path.read_bytes()) != recipe:
        raise SettingsError(f"{path} would be overwritten by the recipe of this run. Give another --out.")
    _write_text(path, recipe_json(recipe))


def _write_text(path: Path, text: str) -> None:
    with whole_file(path) as beside:
        beside.write_text(text, encoding="utf-8")


def _asked(given: argparse.Namespace, sources: Sequence[Source]) -> GivenRecipe:
    """The recipe with what the options change."""
    named = None if given.fit in (None, EACH, ALL, KEPT) else _named_photo(given.fit, given.out)
    asked = read_given(given.recipe, [*([named] if named else []), *sources], k=given.k)
    if given.whole:
        asked = asked.of_whole_photos
    if given.k is not None:
        asked = asked.with_k(given.k)
    if named is not None:
        if asked.source is not None and asked.source.path == named.path:
            return replace(asked, fit=PHOTO)  # As the view crops it.
        try:
            return replace(asked, fit=PHOTO, photo=read_photo(named.name, read_source(named)))
        except ImageError as error:
            raise SettingsError(f"{named.name}: {error}") from error
    asked = replace(asked, fit=given.fit or asked.fit)
    if asked.fit == KEPT:
        kept_model(asked.recipe)  # Are there centroids?
    return asked


def _job(
    given: argparse.Namespace, asked: GivenRecipe, sources: Sequence[Source], engine: Engine, journal: Journal
) -> Job:
    """Find the clusters, if they are the same for all photos, and say what is to be done."""
    recipe, model = asked.recipe, None
    if asked.fit != EACH and recipe.settings.position_weight:
        print("Pixels cluster by color alone: a position means nothing in another photo.", file=sys.stderr)
    if asked.fit == ALL:
        recipe = parse_recipe(
            journal.fit(fit_key(recipe, sources), lambda: _fit_all(recipe, sources, engine))
        )
    elif asked.photo is not None and asked.fit == PHOTO:
        recipe = fit_on_photo(asked.photo, recipe)
    if asked.fit == EACH:
        recipe = replace(recipe, centroids=(), counts=(), far=())
    else:
        recipe = with_classes(recipe)
        model = kept_model(recipe)
    return make_job(recipe, model, finds_objects=asked.finds_objects, writes=given.write, folder=given.out)


def _fit_all(recipe: Recipe, sources: Sequence[Source], engine: Engine) -> str:
    """The recipe with the centroids of all photos together."""
    with _bar("Colors of all photos", len(sources)) as bar:
        histogram = sum_histograms(sources, recipe, engine, bar.update)
    return recipe_json(fit_on_all(histogram, recipe))


def _named_photo(text: str, out: Path) -> Source:
    """The photo that clusters are found on."""
    sources = find_sources([text], out).sources
    if len(sources) != 1:
        raise SettingsError(f"--fit takes {EACH}, {ALL}, {KEPT} or one photo. {text} is none of these.")
    return sources[0]


def _engine(given: argparse.Namespace, n: int) -> AbstractContextManager[Engine]:
    if given.scheduler:
        return ClusterEngine(given.scheduler, given.jobs)
    return LocalEngine(min(given.jobs or usable_cores(), n))


def _bar(words: str, total: int) -> "tqdm[None]":
    return tqdm(desc=words, total=total, unit="photo", disable=None, dynamic_ncols=True)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong, and what a shell does to an address without quotes."""

    def error(self, message: str) -> NoReturn:
        is_cut = len(sys.argv) > 1 and "?" in sys.argv[1] and "the following arguments" in message
        super().error(f"{message}. Is the address in quotes?" if is_cut else message)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="kseg",
        description=_ABOUT,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "recipe", metavar="RECIPE", help="recipe.json from Take away, or the page's address in quotes"
    )
    parser.add_argument(
        "photos",
        metavar="PHOTOS",
        nargs="+",
        help="files, folders, patterns in quotes; with fsspec, addresses such as s3://bucket/plots",
    )
    parser.add_argument("--out", metavar="FOLDER", type=Path, required=True, help="where the results go")
    parser.add_argument(
        "--fit",
        metavar="each|all|recipe|PHOTO",
        help="what clusters are found on: each photo by itself; all photos together; one photo; or keep the "
        "centroids that the recipe has. Classes and edits go to the nearest colors. Default: as the recipe "
        "says, for most each",
    )
    parser.add_argument("--version", action="version", version=f"kseg {kseg_core.__version__}")
    parser.add_argument("--k", metavar="K", type=int, help="another number of clusters")
    parser.add_argument(
        "--whole", action="store_true", help="whole photos: without the crop and the region of the recipe"
    )
    parser.add_argument(
        "--write",
        metavar="WORDS",
        type=_words,
        default=(),
        help=f"files of each photo, separated by commas: {', '.join(WORDS)}. palette is one file each of "
        f"{', '.join(each.suffix for each in PALETTE_FORMATS)}. Default: none",
    )
    parser.add_argument(
        "--table",
        metavar="FILE",
        type=Path,
        help="the table of all photos, .csv or .parquet. Default: table.csv in FOLDER",
    )
    parser.add_argument(
        "--jobs", metavar="N", type=_jobs, help="photos at a time on this machine. Default: one a core"
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS|local",
        type=_address,
        help="of a Dask cluster, such as tcp://10.0.0.1:8786; local starts one here",
    )
    return parser


def _words(text: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    for word in words:
        if word not in WORDS:
            raise argparse.ArgumentTypeError(f"{word!r} is none of {', '.join(WORDS)}")
    return words


def _address(text: str) -> str:
    if not text:  # As of a variable that is not set.
        raise argparse.ArgumentTypeError("give the address of a scheduler, or local")
    return text


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("give a whole number from 1")
    return int(text)

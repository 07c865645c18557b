"""Four Dask workers on this machine, two of which are killed in the middle, beside a run on local processes.

    python -m tests.benchmarks.cluster [FOLDER]

The centroids of all photos are found on the cluster as well. One of the two comes back, as a process that
its nanny starts anew; the other is lost with its nanny, as when a machine goes. FOLDER holds the photos;
without it some of 12 megapixels are made.
"""

import argparse
import filecmp
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil

from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.recipe import Recipe, recipe_json
from tests.benchmarks.batch.command import COMMAND
from tests.benchmarks.batch.folders import large_photos

WORKERS, PHOTOS, WRITTEN = 4, 24, "png,labels,palette,masks"
_DASK = (sys.executable, "-m", "dask")
_SECONDS = 0.05


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.cluster",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", metavar="FOLDER", type=Path, nargs="?")
    photos = parser.parse_args().folder
    with tempfile.TemporaryDirectory(prefix="kseg-") as scratch:
        place = Path(scratch)
        if photos is None:
            photos = place / "photos"
            large_photos(photos, PHOTOS)
        recipe = place / "recipe.json"
        recipe.write_text(recipe_json(Recipe(settings=KMeansSettings(k=5))))
        command = [*COMMAND, recipe, photos, "--fit", "all", "--write", WRITTEN, "--out"]
        local, clustered = place / "local", place / "cluster"
        subprocess.run([*command, local], check=True)
        n_pictures = len(list(local.rglob("*.png")))
        with _cluster(place) as (address, workers):
            running = subprocess.Popen([*command, clustered, "--scheduler", address])
            _wait_for(clustered, n_pictures // 3, running)
            (child,) = _children(workers[0])
            child.kill()
            print(f"The process {child.pid} of worker 1 is killed.")
            _wait_for(clustered, n_pictures // 2, running)
            _end(workers[1])
            print("Worker 2 is gone with its nanny.")
            status = running.wait()
        print(f"Exit status {status}.")
        _compare(local, clustered)


@contextmanager
def _cluster(place: Path) -> Iterator[tuple[str, list[psutil.Popen]]]:
    """The address of a scheduler, and its workers with a nanny each."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    address = f"tcp://127.0.0.1:{port}"
    with (place / "dask.log").open("wb") as log, ExitStack() as stack:

        def start(*arguments: str) -> psutil.Popen:
            process = psutil.Popen([*_DASK, *arguments, "--no-dashboard"], stdout=log, stderr=log)
            stack.callback(_end, process)
            return process

        start("scheduler", "--host", "127.0.0.1", "--port", port)
        yield address, [start("worker", address, "--nthreads", "1") for _ in range(WORKERS)]


def _children(process: psutil.Popen) -> list[psutil.Process]:
    """The processes in which a nanny lets photos be worked on."""
    return [each for each in process.children() if "spawn_main" in " ".join(each.cmdline())]


def _end(process: psutil.Popen) -> None:
    if process.is_running():
        for each in [process, *process.children(recursive=True)]:
            each.kill()
        process.wait()


def _wait_for(folder: Path, n_pictures: int, running: "subprocess.Popen[bytes]") -> None:
    """Wait until so many files are there."""
    while len(list(folder.rglob("*.png"))) < n_pictures:
        if running.poll() is not None:
            raise SystemExit("The command came to its end before a worker could be killed.")
        time.sleep(_SECONDS)


def _files(folder: Path) -> Sequence[Path]:
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in files if not path.name.startswith(".kseg-journal"))


def _compare(local: Path, clustered: Path) -> None:
    """Print which files are not the same."""
    ours, theirs = _files(local), _files(clustered)
    for path in sorted({*ours} ^ {*theirs}):
        print(f"only in one of both: {path}")
    both = sorted({*ours} & {*theirs})
    alike = [path for path in both if filecmp.cmp(local / path, clustered / path, shallow=False)]
    print(f"Files: {len(ours)} of local processes, {len(theirs)} of the cluster, {len(alike)} of them alike.")
    table = (clustered / "table.csv").read_bytes()
    is_same = table == (local / "table.csv").read_bytes()
    n_rows = table.count(ord("\n")) - 1
    print(f"The tables of {n_rows} rows are {'the same' if is_same else 'NOT THE SAME'}.")


if __name__ == "__main__":
    main()

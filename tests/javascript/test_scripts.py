"""Scripts of components are put together from modules."""

from pathlib import Path

import pytest

from pages._ui.components import scripts
from pages._ui.components.scripts import bundle, script
from tests.javascript.node import run_node

ASSETS = Path(scripts.__file__).with_name("assets")


def files(folder: Path, **texts: str) -> Path:
    """Write modules and return the path of the first."""
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text, "utf-8")
    return folder / f"{next(iter(texts))}.js"


def printed(node: Path, script: str) -> str:
    ran = run_node(node, "--input-type=module", "--eval", script)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_each_file_runs_once_before_those_that_import_it(tmp_path: Path, node: Path):
    entry = files(
        tmp_path,
        entry='import { one } from "./one.js"\nimport {\n  two,\n} from "./two.js"\nconsole.log(one + two)\n',
        one='import { base } from "./base.js"\nexport const one = base + 1\n',
        two='import { base } from "./base.js"\nexport const two = base + 2\n',
        base='console.log("base")\nexport const base = 10\n',
    )
    assert printed(node, bundle(entry)) == "base\n23"


def test_names_that_are_not_exported_stay_apart(tmp_path: Path, node: Path):
    entry = files(
        tmp_path,
        entry='import { one } from "./one.js"\nimport { two } from "./two.js"\n'
        'const LIMIT = "entry"\nconsole.log(one(), two(), LIMIT)\n',
        one='const LIMIT = "one"\nexport const one = () => LIMIT\n',
        two='const LIMIT = "two"\nexport function two() {\n  return LIMIT\n}\n',
    )
    assert printed(node, bundle(entry)) == "one two entry"


def test_a_file_may_be_called_as_what_it_exports(tmp_path: Path, node: Path):
    entry = files(
        tmp_path,
        entry='import { percent } from "./percent.js"\nconsole.log(new percent().sign)\n',
        percent='export class percent {\n  sign = "%"\n}\n',
    )
    assert printed(node, bundle(entry)) == "%"


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (
            {"a": 'import { b } from "./b.js"\n', "b": 'import { a } from "./a.js"\nexport const b = 1\n'},
            "circle: a.js, b.js, a.js",
        ),
        ({"a": 'import { a } from "./a.js"\nexport const a = 1\n'}, "circle: a.js, a.js"),
        ({"a": 'import { c } from "./b.js"\n', "b": "const c = 1\n"}, "a.js imports c, which b.js does not"),
        (
            {
                "a": 'import { x } from "./b.js"\nimport { x } from "./c.js"\n',
                "b": "export const x = 1\n",
                "c": "export const x = 2\n",
            },
            "a.js imports x from two files",
        ),
        ({"a": 'import * as all from "./b.js"\n', "b": ""}, "a.js has an import or export"),
        ({"a": 'import { b } from "./b.js"\n', "b": "export { b }\n"}, "b.js has an"),
        ({"a": 'import { b } from "./b.js"\n', "b": "export const b = 1\nexport default b\n"}, "b.js has an"),
    ],
)
def test_what_cannot_be_put_together_is_an_error(tmp_path: Path, texts: dict[str, str], says: str):
    with pytest.raises(ValueError, match=says):
        bundle(files(tmp_path, **texts))


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        bundle(files(tmp_path, a='import { b } from "./b.js"\n'))


@pytest.mark.parametrize("name", sorted(path.stem for path in ASSETS.glob("*.js")))
def test_every_module_can_be_put_together(name: str):
    assert "\nimport " not in script(name)

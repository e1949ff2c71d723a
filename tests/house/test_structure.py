"""The house stands as its plan says: one way down the stairs, mirrored folders, nothing unused, nothing vague."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from app import FEATURES, create_app
from foundation.settings import ROOT
from tests.conftest import settings_for

HALVES = ("foundation", "agencies", "coordination")
VAGUE = {
    "base", "bits", "common", "core", "data", "general", "handlers", "helper", "helpers", "lib", "manager", "managers",
    "misc", "shared", "stuff", "things", "tools", "util", "utilities", "utils",
}  # fmt: skip
NAMED_BY_FOUNDATION = {"errors", "macros", "layout", "phone"}
"""Templates that belong to no feature."""
OF_SEVERAL = {
    "tests/coordination/cases/test_safe_contact.py": "the one gate to a private address, for letters of every feature",
    "tests/coordination/tasks/test_many_at_once.py": "the deeds of a task behind a real server",
    "tests/foundation/test_neutral_words.py": "every outward text of all features",
    "tests/coordination/demonstration/test_demonstration.py": "the whole of it, from an empty file to a mailbox",
}
"""Tests beside features that are about no single room, each with its reason."""
AHEAD: dict[str, str] = {}
"""Templates that nothing fills yet, each with its reason."""
FOREIGN = re.compile(r"(?<![\w.~-])/(work|home|root|Users|tmp|var/folders)/")


@cache
def files() -> tuple[PurePosixPath, ...]:
    """Every file that the house keeps."""
    asked = ["git", "ls-files", "-z"]
    try:
        listed = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):  # a copy without its history: look at the folders themselves
        listed = [
            str(path.relative_to(ROOT))
            for part in (*HALVES, "templates", "static", "tests", "migrations", "docs", "translations", "requirements")
            for path in (ROOT / part).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".mo"
        ] + ["app.py", "Makefile", "README.md", "pyproject.toml"]
    return tuple(PurePosixPath(name) for name in sorted(set(listed)) if name and (ROOT / name).is_file())


def under(folder: str, suffix: str = "") -> list[PurePosixPath]:
    return [path for path in files() if path.parts[0] == folder and path.name.endswith(suffix)]


def words(path: PurePosixPath) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def features() -> list[str]:
    """Every folder of a feature, as `coordination/plans`."""
    folders = {"/".join(path.parts[:2]) for half in ("agencies", "coordination") for path in under(half, ".py")}
    return sorted(folder for folder in folders if not folder.endswith(".py"))


def test_nothing_imports_the_front_door():
    wrong = []
    for half in (*HALVES, "migrations"):
        for path in under(half, ".py"):
            for node in ast.walk(ast.parse(words(path))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                wrong += [str(path) for name in names if name.split(".")[0] in ("app", "tests")]
    assert not wrong


def test_the_front_door_opens_every_feature():
    named = {feature.replace(".", "/") for feature in FEATURES} | {"coordination/demonstration"}
    assert set(features()) <= named


def test_no_name_is_vague():
    wrong = [str(path) for path in files() if VAGUE & {*path.parts[:-1], path.name.split(".")[0]}]
    wrong += [str(path) for path in files() if path.name == "forms.py" and str(path) != "foundation/web/forms.py"]
    assert not wrong


def test_each_feature_has_its_tests():
    """A feature without a folder of tests, or a test of a room that is not there."""
    missing = [feature for feature in features() if not under_tests(feature)]
    assert not missing
    wrong = []
    for feature in features():
        rooms = {path.stem for path in files() if str(path.parent) == feature}
        rooms |= {path.parent.name for path in files() if str(path.parent.parent) == feature}
        for test in under_tests(feature):
            if test.stem.removeprefix("test_") not in rooms and str(test) not in OF_SEVERAL:
                wrong.append(str(test))
    assert not wrong


def under_tests(feature: str) -> list[PurePosixPath]:
    return [path for path in files() if str(path.parent) == f"tests/{feature}" and path.name.startswith("test_")]


def test_each_room_of_the_floor_has_its_tests():
    rooms = {path.parts[1].removesuffix(".py") for path in under("foundation", ".py")} - {"__init__"}
    tried = {path.stem.removeprefix("test_") for path in under_tests("foundation") if str(path) not in OF_SEVERAL}
    mirrored_elsewhere = {"links_pages": "links", "reasons": "rules of every feature"}
    assert rooms - set(mirrored_elsewhere) == tried


def test_first_lines_say_what_a_room_is():
    wrong = [
        str(path)
        for path in files()
        if path.suffix == ".py"
        and path.parts[:2] != ("migrations", "versions")
        and words(path).strip()
        and not ast.get_docstring(ast.parse(words(path)))
    ]
    assert not wrong


def templates() -> list[PurePosixPath]:
    return [path.relative_to("templates") for path in under("templates")]


def test_each_template_mirrors_its_feature():
    known = {*features(), *(f"foundation/{path.parts[1].removesuffix('.py')}" for path in under("foundation", ".py"))}
    wrong = [
        str(path)
        for path in templates()
        if path.parts[0].split(".")[0] not in NAMED_BY_FOUNDATION and "/".join(path.parts[:2]) not in known
    ]
    assert not wrong


def test_each_template_is_used():
    """By its whole name anywhere, or by its own name in the feature that it mirrors."""
    everywhere = "".join(words(path) for half in HALVES for path in under(half, ".py"))
    everywhere += "".join(words(path) for path in under("templates"))
    unused = []
    for path in templates():
        name = path.name.split(".")[0]
        half = path.parts[0]
        if path.parts[0] in HALVES:
            near = "/".join(path.parts[:2])
            feature = "".join(words(file) for file in under(half, ".py") if str(file).startswith(near))
        else:
            feature = everywhere
        whole = str(path.parent / name)
        by_shipping = path.parent.name == "wordings"  # found by their folder, see test_wordings
        by_name = re.search(rf"""["'/}}]{re.escape(name)}(\.html)?["']""", feature) is not None
        by_status = path.parts[0] == "errors" and name.isdigit()
        if not (by_shipping or by_name or by_status or whole in everywhere or whole in AHEAD):
            unused.append(str(path))
    assert not unused


def test_each_template_parses(tmp_path: Path):
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'unused.db'}"))
    for path in templates():
        if path.parent.name != "wordings":  # those are texts to be signed, their braces are blanks
            app.jinja_env.parse(words(PurePosixPath("templates") / path), str(path))


@pytest.mark.parametrize("half", ["agencies", "coordination", "foundation"])
def test_each_letter_is_there_in_both_languages(half: str):
    letters = [path for path in templates() if path.parts[0] == half and path.parent.name == "letters"]
    assert letters
    by_name = {str(path)[: -len(".cs.txt")] for path in letters}
    assert {str(path) for path in letters} == {f"{name}.{word}.txt" for name in by_name for word in ("cs", "en")}


def test_no_file_knows_the_machine_it_was_written_on():
    wrong = []
    for path in files():
        if path.suffix in (".ico", ".png", ".jpg", ".ttf", ".pdf"):
            continue
        for number, line in enumerate(words(path).splitlines(), 1):
            if FOREIGN.search(line) and str(path) != "tests/house/test_structure.py":
                wrong.append(f"{path}:{number}: {line.strip()[:80]}")
    assert not wrong

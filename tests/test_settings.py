"""Settings: what is said is read, what cannot be is refused with its place and its fix."""

import dataclasses
import re
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest
from typer.testing import CliRunner

from catalogue.cli.app import app
from catalogue.config import (
    DECLARED,
    Folders,
    Home,
    Limits,
    Portal,
    Quotes,
    Releases,
    Serving,
    Settings,
    Sparql,
    Stores,
    Tables,
    read_settings,
)
from catalogue.errors import CatalogueError
from catalogue.setting import Setting

GOOD = '[catalogue]\nbase = "https://example.org/"\ntitle = "Title"\n[publisher]\nname = "We"\n'


def settings(folder: Path, text: str):
    (folder / "catalogue.toml").write_text(text, "utf-8")
    return read_settings(folder)


def test_the_least_settings_are_a_base_and_a_title(tmp_path: Path):
    found = settings(tmp_path, GOOD)
    assert (found.base, found.title, found.languages) == ("https://example.org/", {"en": "Title"}, ("en",))


def test_what_is_not_set_is_as_the_documentation_says(tmp_path: Path):
    assert asdict(settings(tmp_path, GOOD).sparql) == {
        "address": None,
        "store": "memory",
        "workers": 0,
        "queue": 0,
        "wall": 10,
        "memory": 1_073_741_824,
        "rows": 100_000,
        "bytes": 10_000_000,
        "query": 65_536,
        "depth": 64,
        "patterns": 128,
        "operators": 1_000,
        "client": 60,
        "proxies": 0,
        "cache": 67_108_864,
        "releases": 2,
    }


def test_texts_may_be_given_by_language(tmp_path: Path):
    found = settings(tmp_path, GOOD.replace('title = "Title"', 'title.fr = "Titre"\ntitle.en = "Title"'))
    assert found.title == {"fr": "Titre", "en": "Title"}


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("", 1, "catalogue.base"),
        (GOOD.replace("example.org/", "example.org"), 2, "ending in /"),
        (GOOD.replace("https", "ftp"), 2, "http or https"),
        (GOOD.replace('"Title"', "3"), 3, "catalogue.title"),
        (GOOD.replace("title", "langages = []\ntitle"), 3, "did you mean languages"),
        (GOOD.replace("title", 'languages = ["français"]\ntitle'), 3, "language tags"),
        (GOOD.replace("title", 'license = "MIT"\ntitle'), 3, "absolute IRI"),
        (GOOD + "[folders]\ndata = '../elsewhere'\n", 7, "inside the catalogue"),
        (GOOD + "[data]\nelsewhere = 'download/*'\n", 7, "data.elsewhere must be a list of IRIs"),
        (GOOD + "[data]\nelsewhere = ['']\n", 7, "data.elsewhere must be a list of IRIs"),
        (GOOD + "[prefixes]\nx = 3\n", 7, "an IRI for each prefix"),
        (GOOD + "[quotes]\nquote = 'nope:quote'\n", 6, "known prefix"),
        (GOOD + "[quotes]\nquote = 'dct:title'\n", 6, "quotes.document is missing"),
        (GOOD.replace('name = "We"', "homepage = 'https://example.org/'"), 4, "publisher.name"),
        ("catalogue = 3\n", 1, "must be a table"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error_at_its_line_that_names_the_setting(
    tmp_path: Path, text: str, line: int, expected: str
):
    with pytest.raises(CatalogueError, match=expected) as caught:
        settings(tmp_path, text)
    assert caught.value.exit_code == 2
    assert str(caught.value).startswith(f"catalogue.toml:{line}:1: ")


def test_all_that_is_wrong_is_reported_at_its_line_in_the_order_of_the_file(tmp_path: Path):
    text = """# ours
catalogue.base = "here"
catalogue.languages = [
  "en", 3
]
catalogue.description = '''
[sparql]
wall = 0'''

[publisher]
nmae = "We"

[sparql]   # how it is asked
wall = -1
store = "tape"
"""
    with pytest.raises(CatalogueError) as caught:
        settings(tmp_path, text)
    assert str(caught.value).splitlines() == [
        "catalogue.toml:2:1: catalogue.base must be the http or https address of the catalogue, ending in /, #, _ or the like",
        'catalogue.toml:2:1: catalogue.title is missing: write `title = "…"` below [catalogue], with your own value',
        'catalogue.toml:3:1: catalogue.languages must list language tags, each once, such as ["fr", "en"]',
        "catalogue.toml:11:1: unknown setting publisher.nmae; did you mean name?",
        "catalogue.toml:14:1: sparql.wall must be a whole number, 1 or more",
        "catalogue.toml:15:1: sparql.store must be memory or disk",
    ]


BASE_FAULT = "2:1: catalogue.base must be the http or https address of the catalogue, ending in /, #, _ or the like"
MOVE = "move this line below that one"
OWN = "with your own value"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            GOOD.replace('[publisher]\nname = "We"\n', ""),
            [
                "3:1: missing: publisher.name; write these lines at the end of the file, with your own values:",
                "    [publisher]",
                '    name = "…"',
            ],
        ),
        (
            GOOD.replace('name = "We"', ""),
            [f'4:1: publisher.name is missing: write `name = "…"` below [publisher], {OWN}'],
        ),
        (
            GOOD.replace('title = "Title"', ""),
            ['1:1: catalogue.title is missing: write `title = "…"` below [catalogue], with your own value'],
        ),
        (
            GOOD.replace("[catalogue]\n", ""),
            [
                f"{line}:1: {key} belongs under [catalogue]: move this line below that one"
                for line, key in ((1, "base"), (2, "title"))
            ],
        ),
        (
            'name = "We"\n' + GOOD.replace('name = "We"\n', ""),
            ["1:1: name belongs under [publisher]: move this line below that one"],
        ),
        (
            GOOD.replace('title = "Title"\n', "") + 'title = "Title"\n',
            ["5:1: publisher.title belongs under [catalogue]: move this line below that one"],
        ),
        (
            GOOD + 'langages = ["en"]\n',
            ["6:1: unknown setting publisher.langages; did you mean languages, which belongs under [catalogue]?"],
        ),
        ('data = "entries"\n' + GOOD, ["1:1: data belongs under [folders]: move this line below that one"]),
        (GOOD.replace("[publisher]", "[publihser]"), ["4:1: unknown setting publihser; did you mean publisher?"]),
        (GOOD.replace("[catalogue]", "[catalog]"), ["1:1: unknown setting catalog; did you mean catalogue?"]),
        (f"publisher = 'We'\n{GOOD.partition('[publisher]')[0]}", ["1:1: publisher must be a table: [publisher]"]),
        (GOOD + "zebra = 1\n", ["6:1: unknown setting publisher.zebra"]),
        (
            GOOD.replace("example.org/", "example.org"),
            [f'{BASE_FAULT}: write `base = "https://example.org/"`'],
        ),
        (
            GOOD.replace("https://example.org/", "www.example.org/trees"),
            [f'{BASE_FAULT}: write `base = "https://www.example.org/trees/"`'],
        ),
    ],
)
def test_each_slip_is_one_fault_with_what_to_write(tmp_path: Path, text: str, expected: list[str]):
    with pytest.raises(CatalogueError) as caught:
        settings(tmp_path, text)
    assert str(caught.value).replace("catalogue.toml:", "").splitlines() == expected


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("base = https://example.org/", 'base = "https://example.org/"'),
        ("base = https://example.org/ # ours", 'base = "https://example.org/"'),
        ("base: https://example.org/", 'base = "https://example.org/"'),
        ('base "https://example.org/"', 'base = "https://example.org/"'),
        ("base = “https://example.org/”", 'base = "https://example.org/"'),
        ('base = "https://example.org/', 'base = "https://example.org/"'),
        ("languages = [en, pt-BR]", 'languages = ["en", "pt-BR"]'),
        ('languages = ["en", fr]', 'languages = ["en", "fr"]'),
        ("title = { en = Trees, fr = Arbres }", 'title = { en = "Trees", fr = "Arbres" }'),
        ("[catalogue", "[catalogue]"),
        ('title = Trees of a "town"', 'title = "Trees of a \\"town"'),
    ],
)
def test_a_line_that_is_no_toml_is_shown_as_it_was_meant(tmp_path: Path, line: str, meant: str):
    with pytest.raises(CatalogueError) as caught:
        settings(tmp_path, f"# ours\n{line}\n")
    assert str(caught.value).startswith("catalogue.toml:2:")
    assert f"write `{meant}`" in str(caught.value)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("more", ["title = 'Other'", "[catalogue]"])
def test_what_is_given_twice_is_called_so(tmp_path: Path, more: str):
    with pytest.raises(CatalogueError, match="is given twice"):
        settings(tmp_path, GOOD.replace("[publisher]", f"{more}\n[publisher]"))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("before", "line"), [("", 2), ("# x = 1\n", 3), ('description = """\nx = 2\n"""\n', 5), ("languages = [\n'en' ]\n", 4)]
)
@pytest.mark.parametrize("setting", ["x = 1", "  'x' = [\n1]", "x.y = 1"])
def test_a_setting_stands_where_it_is_given_however_it_is_written(
    tmp_path: Path, setting: str, before: str, line: int, end: str
):
    text = GOOD.replace("base", f"{before}{setting}\nbase", 1).replace("\n", end)
    with pytest.raises(CatalogueError, match=r"unknown setting catalogue\.x") as caught:
        settings(tmp_path, text)
    assert (caught.value.place and caught.value.place.line) == line


def test_broken_toml_is_unreadable_input_at_its_line(tmp_path: Path):
    with pytest.raises(CatalogueError) as caught:
        settings(tmp_path, GOOD + "name = \n")
    assert str(caught.value).startswith("catalogue.toml:6:8: not TOML: ")
    assert (caught.value.exit_code, caught.value.place and caught.value.place.line) == (3, 6)


def test_settings_that_are_not_utf8_are_unreadable_input_at_their_line(tmp_path: Path):
    (tmp_path / "catalogue.toml").write_bytes(GOOD.encode() + b'description = "\xe9"\n')
    with pytest.raises(CatalogueError) as caught:
        read_settings(tmp_path)
    assert (caught.value.exit_code, caught.value.place and caught.value.place.line) == (3, 6)


def test_a_folder_without_settings_is_told_how_to_start(tmp_path: Path):
    with pytest.raises(CatalogueError, match="catalogue init") as caught:
        read_settings(tmp_path)
    assert caught.value.exit_code == 2


def test_the_sparql_table_has_small_defaults(tmp_path: Path):
    found = settings(tmp_path, GOOD + '[sparql]\naddress = "https://example.org/sparql"\nwall = 3\nworkers = 0\n').sparql
    assert (found.address, found.wall, found.workers, found.rows) == ("https://example.org/sparql", 3, 0, 100_000)


NO_LINK = [
    "javascript:alert(1)",
    "JavaScript:alert(1)//https://example.org/",
    "data:text/html,x",
    "file:///etc/hostname",
    "ftp://example.org/",
    "urn:x:y",
    "vbscript:x",
    "http:example.org",
    "https:///path",
    "https://?x",
    "https://user@example.org/",
    "/path",
    "//example.org/",
]
LINKS = [
    "site.source",
    "site.commit",
    "site.correction",
    "site.contribute",
    "publisher.homepage",
    "sparql.address",
    "dcat.contact",
]


@pytest.mark.parametrize("address", NO_LINK)
@pytest.mark.parametrize("name", [*LINKS, "dcat.previous"])
def test_what_becomes_a_link_leads_to_the_web(tmp_path: Path, name: str, address: str):
    table, _, key = name.partition(".")
    given = GOOD if table != "publisher" else re.sub(r"\[publisher\][^\[]*", "", GOOD)
    own = f'[{table}]\n{key} = "{address}"\n' + ('name = "A"\n' if table == "publisher" else "")
    with pytest.raises(CatalogueError, match=rf"{name} must be .*https"):
        settings(tmp_path, f"{given}\n{own}")


@pytest.mark.parametrize("address", ["mailto:team@example.org", "mailto:team@example.org?subject=x", "https://example.org"])
def test_readers_may_be_asked_to_write_by_mail(tmp_path: Path, address: str):
    assert settings(tmp_path, f'{GOOD}\n[site]\ncontribute = "{address}"\n').contribute == address


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("wall = 0", "sparql.wall must be a whole number, 1 or more"),
        ("wall = 1.5", "sparql.wall must be a whole number"),
        ("rows = true", "sparql.rows must be a whole number"),
        ('store = "tape"', "sparql.store must be memory or disk"),
        ("rwos = 3", "unknown setting sparql.rwos; did you mean rows?"),
        ('address = "here"', "sparql.address must be an http or https address"),
    ],
)
def test_a_limit_that_makes_no_sense_is_told_with_its_name(tmp_path: Path, line: str, words: str):
    with pytest.raises(CatalogueError, match=re.escape(words)):
        settings(tmp_path, f"{GOOD}[sparql]\n{line}\n")


def declared_values(setting: Setting) -> tuple[str, dict[str, object]]:
    """The least settings with the example of a setting, and them parsed."""
    tables: dict[str, dict[str, str]] = {
        "catalogue": {"base": '"https://example.org/"', "title": '"Title"'},
        "publisher": {"name": '"We"'},
        "prefixes": {"cn": '"https://example.org/ontology#"', "oa": '"http://www.w3.org/ns/oa#"'},
    }
    if setting.table == "quotes":
        tables["quotes"] = {each.key: each.example for each in DECLARED.values() if each.table == "quotes" and each.is_needed}
    tables.setdefault(setting.table, {})[setting.key.replace("*", "ex")] = setting.example
    lines = [[f"[{table}]", *(f"{key} = {value}" for key, value in entries.items())] for table, entries in tables.items()]
    text = "\n".join(line for part in lines for line in part)
    return text, tomllib.loads(text)[setting.table]


@pytest.mark.parametrize("name", DECLARED)
def test_every_setting_is_described_and_its_example_is_read(tmp_path: Path, name: str):
    setting = DECLARED[name]
    assert setting.description
    text, entries = declared_values(setting)
    value = entries[setting.key.replace("*", "ex")]
    assert setting.type.fits(value)
    if name == "folders.data":
        (tmp_path / str(value)).mkdir()
    settings(tmp_path, text)


@pytest.mark.parametrize("name", DECLARED)
def test_a_value_of_another_type_is_refused_as_the_reference_says(tmp_path: Path, name: str):
    setting = DECLARED[name]
    text, _ = declared_values(dataclasses.replace(setting, example="[1979-05-27]"))
    with pytest.raises(CatalogueError) as caught:
        settings(tmp_path, text)
    assert caught.value.message == setting.type.message(setting.table, setting.key)


def test_every_default_is_what_is_read_when_nothing_is_given(tmp_path: Path):
    fields_of = {**vars(settings(tmp_path, GOOD))}
    of_table = {name: vars(fields_of[name]) for name in ("folders", "home", "sparql", "tables")} | {
        "dcat": vars(fields_of["portal"])
    }
    for setting in DECLARED.values():
        if setting.table in of_table:
            assert of_table[setting.table][setting.key] == setting.default
    assert fields_of["languages"] == DECLARED["catalogue.languages"].default
    assert fields_of["literal_limit"] == DECLARED["limits.literal"].default
    assert fields_of["limits"] == Limits()


@pytest.mark.parametrize("owner", [Settings, Folders, Home, Limits, Portal, Quotes, Releases, Serving, Sparql, Stores, Tables])
def test_every_field_that_holds_a_setting_declares_it(owner: type):
    composed = (
        {"folder", "folders", "home", "limits", "portal", "quotes", "releases", "serving", "sparql", "stores", "tables"}
        if owner is Settings
        else set()
    )
    assert {field.name for field in dataclasses.fields(owner) if "setting" not in field.metadata} == composed


@pytest.mark.parametrize(
    ("name", "folders", "hint"),
    [
        ("daten", ["data"], 'write `data = "data"`'),
        ("entires", ["entries"], 'write `data = "entries"`'),
        ("x", [], "make it, or"),
    ],
)
@pytest.mark.parametrize("command", [["check"], ["build"], ["fmt"], ["query", "ASK {}"], ["shapes", "draft"], ["queries"]])
def test_a_folder_of_data_that_is_not_there_is_an_error_of_every_command(
    tmp_path: Path, name: str, folders: list[str], hint: str, command: list[str]
):
    for folder in folders:
        (tmp_path / folder).mkdir()
    (tmp_path / "catalogue.toml").write_text(f'{GOOD}[folders]\ndata = "{name}"\n', "utf-8")
    done = CliRunner().invoke(app, [*command, "-C", str(tmp_path)])
    assert done.exit_code == 2
    assert f"catalogue.toml:7:1: there is no folder {name}" in done.stderr
    assert hint in done.stderr
    assert not (tmp_path / "build").exists()


def test_files_are_converted_into_a_folder_of_data_that_is_not_there_yet(tmp_path: Path):
    (tmp_path / "catalogue.toml").write_text(f'{GOOD}[folders]\ndata = "entries"\n', "utf-8")
    (tmp_path / "a.nt").write_text("<urn:a> <urn:b> <urn:c> .\n", "utf-8")
    done = CliRunner().invoke(
        app, ["convert", str(tmp_path / "a.nt"), "-o", str(tmp_path / "entries" / "a.ttl"), "-C", str(tmp_path)]
    )
    assert (done.exit_code, (tmp_path / "entries" / "a.ttl").is_file()) == (0, True)


NUMBERS = {name: setting for name, setting in DECLARED.items() if setting.type.most is not None}


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_a_number_may_be_as_large_as_the_system_can_count_and_no_larger(tmp_path: Path, name: str):
    most, (table, _, key) = NUMBERS[name].type.most, name.partition(".")
    text = GOOD if table not in {"catalogue", "publisher"} else ""
    settings(tmp_path, f"{text}[{table}]\n{key} = {most}\n")
    for number in (most + 1, 2**63 - 1, 10**30):
        with pytest.raises(CatalogueError, match=rf"^catalogue.toml:7:1: {name} must be {most:,} or less$"):
            settings(tmp_path, f"{text}[{table}]\n{key} = {number}\n")


@pytest.mark.parametrize("number", [2**63, 10**30])
def test_a_number_of_a_table_is_bounded_too(tmp_path: Path, number: int):
    with pytest.raises(CatalogueError, match=r"^catalogue.toml:\d+:1: home.sections must be tables"):
        settings(tmp_path, f'{GOOD}[[home.sections]]\nshow = "changes"\nlimit = {number}\n')
    store = 'address = "http://127.0.0.1:1"\nprofile = "oxigraph"'
    for key in ("keep", "timeout", "lines", "bytes"):
        with pytest.raises(CatalogueError, match=r"^catalogue.toml:\d+:1: a store must have an address"):
            settings(tmp_path, f"{GOOD}[stores.x]\n{store}\n{key} = {number}\n")


@pytest.mark.parametrize(
    ("folders", "told"),
    [
        ('build = "data"', "releases in data would be read with folders.data, which is data"),
        ('build = "data/out"', "releases in data/out would be read with folders.data, which is data"),
        ('build = "./data//x"', "releases in ./data//x would be read with folders.data"),
        ('build = "queries"', "releases in queries would be read with folders.queries"),
        ('build = "theme/x"', "releases in theme/x would be read with folders.theme"),
        ('data = "."', "releases in build would be read with folders.data, which is ."),
        ('texts = "build"', "releases in build would be read with folders.texts, which is build"),
    ],
)
def test_releases_do_not_lie_among_what_is_read(tmp_path: Path, folders: str, told: str):
    with pytest.raises(CatalogueError, match=re.escape(f"catalogue.toml:7:1: {told}")):
        settings(tmp_path, f"{GOOD}[folders]\n{folders}\n")


@pytest.mark.parametrize("folders", ['build = "data-out"', 'build = "public/data"', 'data = "build-data"', 'build = "."'])
def test_releases_lie_anywhere_else(tmp_path: Path, folders: str):
    (tmp_path / "build-data").mkdir()
    assert settings(tmp_path, f"{GOOD}[folders]\n{folders}\n").base

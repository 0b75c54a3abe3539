"""The language of the command: its help, its errors and its messages are in the language of `--lang`, else of the locale."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from catalogue.cli.app import app
from catalogue.cli.help import word
from catalogue.cli.language import chosen
from catalogue.messages import languages

GOLDEN = Path(__file__).parent / "golden" / "help"
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as users run it, in an environment without a language."""
    clean = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return subprocess.run(
        [sys.executable, "-m", "catalogue", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**clean, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8", "TERM": "dumb", **environment},
    )


def trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("command", ["", "check"])
def test_the_help_is_in_the_language_that_is_asked_for(command: str, language: str):
    done = run(*command.split(), "--help", "--lang", language)
    file = GOLDEN / f"{command or 'catalogue'}.{language}.txt"
    if os.environ.get("GOLDEN") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(trimmed(done.stdout), "utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert file.read_text("utf-8") == trimmed(done.stdout)


@pytest.mark.parametrize("language", languages())
def test_no_command_shows_a_code_in_its_help(language: str):
    group = typer.main.get_command(app)
    word(group, language)  # type: ignore[arg-type]
    shown = [group.help, group.subcommand_metavar]  # type: ignore[attr-defined]
    inner = [one for command in group.commands.values() for one in getattr(command, "commands", {}).values()]  # type: ignore[attr-defined]
    assert inner
    for command in (group, *group.commands.values(), *inner):  # type: ignore[attr-defined]
        shown += [command.help, command.options_metavar]
        for parameter in command.params:
            shown += [parameter.help, parameter.metavar, parameter.show_default]
    assert [text for text in shown if isinstance(text, str) and text.startswith("help.")] == []
    assert all(command.help for command in (*group.commands.values(), *inner))  # type: ignore[attr-defined]


USAGE = [
    (["--no-such"], "pas d'option --no-such"),
    (["check", "--no-such"], "pas d'option --no-such ; vouliez-vous dire --no-cache, --no-color ?"),
    (["chek"], "pas de commande chek ; vouliez-vous dire check ?"),
    (["zzzz"], "pas de commande zzzz"),
    (["--lang", "fr"], "nommez une commande"),
    (["query"], "il manque NOM|FICHIER|-"),
    (["init"], "il manque dossier"),
    (["shapes", "drat"], "pas de commande drat ; vouliez-vous dire draft ?"),
    (["shapes", "draft", "--no-such"], "pas d'option --no-such"),
    (["init", "a", "b"], "la commande ne prend pas ceci : b"),
    (["check", "--format"], "l'option --format demande une valeur"),
    (["check", "--fix=3"], "l'option --fix ne prend pas de valeur"),
    (["check", "--max-findings", "x"], "--max-findings : écrivez un nombre entier, pas x"),
    (["check", "--max-findings", "-1"], "--max-findings : écrivez 0 ou plus"),
    (["serve", "--port", "99999"], "--port : écrivez 65535 ou moins"),
    (["check", "--lang", "de"], "--lang : pas de messages en de ; choisissez en ou fr"),
    (["--lang", "xx", "check"], "--lang : pas de messages en xx ; choisissez en ou fr"),
    (["check", "--unsafe-fixes"], "erreur : --unsafe-fixes demande --fix ou --diff"),
]


@pytest.mark.parametrize(("arguments", "message"), USAGE)
def test_errors_of_usage_are_in_the_language_of_the_locale(arguments: list[str], message: str):
    done = run(*arguments, LANG="fr_FR.UTF-8")
    assert (2, "") == (done.returncode, done.stdout)
    assert message in " ".join(done.stderr.replace("│", " ").split())
    assert not any(word in done.stderr for word in ("Usage: ", "Error", "Try", "Invalid", "Missing", "Input should"))


@pytest.mark.parametrize(("arguments", "message"), [case for case in USAGE if "fr" not in case[0]])
def test_errors_of_usage_are_in_english_without_a_locale(arguments: list[str], message: str):
    done = run(*arguments)
    assert 2 == done.returncode
    assert message not in done.stderr
    assert done.stderr.startswith(("Usage: ", "╭─ Error", "error: "))


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "fr_FR.UTF-8"}, "fr"),
        ([], {"LANG": "fr"}, "fr"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LANG": "C.UTF-8", "LANGUAGE": "fr"}, "en"),
        ([], {"LANG": "en_US.UTF-8", "LANGUAGE": "fr"}, "fr"),
        ([], {"LANG": "fr_FR.UTF-8", "LANGUAGE": "de:en"}, "en"),
        ([], {"LANG": "fr_FR.UTF-8", "LANGUAGE": ""}, "fr"),
        ([], {"LANGUAGE": "br:fr"}, "fr"),
        ([], {"LC_ALL": "en_GB.UTF-8", "LANG": "fr_FR.UTF-8"}, "en"),
        ([], {"LC_MESSAGES": "fr_CA", "LANG": "en_GB.UTF-8"}, "fr"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "fr_CA"}, "fr"),
        ([], {"LANG": "fr_FR@euro"}, "fr"),
        (["--lang", "fr", "check"], {"LANG": "en_GB.UTF-8"}, "fr"),
        (["check", "--lang", "fr"], {}, "fr"),
        (["check", "--lang=FR-be"], {}, "fr"),
        (["--lang", "en", "check", "--lang", "fr"], {}, "fr"),
        (["check", "--", "--lang", "fr"], {}, "en"),
        (["check", "--lang"], {"LANG": "fr"}, "fr"),
        (["check", "--lang", "de"], {"LANG": "fr"}, "fr"),
        (["query", "fr"], {}, "en"),
    ],
)
def test_lang_counts_wherever_it_stands_then_the_locale_in_the_order_of_gettext(
    arguments: list[str], environment: dict[str, str], language: str
):
    assert language == chosen(arguments, environment)


@pytest.mark.parametrize("arguments", [["--lang", "fr", "check"], ["check", "--lang", "fr"], ["check", "--lang=fr-CA"]])
def test_what_a_command_says_is_in_the_language_before_and_behind_it(garden: Path, arguments: list[str]):
    done = run(*arguments, "-C", str(garden))
    assert (0, "") == (done.returncode, done.stdout)
    assert "7 fichiers" in done.stderr


def test_one_thing_is_singular_and_none_is_as_the_language_has_it(garden: Path):
    path = min((garden / "data").rglob("*.ttl"))
    path.write_text(path.read_text("utf-8").replace(" ;\n", "   ;\n", 1), "utf-8")
    one = run("fmt", "--check", "-C", str(garden), str(path))
    assert "1 of 1 file is not formatted; run `catalogue fmt`\n" == one.stderr
    un = run("fmt", "--check", "-C", str(garden), str(path), "--lang", "fr")
    assert "1 sur 1 fichier n'est pas mis en forme ; lancez `catalogue fmt`\n" == un.stderr

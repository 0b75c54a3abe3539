"""What Lighthouse gives pages of a catalogue, performance included: `python -m bench.pages FOLDER` after `make audits`."""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.lighthouse import lighthouse

_TOOLS = Path("build") / "audits"
_PAGES = (
    "index.fr.html",
    "index.en.html",
    "initiative/umap.fr.html",
    "season/2.fr.html",
    "organisation/dinum.fr.html",
    "initiative.fr.html",
    "queries/laureates.fr.html",
    "search.fr.html",
)
_CATEGORIES = {"performance": "performance", "accessibility": "accessibility", "best-practices": "best practices", "seo": "SEO"}
_TIMES = {
    "first-contentful-paint": "first paint, ms",
    "largest-contentful-paint": "largest paint, ms",
    "total-byte-weight": "KB",
}
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    """Serve a catalogue on a free port of loopback, and give its address."""
    command = [sys.executable, "-m", "catalogue", "serve", "--port", "0", "-C", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(10)


def _spread(values: Sequence[float]) -> str:
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:,.0f}" if round(low) == round(high) else f"{middle:,.0f} ({low:,.0f} - {high:,.0f})"


def table(rounds: Sequence[Sequence[dict[str, Any]]], root: str) -> Iterator[str]:
    """Write the median of the rounds for each page, with the least and the most where they differ, as a table in Markdown.

    >>> result = {"address": "http://x/a", "scores": {"performance": 0.98, "seo": 1}, "measured": {"total-byte-weight": 2000}}
    >>> for line in table([[result], [result | {"scores": {"performance": 1, "seo": 1}}]], "http://x/"): print(line)
    | page | performance | SEO | KB |
    |---|---|---|---|
    | a | 99 (98 - 100) | 100 | 2 |
    """
    first = rounds[0][0]
    categories = [name for name in _CATEGORIES if name in first["scores"]]
    times = [name for name in _TIMES if name in first["measured"]]
    yield "| " + " | ".join(["page", *map(_CATEGORIES.__getitem__, categories), *map(_TIMES.__getitem__, times)]) + " |"
    yield "|---" * (1 + len(categories) + len(times)) + "|"
    for results in zip(*rounds, strict=True):
        scores = [_spread([100 * result["scores"][name] for result in results]) for name in categories]
        scale = {name: 1000 if _TIMES[name] == "KB" else 1 for name in times}
        lasting = [_spread([result["measured"][name] / scale[name] for result in results]) for name in times]
        yield "| " + " | ".join([results[0]["address"].removeprefix(root), *scores, *lasting]) + " |"


def main() -> None:
    """Measure pages several times, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(), help="the catalogue")
    parser.add_argument("--pages", nargs="+", default=_PAGES, help="paths in the release")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--output", type=Path, default=Path("build/bench/pages.json"))
    arguments = parser.parse_args()
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None or not _TOOLS.is_dir():
        sys.exit("Lighthouse and Chromium are needed: make audits, and on Debian apt install chromium")
    flags = {"onlyCategories": list(_CATEGORIES)}
    with _serving(arguments.folder) as root:
        addresses = [root + path for path in arguments.pages]
        rounds = [lighthouse(_TOOLS, browser, addresses, flags) for _ in range(arguments.rounds)]
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(json.dumps(rounds, indent=1), "utf-8")
    if failures := [result for results in rounds for result in results if result["error"]]:
        sys.exit(f"Lighthouse could not open {failures[0]['address']}: {failures[0]['error']}")
    sys.stdout.write("\n".join(table(rounds, root)) + "\n")


if __name__ == "__main__":
    main()

"""Releases: all documents of an edition written at once, whole or not at all.

A release lies in `build/releases/<name>/`, where the name says what it is made of (`Edition.release`): the same catalogue and
the same program give the same name, and the same bytes, on any machine and by any number of processes. `build/current` is a
symbolic link that is switched by one rename. Everything is first written to a temporary folder beside it; a build that fails or
is killed leaves the release that stood before as it was, and the next one removes what it has left. What is written is on the
disk before it gets its name. One process at a time builds into a folder.
"""

from catalogue.release.build import BuildOptions, Progress, Release, build, know_standing, standing
from catalogue.release.found import Standing, dump_of, find_dump, find_standing
from catalogue.release.keeping import Kept, kept, remove_named, remove_old, served
from catalogue.release.manifest import digest_file, manifest
from catalogue.release.sealing import sign
from catalogue.release.verifying import ADDED, CHANGED, FOLDER, LINKED, MISSING, OTHER, UNLIKE_DIGEST, verify

__all__ = [
    "ADDED",
    "CHANGED",
    "FOLDER",
    "LINKED",
    "MISSING",
    "OTHER",
    "UNLIKE_DIGEST",
    "BuildOptions",
    "Kept",
    "Progress",
    "Release",
    "Standing",
    "build",
    "digest_file",
    "dump_of",
    "find_dump",
    "find_standing",
    "kept",
    "know_standing",
    "manifest",
    "remove_named",
    "remove_old",
    "served",
    "sign",
    "standing",
    "verify",
]

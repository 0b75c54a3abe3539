"""What lies where in a build folder."""

RELEASES = "releases"
"""The folder of the releases."""

CURRENT = "current"
"""The link to the current release."""

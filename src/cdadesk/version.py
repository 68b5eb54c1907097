"""Which version of the program this is."""

from importlib import metadata


def program_version() -> str:
    """Return the version that was installed, such as `0.1.0`, or `from source`."""
    try:
        return metadata.version("cdadesk")
    except metadata.PackageNotFoundError:
        return "from source"

"""Whether every library that a library wants on Windows is there: pip itself judges by the machine that it runs on."""

from collections.abc import Mapping
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from installers.tools import BuildFailed

_WINDOWS = {
    "extra": "",
    "implementation_name": "cpython",
    "implementation_version": "3.11.9",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_release": "10",
    "platform_system": "Windows",
    "platform_version": "10.0.17763",
    "python_full_version": "3.11.9",
    "python_version": "3.11",
    "sys_platform": "win32",
}


def must_be_complete(packages: Path, wanted: list[str]) -> int:
    """Return how many distributions were looked at; raises BuildFailed with all that is missing or too old."""
    there = [PathDistribution(folder) for folder in sorted(packages.glob("*.dist-info"))]
    versions = {canonicalize_name(each.metadata["Name"]): each.version for each in there}
    missing = [
        f"{by} wants {requirement}"
        for by, requirement in [*_wanted_by(there), *(("cdadesk", Requirement(each)) for each in wanted)]
        if not _is_met(requirement, versions)
    ]
    if missing:
        raise BuildFailed("not all that Windows needs is there: " + "; ".join(missing))
    return len(there)


def _wanted_by(distributions: list[PathDistribution]) -> list[tuple[str, Requirement]]:
    return [(each.metadata["Name"], Requirement(line)) for each in distributions for line in _lines(each)]


def _lines(distribution: Distribution) -> list[str]:
    return distribution.requires or []


def _is_met(requirement: Requirement, versions: Mapping[NormalizedName, str]) -> bool:
    if requirement.marker and not requirement.marker.evaluate(_WINDOWS):
        return True
    found = versions.get(canonicalize_name(requirement.name))
    return found is not None and requirement.specifier.contains(found, prereleases=True)

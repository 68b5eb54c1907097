"""Scopes: who may see a record. One per cluster, one for its confidential part, one for the programme."""

from uuid import UUID

PROGRAMME = "programme"
_PRIVATE = ":private"


def cluster_scope(cluster: UUID) -> str:
    """Return the scope of what everybody who works on a cluster sees."""
    return str(cluster)


def private_scope(cluster: UUID) -> str:
    """Return the scope of a cluster's confidential part: only its CDA and TA receive it."""
    return f"{cluster}{_PRIVATE}"


def is_private(scope: str) -> bool:
    """Say whether the scope is behind the wall of confidentiality."""
    return scope.endswith(_PRIVATE)


def cluster_of(scope: str) -> UUID | None:
    """Return the cluster a scope belongs to, None for the programme's; raises ValueError on nonsense."""
    return None if scope == PROGRAMME else UUID(scope.removesuffix(_PRIVATE))

"""What was approved, as a short code: who changes a word or a paisa later gets another one."""

import hashlib
import json

from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.record import Record

_PROPOSED = ("first_objective", "other_objectives", "order_reason", "expected", "competence")
_CONTENTS = ("lines", "risks", "not_now", "exits", "vision", "revision", *_PROPOSED)


def check_code(plan: Record) -> str:
    """Return the code of what a plan says, easy to read aloud: 8F3A-21C0; who approved it is not in it."""
    said = {path: leaf for path, leaf in payload.leaves(plan).items() if path.split("/")[0] in _CONTENTS}
    written = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(written.encode()).hexdigest()[:8].upper()
    return f"{digest[:4]}-{digest[4:]}"

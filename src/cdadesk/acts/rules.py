"""Rules of schemes that a cluster keeps for itself: copied from those that ship, and reckoned with beside them."""

from collections.abc import Sequence

from cdadesk.clock import new_id
from cdadesk.domain.kernel.ordering import orders
from cdadesk.domain.methods.own_rules import OwnRules, as_rule_set, copied, copied_rules
from cdadesk.domain.methods.rule_sets import RuleSet, rule_sets
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store


def own_rules(store: Store, scope: str) -> list[OwnRules]:
    """Return the rules that a cluster keeps, the newest first."""
    return [held.record for held in store.find(OwnRules, Ask(scopes=[scope], order=("-valid_from", "name")))]


def rules_to_reckon_with(own: Sequence[OwnRules], of_method: Sequence[str]) -> list[RuleSet]:
    """Return the cluster's own rules first, then those that ship: those of its method before others."""
    shipped = sorted(rule_sets().values(), key=lambda each: each.key not in of_method)
    return [*map(as_rule_set, own), *shipped]


def copy_of(shipped: RuleSet, scope: str) -> OwnRules:
    """Return a copy of rules that ship, to be mended; it is not saved yet."""
    lines = copied_rules(shipped)
    items = {str(new_id()): line.changed(order=order) for line, order in zip(lines, orders(len(lines)), strict=True)}
    return OwnRules.model_validate(dict(copied(shipped)) | {"id": new_id(), "scope": scope, "items": items})

"""What CDAs and TAs talk about: entities, rules and arithmetic. No Qt, database, HTTP, clock or files."""

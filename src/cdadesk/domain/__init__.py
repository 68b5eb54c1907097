"""What CDAs and TAs talk about: entities, rules and arithmetic. No Qt, no database session, no HTTP, no clock, no files."""

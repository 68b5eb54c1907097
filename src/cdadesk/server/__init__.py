"""The server: takes changes in, gives them to who may see them, and shows them to advisors."""

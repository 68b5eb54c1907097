"""What goes between laptop and server, and how two versions of a record become one. Pure; read by both ends."""

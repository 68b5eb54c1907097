"""What a person does with the desk, one function an act: window, console and demo all come through here."""

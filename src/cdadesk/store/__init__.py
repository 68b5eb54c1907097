"""The local encrypted file: everything a person recorded, typed or received on this laptop."""

"""The road on which everything else hangs: record, settle, send, review, and back."""

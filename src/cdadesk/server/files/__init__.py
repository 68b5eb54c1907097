"""Files of attachments: taken in piece by piece, verified, kept in a folder or an S3 store, given to readers only."""

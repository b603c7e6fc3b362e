"""The ledger: an append-only log of bytes with signed checkpoints (RFC 6962). Knows no slice."""

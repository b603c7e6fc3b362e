"""The ledger: an append-only log of bytes with signed checkpoints. It knows no other slice."""

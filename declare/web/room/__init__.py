"""Pages of one participant: registration, entry, the room, signing, correction."""

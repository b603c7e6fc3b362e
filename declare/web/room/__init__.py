"""Pages of one participant: registering, coming in, the room, signing, correcting."""

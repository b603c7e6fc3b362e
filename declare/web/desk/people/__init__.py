"""Pages about participants: admitting, editing, correcting, revoking."""

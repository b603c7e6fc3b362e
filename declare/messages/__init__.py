"""The outbox: mail as rows. Writing one is part of a transaction; sending it is elsewhere."""

"""The upper storey: the only folder that knows Flask. Nothing below imports from here."""

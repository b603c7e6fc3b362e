"""Whole stories of people, in any order: accounts and their roles, applications and their words."""

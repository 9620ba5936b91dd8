"""Translations as files for work outside the portal: XLIFF 2 and CSV, out and in again."""

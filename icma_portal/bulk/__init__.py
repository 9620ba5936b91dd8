"""Many records at once: as a table for a spreadsheet, out and in again."""

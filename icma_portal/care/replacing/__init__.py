"""Find and replace in the texts of many records: what, where, the preview, the writing."""

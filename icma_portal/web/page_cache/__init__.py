"""Finished pages, kept in each process in front of Django and right within a second.

``declaring`` says which views take part, ``asking`` what of a request counts, ``pages`` what is
kept, ``watching`` when it no longer holds, ``serving`` brings them together.
"""

"""Rich text: cleaned when it is stored and again when it is shown, written in an editor.

A stored text is what ``sanitizer.clean`` makes of anything. No stored text is trusted: whatever
is shown, searched or printed goes through ``sanitizer.parse`` again, so that a text stored under
an older policy obeys the policy of today.
"""

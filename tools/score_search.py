"""Score the search on the portal's own content: recall among the first ten, and every miss.

Reads the database that the environment names, as ``make run`` has prepared it.
"""

import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent


def main():
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "icma_portal.settings")
    django.setup()
    from tests.search.scoring import labelled_queries, misses, score, summary

    scores = [score(each) for each in labelled_queries()]
    for line in misses(scores):
        print(line)
    for language, recall in summary(scores).items():
        count = sum(each.labelled.language == language for each in scores)
        print(f"recall@10 in {language}: {recall:.4f} over {count} queries")
    exact = [each.is_first for each in scores if each.labelled.group == "exact"]
    print(f"exact titles first: {sum(exact)} of {len(exact)}")


if __name__ == "__main__":
    main()

"""What a tour in Python shares: rows of the mock, and how it is printed. Each check gives back what it saw, and judges nothing."""

import json
from importlib.metadata import version

from checks import BASE_URL, KEY, QUESTION

TEXTS = ["one", "two"]
MESSAGES = [{"role": "user", "content": QUESTION}]
OPENAI = {"base_url": f"{BASE_URL}/v1", "api_key": KEY, "max_retries": 0}
WELL, SLOW = "well", "slow"


def first(pieces, text_of):
    """Leaves after the first piece that says something; how many there were."""
    for piece in pieces:
        if text_of(piece):
            return 1
    return 0


def tour(package, **checks):
    print(json.dumps({"version": version(package), **{name: check() for name, check in checks.items()}}))

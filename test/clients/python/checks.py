"""Runs what a script wants to see of its client, and prints what came of it as one line of JSON.

Every script takes the mock's base URL, has a function a check, and judges nothing: the test that started it does.
"""

import json
import sys
from importlib.metadata import version

BASE_URL = sys.argv[1] if len(sys.argv) > 1 else ""
KEY = "sk-of-a-client"
QUESTION = "Say something."
# Rows of the mock's models file: one that is well, one that answers 429 always, one that fails twice and is well then.
WELL, LIMITED, FLAKY = "well", "limited", "flaky"
# How often a call is tried again, of every client.
RETRIES = 2


def refusals(error_class, detail):
    """Gives back what asks, and tells how that was refused: the error's class, its status, and what `detail` finds in it."""

    def refused(call):
        try:
            return ["answered", str(call())[:100]]
        except error_class as error:
            return [type(error).__name__, error.status_code, detail(error)]

    return refused


def run(package, **checks):
    """Each check gives back a dict; of one that raises, the names of the error's classes."""
    report = {"version": version(package)}
    for name, check in checks.items():
        try:
            report[name] = check()
        except Exception as error:
            classes = [each.__name__ for each in type(error).__mro__]
            report[name] = {"raised": classes, "said": str(error)[:500]}
    print(json.dumps(report))


def answer(text, prompt_tokens=None, completion_tokens=None):
    """What a call came to: its text, and the tokens that it was told of."""
    return {"text": text, "promptTokens": prompt_tokens, "completionTokens": completion_tokens}

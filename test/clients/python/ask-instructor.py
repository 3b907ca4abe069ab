"""Instructor: its modes of tools and of a schema, whole and in parts."""

import instructor
from asked import MESSAGES, OPENAI, City, kind
from checks import run
from openai import OpenAI


def ask(mode):
    client = instructor.from_openai(OpenAI(**OPENAI), mode=mode)
    return kind(client.chat.completions.create(model="m", messages=MESSAGES, response_model=City, max_retries=0))


run(
    "instructor",
    tools=lambda: ask(instructor.Mode.TOOLS),
    schema=lambda: ask(instructor.Mode.JSON_SCHEMA),
)

"""What every client is asked for beside words: a shape for structured answers and arguments, and how calls of it are told."""

from checks import BASE_URL, KEY, QUESTION
from pydantic import BaseModel

MESSAGES = [{"role": "user", "content": QUESTION}]
OPENAI = {"base_url": f"{BASE_URL}/v1", "api_key": KEY, "max_retries": 0}
# As many agents as an application has at once.
AGENTS = 200


class City(BaseModel):
    """Keeps a city."""

    name: str
    population: int
    tags: list[str]


TOOL = {"name": "keep", "description": "Keeps a city.", "parameters": City.model_json_schema()}


def call(name, arguments):
    """The name of a call, and what its arguments are: raises where these are not what the tool takes."""
    valid = City.model_validate_json(arguments) if isinstance(arguments, str) else City.model_validate(arguments)
    return [name, type(valid).__name__]


def kind(value):
    return type(value).__name__

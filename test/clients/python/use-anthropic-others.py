"""Anthropic's own client: tokens counted ahead, and its models, with their errors and their limits."""

import anthropic
from checks import BASE_URL, KEY, QUESTION, WELL, refusals, run

client = anthropic.Anthropic(base_url=BASE_URL, api_key=KEY, max_retries=0)
MESSAGES = [{"role": "user", "content": QUESTION}]
TOOL = {"name": "keep", "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}}}


def counted():
    """As many as the usage of an answer says."""
    asked = {"model": WELL, "messages": MESSAGES, "system": "Be brief.", "tools": [TOOL]}
    said = client.messages.create(max_tokens=5, **asked)
    return client.messages.count_tokens(**asked).input_tokens == said.usage.input_tokens


def models():
    listed = list(client.models.list(limit=1))
    return ["limited" in [model.id for model in listed], len({model.id for model in listed}) == len(listed), client.models.retrieve(WELL).type]


refused = refusals(anthropic.APIStatusError, lambda error: error.body["error"]["type"])


def errors():
    return {
        "limited": refused(lambda: client.messages.count_tokens(model="limited", messages=MESSAGES)),
        "wrong": refused(lambda: client.messages.count_tokens(model=WELL, messages=[])),
        "long": refused(lambda: client.messages.count_tokens(model=WELL, messages=MESSAGES, system="x" * 20_000)),
        "page": refused(lambda: client.models.list(limit=0)),
    }


run("anthropic", counted=counted, models=models, errors=errors)

"""Anthropic's own client: a stream that is left."""

from anthropic import Anthropic
from checks import BASE_URL, KEY
from tour import MESSAGES, SLOW, first, tour

client = Anthropic(base_url=BASE_URL, api_key=KEY, max_retries=0)


def cancel():
    with client.messages.stream(model=SLOW, max_tokens=100, messages=MESSAGES) as events:
        return first(events.text_stream, str)


tour("anthropic", cancel=cancel)

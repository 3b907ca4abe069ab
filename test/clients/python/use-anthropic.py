"""Anthropic's own client."""

from anthropic import Anthropic
from checks import BASE_URL, FLAKY, KEY, LIMITED, QUESTION, RETRIES, WELL, answer, run

client = Anthropic(base_url=BASE_URL, api_key=KEY, max_retries=RETRIES)
asked = {"max_tokens": 100, "messages": [{"role": "user", "content": QUESTION}]}


def of(message):
    return answer(message.content[0].text, message.usage.input_tokens, message.usage.output_tokens)


def stream():
    with client.messages.stream(model=WELL, **asked) as events:
        text = "".join(events.text_stream)
        final = of(events.get_final_message())
    assert final["text"] == text
    return final


run(
    "anthropic",
    whole=lambda: of(client.messages.create(model=WELL, **asked)),
    stream=stream,
    refused=lambda: of(client.messages.create(model=LIMITED, **asked)),
    retried=lambda: of(client.messages.create(model=FLAKY, **asked)),
)

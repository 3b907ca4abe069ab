"""OpenAI's own client."""

from checks import BASE_URL, FLAKY, KEY, LIMITED, QUESTION, RETRIES, WELL, answer, run
from openai import OpenAI

client = OpenAI(base_url=f"{BASE_URL}/v1", api_key=KEY, max_retries=RETRIES)
messages = [{"role": "user", "content": QUESTION}]


def whole(model):
    reply = client.chat.completions.create(model=model, messages=messages)
    return answer(reply.choices[0].message.content, reply.usage.prompt_tokens, reply.usage.completion_tokens)


def stream():
    text, usage = "", None
    options = {"include_usage": True}
    for chunk in client.chat.completions.create(model=WELL, messages=messages, stream=True, stream_options=options):
        text += (chunk.choices[0].delta.content or "") if chunk.choices else ""
        usage = chunk.usage or usage
    return answer(text, usage.prompt_tokens, usage.completion_tokens)


run("openai", whole=lambda: whole(WELL), stream=stream, refused=lambda: whole(LIMITED), retried=lambda: whole(FLAKY))

"""Instructor around OpenAI's client, asked for plain answers."""

import instructor
from checks import BASE_URL, FLAKY, KEY, LIMITED, QUESTION, RETRIES, WELL, answer, run
from openai import OpenAI

client = instructor.from_openai(OpenAI(base_url=f"{BASE_URL}/v1", api_key=KEY, max_retries=RETRIES))
messages = [{"role": "user", "content": QUESTION}]


def ask(model, **more):
    return client.chat.completions.create(model=model, messages=messages, response_model=None, **more)


def whole(model):
    reply = ask(model)
    return answer(reply.choices[0].message.content, reply.usage.prompt_tokens, reply.usage.completion_tokens)


def stream():
    text, usage = "", None
    for chunk in ask(WELL, stream=True, stream_options={"include_usage": True}):
        text += (chunk.choices[0].delta.content or "") if chunk.choices else ""
        usage = chunk.usage or usage
    return answer(text, usage.prompt_tokens, usage.completion_tokens)


run("instructor", whole=lambda: whole(WELL), stream=stream, refused=lambda: whole(LIMITED), retried=lambda: whole(FLAKY))

"""LiteLLM's functions, over the API of OpenAI."""

import litellm
from checks import BASE_URL, FLAKY, KEY, LIMITED, QUESTION, RETRIES, WELL, answer, run

asked = {
    "messages": [{"role": "user", "content": QUESTION}],
    "api_base": f"{BASE_URL}/v1",
    "api_key": KEY,
    "max_retries": RETRIES,
}


def whole(model):
    reply = litellm.completion(model=f"openai/{model}", **asked)
    return answer(reply.choices[0].message.content, reply.usage.prompt_tokens, reply.usage.completion_tokens)


def stream():
    text, usage = "", None
    options = {"include_usage": True}
    for chunk in litellm.completion(model=f"openai/{WELL}", stream=True, stream_options=options, **asked):
        text += (chunk.choices[0].delta.content or "") if chunk.choices else ""
        usage = getattr(chunk, "usage", None) or usage
    return answer(text, usage.prompt_tokens, usage.completion_tokens)


run("litellm", whole=lambda: whole(WELL), stream=stream, refused=lambda: whole(LIMITED), retried=lambda: whole(FLAKY))

"""Google's own client."""

from checks import BASE_URL, FLAKY, KEY, LIMITED, QUESTION, RETRIES, WELL, answer, run
from google import genai
from google.genai import types

retries = types.HttpRetryOptions(attempts=1 + RETRIES, initial_delay=0.01, max_delay=0.02)
client = genai.Client(
    api_key=KEY,
    vertexai=False,
    http_options=types.HttpOptions(base_url=BASE_URL, retry_options=retries),
)


def of(text, usage):
    return answer(text, usage.prompt_token_count, usage.candidates_token_count)


def whole(model):
    reply = client.models.generate_content(model=model, contents=QUESTION)
    return of(reply.text, reply.usage_metadata)


def stream():
    text, usage = "", None
    for chunk in client.models.generate_content_stream(model=WELL, contents=QUESTION):
        text += chunk.text or ""
        usage = chunk.usage_metadata or usage
    return of(text, usage)


run("google-genai", whole=lambda: whole(WELL), stream=stream, refused=lambda: whole(LIMITED), retried=lambda: whole(FLAKY))

"""LangChain's chat model over the API of OpenAI."""

from checks import BASE_URL, FLAKY, KEY, LIMITED, QUESTION, RETRIES, WELL, answer, run
from langchain_openai import ChatOpenAI


def chat(model):
    return ChatOpenAI(model=model, base_url=f"{BASE_URL}/v1", api_key=KEY, max_retries=RETRIES, stream_usage=True)


def of(message):
    usage = message.usage_metadata or {}
    return answer(message.content, usage.get("input_tokens"), usage.get("output_tokens"))


def stream():
    whole = None
    for chunk in chat(WELL).stream(QUESTION):
        whole = chunk if whole is None else whole + chunk
    return of(whole)


run(
    "langchain-openai",
    whole=lambda: of(chat(WELL).invoke(QUESTION)),
    stream=stream,
    refused=lambda: of(chat(LIMITED).invoke(QUESTION)),
    retried=lambda: of(chat(FLAKY).invoke(QUESTION)),
)

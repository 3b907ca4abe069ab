"""OpenAI's own client for Azure: deployments, whole and streamed, responses, vectors, models, its errors and its limits."""

import openai
from checks import BASE_URL, KEY, QUESTION, WELL, answer, refusals, run

AZURE = {"azure_endpoint": BASE_URL, "api_version": "2024-10-21", "api_key": KEY, "max_retries": 0}
client = openai.AzureOpenAI(**AZURE)
deployed = openai.AzureOpenAI(azure_deployment=WELL, **AZURE)
# The version without dates: the plain client, at another base URL.
plain = openai.OpenAI(base_url=f"{BASE_URL}/openai/v1", api_key=KEY, max_retries=0)
MESSAGES = [{"role": "user", "content": QUESTION}]


def of(text, usage):
    return answer(text, usage.prompt_tokens, usage.completion_tokens)


def chat():
    replies = [
        client.chat.completions.create(model=WELL, messages=MESSAGES),
        deployed.chat.completions.create(model="", messages=MESSAGES),
        plain.chat.completions.create(model=WELL, messages=MESSAGES),
    ]
    filtered = ["content_filter_results" in reply.choices[0].model_dump() for reply in replies]
    return {"said": [of(reply.choices[0].message.content, reply.usage) for reply in replies], "filtered": filtered}


def chat_stream():
    options = {"include_usage": True}
    chunks = list(client.chat.completions.create(model=WELL, messages=MESSAGES, stream=True, stream_options=options))
    text = "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices)
    return {**of(text, chunks[-1].usage), "begins": [chunks[0].choices, bool(chunks[0].prompt_filter_results)]}


def completions():
    whole = client.completions.create(model=WELL, prompt=QUESTION)
    chunks = client.completions.create(model=WELL, prompt=QUESTION, stream=True)
    return [whole.choices[0].text, "".join(choice.text for chunk in chunks for choice in chunk.choices)]


def responses():
    made = client.responses.create(model=WELL, input=QUESTION)
    again = client.responses.retrieve(made.id)
    events = list(client.responses.create(model=WELL, input=QUESTION, stream=True))
    deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
    return [made.output_text, again.output_text, "".join(deltas), events[-1].type]


def media():
    picture = client.images.generate(model=WELL, prompt="A cat", size="256x256").data[0].url
    spoken = client.audio.speech.create(model=WELL, voice="alloy", input="hello", response_format="wav").read()
    written = client.audio.transcriptions.create(model=WELL, file=("a.wav", spoken[:8_000]))
    translated = client.audio.translations.create(model=WELL, file=("a.wav", spoken[:8_000]))
    return [picture[:21], spoken[:4].decode(), written.text, translated.text]


refused = refusals(openai.APIStatusError, lambda error: error.code)


def errors():
    def say(model=WELL, **more):
        return client.chat.completions.create(model=model, messages=MESSAGES, **more)

    return {
        "limited": refused(lambda: say("limited")),
        "streamed": refused(lambda: say("limited", stream=True)),
        "wrong": refused(lambda: say(temperature=3)),
        "choices": refused(lambda: say(n=129)),
        "batch": refused(lambda: client.embeddings.create(model=WELL, input=["x"] * 2_049)),
        "unknown": refused(lambda: client.responses.retrieve("resp_unknown")),
        "pictures": refused(lambda: client.images.generate(model="limited", prompt="A cat")),
        "long": refused(lambda: say(user="x" * 20_000)),
    }


run(
    "openai",
    chat=chat,
    chat_stream=chat_stream,
    completions=completions,
    embeddings=lambda: [len(one.embedding) for one in client.embeddings.create(model=WELL, input=["a", "b"], dimensions=8).data],
    responses=responses,
    media=media,
    models=lambda: "limited" in [model.id for model in client.models.list()],
    errors=errors,
)

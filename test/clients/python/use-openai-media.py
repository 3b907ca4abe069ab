"""OpenAI's own client: moderations, pictures, speech and recordings, their errors and their limits."""

import base64
import io
import wave

import openai
from checks import BASE_URL, KEY, refusals, run

client = openai.OpenAI(base_url=f"{BASE_URL}/v1", api_key=KEY, max_retries=0)
# A tenth of a second for each character and a half, see docs/apis.md.
SPOKEN = {"voice": "alloy", "input": "x" * 15}


def moderations():
    reply = client.moderations.create(model="omni-moderation-latest", input=["hello", "world"])
    parts = [{"type": "text", "text": "hello"}, {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}]
    mixed = client.moderations.create(model="omni-moderation-latest", input=parts)
    filtered = client.moderations.create(model="omni-moderation-latest;fault=filter", input="hello")
    flagged = [[one.flagged for one in each.results] for each in (reply, mixed, filtered)]
    return {"flagged": flagged, "categories": len(reply.results[0].categories.model_dump(by_alias=True))}


def size_of(encoded):
    png = base64.b64decode(encoded)
    return [png[1:4].decode(), int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")]


def images():
    asked = {"model": "gpt-image-1", "prompt": "A cat", "size": "1024x1536"}
    whole = client.images.generate(n=2, **asked)
    events = list(client.images.generate(stream=True, **asked))
    as_url = client.images.generate(model="dall-e-3", prompt="A cat", size="256x256")
    return {
        "whole": [size_of(one.b64_json) for one in whole.data],
        "stream": [[event.type, *size_of(event.b64_json)] for event in events],
        "url": as_url.data[0].url.split(",")[0],
    }


def speech():
    forms = {}
    for form in ("mp3", "opus", "aac", "flac", "wav", "pcm"):
        with client.audio.speech.with_streaming_response.create(model="tts-1", response_format=form, **SPOKEN) as reply:
            data = b"".join(reply.iter_bytes())
            forms[form] = reply.headers["content-type"]
            if form == "wav":
                forms["seconds"] = (len(data) - 44) / 2 / wave.open(io.BytesIO(data)).getframerate()
    return forms


def recording():
    """A second of silence, in eight thousand bytes."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(1)
        writer.setframerate(8_000)
        writer.writeframes(bytes(8_000))
    return ("speech.wav", file.getvalue())


def transcriptions():
    model = "gpt-4o-transcribe"
    whole = client.audio.transcriptions.create(model=model, file=recording())
    events = list(client.audio.transcriptions.create(model=model, file=recording(), stream=True))
    verbose = client.audio.transcriptions.create(
        model="whisper-1", file=recording(), response_format="verbose_json", timestamp_granularities=["word"]
    )
    return {
        "text": whole.text,
        "tokens": [whole.usage.input_tokens, whole.usage.output_tokens],
        "stream": "".join(event.delta for event in events if event.type == "transcript.text.delta"),
        "last": [events[-1].type, events[-1].text],
        "words": [word.word for word in verbose.words],
        "seconds": verbose.duration,
        "subtitles": client.audio.transcriptions.create(model="whisper-1", file=recording(), response_format="srt"),
        "translation": client.audio.translations.create(model="whisper-1", file=recording()).text,
    }


refused = refusals(openai.APIStatusError, lambda error: error.param)


def errors():
    return {
        "moderations": refused(lambda: client.moderations.create(model="limited", input="hello")),
        "too_many": refused(lambda: client.moderations.create(input=["x"] * 2_049)),
        "images": refused(lambda: client.images.generate(model="limited", prompt="A cat")),
        "size": refused(lambda: client.images.generate(model="gpt-image-1", prompt="A cat", size="7x7")),
        "pictures": refused(lambda: client.images.generate(model="gpt-image-1", prompt="A cat", n=11)),
        "speech": refused(lambda: client.audio.speech.create(model="limited", **SPOKEN)),
        "spoken": refused(lambda: client.audio.speech.create(model="tts-1", voice="alloy", input="x" * 4_097)),
        "recording": refused(lambda: client.audio.transcriptions.create(model="limited", file=recording())),
        "form": refused(lambda: client.audio.transcriptions.create(model="whisper-1", file=recording(), response_format="xml")),
        "long": refused(lambda: client.audio.transcriptions.create(model="whisper-1", file=("a.wav", bytes(20_000)))),
    }


run("openai", moderations=moderations, images=images, speech=speech, transcriptions=transcriptions, errors=errors)

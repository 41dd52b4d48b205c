"""The official client for Python: python openai_client.py URL KEY. Prints what it got."""

import json
import sys

from openai import APIStatusError, OpenAI

url, key = sys.argv[1:]
client = OpenAI(base_url=f"{url}/v1", api_key=key, max_retries=0)
texts = ["waterproof jacket", "red shoe"]


def vectors_of(answer):
    """The embeddings as lists."""
    return [list(one.embedding) for one in answer.data]


def failure_of(call):
    """What the client raises."""
    try:
        call()
    except APIStatusError as error:
        return error
    raise AssertionError("expected an error")


by_default = client.embeddings.create(model="any", input=texts)  # asks for base64
floats = client.embeddings.create(model="any", input=texts, encoding_format="float")
short = client.embeddings.create(model="any", input="red shoe", dimensions=16)
failed = failure_of(lambda: client.embeddings.create(model="any", input=texts, dimensions=7))
stranger = OpenAI(base_url=f"{url}/v1", api_key="wrong", max_retries=0)
refused = failure_of(stranger.models.list)

print(
    json.dumps(
        {
            "vectors": vectors_of(by_default),
            "floats": vectors_of(floats),
            "usage": by_default.usage.model_dump(),
            "short": vectors_of(short)[0],
            "models": [model.id for model in client.models.list()],
            "failed": [type(failed).__name__, failed.status_code, failed.code, failed.param],
            "refused": [type(refused).__name__, refused.status_code, refused.code],
        }
    )
)

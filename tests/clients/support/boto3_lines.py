"""boto3 for tests that are written in another language.

Each line of standard input is a call, as JSON:
    {"service", "client": {arguments of boto3's client}, "retries", "operation", "input",
     "pages": {PaginationConfig}, "waiter": {"name", "config"}}
With "pages" the operation's paginator is asked for all its pages, with "waiter" one is waited for.
Each line of standard output is its answer, as JSON: {"outputs"}, {"refusal"} or {"failure"}.
"""

import datetime
import json
import sys

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError


def main():
    session = boto3.session.Session()
    for line in sys.stdin:
        print(json.dumps(answer(session, json.loads(line)), default=tagged), flush=True)


def answer(session, call):
    config = Config(retries=call["retries"], read_timeout=20)
    client = session.client(call["service"], config=config, **call["client"])
    try:
        return {"outputs": [output_of(output) for output in outputs(client, call)]}
    except ClientError as error:
        return {"refusal": refusal_of(error)}
    # Whatever else it is: the calls after this one are to have their answers.
    except Exception as error:
        return {"failure": {"type": type(error).__name__, "message": str(error)}}
    finally:
        client.close()


def outputs(client, call):
    method = xform_name(call["operation"])
    if "waiter" in call:
        waiter = client.get_waiter(call["waiter"]["name"])
        waiter.wait(WaiterConfig=call["waiter"]["config"], **call["input"])
        return []
    if "pages" in call:
        pages = client.get_paginator(method).paginate(
            PaginationConfig=call["pages"], **call["input"]
        )
        return list(pages)
    return [getattr(client, method)(**call["input"])]


def output_of(output):
    metadata = output.pop("ResponseMetadata")
    return {"output": output, **told(metadata)}


def refusal_of(error):
    """All of the answer: what the error's model adds to its message stands beside it."""
    response = {**error.response}
    metadata = response.pop("ResponseMetadata")
    return {"type": type(error).__name__, "response": response, **told(metadata)}


def told(metadata):
    return {
        "status": metadata["HTTPStatusCode"],
        # A proxy's answer has none.
        "requestId": metadata.get("RequestId", ""),
    }


def tagged(value):
    """Marked as what it is, so that a time and a text that looks like one are told apart."""
    if isinstance(value, datetime.datetime):
        utc = value.astimezone(datetime.timezone.utc)
        return {"datetime": utc.isoformat(timespec="milliseconds")}
    raise TypeError(f"a {type(value).__name__} in an answer")


main()

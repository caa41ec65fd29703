"""The OpenAPI document says what is true."""

from typing import Any

import httpx
from running_sandbox import RunningSandbox, submit_body

IDS = {"task_id": "task_01234567890123456789012345", "issue": "1", "name": "nothing.mp4"}
BODIES: dict[str, Any] = {
    "submit": {"json": submit_body(duration=5)},
    "switchFaults": {"json": {"faults": []}},
    "setBalance": {"json": {"balance": 100000}},
    "keepFile": {"content": b"hello"},
}


def test_every_documented_path_answers_with_a_documented_status(sandbox: RunningSandbox) -> None:
    document = sandbox.client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": sandbox.base_url}]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            request = BODIES.get(operation["operationId"], {})
            answer = sandbox.client.request(method, path.format(**IDS), **request)
            assert str(answer.status_code) in operation["responses"], (method, path)
            if operation.get("security") != []:
                refused = httpx.request(method, sandbox.base_url + path.format(**IDS), **request)
                assert refused.status_code == 401
                assert "401" in operation["responses"]


def test_every_reference_in_the_document_leads_somewhere(sandbox: RunningSandbox) -> None:
    document = sandbox.client.get("/openapi.json").json()
    found: list[str] = []

    def collect(part: Any) -> None:
        if isinstance(part, dict):
            if "$ref" in part:
                found.append(part["$ref"])
            for value in part.values():
                collect(value)
        elif isinstance(part, list):
            for value in part:
                collect(value)

    collect(document)
    assert found
    for reference in found:
        target = document
        for step in reference.removeprefix("#/").split("/"):
            target = target[step]


def test_real_answers_have_the_documented_fields(sandbox: RunningSandbox) -> None:
    schemas = sandbox.client.get("/openapi.json").json()["components"]["schemas"]
    task = sandbox.ended(sandbox.submitted())
    assert set(schemas["TaskAnswer"]["properties"]["data"]["required"]) <= set(task)
    assert set(task) <= set(schemas["TaskAnswer"]["properties"]["data"]["properties"])
    assert set(sandbox.ledger()) == set(schemas["Ledger"]["properties"])
    balance = sandbox.client.get("/v1/balance").json()
    assert set(balance) == set(schemas["Balance"]["properties"])

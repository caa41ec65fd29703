"""The OpenAPI 3.1 document of what the sandbox answers; its schemas are in `openapi_schemas`."""

from __future__ import annotations

from typing import Any, Final

from omniflash_desktop.sandbox import tariff
from omniflash_desktop.sandbox.openapi_schemas import SCHEMAS

_JSON: Final = "application/json"


def openapi_document(base_url: str) -> dict[str, Any]:
    """Describe the sandbox.

    Args:
        base_url: Its present address.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Omni-Flash-Ext sandbox",
            "version": "1",
            "description": (
                "A stand-in for the Omni-Flash-Ext video service. Paths under /v1 and /f follow the"
                " service, paths under /sandbox are its own."
            ),
        },
        "servers": [{"url": base_url}],
        "security": [{"token": []}],
        "paths": {**_service_paths(), **_file_paths(), **_sandbox_paths()},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": SCHEMAS,
            "responses": {
                "Refused": _content("An error, in one of the service's envelopes", "Refusal"),
                "TooFast": {
                    **_content("Too many requests", "Refusal"),
                    "headers": {"Retry-After": {"schema": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    }


def _schema(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _content(description: str, schema: str) -> dict[str, Any]:
    return {"description": description, "content": {_JSON: {"schema": _schema(schema)}}}


def _answers(description: str, schema: str, *refusals: int) -> dict[str, Any]:
    answers: dict[str, Any] = {"200": _content(description, schema)}
    for status in refusals:
        kind = "TooFast" if status == 429 else "Refused"
        answers[str(status)] = {"$ref": f"#/components/responses/{kind}"}
    return answers


def _json_body(schema: str) -> dict[str, Any]:
    return {"required": True, "content": {_JSON: {"schema": _schema(schema)}}}


def _file_field(limit: str) -> dict[str, Any]:
    return {
        "schema": {
            "type": "object",
            "required": ["file"],
            "properties": {"file": {"type": "string", "format": "binary", "description": limit}},
        }
    }


def _path_parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _service_paths() -> dict[str, Any]:
    return {
        "/v1/videos/generations": {
            "post": {
                "operationId": "submit",
                "summary": "Submit a clip; the price is charged at once",
                "parameters": [
                    {
                        "name": "Idempotency-Key",
                        "in": "header",
                        "schema": {"type": "string", "maxLength": 255},
                    }
                ],
                "requestBody": _json_body("Submit"),
                "responses": _answers(
                    "Accepted", "Submitted", 400, 401, 402, 403, 409, 413, 429, 500, 503
                ),
            }
        },
        "/v1/tasks/{task_id}": {
            "get": {
                "operationId": "poll",
                "summary": "Ask how far a task is",
                "parameters": [
                    _path_parameter("task_id"),
                    {
                        "name": "language",
                        "in": "query",
                        "description": "Of the text of a failure",
                        "schema": {"enum": list(tariff.LANGUAGES), "default": "en"},
                    },
                ],
                "responses": _answers("The task", "TaskAnswer", 400, 401, 404, 429),
            }
        },
        "/v1/uploads/images": {
            "post": {
                "operationId": "uploadImage",
                "summary": "Upload a picture; its link lives for 72 hours",
                "requestBody": {
                    "required": True,
                    "content": {
                        "multipart/form-data": _file_field(
                            f"JPEG, PNG, WebP or GIF, at most {tariff.MAX_UPLOAD_BYTES} bytes"
                        )
                    },
                },
                "responses": _answers("Uploaded", "Upload", 400, 401, 413, 429),
            }
        },
        "/v1/balance": {
            "get": {
                "operationId": "keyBalance",
                "summary": "The balance of this key",
                "responses": _answers("The balance", "Balance", 401, 429),
            }
        },
        "/v1/user/balance": {
            "get": {
                "operationId": "accountBalance",
                "summary": "The balance of the account",
                "responses": _answers("The balance", "Balance", 401, 429),
            }
        },
    }


def _file_paths() -> dict[str, Any]:
    def download(operation: str, summary: str, *names: str) -> dict[str, Any]:
        return {
            "get": {
                "operationId": operation,
                "summary": summary,
                "security": [],
                "parameters": [
                    *[_path_parameter(name) for name in names],
                    {"name": "Range", "in": "header", "schema": {"type": "string"}},
                    {"name": "If-Range", "in": "header", "schema": {"type": "string"}},
                ],
                "responses": {
                    "200": {"description": "The file", "content": {"*/*": {}}},
                    "206": {"description": "The part asked for", "content": {"*/*": {}}},
                    "404": {"$ref": "#/components/responses/Refused"},
                    "410": {"$ref": "#/components/responses/Refused"},
                    "416": {"description": "The part lies outside of the file"},
                },
            }
        }

    return {
        "/f/video/{issue}/{name}": download("clip", "A finished clip", "issue", "name"),
        "/f/image/{name}": download("image", "An upload or a thumbnail", "name"),
        "/f/file/{name}": download("file", "A file of the bucket", "name"),
    }


def _sandbox_paths() -> dict[str, Any]:
    return {
        "/sandbox/files": {
            "post": {
                "operationId": "keepFile",
                "summary": "Get a lasting link to any file",
                "parameters": [
                    {"name": "filename", "in": "query", "schema": {"type": "string"}},
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/octet-stream": {},
                        "multipart/form-data": _file_field("Any file"),
                    },
                },
                "responses": _answers("Kept", "Upload", 400, 401, 413),
            }
        },
        "/sandbox/ledger": {
            "get": {
                "operationId": "ledger",
                "summary": "Every submit received, and what was charged",
                "responses": _answers("The ledger", "Ledger", 401),
            }
        },
        "/sandbox/faults": {
            "get": {
                "operationId": "faults",
                "summary": "The faults that are on, and those there are",
                "responses": _answers("The faults", "Faults", 401),
            },
            "post": {
                "operationId": "switchFaults",
                "summary": "Switch on these faults, and all others off",
                "requestBody": _json_body("FaultSwitch"),
                "responses": _answers("The faults", "Faults", 400, 401),
            },
        },
        "/sandbox/balance": {
            "post": {
                "operationId": "setBalance",
                "summary": "Set the balance",
                "requestBody": _json_body("BalanceSwitch"),
                "responses": _answers("The balance", "Balance", 400, 401),
            }
        },
        "/openapi.json": {
            "get": {
                "operationId": "describe",
                "summary": "This document",
                "security": [],
                "responses": {"200": {"description": "This document", "content": {_JSON: {}}}},
            }
        },
    }

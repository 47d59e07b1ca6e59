"""``python -m backend.stack keys add NAME [--scope write] | list | revoke ID``: API keys from the command line."""

from __future__ import annotations

import argparse
from typing import Any

from backend.access import SCOPES
from backend.access_errors import UnknownKeyError
from backend.adapters.database import make_engine
from backend.adapters.schema import ensure_schema
from backend.config import Settings
from backend.services.keys import KeyService
from backend.stack.refusals import Refusal
from backend.stack.serve import read_settings
from backend.unit_of_work import Transactions

USED_ONCE = "It is shown only now. Send it as 'Authorization: Bearer <key>'."
TURN_ON = "API_KEYS is off: everybody may call. Set API_KEYS=on and start again to ask for keys."


def main(arguments: list[str]) -> int:
    """Carry out one command on the database of the settings."""
    asked = _parser().parse_args(arguments)
    settings = read_settings()
    ensure_schema(settings)
    engine = make_engine(settings.database)
    try:
        service = KeyService(Transactions(engine), settings.listed_keys)
        ACTIONS[asked.action](service, asked, settings)
    except UnknownKeyError as error:
        raise Refusal(error.message) from None
    finally:
        engine.dispose()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m backend.stack keys", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="make a key and show it once")
    add.add_argument("name", help="whose it is or what for")
    add.add_argument("--scope", choices=SCOPES, default="write")
    actions.add_parser("list", help="show all keys, without themselves")
    actions.add_parser("revoke", help="refuse a key from now on").add_argument("key_id", metavar="ID")
    return parser


def _add(service: KeyService, asked: argparse.Namespace, settings: Settings) -> None:
    made = service.create(asked.name[:64], asked.scope)
    print(f"{made['key']}\n{made['key_id']}: {made['name']}, scope {made['scope']}. {USED_ONCE}")
    if not settings.needs_keys:
        print(TURN_ON)


def _list(service: KeyService, _asked: argparse.Namespace, settings: Settings) -> None:
    for key in service.all()["keys"]:
        print(f"{key['key_id']:<18}{key['scope']:<7}{_state(key):<34}{key['name']}")
    if not settings.needs_keys:
        print(TURN_ON)


def _state(key: dict[str, Any]) -> str:
    if key["revoked_at"]:
        return f"revoked {key['revoked_at']:%Y-%m-%d %H:%M} UTC"
    return f"last used {key['last_used_at']:%Y-%m-%d %H:%M} UTC" if key["last_used_at"] else "no use noted"


def _revoke(service: KeyService, asked: argparse.Namespace, _settings: Settings) -> None:
    gone = service.revoke(asked.key_id)
    print(f"{gone['key_id']}: {gone['name']} is refused from now on")


ACTIONS = {"add": _add, "list": _list, "revoke": _revoke}

"""The other end of elsewhere.mjs: a line of JSON to standard input is a call, one from standard output its answer or what happened."""

import inspect
import json
import threading

AUDIBLE = 1_000

counted = {"frames": 0, "soundMs": 0}
_speaking = threading.Lock()


def say(**line):
    with _speaking:
        print(json.dumps(line), flush=True)


def described(kind, sdp):
    return {"type": kind, "sdp": sdp}


async def answer(methods, line):
    """Does what the line asks for; each method takes the number of its connection first."""
    asked = json.loads(line)
    call, connection, method = asked.pop("call"), asked.pop("connection"), asked.pop("method")
    try:
        answered = getattr(methods, method)(connection, **asked)
        say(call=call, answer=await answered if inspect.isawaitable(answered) else answered)
    except Exception as failure:
        say(call=call, error=f"{method}: {failure!r}")

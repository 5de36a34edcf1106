# python-a2s opens a socket for each query. It does not repeat lost datagrams, so its calls are repeated here.
import asyncio
import json
import resource
import sys
import time

import a2s


async def ask_one(address, order):
    host, port = address.split(":")
    target = (host, int(port))
    timeout = order["timeoutMs"] / 1000
    for _ in range(order["tries"]):
        try:
            info = await a2s.ainfo(target, timeout=timeout)
            break
        except Exception:
            pass
    else:
        return None
    for _ in range(order["tries"]):
        try:
            players = await a2s.aplayers(target, timeout=timeout)
            break
        except Exception:
            pass
    else:
        return None
    return {
        "address": address,
        "name": info.server_name,
        "map": info.map_name,
        "playerCount": info.player_count,
        "maxPlayers": info.max_players,
        "players": [player.name for player in players],
    }


async def ask_all(addresses, order):
    answers = []
    rest = iter(addresses)

    async def work():
        for address in rest:
            answer = await ask_one(address, order)
            if answer:
                answers.append(answer)

    await asyncio.gather(*(work() for _ in range(order["concurrency"])))
    return answers


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def main():
    order = json.load(sys.stdin)
    sweeps = []
    for passes in order["passes"]:
        addresses = order["addresses"] * passes
        started_at = time.perf_counter()
        cpu_before = cpu_seconds()
        answers = await ask_all(addresses, order)
        sweeps.append(
            {
                "seconds": time.perf_counter() - started_at,
                "cpuSeconds": cpu_seconds() - cpu_before,
                "answers": answers,
            }
        )
    peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    json.dump({"sweeps": sweeps, "peakBytes": peak_bytes}, sys.stdout)


asyncio.run(main())

"""The client that the platform's documentation has always shown: open a session, stream a demo, go away.

Usage: documented-client.py HOST:PORT API_KEY DEMO
Prints the answer of /session_id as it came.
"""

import asyncio
import sys

import requests
import websockets

app_host, api_key, demo_path = sys.argv[1:]

response = requests.get(
    f"http://{app_host}/session_id",
    params={
        "api_key": api_key,
        "fake_ip": "123.45.6789",
        "map": "asdf",
    },
)
print(response.text)
session_id = response.json()["session_id"]


async def send_demo_file():
    uri = f"ws://{app_host}/demos?api_key={api_key}&session_id={session_id}"
    async with websockets.connect(uri) as socket:
        with open(demo_path, "rb") as file:
            while True:
                chunk = file.read(1024)
                if not chunk:
                    # session is auto closed on disconnect.
                    break
                await socket.send(chunk)


asyncio.run(send_demo_file())

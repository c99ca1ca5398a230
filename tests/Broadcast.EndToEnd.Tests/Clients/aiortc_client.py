"""aiortc's peer connections for elsewhere.mjs."""

import asyncio
import fractions
import math
import sys

import numpy
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription, VideoStreamTrack
from av import AudioFrame, VideoFrame
from elsewhere import AUDIBLE, answer, counted, described, say

WIDTH, HEIGHT = 640, 360
RATE = 48_000
BLOCK = RATE // 50

connections = {}
started = asyncio.Event()


class Camera(VideoStreamTrack):
    """A picture that moves."""

    async def recv(self):
        await started.wait()
        pts, time_base = await self.next_timestamp()
        picture = numpy.full((HEIGHT, WIDTH, 3), 40, numpy.uint8)
        bar = counted["frames"] * 8 % WIDTH
        picture[:, bar : bar + 40] = 220
        frame = VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = pts, time_base
        counted["frames"] += 1
        return frame


class Microphone(MediaStreamTrack):
    """A tone."""

    kind = "audio"

    def __init__(self):
        super().__init__()
        self.played = 0
        self.began = None

    async def recv(self):
        await started.wait()
        now = asyncio.get_running_loop().time()
        self.began = self.began or now
        await asyncio.sleep(max(0, self.began + self.played / RATE - now))
        tone = numpy.sin((numpy.arange(BLOCK) + self.played) * 2 * math.pi * 440 / RATE) * 8_000
        frame = AudioFrame.from_ndarray(tone.astype(numpy.int16).reshape(1, -1), format="s16", layout="mono")
        frame.pts, frame.sample_rate, frame.time_base = self.played, RATE, fractions.Fraction(1, RATE)
        self.played += BLOCK
        return frame


async def watch(track):
    """Counts the pictures, and the milliseconds of sound that can be heard."""
    while True:
        frame = await track.recv()
        if track.kind == "video":
            counted["frames"] += 1
        elif numpy.abs(frame.to_ndarray()).max() > AUDIBLE:
            counted["soundMs"] += frame.samples * 1_000 // frame.sample_rate


async def say_counts():
    while True:
        await asyncio.sleep(0.05)
        say(counted=counted)


class Methods:
    """What can be called."""

    async def open(number):
        connection = connections[number] = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        connection.on("connectionstatechange", lambda: say(connection=number, state=connection.connectionState))
        connection.on("track", lambda track: asyncio.ensure_future(watch(track)))

    async def addTransceiver(number, kind, direction, sends):
        connections[number].addTransceiver({"video": Camera, "audio": Microphone}[kind]() if sends else kind, direction=direction)

    async def createOffer(number):
        offer = await connections[number].createOffer()
        return described(offer.type, offer.sdp)

    async def createAnswer(number):
        answered = await connections[number].createAnswer()
        return described(answered.type, answered.sdp)

    async def setLocalDescription(number, type, sdp):
        await connections[number].setLocalDescription(RTCSessionDescription(sdp, type))
        return {"local": described(type, connections[number].localDescription.sdp), "transceivers": transceivers(number)}

    async def setRemoteDescription(number, type, sdp):
        await connections[number].setRemoteDescription(RTCSessionDescription(sdp, type))
        return {"transceivers": transceivers(number)}

    async def start(number):
        started.set()

    async def close(number):
        await connections[number].close()


def transceivers(number):
    return [{"kind": each.kind, "mid": each.mid} for each in connections[number].getTransceivers()]


async def main():
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    counting = asyncio.ensure_future(say_counts())
    while line := await lines.readline():
        await answer(Methods, line)
    counting.cancel()


asyncio.run(main())

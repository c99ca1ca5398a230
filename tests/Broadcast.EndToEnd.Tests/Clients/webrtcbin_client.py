"""GStreamer's webrtcbin for elsewhere.mjs."""

import asyncio
import random
import sys
import threading

import gi
import numpy
from elsewhere import AUDIBLE, answer, counted, described, say

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("Nice", "0.1")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC, Nice  # noqa: E402

VP8 = "application/x-rtp,media=video,encoding-name=VP8,payload=97,clock-rate=90000"
OPUS = "application/x-rtp,media=audio,encoding-name=OPUS,payload=96,clock-rate=48000,encoding-params=(string)2"
FORMATS = {"video": VP8, "audio": OPUS}
SOURCES = {
    "video": "videotestsrc is-live=true pattern=ball ! video/x-raw,width=640,height=360,framerate=30/1 ! "
    "vp8enc name=encoder deadline=1 cpu-used=8 target-bitrate=800000 keyframe-max-dist=60 ! rtpvp8pay picture-id-mode=15-bit",
    "audio": "audiotestsrc is-live=true samplesperbuffer=960 ! audio/x-raw,rate=48000,channels=2 ! opusenc name=encoder ! rtpopuspay",
}
SINKS = {
    "VP8": "rtpvp8depay ! vp8dec name=decoder ! fakesink",
    "OPUS": "rtpopusdepay ! opusdec ! audioconvert ! audio/x-raw,format=S16LE,channels=1 ! identity name=decoder ! fakesink",
}

Gst.init(None)
connections = {}
loop = GLib.MainLoop()


def count_frame(pad, info):
    counted["frames"] += 1
    return Gst.PadProbeReturn.OK


def count_sound(pad, info):
    buffer = info.get_buffer()
    samples = numpy.frombuffer(buffer.extract_dup(0, buffer.get_size()), numpy.int16)
    if numpy.abs(samples).max(initial=0) > AUDIBLE:
        counted["soundMs"] += buffer.duration // Gst.MSECOND
    return Gst.PadProbeReturn.OK


class Connection:
    """A webrtcbin in a pipeline of its own."""

    def __init__(self, number):
        self.pipeline = Gst.Pipeline.new()
        self.webrtc = Gst.ElementFactory.make("webrtcbin")
        self.webrtc.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
        self.webrtc.connect("notify::connection-state", lambda *_: say(connection=number, state=self.webrtc.get_property("connection-state").value_nick))
        self.webrtc.connect("on-new-transceiver", lambda _, transceiver: transceiver.set_property("do-nack", True))
        self.webrtc.connect("pad-added", lambda _, pad: self.show(pad))
        # libnice takes no loopback by itself, and ties its sockets to the interfaces that it takes.
        here = Nice.Address.new()
        here.set_from_string("127.0.0.1")
        # Kept: what Python gives back is gone.
        self.ice = self.webrtc.get_property("ice-agent")
        self.ice.get_property("agent").add_local_address(here)
        self.pipeline.add(self.webrtc)
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message::latency", lambda *_: self.pipeline.recalculate_latency())
        bus.connect("message::error", lambda _, message: print(*message.parse_error(), file=sys.stderr))
        self.pipeline.set_state(Gst.State.PLAYING)

    def add_transceiver(self, kind, direction, sends):
        wanted = getattr(GstWebRTC.WebRTCRTPTransceiverDirection, direction.upper())
        if sends:
            self.film(kind)
            self.transceivers()[-1].set_property("direction", wanted)
        else:
            self.webrtc.emit("add-transceiver", wanted, Gst.Caps.from_string(FORMATS[kind]))

    def film(self, kind):
        """A picture that moves, or a tone."""
        source = Gst.parse_bin_from_description(f'{SOURCES[kind]} ! capsfilter caps="{FORMATS[kind]},ssrc=(uint){random.getrandbits(31)}"', True)
        self.pipeline.add(source)
        source.get_static_pad("src").link(self.webrtc.request_pad_simple("sink_%u"))
        if kind == "video":
            source.get_by_name("encoder").get_static_pad("src").add_probe(Gst.PadProbeType.BUFFER, count_frame)
        source.sync_state_with_parent()

    def show(self, pad):
        """Counts the pictures, and the milliseconds of sound that can be heard."""
        if pad.direction != Gst.PadDirection.SRC:
            return
        name = pad.get_current_caps().get_structure(0).get_string("encoding-name")
        sink = Gst.parse_bin_from_description(SINKS[name], True)
        sink.get_by_name("decoder").get_static_pad("src").add_probe(Gst.PadProbeType.BUFFER, count_frame if name == "VP8" else count_sound)
        self.pipeline.add(sink)
        sink.sync_state_with_parent()
        pad.link(sink.get_static_pad("sink"))

    def create(self, kind):
        promise = Gst.Promise.new()
        self.webrtc.emit(f"create-{kind}", None, promise)
        promise.wait()
        reply = promise.get_reply()
        return described(kind, reply.get_value(kind).sdp.as_text())

    def describe(self, end, kind, text):
        _, sdp = GstSdp.SDPMessage.new_from_text(text)
        promise = Gst.Promise.new()
        self.webrtc.emit(f"set-{end}-description", GstWebRTC.WebRTCSessionDescription.new(getattr(GstWebRTC.WebRTCSDPType, kind.upper()), sdp), promise)
        promise.wait()

    def local_sdp(self):
        return self.webrtc.get_property("local-description").sdp.as_text()

    def transceivers(self):
        found = []
        while transceiver := self.webrtc.emit("get-transceiver", len(found)):
            found.append(transceiver)
        return found


class Methods:
    """What can be called."""

    def open(number):
        connections[number] = Connection(number)

    def addTransceiver(number, kind, direction, sends):
        connections[number].add_transceiver(kind, direction, sends)

    def createOffer(number):
        return connections[number].create("offer")

    def createAnswer(number):
        return connections[number].create("answer")

    def setLocalDescription(number, type, sdp):
        connections[number].describe("local", type, sdp)
        return {"local": described(type, connections[number].local_sdp()), "transceivers": transceivers(number)}

    def setRemoteDescription(number, type, sdp):
        connections[number].describe("remote", type, sdp)
        return {"transceivers": transceivers(number)}

    def start(number):
        pass

    def close(number):
        connections[number].pipeline.set_state(Gst.State.NULL)


def transceivers(number):
    return [{"kind": each.get_property("kind").value_nick, "mid": each.get_property("mid")} for each in connections[number].transceivers()]


def hear():
    for line in sys.stdin:
        GLib.idle_add(lambda line=line: asyncio.run(answer(Methods, line)))
    GLib.idle_add(loop.quit)


def say_counts():
    say(counted=counted)
    return True


threading.Thread(target=hear, daemon=True).start()
GLib.timeout_add(50, say_counts)
loop.run()

using System.Text;
using System.Text.Json;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Control;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Validation;
using Broadcast.Sfu.Io.Tcp;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Stun;
using Broadcast.Sfu.Tests.Routing;
using Broadcast.Sfu.Tests.Simulation;
using Broadcast.Sfu.Tests.Stun;

namespace Broadcast.Sfu.Tests.Fuzz;

/// <summary>What is fuzzed, by name. Each takes the randomness of one run, which is all that decides its course, and throws if something is wrong.</summary>
internal static class FuzzTargets
{
    private const int MutationsPerRun = 500;

    private static readonly string[] CodecVectors =
        ["10 00 9D 01 2A 00 05 D0 02", "90 80 11 10 02 00 9D 01 2A", "8C 01 00 AA", "AA 01 02 18 00 05 00 02 D0", "65 88 84", "78 00 04 67 42 00 1F 00 03 65 88 84", "7C 85 88", "18 0A 0B 00 00 00 24 CF 7F 0D", "68 0A", "EF 0F 00 03 6F B1 B2 B3 C1", "80 00 01 80 01 1E A8 51 41 01 0C 04 FC 03 BC"];

    public static IReadOnlyDictionary<string, Action<Random>> All { get; } = new Dictionary<string, Action<Random>>
    {
        ["stun"] = random => Mutate(random, [Rfc5769.Request, Rfc5769.IPv4Response, Rfc5769.IPv6Response], ReadStun),
        ["rtp"] = random => Mutate(random, [PlainPackets.Vp8(1, 2, true, true), PlainPackets.Opus(7, 8, 9)], ReadRtp),
        ["rtcp"] = random => Mutate(random, [.. PlainPackets.Rtcp(), TransportFeedback()], ReadRtcp),
        ["codecs"] = random => Mutate(random, [.. CodecVectors.Select(hex => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)))], ReadPayload),
        ["control"] = random => Mutate(random, [.. Requests()], ReadRequest),
        ["frames"] = CutFrames,
        ["worker"] = random => WorkerMachine.Run(random, steps: 300),
    };

    /// <summary>A third of the runs are not even mutations, but noise.</summary>
    private static void Mutate(Random random, byte[][] vectors, Hostile.Reader read)
    {
        for (var i = 0; i < MutationsPerRun; i++)
        {
            var vector = vectors[random.Next(vectors.Length)];
            if (random.Next(3) == 0)
                random.NextBytes(vector = new byte[random.Next(1, 200)]);
            read(Hostile.Mutate(vector, random));
        }
    }

    /// <summary>Packets in frames, some of them empty, the stream in pieces of any size: they come out as they went in, and what is no frame after them ends it.</summary>
    private static void CutFrames(Random random)
    {
        for (var i = 0; i < MutationsPerRun; i++)
        {
            var packets = Enumerable.Range(0, random.Next(12)).Select(_ => Noise(random, AnyLength(random))).ToList();
            byte[] noise = random.Next(3) == 0 ? [0xFF, .. Noise(random, random.Next(1, 5_000))] : [];
            var cut = ReadFrames(random, [.. packets.SelectMany(Framed), .. noise], out var isMalformed);

            Assert.Equal(packets.Where(packet => packet.Length > 0), cut);
            Assert.Equal(noise.Length > 0, isMalformed);
            ReadFrames(random, Noise(random, random.Next(1, 5_000)), out _);
        }
    }

    private static List<byte[]> ReadFrames(Random random, ReadOnlySpan<byte> stream, out bool isMalformed)
    {
        var reader = new FrameReader();
        var packets = new List<byte[]>();
        while (!stream.IsEmpty && !reader.IsMalformed)
        {
            Assert.False(reader.Room.IsEmpty);
            var piece = stream[..Math.Min(random.Next(4) == 0 ? 1 : random.Next(1, reader.Room.Length + 1), Math.Min(stream.Length, reader.Room.Length))];
            piece.CopyTo(reader.Room);
            reader.Add(piece.Length);
            stream = stream[piece.Length..];
            while (reader.TryTake(out var packet))
                packets.Add(packet.ToArray());
        }
        isMalformed = reader.IsMalformed;
        return packets;
    }

    private static int AnyLength(Random random) => random.Next(4) switch
    {
        0 => random.Next(4),
        1 => FrameReader.MaxFrameLength - random.Next(2),
        _ => random.Next(FrameReader.MaxFrameLength + 1),
    };

    private static byte[] Framed(byte[] packet) => [(byte)(packet.Length >> 8), (byte)packet.Length, .. packet];

    private static byte[] Noise(Random random, int length)
    {
        var noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }

    private static void ReadStun(ReadOnlySpan<byte> datagram)
    {
        if (!StunMessage.TryParse(datagram, out var message))
            return;
        message.TryGet(StunAttributeType.Username, out _);
        message.TryGetXorMappedAddress(out _);
        _ = message.Username.Length;
    }

    private static void ReadRtp(ReadOnlySpan<byte> datagram)
    {
        if (!RtpPacket.TryParse(datagram, out var packet))
            return;
        for (byte id = 0; id < 16; id++)
            packet.TryGetExtension(id, out _);
        Assert.Equal(datagram.Length, packet.HeaderLength + packet.Payload.Length + packet.PaddingLength);
        if (Rtx.TryUnwrap(datagram.ToArray(), 96, 1, out var original))
            RtpPacket.TryParse(original, out _);
    }

    private static void ReadRtcp(ReadOnlySpan<byte> datagram)
    {
        var compound = new RtcpCompound(datagram);
        while (compound.TryRead(out var packet))
            ReadRtcpPacket(packet);
    }

    private static void ReadRtcpPacket(RtcpPacket packet)
    {
        if (SenderReport.TryParse(packet, out var sender))
            ReadBlocks(sender.Blocks);
        if (ReceiverReport.TryParse(packet, out var receiver))
            ReadBlocks(receiver.Blocks);
        if (Nack.TryParse(packet, out var nack))
            foreach (var _ in nack)
                continue;
        if (TransportCc.TryParse(packet, out var feedback))
            foreach (var _ in feedback)
                continue;
        if (FullIntraRequest.TryParse(packet, out var request))
            for (var i = 0; i < request.Count; i++)
                _ = request[i];
        if (ReceiverEstimatedMaxBitrate.TryParse(packet, out var remb))
            for (var i = 0; i < remb.Count; i++)
                _ = remb[i];
        if (LayerWishes.TryParse(packet, out var wishes))
            for (var i = 0; i < wishes.Count; i++)
                _ = wishes[i];
        ReferenceTimes.TryParse(packet, out _);
        if (Bye.TryParse(packet, out var bye))
            for (var i = 0; i < bye.Count; i++)
                _ = bye[i];
        PictureLossIndication.TryParse(packet, out _);
        SourceDescription.TryParse(packet, out _);
    }

    private static void ReadBlocks(ReportBlocks blocks)
    {
        for (var i = 0; i < blocks.Count; i++)
            _ = blocks[i];
    }

    private static void ReadPayload(ReadOnlySpan<byte> payload)
    {
        foreach (var codec in Enum.GetValues<Codec>())
        {
            CodecPayload.IsKeyFrame(codec, payload);
            CodecPayload.TryGetPictureSize(codec, payload, out _);
            var reader = new LayerReader();
            reader.Read(codec, payload, payload);
            reader.Read(codec, payload, payload);
        }
        OpusPayload.TryParse(payload, out _);
        if (RedPayload.TryParse(payload, out var red))
            for (var back = 0; back < red.Redundant; back++)
                red.Repeated(back, out _, out _);
    }

    /// <summary>Json that is not of the contract is a <see cref="JsonException"/> or, without a type, a <see cref="NotSupportedException"/>; anything else is a fault.</summary>
    private static void ReadRequest(ReadOnlySpan<byte> json)
    {
        try
        {
            if (JsonSerializer.Deserialize(json, ControlJson.Default.WorkerRequest) is Produce produce && DeclaredRules.Check(produce) is null)
                ProducerRtp.TryCreate(produce.Kind, produce.RtpParameters, WorkerMachine.RouterCapabilities, out _, out _);
        }
        catch (Exception refused) when (refused is JsonException or NotSupportedException)
        {
            // As it should be.
        }
    }

    private static byte[] TransportFeedback()
    {
        var buffer = new byte[200];
        long[] arrivals = [.. Enumerable.Range(0, 40).Select(i => i * 700L)];
        return buffer[..TransportCcWriter.Write(buffer, 1, 2, 0, 0, arrivals, out _)];
    }

    private static IEnumerable<byte[]> Requests() =>
        WorkerMachine.SampleRequests.Select(request => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(request, ControlJson.Default.WorkerRequest)));
}

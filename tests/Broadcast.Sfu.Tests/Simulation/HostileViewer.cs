using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Tests.Control.Ortc;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>What a viewer can do to a server that let it in.</summary>
public enum Hostility
{
    SendsGarbage,
    StopsAnswering,
    ReplaysOldPackets,
    FloodsChecks,
    NacksEverything,
    ConsumesAgain,
    WantsKeyFrames,
}

/// <summary>A viewer that joined in order and then misbehaves a thousand times a second.</summary>
public sealed class HostileViewer : SimulatedBrowser
{
    private const int GarbageLength = 200;

    private readonly Hostility hostility;
    private readonly ProducerId producer;
    private readonly Random random;
    private int consumers;
    private byte[]? recorded;
    private ushort newest;

    public HostileViewer(World world, int number, ProducerId producer, Hostility hostility) : base(world, $"hostile{number}", number)
    {
        this.hostility = hostility;
        this.producer = producer;
        random = new Random(number);
        Created = Consume();
    }

    public ConsumerCreated Created { get; private set; }

    /// <summary>Of the media and of what was sent again, as they came.</summary>
    public long MediaBytes { get; private set; }
    public long RepeatedBytes { get; private set; }

    protected override void OnConnected()
    {
        Span<byte> report = stackalloc byte[ReceiverReport.Length];
        ReceiverReport.Write(report, 1, []);
        recorded = Protect(report);
        NextMedia = World.Now;
        IsSilent = hostility == Hostility.StopsAnswering;
    }

    protected override void OnRtp(Span<byte> datagram)
    {
        Assert.True(RtpPacket.TryParse(datagram, out var packet));
        if (packet.Ssrc != Media.Ssrc)
        {
            RepeatedBytes += datagram.Length;
            return;
        }
        MediaBytes += datagram.Length;
        newest = packet.SequenceNumber;
    }

    protected override void OnRtcp(ReadOnlySpan<byte> compound)
    {
    }

    protected override void OnMediaTimeout()
    {
        NextMedia = World.Now.AddMilliseconds(1);
        switch (hostility)
        {
            case Hostility.SendsGarbage:
                Output.Add(Tuple, Garbage());
                break;
            case Hostility.ReplaysOldPackets:
                Output.Add(Tuple, recorded);
                break;
            case Hostility.FloodsChecks:
                SendCheck();
                break;
            case Hostility.WantsKeyFrames:
                WantKeyFrame();
                break;
            case Hostility.ConsumesAgain:
                ConsumeAgain();
                break;
            case Hostility.NacksEverything:
                NackEverything();
                break;
        }
    }

    private RtpEncodingParameters Media => Created.RtpParameters.Encodings[0];

    private void WantKeyFrame()
    {
        Span<byte> message = stackalloc byte[PictureLossIndication.Length];
        SendRtcp(message[..new PictureLossIndication(1, Media.Ssrc!.Value).Write(message)]);
    }

    private void ConsumeAgain()
    {
        World.Request<Accepted>(new CloseConsumer(Created.Consumer));
        Created = Consume();
    }

    private ConsumerCreated Consume() =>
        World.Request<ConsumerCreated>(new Consume(Transport, new ConsumerId($"{Transport}-{++consumers}"), producer, ChromiumSamples.Receive));

    /// <summary>The last second's packets, whether they came or not.</summary>
    private void NackEverything()
    {
        Span<ushort> lost = stackalloc ushort[150];
        for (var i = 0; i < lost.Length; i++)
            lost[i] = (ushort)(newest - lost.Length + 1 + i);
        Span<byte> message = stackalloc byte[12 + 4 * lost.Length];
        SendRtcp(message[..Nack.Write(message, 1, Media.Ssrc!.Value, lost)]);
    }

    /// <summary>Anything from what looks like RTP to what looks like nothing.</summary>
    private byte[] Garbage()
    {
        var garbage = new byte[random.Next(1, GarbageLength)];
        random.NextBytes(garbage);
        garbage[0] = random.Next(2) == 0 ? (byte)0x80 : garbage[0];
        return garbage;
    }
}

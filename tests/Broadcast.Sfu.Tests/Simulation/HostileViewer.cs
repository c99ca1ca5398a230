using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Tests.Control.Ortc;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>What a viewer can do to a server that let it in.</summary>
public enum Hostility
{
    SendsGarbage,
    StopsAnswering,
    ReplaysOldPackets,
    FloodsChecks,
}

/// <summary>A viewer that joined in order and then misbehaves a thousand times a second.</summary>
public sealed class HostileViewer : SimulatedBrowser
{
    private const int GarbageLength = 200;

    private readonly Hostility hostility;
    private readonly Random random;
    private byte[]? recorded;

    public HostileViewer(World world, int number, ProducerId producer, Hostility hostility) : base(world, $"hostile{number}", number)
    {
        this.hostility = hostility;
        random = new Random(number);
        world.Request<ConsumerCreated>(new Consume(Transport, new ConsumerId($"hostile{number}"), producer, ChromiumSamples.Receive));
    }

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
        }
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

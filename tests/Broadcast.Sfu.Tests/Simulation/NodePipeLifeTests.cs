using System.Buffers.Binary;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Srtp;
using Broadcast.Sfu.Tests.Routing;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>Silence and its end, strangers, keys that are renewed, and requests that lie.</summary>
public sealed class NodePipeLifeTests : IDisposable
{
    private readonly TwoNodes nodes = new(21);
    private readonly SimulatedPublisher publisher;

    public NodePipeLifeTests()
    {
        publisher = new SimulatedPublisher(nodes.Origin, 1);
        nodes.Run(1_000);
        nodes.Pipe(publisher.Producer);
    }

    public void Dispose() => nodes.Dispose();

    [Fact]
    public void Both_ends_hear_each_other_though_nothing_is_piped()
    {
        using var idle = new TwoNodes(22);
        idle.Run(10_000);

        Assert.Equal([true], TwoNodes.States(idle.Origin));
        Assert.Equal([true], TwoNodes.States(idle.Edge));
    }

    [Fact]
    public void Silence_is_told_after_a_second_and_so_is_its_end_and_the_picture_goes_on()
    {
        var viewer = new SimulatedViewer(nodes.Edge, 2, publisher.Producer);
        nodes.Run(2_000);
        nodes.Conditions = new LinkConditions { Loss = 1 };
        nodes.Run(900);
        Assert.Equal([true], TwoNodes.States(nodes.Edge));
        nodes.Run(150);
        Assert.Equal([true, false], TwoNodes.States(nodes.Edge));
        nodes.Run(60_000);
        Assert.Equal([true, false], TwoNodes.States(nodes.Origin));
        Assert.Equal((1, 1), (nodes.Edge.Worker.Pipes.Silences, nodes.Edge.Worker.Pipes.Silent));

        var before = viewer.Numbers.Count;
        nodes.Conditions = LinkConditions.Perfect;
        nodes.Run(2_000);
        Assert.Equal([true, false, true], TwoNodes.States(nodes.Edge));
        Assert.Equal([true, false, true], TwoNodes.States(nodes.Origin));
        Assert.Equal(0, nodes.Edge.Worker.Pipes.Silent);
        Assert.True(viewer.Numbers.Count > before + 200);
        Assert.InRange(nodes.Edge.Now.Since(viewer.Arrivals[^1]), 0, 70_000);
    }

    [Fact]
    public void An_end_that_never_answers_is_told_of()
    {
        using var alone = new World(23);
        alone.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, TwoNodes.Here, Network: true));
        alone.Request<Accepted>(new ConnectPipeTransport(TwoNodes.Here, TwoNodes.There, Control.ContractSamples.Pipe));
        alone.RunFor(1_500);

        Assert.Equal([false], TwoNodes.States(alone));
    }

    [Fact]
    public void Strangers_replays_and_what_was_altered_are_counted_and_change_nothing()
    {
        var viewer = new SimulatedViewer(nodes.Edge, 2, publisher.Producer);
        nodes.Run(1_000);
        var drops = nodes.Edge.Worker.Drops;
        var seen = nodes.Out.Arrived.TakeLast(20).ToList();
        seen.ForEach(nodes.Out.Inject);
        Assert.Equal(20, drops[DropReason.SrtpReplayed]);

        foreach (var datagram in seen)
        {
            var altered = datagram.ToArray();
            altered[^1] ^= 1;
            // Not a number that was seen: as it would come.
            if (altered[5] is < 192 or > 223)
                BinaryPrimitives.WriteUInt16BigEndian(altered.AsSpan(6), (ushort)(BinaryPrimitives.ReadUInt16BigEndian(altered.AsSpan(6)) + 1_000));
            nodes.Out.Inject(altered);
        }
        Assert.InRange(drops[DropReason.SrtpAuthenticationFailed], 15, 20);

        nodes.Out.Inject([1, 2, 3]);
        nodes.Out.Inject([.. seen[0].AsSpan(0, 10)]);
        Assert.Equal(2, drops[DropReason.PipeMalformed]);
        var unknown = seen[0].ToArray();
        unknown[0] ^= 1;
        nodes.Out.Inject(unknown);
        Assert.Equal(1, drops[DropReason.PipeUnknown]);

        nodes.Run(1_000);
        Assert.True(viewer.IsContinuous);
        Assert.Equal(0, viewer.Lost);
    }

    [Fact]
    public void What_strangers_send_is_no_sign_of_life()
    {
        nodes.Run(1_000);
        var seen = nodes.Out.Arrived.TakeLast(20).ToList();
        nodes.Conditions = new LinkConditions { Loss = 1 };
        for (var step = 0; step < 20; step++)
        {
            nodes.Run(100);
            seen.ForEach(nodes.Out.Inject);
        }

        Assert.Equal([true, false], TwoNodes.States(nodes.Edge));
    }

    [Fact]
    public void Nothing_makes_a_worker_throw()
    {
        nodes.Run(1_000);
        var random = new Random(24);
        var seen = nodes.Out.Arrived.TakeLast(20).ToList();
        for (var sent = 0; sent < 5_000; sent++)
            nodes.Out.Inject(Hostile.Mutate(seen[random.Next(seen.Count)], random));

        nodes.Run(1_000);
        Assert.True(nodes.StatsThere.Alive);
    }

    [Fact]
    public void What_a_node_says_that_cannot_be_is_counted_and_does_no_harm()
    {
        nodes.Run(500);
        using var liar = new LyingNode(nodes.Origin.Request<PipeTransportCreated>(new RenewPipeKey(TwoNodes.Here)).Address!);
        var drops = nodes.Origin.Worker.Drops;
        nodes.Back.Inject(liar.Say(buffer => LayerWishes.Write(buffer, 5, [new LayerWish(1, 77)])));
        Assert.Equal(1, drops[DropReason.RtcpMalformed]);
        nodes.Back.Inject(liar.Say(buffer => LayerWishes.Write(buffer, 5, [new LayerWish(1, 0)])));
        Assert.Equal(1, drops[DropReason.RtcpUnknownSsrc]);

        var random = new Random(28);
        var said = PlainPackets.Rtcp().ToList();
        for (var sent = 0; sent < 5_000; sent++)
        {
            var lie = Hostile.Mutate(said[random.Next(said.Count)], random);
            if (lie.Length >= 8)
                nodes.Back.Inject(liar.Say(buffer => { lie.CopyTo(buffer, 0); return lie.Length; }));
            nodes.Back.Inject(liar.Send(PlainPackets.Vp8((ushort)sent, (uint)sent, isLast: true, isKeyFrame: false)));
        }
        nodes.Run(1_000);
        Assert.Equal(5_000, drops[DropReason.RtpUnknownSsrc]);
        Assert.True(nodes.StatsThere.PacketsReceived > 0);
    }

    [Fact]
    public void A_key_is_renewed_while_packets_flow_and_nobody_notices()
    {
        nodes.Conditions = new LinkConditions { Loss = 0.02, DelayUs = 40_000, Reordering = 0.02 };
        var viewer = new SimulatedViewer(nodes.Edge, 2, publisher.Producer);
        nodes.Run(3_000);
        var addresses = new List<PipeAddress>();
        for (var round = 0; round < 4; round++)
        {
            var renewed = Renew();
            Assert.Equal(renewed, Renew());
            addresses.Add(renewed);
            nodes.Run(500);
            nodes.Origin.Request<Accepted>(Connect(renewed));
            nodes.Origin.Request<Accepted>(Connect(renewed));
            nodes.Run(6_000);
        }
        nodes.Conditions = LinkConditions.Perfect;
        nodes.Run(1_000);

        Assert.Equal(4, addresses.Select(address => address.Pipe).Distinct().Count());
        Assert.Equal(0, viewer.Lost);
        Assert.True(viewer.IsContinuous);
        Assert.Equal(0, nodes.Edge.Worker.Drops[DropReason.SrtpAuthenticationFailed]);
        Assert.Equal(0, nodes.Edge.Worker.Drops[DropReason.PipeUnknown]);
        Assert.Equal([true], TwoNodes.States(nodes.Edge));
    }

    [Fact]
    public void The_former_key_is_taken_for_some_seconds_and_no_longer()
    {
        nodes.Run(500);
        nodes.Origin.Request<Accepted>(Connect(Renew()));
        var old = nodes.Out.Arrived[^1];
        nodes.Run(4_000);
        nodes.Out.Inject(old);
        Assert.Equal(1, nodes.Edge.Worker.Drops[DropReason.SrtpReplayed]);
        nodes.Run(2_000);
        nodes.Out.Inject(old);

        Assert.Equal(1, nodes.Edge.Worker.Drops[DropReason.PipeUnknown]);
    }

    [Fact]
    public void No_key_is_sent_with_twice()
    {
        var first = nodes.Edge.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, TwoNodes.There, Network: true)).Address!;
        nodes.Run(500);
        nodes.Origin.Request<Accepted>(Connect(Renew()));

        Assert.Equal(ControlErrorCode.Conflict, nodes.Origin.Request<ControlError>(Connect(first)).Code);
    }

    [Theory]
    [InlineData("not an address", 1, null)]
    [InlineData("0.0.0.0", 1, null)]
    [InlineData("224.0.0.1", 1, null)]
    [InlineData("ff02::1", 1, null)]
    [InlineData("192.0.2.1", 0, null)]
    [InlineData("192.0.2.1", 65_536, null)]
    [InlineData("192.0.2.1", 1, "short")]
    [InlineData("192.0.2.1", 1, "****************************************")]
    public void An_address_that_is_none_is_refused(string ip, int port, string? key)
    {
        using var world = new World(25);
        world.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, TwoNodes.Here, Network: true));
        var address = Control.ContractSamples.Pipe with { Ip = ip, Port = port, Key = key ?? Control.ContractSamples.Pipe.Key };

        Assert.Equal(ControlErrorCode.InvalidArgument, world.Request<ControlError>(Connect(address)).Code);
    }

    [Fact]
    public void A_pipe_within_the_node_has_no_address_and_one_to_another_node_needs_it()
    {
        using var world = new World(26);
        world.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, TwoNodes.Here, Network: true));
        Assert.Null(world.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, TwoNodes.There)).Address);

        Assert.Equal(ControlErrorCode.InvalidArgument, world.Request<ControlError>(new ConnectPipeTransport(TwoNodes.Here, TwoNodes.There)).Code);
        Assert.Equal(ControlErrorCode.InvalidArgument, world.Request<ControlError>(new ConnectPipeTransport(TwoNodes.There, TwoNodes.Here, Control.ContractSamples.Pipe)).Code);
        Assert.Equal(ControlErrorCode.InvalidState, world.Request<ControlError>(new RenewPipeKey(TwoNodes.There)).Code);
        Assert.Equal(ControlErrorCode.Conflict, nodes.Origin.Request<ControlError>(new ConnectPipeTransport(TwoNodes.Here, new TransportId("other"), Control.ContractSamples.Pipe)).Code);
    }

    [Fact]
    public void The_port_is_open_while_there_are_pipes()
    {
        using var world = new World(27);
        Assert.Empty(world.OpenSockets);
        var first = world.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, TwoNodes.Here, Network: true)).Address!;
        var second = world.Request<PipeTransportCreated>(new CreatePipeTransport(World.Router, TwoNodes.There, Network: true)).Address!;
        Assert.Equal(first.Port, second.Port);
        Assert.NotEqual(first.Pipe, second.Pipe);
        Assert.NotEqual(first.Key, second.Key);
        Assert.DoesNotContain(first.Key, new PipeTransportCreated(TwoNodes.Here, first).ToString(), StringComparison.Ordinal);
        world.Request<Accepted>(new CloseTransport(TwoNodes.Here));
        Assert.Single(world.OpenSockets);
        world.Request<Accepted>(new CloseTransport(TwoNodes.There));

        Assert.Empty(world.OpenSockets);
        Assert.Equal(0, world.Worker.Pipes.Open);
    }

    private PipeAddress Renew() => nodes.Edge.Request<PipeTransportCreated>(new RenewPipeKey(TwoNodes.There)).Address!;

    private static ConnectPipeTransport Connect(PipeAddress address) => new(TwoNodes.Here, TwoNodes.There, address);

    /// <summary>Knows a pipe's key, and says whatever it likes.</summary>
    private sealed class LyingNode : IDisposable
    {
        private readonly PipeAddress to;
        private readonly SrtpSender sender;

        public LyingNode(PipeAddress to)
        {
            this.to = to;
            var secret = Convert.FromBase64String(to.Key);
            using var key = new SrtpMasterKey(SrtpProfile.AeadAes128Gcm, secret.AsSpan(0, 16), secret.AsSpan(16));
            sender = new SrtpSender(key);
        }

        public byte[] Say(Func<byte[], int> write)
        {
            var buffer = new byte[1_500];
            return Address(buffer, sender.ProtectRtcp(buffer, write(buffer)));
        }

        public byte[] Send(byte[] packet)
        {
            byte[] buffer = [.. packet, .. new byte[SrtpProfileExtensions.MaxOverhead]];
            return Address(buffer, sender.Protect(buffer, packet.Length));
        }

        public void Dispose() => sender.Dispose();

        private byte[] Address(byte[] buffer, int length)
        {
            var datagram = new byte[sizeof(uint) + length];
            BinaryPrimitives.WriteUInt32BigEndian(datagram, to.Pipe);
            buffer.AsSpan(0, length).CopyTo(datagram.AsSpan(sizeof(uint)));
            return datagram;
        }
    }
}

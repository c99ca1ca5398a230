using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Channels.Frames;

namespace Broadcast.Sfu.Tests.Control.Channels;

/// <summary>Both sides of the handshake, over a connection in memory.</summary>
public sealed class HandshakeTests : IAsyncDisposable
{
    private const string Secret = ControlNode.Secret;
    private static readonly CancellationToken Forever = CancellationToken.None;

    private readonly SocketPair pair = new();
    private readonly FrameSocket owner;
    private readonly FrameSocket node;

    public HandshakeTests() => (owner, node) = (new FrameSocket(pair.Owner, FrameLimits.OfOwner), new FrameSocket(pair.Node, FrameLimits.OfNode));

    public async ValueTask DisposeAsync()
    {
        await owner.DisposeAsync();
        await node.DisposeAsync();
        pair.Dispose();
    }

    [Fact]
    public async Task Those_who_know_the_secret_find_each_other()
    {
        var entering = OwnerHandshake.EnterAsync(owner, Secret, epoch: 5, Forever);
        var (epoch, welcome) = await Node().AdmitAsync(node, Forever);
        node.TrySend(welcome);

        Assert.Equal(5, epoch);
        Assert.Equal("this run", (await entering).Run);
    }

    [Fact]
    public async Task A_node_that_does_not_know_the_secret_is_found_out()
    {
        var entering = OwnerHandshake.EnterAsync(owner, Secret, epoch: 5, Forever);
        await node.ReceiveAsync(Forever);
        node.TrySend(new Challenge(1, HandshakeProof.NewNonce()));
        var proof = Assert.IsType<Proof>(await node.ReceiveAsync(Forever));
        // All that it has is what the owner has sent.
        node.TrySend(new Welcome(proof.Value, "a false node"));

        Assert.Equal(ControlRefusal.WrongSecret, (await Assert.ThrowsAsync<ControlRefusedException>(() => entering)).Code);
    }

    [Fact]
    public async Task A_recorded_handshake_opens_nothing()
    {
        var hello = new Hello([1], 5, HandshakeProof.NewNonce());
        var recorded = new Proof(HandshakeProof.OfOwner(Secret, hello, new Challenge(1, HandshakeProof.NewNonce())));
        var admitting = Node().AdmitAsync(node, Forever);
        owner.TrySend(hello);
        Assert.IsType<Challenge>(await owner.ReceiveAsync(Forever));
        owner.TrySend(recorded);

        Assert.Equal(ControlRefusal.WrongSecret, (await Assert.ThrowsAsync<ControlRefusedException>(() => admitting)).Code);
    }

    [Fact]
    public async Task What_was_said_cannot_be_altered_on_the_way()
    {
        var hello = new Hello([1], 5, HandshakeProof.NewNonce());
        var admitting = Node().AdmitAsync(node, Forever);
        owner.TrySend(hello with { Epoch = 6 });
        var challenge = Assert.IsType<Challenge>(await owner.ReceiveAsync(Forever));
        owner.TrySend(new Proof(HandshakeProof.OfOwner(Secret, hello, challenge)));

        Assert.Equal(ControlRefusal.WrongSecret, (await Assert.ThrowsAsync<ControlRefusedException>(() => admitting)).Code);
    }

    [Theory]
    [InlineData(new[] { 1, 2, 3 }, new[] { 2, 1 }, 2)]
    [InlineData(new[] { 1 }, new[] { 7, 1 }, 1)]
    public void The_highest_version_that_both_speak_is_spoken(int[] ours, int[] theirs, int chosen) => Assert.Equal(chosen, ControlVersions.Choose(ours, theirs));

    [Fact]
    public async Task Without_a_common_version_the_sentence_says_which_there_are()
    {
        var entering = OwnerHandshake.EnterAsync(owner, Secret, epoch: 5, Forever);
        var refusal = await Assert.ThrowsAsync<ControlRefusedException>(() => Node(versions: [2, 3]).AdmitAsync(node, Forever));
        node.TrySend(new Refused(refusal.Code, refusal.Message));

        var heard = await Assert.ThrowsAsync<ControlRefusedException>(() => entering);
        Assert.Equal(ControlRefusal.NoCommonVersion, heard.Code);
        Assert.Equal("The node speaks version 2, 3 of the control contract and its owner version 1: one of them is to be updated.", heard.Message);
    }

    private static NodeHandshake Node(int[]? versions = null) => new(Secret, "this run", new Hurry(), versions ?? [1]);

    /// <summary>Nobody waits.</summary>
    private sealed class Hurry : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}

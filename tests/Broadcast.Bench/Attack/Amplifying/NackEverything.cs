using Broadcast.Bench.Attack.Clients;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Bench.Attack.Amplifying;

/// <summary>A viewer says again and again that it got nothing of the last six seconds. Measured: what it is sent, per byte that a viewer gets who asks for nothing.</summary>
internal sealed class NackEverything : IAttack
{
    private const int Asked = 1_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>Long enough that what may be repeated at once hardly matters.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(6);

    public string Name => "NACK of everything";
    public string Before => "x302 of what it sent";
    public string Limit => "x1.5 of the stream";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        await using var hostile = await field.WatchAsync();
        await using var quiet = await field.WatchAsync();
        await Task.Delay(field.Span(2));
        var (hostileBefore, quietBefore, sentBefore) = (hostile.Media.BytesReceived, quiet.Media.BytesReceived, hostile.Media.BytesSent);
        await Every.DoAsync(Interval, Lasting, () => Ask(hostile.Media));
        var received = hostile.Media.BytesReceived - hostileBefore;
        var factor = (double)received / Math.Max(1, quiet.Media.BytesReceived - quietBefore);
        var perByte = (double)received / Math.Max(1, hostile.Media.BytesSent - sentBefore);
        return new AttackOutcome(factor, $"x{factor:0.00} of the stream, x{perByte:0.0} of what it sent", factor <= Targets.NackAmplification);
    }

    private static void Ask(MediaPeer viewer)
    {
        if (viewer.Streams is not [var stream, ..])
            return;
        var lost = Enumerable.Range(0, Asked).Select(age => (ushort)(stream.HighestSequence - Asked + age)).ToArray();
        Span<byte> message = stackalloc byte[12 + 4 * Asked];
        viewer.SendRtcp(message[..Nack.Write(message, 1, stream.Ssrc, lost)]);
    }
}

using Broadcast.Sfu.Rtcp;

namespace Broadcast.Bench.Attack.Amplifying;

/// <summary>A viewer asks for key frames a thousand times a second, by PLI and by FIR. Measured: requests that reach the presenter, per second.</summary>
internal sealed class KeyFrameFlood : IAttack
{
    private const double PerSecond = 2;
    private const int PerTick = 5;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    public string Name => "PLI and FIR flood";
    public string Before => "-";
    public string Limit => $"{PerSecond} a second";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        await using var viewer = await field.WatchAsync();
        await Task.Delay(field.Span(1));
        var lasting = field.Span(8);
        var before = field.Stage.Presenter.KeyFrameRequests;
        byte command = 0;
        await Every.DoAsync(Interval, lasting, () =>
        {
            if (viewer.Media.Streams is not [var stream, ..])
                return;
            Span<byte> message = stackalloc byte[FullIntraRequest.Length];
            for (var i = 0; i < PerTick; i++)
            {
                new PictureLossIndication(1, stream.Ssrc).Write(message);
                viewer.Media.SendRtcp(message[..PictureLossIndication.Length]);
                viewer.Media.SendRtcp(message[..FullIntraRequest.Write(message, 1, stream.Ssrc, ++command)]);
            }
        });
        var requests = field.Stage.Presenter.KeyFrameRequests - before;
        // One more for the moment in which it began.
        return new AttackOutcome(requests, $"{requests} in {lasting.TotalSeconds:0.0} s", requests <= PerSecond * lasting.TotalSeconds + 1);
    }
}

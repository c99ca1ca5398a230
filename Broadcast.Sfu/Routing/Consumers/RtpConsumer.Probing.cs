using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>What shows whether the network carries more, in a stream that the receiver knows: that of retransmissions.</summary>
internal sealed partial class RtpConsumer
{
    /// <summary>Of one packet, what the count of RTP padding has room for.</summary>
    private const int MaxPadding = 255;

    /// <summary>How far back what was sent is sent again: less than that is still of use to a receiver that misses it.</summary>
    private const int MaxRepeatedPackets = 64;

    /// <summary>Whether there is a stream to probe in.</summary>
    public bool CanProbe => RtxPayloadType != 0 && flowing is not null && !isBeginning;

    /// <summary>Sends the newest packets once more, and padding when there are no more of them.</summary>
    /// <param name="bytes">At least so many.</param>
    /// <returns>Bytes that were sent; 0 unless <see cref="CanProbe"/>.</returns>
    public int SendProbe(Instant now, int bytes, SendBatch output)
    {
        if (!CanProbe)
            return 0;
        var sent = 0;
        for (var back = 0; sent < bytes && back < MaxRepeatedPackets; back++)
            sent += Repeat(now, (ushort)(mapper.NewestOutgoing - back), output);
        while (sent < bytes)
            sent += SendPadding(now, output);
        return sent;
    }

    private int Repeat(Instant now, ushort number, SendBatch output)
    {
        if (!mapper.TryReverse(number, out var mapped) || !TryPrepareAgain(now, mapped, asRtx: true, out var stored))
            return 0;
        Receiver.SendProbe(now, Context.Frame.Single, StampAgain(mapped, stored, number, asRtx: true), output);
        return Context.Frame.Single.Length;
    }

    private int SendPadding(Instant now, SendBatch output)
    {
        var template = Context.Frame.Single;
        template.PreparePadding(now, Layout, MaxPadding);
        Receiver.SendProbe(now, template, RtxStamp(timestamp: 0), output);
        return template.Length;
    }
}

namespace Broadcast.Sfu.Routing;

/// <summary>What went over the pipes of one worker to other nodes. Written by its thread; may be read by any.</summary>
public sealed class PipeCounters
{
    private long bytesSent;
    private long bytesReceived;
    private long retransmissions;
    private long silences;
    private long open;
    private long silent;

    /// <summary>Of datagrams, without UDP's own header.</summary>
    public long BytesSent => Volatile.Read(ref bytesSent);

    /// <summary>The same, of what was authentic.</summary>
    public long BytesReceived => Volatile.Read(ref bytesReceived);

    /// <summary>Packets that other nodes missed and were sent again.</summary>
    public long Retransmissions => Volatile.Read(ref retransmissions);

    /// <summary>How often nothing came for a second.</summary>
    public long Silences => Volatile.Read(ref silences);

    /// <summary>Pipes that there are now.</summary>
    public long Open => Volatile.Read(ref open);

    /// <summary>Of these, from which nothing comes.</summary>
    public long Silent => Volatile.Read(ref silent);

    internal void OnSent(int bytes) => bytesSent += bytes;

    internal void OnReceived(int bytes) => bytesReceived += bytes;

    internal void OnRetransmission() => retransmissions++;

    internal void OnOpened() => open++;

    internal void OnClosed(bool wasSilent)
    {
        open--;
        silent -= wasSilent ? 1 : 0;
    }

    internal void OnSilence()
    {
        silences++;
        silent++;
    }

    internal void OnReturn() => silent--;
}

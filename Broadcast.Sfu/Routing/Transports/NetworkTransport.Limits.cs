using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>What one remote may draw and send, and how long it may take to connect.</summary>
internal abstract partial class NetworkTransport
{
    private Instant connectBy = Instant.Never;
    private RepairBudget repairs;
    private KeyFrameWishes wishes;
    private RateLimit video;
    private RateLimit audio;

    /// <summary>Producers whose current group of pictures the remote was shown when it joined; null before the first.</summary>
    private HashSet<ProducerId>? shown;

    /// <summary>What the remote is to be sent at most, in bits per second; null for no limit.</summary>
    public long? MaxOutgoingBps { get; set; }

    public bool TryRepeat(Instant now, int bytes)
    {
        if (!repairs.TryTake(now, Counters.BytesSent - Counters.BytesRepeated, bytes))
        {
            Context.Drops.Count(DropReason.RepairBudgetSpent);
            return false;
        }
        Counters.BytesRepeated += bytes;
        return true;
    }

    public bool TryShowPast(Instant now, ProducerId producer, int bytes)
    {
        shown ??= [];
        return shown.Add(producer) || TryRepeat(now, bytes);
    }

    public Instant WishKeyFrame(Instant now) => wishes.Take(now);

    private bool TryTakeRate(Instant now, MediaKind kind, int bytes) => kind == MediaKind.Video
        ? video.TryTake(now, bytes, Context.Options.VideoRate)
        : audio.TryTake(now, bytes, Context.Options.AudioRate);

    /// <summary>From now on a remote has some time to connect.</summary>
    protected void AwaitConnection(Instant now)
    {
        connectBy = now.AddMilliseconds(Context.Options.ConnectTimeoutMs);
        UpdateTimer(now);
    }

    /// <summary>The first time that anything can be sent.</summary>
    private void OnConnected(Instant now)
    {
        if (connectBy == Instant.Never)
            return;
        connectBy = Instant.Never;
        repairs = new RepairBudget(now);
    }
}

using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing.Producers;

/// <summary>Collects the loudest level of each producer (RFC 6464) and tells of them four times a second while someone speaks, and once when they stop.</summary>
internal sealed class AudioLevelObserver(WorkerContext context, RouterId router) : TimerNode
{
    private const long IntervalMs = 250;

    /// <summary>Background noise of an ordinary room lies below.</summary>
    private const int SpeechDbov = -60;

    private readonly List<Producer> heard = [];
    private bool wasSpeaking;

    /// <param name="dbov">-127 to 0.</param>
    public void OnLevel(Instant now, Producer producer, int dbov)
    {
        if (producer.LoudestDbov is { } loudest)
        {
            producer.LoudestDbov = Math.Max(loudest, dbov);
            return;
        }
        producer.LoudestDbov = dbov;
        heard.Add(producer);
        if (HeapIndex < 0)
            context.Timers.Set(this, now.AddMilliseconds(IntervalMs));
    }

    public void Forget(Producer producer) => heard.Remove(producer);

    public void Close() => context.Timers.Clear(this);

    public override void OnTimeout(Instant now, SendBatch output)
    {
        var speaking = false;
        foreach (var producer in heard)
            speaking |= producer.LoudestDbov >= SpeechDbov;
        if (speaking || wasSpeaking)
            context.Notify(new AudioLevels(router, speaking ? TakeLevels() : []));
        foreach (var producer in heard)
            producer.LoudestDbov = null;
        heard.Clear();
        wasSpeaking = speaking;
    }

    /// <summary>The levels heard so far are all that is lost.</summary>
    public override void CloseUnasked(Instant now, string reason, SendBatch output)
    {
        foreach (var producer in heard)
            producer.LoudestDbov = null;
        heard.Clear();
    }

    private AudioLevel[] TakeLevels()
    {
        var levels = new List<AudioLevel>(heard.Count);
        foreach (var producer in heard)
            if (producer.LoudestDbov is { } dbov and >= SpeechDbov)
                levels.Add(new AudioLevel(producer.Id, dbov));
        levels.Sort(static (a, b) => b.Dbov.CompareTo(a.Dbov));
        return [.. levels];
    }
}

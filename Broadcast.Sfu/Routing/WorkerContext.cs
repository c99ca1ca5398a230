using Broadcast.Sfu.Allocation;
using Broadcast.Sfu.Bwe;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing;

/// <summary>What everything on one worker shares: options, timers, counters, randomness and scratch memory.</summary>
internal sealed class WorkerContext(WorkerOptions options, Random random, Action<WorkerNotification> notify)
{
    public WorkerOptions Options { get; } = options;
    public Random Random { get; } = random;
    public Action<WorkerNotification> Notify { get; } = notify;
    public TimerHeap Timers { get; } = new();
    public DropCounters Drops { get; } = new();
    public FeedbackCounters Feedback { get; } = new();
    public PipeCounters Pipes { get; } = new();
    public FrameTemplates Frame { get; } = new();
    public RtcpScratch Rtcp { get; } = new();

    /// <summary>Who of the viewers may be behind one link.</summary>
    public SharedLinks Links { get; } = new();

    /// <summary>What one viewer watches, while its layers are chosen.</summary>
    public Viewing[] Viewings { get; } = new Viewing[ViewerBandwidth.MaxViewings];

    /// <summary>What the current call is about, as far as it has come: it is closed if the call throws.</summary>
    public IHandled? Handled { get; set; }

    /// <summary>When the datagram that is being handled reached this machine.</summary>
    public Instant ArrivedAt { get; set; }

    /// <summary>A number that is not 0, for SSRCs.</summary>
    public uint NextSsrc() => (uint)Random.NextInt64(1, uint.MaxValue);
}

using Broadcast.Bench.Attack.Amplifying;
using Broadcast.Bench.Attack.Crowds;
using Broadcast.Bench.Attack.Disk;

namespace Broadcast.Bench.Attack;

/// <summary>Whether the targets are met.</summary>
/// <param name="rows">Of all attacks.</param>
/// <param name="quiet">What people felt before the first.</param>
/// <param name="isShort">
/// Part of <c>make test</c>, where others use the machine: times and losses are then judged by what they were before the first attack.
/// </param>
internal sealed class Verdict(IReadOnlyList<AttackRow> rows, Harm quiet, bool isShort)
{
    /// <summary>In the short form: so many times as long as before, and so much more.</summary>
    private const double TolerableFactor = 20;

    private const double TolerableMilliseconds = 2_000;

    /// <summary>In the short form: what a machine loses that has no time for its sockets.</summary>
    private const long TolerableLoss = 50;

    /// <summary>What goes to who reads the last line; a figure whose attack was not tried is 0.</summary>
    public object Summary => new
    {
        bench = "attack",
        worker_deaths = Deaths,
        nack_amplification = Rounded(MeasuredBy<NackEverything>(), 2),
        redirect_bytes = Math.Max(MeasuredBy<RedirectOnce>(), MeasuredBy<RedirectAlways>()),
        consume_duplicates = MeasuredBy<DuplicateConsumes>(),
        bystander_chat_p99_ms = Rounded(CrowdHarm.ChatMilliseconds, 1),
        bystander_event_p99_ms = Rounded(CrowdHarm.EventMilliseconds, 1),
        innocent_joined = Row<JoinFlood>() is not { Outcome.IsWithinLimit: false },
        innocent_lost_packets = LostPackets,
        stored_mb_by_flood = Rounded(MeasuredBy<DiskFlood>(), 1),
    };

    /// <summary>A sentence for each target that is missed.</summary>
    public IReadOnlyList<string> Misses =>
    [
        .. Missed(Deaths > 0, $"{Deaths} workers died; none may."),
        .. Missed(LostPackets > (isShort ? TolerableLoss : 0), $"Innocent viewers lost {LostPackets} packets."),
        .. Missed(CrowdHarm.ChatMilliseconds > TimeLimit(quiet.ChatMilliseconds), $"Chat of others took {CrowdHarm.ChatMilliseconds:0} ms (p99)."),
        .. Missed(CrowdHarm.EventMilliseconds > TimeLimit(quiet.EventMilliseconds), $"Events of others took {CrowdHarm.EventMilliseconds:0} ms (p99)."),
        .. rows.Where(row => !row.Outcome.IsWithinLimit).Select(row => $"{row.Attack.Name}: {row.Outcome.Now}; the limit is {row.Attack.Limit}."),
    ];

    private int Deaths => rows.Sum(row => row.Harm.Deaths);

    private long LostPackets => rows.Sum(row => row.Harm.LostPackets);

    private Harm CrowdHarm => Row<DeafAndLoud>()?.Harm ?? quiet;

    private double TimeLimit(double quietMilliseconds) =>
        isShort ? TolerableMilliseconds + TolerableFactor * (double.IsNaN(quietMilliseconds) ? 0 : quietMilliseconds) : Targets.BystanderMilliseconds;

    private AttackRow? Row<TAttack>() where TAttack : IAttack => rows.FirstOrDefault(row => row.Attack is TAttack);

    private double MeasuredBy<TAttack>() where TAttack : IAttack => Row<TAttack>() is { } row && !double.IsNaN(row.Outcome.Measured) ? row.Outcome.Measured : 0;

    private static double Rounded(double value, int digits) => double.IsNaN(value) ? 0 : Math.Round(value, digits);

    private static IEnumerable<string> Missed(bool isMissed, string sentence) => isMissed ? [sentence] : [];
}

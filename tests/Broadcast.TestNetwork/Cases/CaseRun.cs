using Broadcast.Sfu.Allocation;
using Broadcast.Sfu.Bwe;
using Broadcast.TestNetwork.Links;
using Broadcast.TestNetwork.Traffic;

namespace Broadcast.TestNetwork.Cases;

/// <summary>Plays a case with one seed and judges it twenty times a second.</summary>
internal sealed class CaseRun
{
    private const long SampleUs = 50_000;
    private const double SettledAfter = 10;
    private const double ChangeWindow = 20;

    private readonly EventLoop loop = new();
    private readonly NetworkCase network;
    private readonly int seed;
    private readonly BottleneckLink link;
    private readonly BottleneckLink? back;
    private readonly SharedLink? neighbours;
    private readonly Random random;
    private readonly List<ModelSender> flows = [];

    /// <summary>By which each flow goes.</summary>
    private readonly List<BottleneckLink> links = [];
    private readonly List<List<Moment>> moments = [];
    private readonly List<double> queue = [];
    private readonly List<double> down = [];
    private readonly List<double> up = [];
    private double matched;
    private double judged;
    private double onTop;
    private double jainSum;
    private int jainCount;
    private int paths;

    private CaseRun(NetworkCase network, int seed)
    {
        (this.network, this.seed) = (network, seed);
        random = new Random(seed * 31 + 7);
        link = new BottleneckLink(network.Link, seed * 1_000);
        neighbours = network.Neighbours == Neighbours.Unknown ? null : new SharedLink();
        back = network.Back is { } settings ? new BottleneckLink(settings, seed * 1_000 + 1) : null;
    }

    /// <summary>Sees every sample, for looking at a case that fails.</summary>
    public Action<double, IReadOnlyList<ModelSender>, BottleneckLink>? Watch { get; private init; }

    public static CaseResult Play(NetworkCase network, int seed, Action<double, IReadOnlyList<ModelSender>, BottleneckLink>? watch = null) =>
        new CaseRun(network, seed) { Watch = watch }.Play();

    private CaseResult Play()
    {
        for (var i = 0; i < network.Flows.Count; i++)
            Add(network.Flows[i], seed * 100 + i);
        for (var i = 0; i < network.LongTcp; i++)
            new TcpFlow(loop, MakeWay(link, 50, 0), MakeWay(back, 50, 0)).Begin();
        for (var i = 0; i < network.ShortTcp; i++)
            loop.AtSecond(i < 2 ? 0 : random.NextDouble() * 10, Download);
        loop.After(SampleUs, Sample);
        loop.RunUntilSecond(network.Seconds);
        return Result();
    }

    private void Add(FlowSettings settings, int flowSeed)
    {
        var own = settings.Link is { } alone ? new BottleneckLink(alone, flowSeed * 1_000) : link;
        var (there, here) = settings.IsBackwards ? (back, link) : (own, back);
        links.Add(there!);
        var flow = new ModelSender(loop, MakeWay(there, settings.OneWayMs, network.JitterMs), MakeWay(here, settings.OneWayMs, network.JitterMs), settings.Ladder, flowSeed, settings.Slides, settings.IsBackwards ? null : neighbours?.Join(new LinkAddress(0, network.Neighbours == Neighbours.OfOneAddress ? 0 : (ulong)flows.Count)));
        flows.Add(flow);
        moments.Add([]);
        loop.AtSecond(settings.StartsAt, flow.Begin);
        if (settings.Pause is not { } pause)
            return;
        loop.AtSecond(pause.From, flow.Pause);
        loop.AtSecond(pause.To, flow.Begin);
    }

    private Way MakeWay(BottleneckLink? through, double oneWayMs, double jitterMs) => new(loop, through, oneWayMs, jitterMs, seed * 500 + paths++);

    private void Download() =>
        new TcpFlow(loop, MakeWay(link, 50, 0), MakeWay(back, 50, 0), random.Next(30_000, 50_000), () => loop.After((long)(-10e6 * Math.Log(1 - random.NextDouble())), Download)).Begin();

    private void Sample()
    {
        loop.After(SampleUs, Sample);
        queue.Add(link.QueueMs(loop.Seconds));
        foreach (var through in links.Distinct())
            Judge(through);
        Watch?.Invoke(loop.Seconds, flows, link);
    }

    private void Judge(BottleneckLink through)
    {
        var active = Enumerable.Range(0, flows.Count).Where(i => links[i] == through && flows[i].IsActive).ToList();
        if (active.Count == 0)
            return;
        var capacity = through.Settings.Capacity.At(loop.Seconds);
        // Of the short downloads there is one at a time, on average.
        var others = network.LongTcp + (network.ShortTcp > 0 ? 1 : 0);
        var oracle = Oracle.Choose(capacity, [.. active.Select(i => flows[i].Rates)], ModelSender.SoundBps, others);
        var best = active.Select((flow, i) => (double)flows[flow].Rates[oracle[i]]).Order().ToList();
        var order = active.OrderBy(i => Sent(flows[i])).ToList();
        for (var place = 0; place < order.Count; place++)
        {
            var sent = Sent(flows[order[place]]);
            matched += capacity == 0 || sent == best[place] ? 1 : 0;
            onTop += flows[order[place]].Layer == new Layer(2, 2) ? 1 : 0;
            moments[order[place]].Add(new Moment(loop.Seconds, sent, best[place], capacity / active.Count, through.QueueMs(loop.Seconds)));
        }
        judged += order.Count;
        if (active.Count == network.Flows.Count)
        {
            var rates = active.Select(i => Sent(flows[i]) + ModelSender.SoundBps).ToList();
            jainSum += rates.Sum() * rates.Sum() / (rates.Count * rates.Sum(rate => rate * rate));
            jainCount++;
        }
    }

    private static double Sent(ModelSender flow) => flow.Rates[flow.Layer];

    /// <summary>How long each flow that is alone took to follow each change of what the oracle would choose.</summary>
    private void MeasureChanges(List<Moment> flow)
    {
        for (var i = 1; i < flow.Count; i++)
        {
            var (before, after) = (flow[i - 1], flow[i]);
            if (before.OracleBps == after.OracleBps || before.CapacityBps == after.CapacityBps || after.CapacityBps == 0)
                continue;
            var isDown = after.OracleBps < before.OracleBps;
            var followed = flow.Skip(i).FirstOrDefault(moment => isDown ? moment.SentBps <= after.OracleBps : moment.SentBps >= after.OracleBps);
            var needed = followed.Second == 0 || followed.Second - before.Second > ChangeWindow ? ChangeWindow : followed.Second - before.Second;
            if (isDown && before.SentBps > after.OracleBps)
                down.Add(needed);
            else if (!isDown && before.SentBps < after.OracleBps)
                up.Add(needed);
        }
    }

    private CaseResult Result()
    {
        for (var i = 0; i < flows.Count; i++)
            if (links.Count(through => through == links[i]) == 1 && !network.IsBesideTcp)
                MeasureChanges(moments[i]);
        var seconds = network.Seconds - SettledAfter;
        return new CaseResult(network.Name, seed)
        {
            CorrectLayer = matched / judged,
            TopLayer = onTop / judged,
            QueueMs = queue,
            DownSeconds = down,
            UpSeconds = up,
            SwitchesPerMinute = flows.Max(flow => flow.Switches.Count(change => change.Second > SettledAfter)) * 60 / seconds,
            SwitchFreezes = flows.Sum(flow => flow.SwitchFreezes),
            FrozenShare = flows.Sum(flow => flow.Screen.FrozenSeconds) / (judged * SampleUs / 1e6),
            LossShare = link.Dropped / (double)Math.Max(1, flows.Sum(flow => flow.SentPackets)),
            Use = link.PassedBytes * 8 / (link.Settings.Capacity.At(0) * network.Seconds),
            Jain = jainCount == 0 ? 1 : jainSum / jainCount,
            SentBytes = flows.Sum(flow => flow.SentBytes),
            ProbeBytes = flows.Sum(flow => flow.ProbeBytes),
            Flows = moments,
        };
    }
}

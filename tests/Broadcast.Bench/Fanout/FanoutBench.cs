using Broadcast.Bench.Servers;

namespace Broadcast.Bench.Fanout;

/// <summary><c>bench-fanout</c>: ours and Janus in turn, over growing audiences, and how many viewers one core carries.</summary>
internal sealed class FanoutBench(Arguments arguments)
{
    private const string SilentName = "broadcast, no reports";
    private const double TolerableLoss = 0.001;

    /// <summary>The audience at which the servers are compared, twice in turn.</summary>
    private const int ComparedAudience = 400;

    /// <summary>The audience that one core carries is found to within this many viewers.</summary>
    private const int SearchStep = 125;

    private readonly List<FanoutRow> rows = [];

    /// <summary><c>alone</c> leaves Janus out; with <c>hostile</c> one viewer in ten misbehaves; with <c>feedback</c> every viewer answers transport-cc, and the comparison is with those who do not; with <c>layers</c> the picture comes in three sizes and one viewer in ten has no room for the largest; with <c>sound</c> there are 50 packets of sound a second beside the picture; <c>viewers=400,1000</c> measures these audiences and no more.</summary>
    public async Task RunAsync()
    {
        Table.Header("server", "viewers", "µs/packet", "delivered", "core", "kB/viewer", "damaged", "generator lost");
        foreach (var viewers in arguments.Numbers("viewers", 100, 200, ComparedAudience, ComparedAudience, 1_000, 2_000))
        {
            await MeasureAsync(await StartOursAsync(Feedback), viewers);
            if (Feedback)
                await MeasureAsync(await StartOursAsync(feedback: false), viewers, silent: true);
            if (!arguments.Has("alone"))
                await MeasureAsync(await JanusServer.StartAsync(BenchNetwork.Address, Sound), viewers);
        }
        if (!arguments.Sets("viewers"))
            await SearchAsync();
        Table.Json(new
        {
            bench = "fanout",
            rows = rows.Select(row => new
            {
                server = row.Server,
                viewers = row.Viewers,
                us_per_packet = Math.Round(row.CpuMicrosecondsPerPacket, 2),
                delivered = Math.Round(row.Delivered, 5),
                core = Math.Round(row.Core, 2),
                rss_per_viewer_kb = Math.Round(row.ResidentKilobytesPerViewer, 1),
            }),
            ratio_janus_400 = IsCompared ? Math.Round(Best("janus").CpuMicrosecondsPerPacket / Best("broadcast").CpuMicrosecondsPerPacket, 2) : 0,
            // Below 1, Janus was past one core, and its cost per packet that arrived says little.
            janus_delivered_400 = IsCompared ? Math.Round(Best("janus").Delivered, 5) : 0,
            viewers_one_core = Carried,
            feedback_ratio = Feedback ? Math.Round(FeedbackRatio, 3) : 0,
        });
    }

    private bool Layers => arguments.Has("layers");

    private bool Feedback => arguments.Has("feedback");

    /// <summary>Of the largest audience that was measured both ways, the cheapest run of each.</summary>
    private double FeedbackRatio
    {
        get
        {
            var viewers = rows.Where(row => row.Server == SilentName).Max(row => row.Viewers);
            return Cheapest("broadcast") / Cheapest(SilentName);

            double Cheapest(string server) => rows.Where(row => row.Server == server && row.Viewers == viewers).Min(row => row.CpuMicrosecondsPerPacket);
        }
    }

    private bool Sound => arguments.Has("sound");

    private Task<BroadcastServer> StartOursAsync(bool feedback) =>
        BroadcastServer.StartAsync(sound: Sound, layers: Layers, settings: [$"--Media:ViewerFeedback={(feedback ? "TransportCc" : "None")}"]);

    private bool IsCompared => rows.Exists(row => row.Server == "janus" && row.Viewers == ComparedAudience);

    private int Carried => Ours.Where(row => row.Delivered >= 1 - TolerableLoss).Select(row => row.Viewers).DefaultIfEmpty().Max();

    private IEnumerable<FanoutRow> Ours => rows.Where(row => row.Server == "broadcast");

    /// <param name="started">Is ended afterwards.</param>
    /// <param name="viewers">How many watch.</param>
    /// <param name="silent">Whether they are not asked what arrives, although others are.</param>
    private async Task MeasureAsync(IServerUnderTest started, int viewers, bool silent = false)
    {
        await using var server = started;
        var row = await FanoutRun.MeasureAsync(server, viewers, BenchNetwork.Address, Sound, arguments.Has("hostile"), Feedback && !silent, Layers);
        if (silent)
            row = row with { Server = SilentName };
        Table.Row(row.Server, row.Viewers, $"{row.CpuMicrosecondsPerPacket:0.00}", $"{row.Delivered:0.00000}", $"{row.Core:0.00}", $"{row.ResidentKilobytesPerViewer:0.0}", row.Damaged, row.GeneratorOverflows);
        rows.Add(row);
    }

    /// <summary>Halves the distance between the largest audience that was carried and the smallest that was not.</summary>
    private async Task SearchAsync()
    {
        while (true)
        {
            var beyond = Ours.Where(row => row.Delivered < 1 - TolerableLoss && row.Viewers > Carried).Select(row => row.Viewers).DefaultIfEmpty(Carried + 8 * SearchStep).Min();
            if (beyond - Carried <= SearchStep)
                return;
            await MeasureAsync(await StartOursAsync(Feedback), Carried + (beyond - Carried) / 2);
        }
    }

    /// <summary>The cheaper of the two runs: what else the machine did only ever adds.</summary>
    private FanoutRow Best(string server) =>
        rows.Where(row => row.Server == server && row.Viewers == ComparedAudience).MinBy(row => row.CpuMicrosecondsPerPacket)!;
}

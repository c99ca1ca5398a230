using System.Diagnostics;
using System.Globalization;
using System.Net;
using Broadcast.Bench.Limit;
using Broadcast.Bench.Servers;
using Broadcast.Bench.Traffic;

namespace Broadcast.Bench.Latency;

/// <summary>
/// The same webinars, presenters and viewers around <see cref="EchoProcess"/> on the server's core: what this machine makes of such
/// traffic, whoever forwards it. Silent until <see cref="Speak"/>. The first viewer of each webinar is its probe.
/// </summary>
internal sealed class EchoLoop : IAsyncDisposable
{
    private readonly Process process;
    private readonly Sinks viewers;
    private readonly List<Publisher> publishers = [];
    private readonly List<SentTimes> times = [];
    private readonly int perWebinar;

    private EchoLoop(Process process, Sinks viewers, int perWebinar)
    {
        this.process = process;
        this.viewers = viewers;
        this.perWebinar = perWebinar;
        viewers.Arrived = OnArrived;
    }

    /// <summary>Read while it is silent.</summary>
    public LatencySamples Samples { get; } = new();

    /// <summary>Whether what arrives counts.</summary>
    public bool IsMeasuring { get; set; }

    public static async Task<EchoLoop> StartAsync(int webinars, int viewers)
    {
        var perWebinar = viewers / webinars + 1;
        var sinks = new Sinks(BenchNetwork.Address, webinars * perWebinar);
        var process = PinnedProcess.Start(PinnedProcess.ServerCore, "dotnet", Environment.GetCommandLineArgs()[0], EchoProcess.Command);
        var loop = new EchoLoop(process, sinks, perWebinar);
        await process.StandardInput.WriteLineAsync(string.Join(';', sinks.Ports.Chunk(perWebinar).Select(ports => string.Join(',', ports))));
        var ingests = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The echo ended.");
        foreach (var port in ingests.Split(','))
        {
            var sent = new SentTimes();
            loop.times.Add(sent);
            loop.publishers.Add(new Publisher(new IPEndPoint(BenchNetwork.Address, int.Parse(port, CultureInfo.InvariantCulture))) { Sent = sent.OnSent, IsPaused = true });
            // So that their frames do not all come at the same moment.
            await Task.Delay(7);
        }
        return loop;
    }

    public void Speak(bool isSpeaking) => publishers.ForEach(publisher => publisher.IsPaused = !isSpeaking);

    public async ValueTask DisposeAsync()
    {
        publishers.ForEach(publisher => publisher.Dispose());
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
        viewers.Dispose();
    }

    private void OnArrived(int viewer, Sfu.Primitives.Instant now, ushort sequenceNumber)
    {
        if (IsMeasuring && viewer % perWebinar == 0)
            Samples.Add(times[viewer / perWebinar], now, sequenceNumber);
    }
}

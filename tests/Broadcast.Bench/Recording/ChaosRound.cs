using System.Globalization;
using Broadcast.Jobs.Catalogue;

namespace Broadcast.Bench.Recording;

/// <summary>One recording from its first packet to its publication, with something done to it on the way.</summary>
/// <param name="directory">For its data, on the disk that is filled.</param>
/// <param name="log">Takes what its processes have to say.</param>
internal sealed class ChaosRound(int number, ChaosKind kind, ChaosPlan plan, NumberedStream stream, AzuriteServer store, string directory, string log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private readonly List<string> strikes = [];
    private readonly string tallyFile = Path.Combine(ChaosEnclosure.Elsewhere, $"{number}.tally");
    private readonly ChaosOutcome outcome = new(directory, store.Store);

    public async Task<ChaosRow> RunAsync(CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        using var tally = new ChaosTally(tallyFile);
        var victim = await StartAsync();
        try
        {
            victim = await RecordAsync(victim, ct);
            victim = await ProcessAsync(victim, ct);
            var state = victim.State;
            await victim.StopAsync();
            var (packets, pictures, silence) = outcome.ReadJournal();
            var frames = state.State == RecordingState.Ready ? await outcome.ReadFramesAsync(ct) : new HashSet<int>();
            var took = TimeProvider.System.GetElapsedTime(since);
            return new ChaosRow(
                number, kind, strikes, tally.Received, packets, Math.Max(0, tally.Handed - packets), frames, pictures, silence, outcome.IsStored, outcome.Left(), took, state);
        }
        finally
        {
            victim.Dispose();
        }
    }

    // What is tried again is tried again soon and for long, so that a round lasts seconds and a minute without a store is survived.
    private Task<VictimProcess> StartAsync() => VictimProcess.StartAsync(
    [
        $"--Jobs:DataDirectory={directory}", $"--Recorder:Directory={directory}/journals", $"--Tally={tallyFile}",
        // The disk is small, and filled up on purpose.
        "--Recorder:FloorBytes=0",
        "--Jobs:RetryDelay=00:00:00.200", "--Jobs:LongestRetryDelay=00:00:03", "--Jobs:Retries=100", "--Jobs:CatchUpInterval=00:00:01",
        .. store.Settings,
    ], log);

    private async Task<VictimProcess> RecordAsync(VictimProcess victim, CancellationToken ct)
    {
        victim.Begin(stream.Codec);
        while (victim.State.State != RecordingState.Recording)
            await Task.Delay(Look, ct);
        using var sending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var sent = stream.SendAsync(victim.Port, sending.Token);
        if (plan.WhileRecording is { } moment)
        {
            await Task.Delay(moment, ct);
            victim = await StrikeAsync(victim, string.Create(CultureInfo.InvariantCulture, $"recording for {moment.TotalSeconds:0.0} s"), ct);
            if (kind != ChaosKind.DiskFull)
                await sending.CancelAsync();
        }
        await sent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return victim;
    }

    private async Task<VictimProcess> ProcessAsync(VictimProcess victim, CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        foreach (var moment in plan.WhileProcessing)
        {
            while (!victim.State.IsSettled && !victim.HasDied && !(victim.State.Step >= moment.Step))
                await Task.Delay(Look, ct);
            for (var begun = TimeProvider.System.GetTimestamp(); victim.State.Step == moment.Step && TimeProvider.System.GetElapsedTime(begun) < moment.After;)
                await Task.Delay(Look, ct);
            victim = await StrikeAsync(victim, $"{victim.State.Step?.ToString() ?? $"{victim.State.State}"}", ct);
        }
        while (!(victim.State.IsSettled && outcome.IsStored) && !victim.HasDied && TimeProvider.System.GetElapsedTime(since) < Patience)
            await Task.Delay(Look, ct);
        return victim;
    }

    /// <returns>The process that lives now.</returns>
    private async Task<VictimProcess> StrikeAsync(VictimProcess victim, string at, CancellationToken ct)
    {
        switch (kind)
        {
            case ChaosKind.Recorder or ChaosKind.Worker or ChaosKind.AllInOne:
                strikes.Add(at);
                await victim.KillAsync();
                victim.Dispose();
                return await StartAsync();
            case ChaosKind.FFmpeg:
                await StrikeFFmpegAsync(victim, ct);
                break;
            case ChaosKind.DiskFull:
                strikes.Add(at);
                await FullDisk.KeepAsync(ChaosEnclosure.Disk, ct);
                break;
            case ChaosKind.Store or ChaosKind.StoreAway:
                strikes.Add(at);
                await store.KillAsync();
                await Task.Delay(kind == ChaosKind.Store ? TimeSpan.FromSeconds(2) : TimeSpan.FromMinutes(1), ct);
                await store.StartAsync();
                break;
        }
        return victim;
    }

    private async Task StrikeFFmpegAsync(VictimProcess victim, CancellationToken ct)
    {
        while (!victim.State.IsSettled)
        {
            if (victim.KillFFmpeg() is { } made)
            {
                strikes.Add($"{victim.State.Step}: {made}");
                return;
            }
            await Task.Delay(Look, ct);
        }
    }
}

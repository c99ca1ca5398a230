using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Journal;
using Broadcast.TestMedia;

namespace Broadcast.Bench.Recording;

/// <summary>One recording from its first packet to its publication, with something done to it on the way.</summary>
internal sealed class ChaosRound(int number, ChaosKind kind, Random random, NumberedStream stream, AzuriteServer store, string directory)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private int kills;

    public async Task<ChaosRow> RunAsync(CancellationToken ct)
    {
        using var tally = new ChaosTally(directory + ".tally");
        var victim = await StartAsync();
        try
        {
            victim = await RecordAsync(victim, ct);
            var (last, state) = await ProcessAsync(victim, ct);
            victim = last;
            await victim.StopAsync();
            return await JudgeAsync(tally, state, ct);
        }
        finally
        {
            victim.Dispose();
        }
    }

    private Task<VictimProcess> StartAsync() => VictimProcess.StartAsync(
    [
        $"--Jobs:DataDirectory={directory}", $"--Recorder:Directory={directory}/journals", $"--Tally={directory}.tally",
        "--Jobs:RetryDelay=00:00:01", "--Jobs:Retries=12", "--Jobs:ProgressInterval=00:00:00.100", .. store.Settings,
    ]);

    private async Task<VictimProcess> RecordAsync(VictimProcess victim, CancellationToken ct)
    {
        victim.Begin();
        await Task.Delay(Look, ct);
        using var sending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var sent = stream.SendAsync(victim.Port, sending.Token);
        if (kind is ChaosKind.Recorder or ChaosKind.AllInOne)
        {
            await Task.Delay(Moment(0.3, NumberedStream.Seconds - 0.3), ct);
            await victim.KillAsync();
            kills++;
            await sending.CancelAsync();
            return await StartAsync();
        }
        if (kind == ChaosKind.DiskFull && random.Next(2) == 0)
            await FillDiskAsync(Moment(0.3, 2), ct);
        await sent;
        return victim;
    }

    private async Task<(VictimProcess Victim, string State)> ProcessAsync(VictimProcess victim, CancellationToken ct)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        var strikesLeft = kind is ChaosKind.Worker or ChaosKind.FFmpeg ? random.Next(1, 4) : kind == ChaosKind.Recorder ? 0 : 1;
        if (kind == ChaosKind.DiskFull && kills > 0)
            strikesLeft = 0;
        var next = Moment(0, 2);
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var state = await victim.StateAsync() ?? "died";
            if (state.StartsWith("Ready", StringComparison.Ordinal) || state.StartsWith("Failed", StringComparison.Ordinal)
                || TimeProvider.System.GetElapsedTime(deadline) > Patience)
                return (victim, state);
            if (strikesLeft > 0 && TimeProvider.System.GetElapsedTime(since) >= next)
            {
                var before = kills;
                victim = await StrikeAsync(victim, state, ct);
                if (kills > before)
                    (strikesLeft, next, since) = (strikesLeft - 1, Moment(0, 2), TimeProvider.System.GetTimestamp());
            }
            await Task.Delay(Look, ct);
        }
    }

    private async Task<VictimProcess> StrikeAsync(VictimProcess victim, string state, CancellationToken ct)
    {
        switch (kind)
        {
            case ChaosKind.Worker or ChaosKind.AllInOne:
                await victim.KillAsync();
                kills++;
                return await StartAsync();
            case ChaosKind.FFmpeg:
                kills += victim.TryKillFFmpeg() ? 1 : 0;
                break;
            case ChaosKind.DiskFull:
                await FillDiskAsync(TimeSpan.Zero, ct);
                break;
            case ChaosKind.Store or ChaosKind.StoreAway:
                await store.KillAsync();
                kills++;
                await Task.Delay(TimeSpan.FromSeconds(kind == ChaosKind.Store ? 2 : 60), ct);
                await store.StartAsync();
                break;
        }
        return victim;
    }

    private async Task FillDiskAsync(TimeSpan after, CancellationToken ct)
    {
        await Task.Delay(after, ct);
        var filler = Path.Combine(directory, "filler");
        kills++;
        await using (var file = new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            await FillAsync(file, ct);
        await Task.Delay(TimeSpan.FromSeconds(3), ct);
        File.Delete(filler);
    }

    // To the last block, whatever the victim frees or takes meanwhile.
    private static async Task FillAsync(FileStream file, CancellationToken ct)
    {
        for (var block = 1 << 20; block >= 1; block /= 16)
        {
            try
            {
                for (var zeros = new byte[block]; ;)
                    await file.WriteAsync(zeros, ct);
            }
            catch (IOException)
            {
                // No room for a block of this size.
            }
        }
    }

    private async Task<ChaosRow> JudgeAsync(ChaosTally tally, string state, CancellationToken ct)
    {
        var inJournal = CountPackets(Path.Combine(directory, "journals", RecordingVictim.RecordingId));
        var isReady = state.StartsWith("Ready", StringComparison.Ordinal);
        var frames = isReady ? await CountFramesAsync(ct) : 0;
        var lost = Math.Max(0, tally.Handed - inJournal);
        return new ChaosRow(number, kind, kills, tally.Received, inJournal, lost, frames, isReady && frames > 0, Leftovers(), state.Trim());
    }

    private static long CountPackets(string journal)
    {
        long packets = 0;
        using var reader = new JournalReader(journal);
        while (reader.TryRead(out var record))
            packets += record.Header.Type == JournalRecordType.Rtp ? 1 : 0;
        return packets;
    }

    private async Task<int> CountFramesAsync(CancellationToken ct)
    {
        var key = ObjectKey.Parse($"recordings/{RecordingVictim.RecordingId}/v1/recording.mp4");
        var path = directory + ".mp4";
        await using (var stored = await store.Store.OpenReadAsync(key, range: null, ct))
        {
            if (stored is null)
                return 0;
            await using var file = File.Create(path);
            await stored.CopyToAsync(file, ct);
        }
        var analysis = await MediaAnalysis.OfAsync(path);
        await store.Store.DeleteAllAsync($"recordings/{RecordingVictim.RecordingId}/", ct);
        return analysis.Frames.Where(frame => frame.Number is < NumberedStream.Seconds * EncodedClip.FramesPerSecond).Select(frame => frame.Number).Distinct().Count();
    }

    private int Leftovers() => Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Count(path =>
        path.StartsWith(Path.Combine(directory, "work"), StringComparison.Ordinal)
        || path.Contains(".unfinished", StringComparison.Ordinal) || path.Contains(".partial", StringComparison.Ordinal));

    private TimeSpan Moment(double from, double to) => TimeSpan.FromSeconds(from + (to - from) * random.NextDouble());
}

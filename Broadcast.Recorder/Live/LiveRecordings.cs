using System.Collections.Concurrent;
using System.Threading.Channels;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live.Formats;
using Broadcast.Recorder.Recordings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Broadcast.Recorder.Live;

/// <summary>
/// Packages every recording of the node while it runs, and ends it when it is told that nothing more comes. What another process
/// had begun and left behind is packaged again from its journal.
/// </summary>
public sealed partial class LiveRecordings(RecorderNode node, TimeProvider clock, ILogger<LiveRecordings> logger)
    : BackgroundService
{
    /// <summary>The folder of what can be watched of a recording, in its journal's.</summary>
    public const string FolderName = "live";

    private const string StoredMarker = "stored";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ComplainEvery = TimeSpan.FromMinutes(1);

    /// <summary>Between two looks for what others left behind.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(30);

    private const int MostDoublings = 7;

    private readonly FFmpegRunner ffmpeg = new();
    private readonly ConcurrentDictionary<RecordingId, Running> running = new();
    private readonly ConcurrentDictionary<RecordingId, bool> ended = new();

    /// <summary>Those that this process has finished, or has tried to.</summary>
    private readonly ConcurrentDictionary<RecordingId, Attempt> taken = new();
    private readonly ConcurrentDictionary<RecordingId, DateTimeOffset> complained = new();
    private readonly Dictionary<RecordingId, Task> finishing = [];
    private readonly SemaphoreSlim wake = new(0);
    private readonly Channel<LiveFile> files = Channel.CreateUnbounded<LiveFile>();
    private long? lookedAt;

    private readonly record struct Attempt(int Failures, DateTimeOffset AgainAt);

    private sealed record Running(LivePackager Packager, LiveJudge Judge)
    {
        public Task Looking { get; set; } = Task.CompletedTask;
    }

    /// <summary>Every file as it becomes whole, for one reader.</summary>
    public ChannelReader<LiveFile> Files => files.Reader;

    /// <summary>The verified light; null if the recording is not running here.</summary>
    public RecordingVerdict? VerdictOf(RecordingId recordingId) =>
        running.TryGetValue(recordingId, out var recording) ? recording.Judge.Verdict(node.HealthOf(recordingId)) : null;

    /// <summary>Nobody in this process takes the files: they stay on the disk, for a job worker on the same directory.</summary>
    public void DiscardFiles() => files.Writer.TryComplete();

    /// <summary>Says that nothing more will be recorded, once the journal is closed.</summary>
    public void Complete(RecordingId recordingId)
    {
        ended[recordingId] = true;
        Wake();
    }

    /// <summary>Says that not all of an ended recording's files could be made or stored: it is packaged again, after half a minute and then twice as long each time.</summary>
    public void PackageAgainLater(RecordingId recordingId) => taken[recordingId] = Failed(taken.GetValueOrDefault(recordingId).Failures);

    /// <summary>Says that all of an ended recording's files are safe elsewhere: they need not be made again, and those that lie here go.</summary>
    public void MarkStored(RecordingId recordingId)
    {
        if (!Directory.Exists(DirectoryOf(recordingId)))
            return;
        var marker = Path.Combine(DirectoryOf(recordingId), StoredMarker);
        File.WriteAllBytes(marker, []);
        foreach (var file in Directory.EnumerateFiles(DirectoryOf(recordingId)).Where(file => file != marker))
            File.Delete(file);
    }

    /// <summary>Whether nothing that could be watched of it lies here that is not safe elsewhere.</summary>
    public bool IsStored(RecordingId recordingId) =>
        !Directory.Exists(DirectoryOf(recordingId)) || File.Exists(Path.Combine(DirectoryOf(recordingId), StoredMarker));

    /// <summary>Packages a whole journal that was brought together from several machines.</summary>
    /// <param name="folder">For the files.</param>
    /// <returns>Every file once, those that name others after them and the certificate last.</returns>
    public static IReadOnlyList<LiveFile> PackageWhole(RecordingId recordingId, string journalDirectory, string folder, CancellationToken cancellationToken)
    {
        var made = new List<LiveFile>();
        using var packager = new LivePackager(recordingId, journalDirectory, folder, made.Add);
        packager.Finish(cancellationToken);
        packager.Certify();
        return [.. made.DistinctBy(file => file.Name).OrderBy(file => file.Name == LiveFileNames.Certificate ? 2 : file.Grows ? 1 : 0)];
    }

    public string DirectoryOf(RecordingId recordingId) => Path.Combine(node.JournalDirectory(recordingId), FolderName);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        node.Opened += Wake;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                TakeOnWhatIsLeft();
                await BeatAsync(stoppingToken);
            }
        }
        finally
        {
            node.Opened -= Wake;
            await Task.WhenAll(finishing.Values);
        }
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        foreach (var done in finishing.Where(entry => entry.Value.IsCompleted).Select(entry => entry.Key).ToList())
            finishing.Remove(done);
        foreach (var recordingId in node.OpenRecordings.Where(open => !finishing.ContainsKey(open)))
            await GuardAsync(recordingId, () => AdvanceAsync(recordingId, cancellationToken));
        // Beside the running ones: what a process before this one left may be hours long.
        foreach (var recordingId in ended.Keys.Where(each => !finishing.ContainsKey(each)))
            finishing[recordingId] = GuardAsync(recordingId, () => FinishAsync(recordingId, cancellationToken));
        var isIdle = finishing.Count == 0 && ended.IsEmpty && node.OpenRecordings.Count == 0;
        await wake.WaitAsync(isIdle ? LookInterval : Interval, cancellationToken);
    }

    private void Wake() => wake.Release();

    // Not only of processes before this one: another one on the same directory may end as well.
    private void TakeOnWhatIsLeft()
    {
        if (lookedAt is { } before && clock.GetElapsedTime(before) < LookInterval)
            return;
        lookedAt = clock.GetTimestamp();
        foreach (var left in node.RecordingsOnDisk.Where(IsLeft))
            ended[left] = true;
    }

    // A journal that was left open has not been packaged to its end, or not at all.
    private bool IsLeft(RecordingId recordingId) =>
        taken.GetValueOrDefault(recordingId).AgainAt <= clock.GetUtcNow()
        && !File.Exists(Path.Combine(DirectoryOf(recordingId), StoredMarker))
        && (Directory.Exists(DirectoryOf(recordingId)) || !node.IsClosed(recordingId))
        && !node.IsMadeHere(recordingId) && !node.IsMadeElsewhere(recordingId);

    private async Task AdvanceAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        var recording = Open(recordingId);
        await Task.Run(() => recording.Packager.Advance(cancellationToken), cancellationToken);
        if (recording.Looking.IsCompleted)
            recording.Looking = recording.Judge.LookAsync(cancellationToken);
    }

    private async Task FinishAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        await node.WhenClosedAsync(recordingId, cancellationToken);
        ended.TryRemove(recordingId, out _);
        taken[recordingId] = taken.GetValueOrDefault(recordingId) with { AgainAt = DateTimeOffset.MaxValue };
        if (!node.TryTake(recordingId))
            return;
        try
        {
            var recording = Open(recordingId);
            running.TryRemove(recordingId, out _);
            using var packager = recording.Packager;
            await Task.Run(() => packager.Finish(cancellationToken), cancellationToken);
            await Task.Run(packager.Certify, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            PackageAgainLater(recordingId);
            throw;
        }
        finally
        {
            node.Release(recordingId);
        }
    }

    private Attempt Failed(int before) => new(before + 1, clock.GetUtcNow() + LookInterval * Math.Pow(2, Math.Min(before, MostDoublings)));

    private Running Open(RecordingId recordingId) => running.GetOrAdd(recordingId, id =>
    {
        var packager = new LivePackager(id, node.JournalDirectory(id), DirectoryOf(id), made => files.Writer.TryWrite(made));
        return new Running(packager, new LiveJudge(packager, new SegmentCheck(ffmpeg, DirectoryOf(id)), clock));
    });

    // The journal is the truth and the video is made from it afterwards: what fails here costs only the early view.
    private async Task GuardAsync(RecordingId recordingId, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            ended.TryRemove(recordingId, out _);
            Complain(failure, recordingId);
        }
    }

    // What fails at one beat, as on a full disk, fails at the next.
    private void Complain(Exception failure, RecordingId recordingId)
    {
        var now = clock.GetUtcNow();
        if (complained.TryGetValue(recordingId, out var last) && now - last < ComplainEvery)
            return;
        complained[recordingId] = now;
        LogFailed(failure, recordingId);
    }

    public override void Dispose()
    {
        foreach (var recording in running.Values)
            recording.Packager.Dispose();
        wake.Dispose();
        base.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Recording {RecordingId} could not be packaged while it runs; its journal is not touched by this.")]
    private partial void LogFailed(Exception failure, RecordingId recordingId);
}

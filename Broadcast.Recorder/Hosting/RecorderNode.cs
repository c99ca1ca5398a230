using Broadcast.Recorder.Journal;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Broadcast.Recorder.Hosting;

/// <summary>
/// The journals of one media node: which are open, closed, or were left open by a crash. A recording opened again continues as a new
/// epoch of the same journal.
/// </summary>
public sealed partial class RecorderNode : IAsyncDisposable
{
    /// <summary>Lies in the directory of a journal that was closed.</summary>
    private const string ClosedMarker = "closed";

    private readonly RecorderOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly Dictionary<string, OpenJournal> open = [];
    private readonly JournalDisk disk;
    private readonly QueueFiles queues;
    private readonly RecordingLimits limits;
    private readonly JournalWatch watch;

    private sealed record OpenJournal(JournalWriter Writer, Task Closed);

    /// <param name="disk">Where journals are written; the real one unless said otherwise.</param>
    public RecorderNode(IOptions<RecorderOptions> options, TimeProvider clock, ILoggerFactory loggers, JournalDisk? disk = null)
    {
        this.options = options.Value;
        this.clock = clock;
        this.disk = disk ?? new JournalDisk();
        logger = loggers.CreateLogger<RecorderNode>();
        queues = new QueueFiles(this.options, logger);
        queues.Recover(this.disk, JournalDirectory);
        UnfinishedRecordings = FindUnfinished();
        limits = new RecordingLimits(this.options);
        watch = new JournalWatch(OpenWriters, limits, clock, logger);
    }

    /// <summary>Journals that a process before this one left without closing them, as found at start-up.</summary>
    public IReadOnlyList<string> UnfinishedRecordings { get; }

    /// <summary>Opens a recording's journal. If it is open already, the older sink is cut off: its worker was lost.</summary>
    public IDirectSink Open(string recordingId)
    {
        lock (gate)
        {
            if (open.TryGetValue(recordingId, out var lost))
                lost.Writer.Dispose();
            return new RecordingSink(Open(recordingId, lost?.Closed ?? Task.CompletedTask));
        }
    }

    /// <summary>Cuts off the sink of a recording that nothing more comes for, if it is still open: its worker was lost.</summary>
    public void Leave(string recordingId)
    {
        lock (gate)
            open.GetValueOrDefault(recordingId)?.Writer.Dispose();
    }

    /// <summary>Completes when nothing more will be written to the recording's journal; at once if this process is not writing it.</summary>
    public Task WhenClosedAsync(string recordingId, CancellationToken ct)
    {
        lock (gate)
            return open.TryGetValue(recordingId, out var journal) ? journal.Closed.WaitAsync(ct) : Task.CompletedTask;
    }

    /// <summary>Why no recording may begin now, in words; null if one may.</summary>
    public string? Refusal => limits.Refusal(FreeBytes());

    /// <summary>The recordings that have a journal here, open or closed.</summary>
    public IEnumerable<string> RecordingsOnDisk => Directory.Exists(options.Directory)
        ? Directory.EnumerateDirectories(options.Directory).Select(path => Path.GetFileName(path)).Where(name => IId.IsValid(name) && JournalChunkName.List(JournalDirectory(name)).Count > 0)
        : [];

    /// <summary>The recordings whose journals this process is writing.</summary>
    public IReadOnlyList<string> OpenRecordings
    {
        get
        {
            lock (gate)
                return [.. open.Keys];
        }
    }

    /// <summary>How the writing of a recording's journal goes; null if this process is not writing it.</summary>
    public JournalHealth? HealthOf(string recordingId)
    {
        lock (gate)
            return open.GetValueOrDefault(recordingId)?.Writer.Health;
    }

    public string JournalDirectory(string recordingId) =>
        IId.IsValid(recordingId)
            ? Path.GetFullPath(Path.Combine(options.Directory, recordingId))
            : throw new ArgumentException($"'{recordingId}' cannot be a recording's id.", nameof(recordingId));

    /// <summary>Removes a closed recording's journal. Deleting what is not there is accepted.</summary>
    /// <exception cref="InvalidOperationException">The recording is still being written.</exception>
    public void Delete(string recordingId)
    {
        lock (gate)
        {
            if (open.ContainsKey(recordingId))
                throw new InvalidOperationException($"Recording {recordingId} is still being written.");
        }
        if (Directory.Exists(JournalDirectory(recordingId)))
            Directory.Delete(JournalDirectory(recordingId), recursive: true);
    }

    /// <summary>Writes out and leaves every open journal; the next process finds them unfinished.</summary>
    public async ValueTask DisposeAsync()
    {
        watch.Dispose();
        OpenJournal[] left;
        lock (gate)
            left = [.. open.Values];
        foreach (var journal in left)
            journal.Writer.Dispose();
        foreach (var journal in left)
            await journal.Writer.Closed.ConfigureAwait(false);
    }

    private JournalWriter Open(string recordingId, Task predecessor)
    {
        var directory = JournalDirectory(recordingId);
        Directory.CreateDirectory(directory);
        File.Delete(Path.Combine(directory, ClosedMarker));
        var epoch = NextEpoch(recordingId, directory);
        var writtenBytes = JournalChunkName.List(directory).Sum(name => new FileInfo(Path.Combine(directory, name.ToString())).Length);
        var writer = new JournalWriter(directory, recordingId, epoch, writtenBytes, queues.Create(recordingId, epoch), options, disk, clock, logger);
        open[recordingId] = new OpenJournal(writer, CloseAsync(recordingId, writer, predecessor));
        return writer;
    }

    private int NextEpoch(string recordingId, string directory)
    {
        var written = JournalChunkName.List(directory).Select(name => name.Epoch + 1).DefaultIfEmpty(0).Max();
        return open.TryGetValue(recordingId, out var lost) ? Math.Max(written, lost.Writer.Epoch + 1) : written;
    }

    private KeyValuePair<string, JournalWriter>[] OpenWriters()
    {
        lock (gate)
            return [.. open.Select(journal => KeyValuePair.Create(journal.Key, journal.Value.Writer))];
    }

    private long FreeBytes()
    {
        try
        {
            Directory.CreateDirectory(options.Directory);
            return disk.FreeBytes(options.Directory);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private async Task CloseAsync(string recordingId, JournalWriter writer, Task predecessor)
    {
        await predecessor.ConfigureAwait(false);
        await writer.Closed.ConfigureAwait(false);
        lock (gate)
        {
            if (writer.EndedInOrder)
                MarkClosed(recordingId);
            if (open.TryGetValue(recordingId, out var current) && current.Writer == writer)
                open.Remove(recordingId);
        }
    }

    // A disk that is full: the next process finds the journal unfinished, and with it what could not be written.
    private void MarkClosed(string recordingId)
    {
        try
        {
            File.WriteAllBytes(Path.Combine(JournalDirectory(recordingId), ClosedMarker), []);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogNotMarked(failure, recordingId);
        }
    }

    private string[] FindUnfinished()
    {
        return [.. RecordingsOnDisk.Where(recordingId => !File.Exists(Path.Combine(JournalDirectory(recordingId), ClosedMarker)))];
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Recording {RecordingId} is closed, but that could not be written down.")]
    private partial void LogNotMarked(Exception failure, string recordingId);
}

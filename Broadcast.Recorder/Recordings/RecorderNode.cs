using Broadcast.Recorder.Journal;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Broadcast.Recorder.Recordings;

/// <summary>
/// The journals of one media node: which are open, closed, or were left open by a crash. A recording opened again continues as a new
/// epoch of the same journal.
/// </summary>
public sealed partial class RecorderNode : IAsyncDisposable
{
    /// <summary>Lies in the directory of a journal that was closed.</summary>
    private const string ClosedMarker = "closed";

    private static readonly TimeSpan LookElsewhere = TimeSpan.FromMilliseconds(500);

    private readonly RecorderOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly Dictionary<RecordingId, OpenJournal> open = [];
    private readonly JournalDisk disk;
    private readonly QueueFiles queues;
    private readonly RecordingLimits limits;
    private readonly JournalWatch watch;
    private readonly JournalOwners owners;

    private sealed record OpenJournal(JournalWriter Writer, Task Closed);

    /// <param name="disk">Where journals are written; the real one unless said otherwise.</param>
    public RecorderNode(IOptions<RecorderOptions> options, TimeProvider clock, ILoggerFactory loggers, JournalDisk? disk = null)
    {
        this.options = options.Value;
        this.clock = clock;
        this.disk = disk ?? new JournalDisk();
        logger = loggers.CreateLogger<RecorderNode>();
        Identity = new NodeIdentity(this.options.Node, clock.GetUtcNow().ToUnixTimeMilliseconds());
        owners = new JournalOwners(Identity, clock, logger);
        queues = new QueueFiles(this.options, logger);
        RecoverLeft();
        UnfinishedRecordings = FindUnfinished();
        limits = new RecordingLimits(this.options);
        watch = new JournalWatch(OpenWriters, limits, clock, logger);
    }

    /// <summary>A journal was opened.</summary>
    public event Action? Opened;

    /// <summary>By what journals and the catalogue know this process.</summary>
    public NodeIdentity Identity { get; }

    /// <summary>Journals that a process before this one left without closing them, as found at start-up.</summary>
    public IReadOnlyList<RecordingId> UnfinishedRecordings { get; }

    /// <summary>Opens a recording's journal. If it is open already, the older sink is cut off: its worker was lost.</summary>
    /// <param name="opening">
    /// How often the recording was opened before, on whichever node; the epoch's number at the least. Who says so knows that the recording
    /// has been taken from the node that had it: what that node may still write is of an earlier epoch and in other files.
    /// </param>
    /// <exception cref="InvalidOperationException">Another process makes the recording, and this is its first opening.</exception>
    public IDirectSink Open(RecordingId recordingId, int opening = 0)
    {
        Directory.CreateDirectory(JournalDirectory(recordingId));
        var isOurs = opening == 0 ? TryTake(recordingId) : owners.TryTakeAtOnce(JournalDirectory(recordingId));
        if (!isOurs && opening == 0)
            throw new InvalidOperationException($"Recording {recordingId} is made by another process.");
        RecordingSink sink;
        lock (gate)
        {
            if (open.TryGetValue(recordingId, out var lost))
                lost.Writer.Dispose();
            sink = new RecordingSink(Open(recordingId, opening, lost?.Closed ?? Task.CompletedTask));
        }
        watch.Begin();
        Opened?.Invoke();
        return sink;
    }

    /// <summary>Cuts off the sink of a recording that nothing more comes for, if it is still open: its worker was lost.</summary>
    public void Leave(RecordingId recordingId)
    {
        lock (gate)
            open.GetValueOrDefault(recordingId)?.Writer.Dispose();
    }

    /// <summary>Whether another process makes the recording: one that lives, or is not known here to be dead and was there a moment ago.</summary>
    public bool IsMadeElsewhere(RecordingId recordingId) => owners.IsHeldElsewhere(JournalDirectory(recordingId));

    /// <summary>Whether this process makes it, also while it is paused.</summary>
    public bool IsMadeHere(RecordingId recordingId) => owners.Owns(JournalDirectory(recordingId));

    /// <summary>Whether its journal was closed in order.</summary>
    public bool IsClosed(RecordingId recordingId) => File.Exists(Path.Combine(JournalDirectory(recordingId), ClosedMarker));

    /// <summary>When its journal was last written to; null if there is none.</summary>
    public DateTimeOffset? LastWriteOf(RecordingId recordingId)
    {
        var directory = JournalDirectory(recordingId);
        var chunks = JournalChunkName.List(directory);
        return chunks.Count == 0 ? null : chunks.Max(name => new DateTimeOffset(File.GetLastWriteTimeUtc(Path.Combine(directory, name.ToString()))));
    }

    /// <summary>Makes the recording this process's own, until <see cref="Release"/>.</summary>
    /// <returns>False if another process makes it, or it is not there.</returns>
    public bool TryTake(RecordingId recordingId) => owners.TryTake(JournalDirectory(recordingId));

    /// <summary>Nothing more is done here with the recording: what is left to do may be done by any process.</summary>
    public void Release(RecordingId recordingId) => owners.Release(JournalDirectory(recordingId));

    /// <summary>Completes when nothing more will be written to the recording's journal, here or in another process that makes it.</summary>
    public async Task WhenClosedAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        await WhenClosedHere(recordingId).WaitAsync(cancellationToken);
        while (IsMadeElsewhere(recordingId) && !IsClosed(recordingId))
            await Task.Delay(LookElsewhere, clock, cancellationToken);
    }

    /// <summary>Why no recording may begin now, in words; null if one may.</summary>
    public string? Refusal => limits.Refusal(FreeBytes());

    /// <summary>The recordings that have a journal here, open or closed.</summary>
    public IEnumerable<RecordingId> RecordingsOnDisk => Directory.Exists(options.Directory)
        ? Directory.EnumerateDirectories(options.Directory).Select(path => Path.GetFileName(path)).Where(IId.IsValid).Select(RecordingId.Create)
            .Where(recordingId => JournalChunkName.List(JournalDirectory(recordingId)).Count > 0)
        : [];

    /// <summary>The recordings whose journals this process is writing.</summary>
    public IReadOnlyList<RecordingId> OpenRecordings
    {
        get
        {
            lock (gate)
                return [.. open.Keys];
        }
    }

    /// <summary>How the writing of a recording's journal goes; null if this process is not writing it.</summary>
    public JournalHealth? HealthOf(RecordingId recordingId)
    {
        lock (gate)
            return open.GetValueOrDefault(recordingId)?.Writer.Health;
    }

    public string JournalDirectory(RecordingId recordingId) =>
        IId.IsValid(recordingId.Value)
            ? Path.GetFullPath(Path.Combine(options.Directory, recordingId.Value))
            : throw new ArgumentException($"'{recordingId}' cannot be a recording's id.", nameof(recordingId));

    /// <summary>Removes a closed recording's journal. Deleting what is not there is accepted.</summary>
    /// <exception cref="InvalidOperationException">The recording is still being written.</exception>
    public void Delete(RecordingId recordingId)
    {
        lock (gate)
        {
            if (open.ContainsKey(recordingId))
                throw new InvalidOperationException($"Recording {recordingId} is still being written.");
        }
        Release(recordingId);
        if (Directory.Exists(JournalDirectory(recordingId)))
            Directory.Delete(JournalDirectory(recordingId), recursive: true);
    }

    /// <summary>Writes out and leaves every open journal; the next process finds those unfinished that were not closed in order.</summary>
    public async ValueTask DisposeAsync()
    {
        watch.Dispose();
        OpenJournal[] left;
        lock (gate)
            left = [.. open.Values];
        foreach (var journal in left)
            journal.Writer.Dispose();
        foreach (var journal in left)
            await journal.Closed;
        owners.Dispose();
    }

    private Task WhenClosedHere(RecordingId recordingId)
    {
        lock (gate)
            return open.GetValueOrDefault(recordingId)?.Closed ?? Task.CompletedTask;
    }

    private JournalWriter Open(RecordingId recordingId, int opening, Task predecessor)
    {
        var directory = JournalDirectory(recordingId);
        Directory.CreateDirectory(directory);
        File.Delete(Path.Combine(directory, ClosedMarker));
        var epoch = Math.Max(opening, NextEpoch(recordingId, directory));
        var writtenBytes = JournalChunkName.List(directory).Sum(name => new FileInfo(Path.Combine(directory, name.ToString())).Length);
        var writer = new JournalWriter(directory, recordingId, epoch, writtenBytes, queues.Create(recordingId, epoch), options, disk, clock, logger);
        open[recordingId] = new OpenJournal(writer, CloseAsync(recordingId, writer, predecessor));
        return writer;
    }

    private int NextEpoch(RecordingId recordingId, string directory)
    {
        var written = JournalChunkName.List(directory).Select(name => name.Epoch + 1).DefaultIfEmpty(0).Max();
        return open.TryGetValue(recordingId, out var lost) ? Math.Max(written, lost.Writer.Epoch + 1) : written;
    }

    private KeyValuePair<RecordingId, JournalWriter>[] OpenWriters()
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

    private async Task CloseAsync(RecordingId recordingId, JournalWriter writer, Task predecessor)
    {
        await predecessor;
        await writer.Closed;
        lock (gate)
        {
            if (writer.EndedInOrder)
                MarkClosed(recordingId);
            if (open.TryGetValue(recordingId, out var current) && current.Writer == writer)
                open.Remove(recordingId);
        }
    }

    // A disk that is full: the next process finds the journal unfinished, and with it what could not be written.
    private void MarkClosed(RecordingId recordingId)
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

    private RecordingId[] FindUnfinished()
    {
        return [.. RecordingsOnDisk.Where(recordingId => !IsClosed(recordingId) && !IsMadeElsewhere(recordingId))];
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Recording {RecordingId} is closed, but that could not be written down.")]
    private partial void LogNotMarked(Exception failure, RecordingId recordingId);
}

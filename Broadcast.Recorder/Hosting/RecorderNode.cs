using System.Collections.Concurrent;
using Broadcast.Sfu.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Broadcast.Recorder.Hosting;

/// <summary>
/// The recordings of one media node: opens a journal when a router asks for the sink <c>recording/RECORDING_ID</c>, and knows which
/// journals are open, closed, or were left open by a crash.
/// </summary>
public sealed class RecorderNode : IDirectSinkProvider, IDisposable
{
    /// <summary>What a sink's name starts with.</summary>
    public const string SinkPrefix = "recording/";

    private readonly RecorderOptions options;
    private readonly ConcurrentDictionary<string, Task> closings = new();

    public RecorderNode(IOptions<RecorderOptions> options, TimeProvider clock, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(loggers);
        this.options = options.Value;
    }

    /// <summary>Journals that a process before this one left without an end, as found at start-up.</summary>
    public IReadOnlyList<string> UnfinishedRecordings { get; } = [];

    public IDirectSink? TryOpen(string sink) => null;

    /// <summary>Completes when nothing more will be written to the recording's journal; at once if this process is not writing it.</summary>
    public Task WhenClosedAsync(string recordingId, CancellationToken ct) =>
        closings.TryGetValue(recordingId, out var closing) ? closing.WaitAsync(ct) : Task.CompletedTask;

    public string JournalDirectory(string recordingId) => Path.GetFullPath(Path.Combine(options.Directory, recordingId));

    /// <summary>Removes a closed recording's journal. Deleting what is not there is accepted.</summary>
    /// <exception cref="InvalidOperationException">The recording is still being written.</exception>
    public void Delete(string recordingId)
    {
        if (Directory.Exists(JournalDirectory(recordingId)))
            Directory.Delete(JournalDirectory(recordingId), recursive: true);
    }

    public void Dispose()
    {
    }
}

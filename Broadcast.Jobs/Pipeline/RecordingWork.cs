using System.Text.Json;
using Broadcast.Jobs.Catalogue;
using Broadcast.Recorder.Composition;
using Broadcast.Recorder.Journal;

namespace Broadcast.Jobs.Pipeline;

/// <summary>The processing of one recording: where it works and what it has made so far, which outlives the process.</summary>
internal sealed class RecordingWork
{
    private const string StateFile = "work.json";

    private RecordingWork(Recording recording, string directory, WorkState state)
    {
        RecordingId = recording.Id;
        StartedAt = recording.StartedAt;
        Style = recording.Style;
        Version = recording.Version;
        Directory = directory;
        State = state;
    }

    public RecordingId RecordingId { get; }
    public DateTimeOffset StartedAt { get; }

    /// <summary>How the recording shall look.</summary>
    public CompositionStyle Style { get; }

    /// <summary>Which rendering this is.</summary>
    public int Version { get; }

    /// <summary>The recording's own folder for work files; removed once the recording is published.</summary>
    public string Directory { get; }

    public WorkState State { get; private set; }

    public static async Task<RecordingWork> OpenAsync(Recording recording, string directory, CancellationToken cancellationToken)
    {
        System.IO.Directory.CreateDirectory(directory);
        return new RecordingWork(recording, directory, await ReadAsync(Path.Combine(directory, StateFile), cancellationToken));
    }

    public async Task SaveAsync(WorkState state, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Directory, StateFile);
        await File.WriteAllBytesAsync($"{path}.partial", JsonSerializer.SerializeToUtf8Bytes(state, JsonSerializerOptions.Web), cancellationToken);
        File.Move($"{path}.partial", path, overwrite: true);
        State = state;
    }

    private static async Task<WorkState> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return WorkState.Empty;
        await using var file = File.OpenRead(path);
        try
        {
            return await JsonSerializer.DeserializeAsync<WorkState>(file, JsonSerializerOptions.Web, cancellationToken) ?? WorkState.Empty;
        }
        catch (JsonException)
        {
            // A power cut may leave the file empty; everything in it can be made again.
            return WorkState.Empty;
        }
    }
}

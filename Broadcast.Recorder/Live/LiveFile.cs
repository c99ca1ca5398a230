namespace Broadcast.Recorder.Live;

/// <summary>A file of a running recording's HLS that is whole; a playlist comes again each time it grew.</summary>
public sealed record LiveFile(string RecordingId, string Path, string ContentType)
{
    public string Name => System.IO.Path.GetFileName(Path);
    public bool IsPlaylist => Path.EndsWith(".m3u8", StringComparison.Ordinal);
}

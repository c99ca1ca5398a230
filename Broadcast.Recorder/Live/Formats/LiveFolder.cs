using System.Security.Cryptography;
using Broadcast.Recorder.Certification;
using Broadcast.Recorder.Journal;

namespace Broadcast.Recorder.Live.Formats;

/// <summary>The directory of what can be watched of a running recording. A file appears whole, is hashed unless it grows, and is announced.</summary>
/// <param name="made">Told of every file once it is whole.</param>
internal sealed class LiveFolder(RecordingId recordingId, string directory, Action<LiveFile> made)
{
    private readonly List<CertifiedSegment> segments = [];

    public RecordingId RecordingId => recordingId;

    /// <summary>Every file that stays as it is, with its SHA-256.</summary>
    public IReadOnlyList<CertifiedSegment> Segments => segments;

    /// <summary>Writes a file that stays as it is.</summary>
    public void Write(string name, byte[] content, string contentType)
    {
        Publish(name, content, contentType, grows: false);
        segments.Add(new CertifiedSegment(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
    }

    /// <summary>Writes a file that comes again, each time longer.</summary>
    public void WriteGrowing(string name, byte[] content, string contentType) => Publish(name, content, contentType, grows: true);

    public string PathOf(string name) => Path.Combine(directory, name);

    private void Publish(string name, byte[] content, string contentType, bool grows)
    {
        var path = PathOf(name);
        File.WriteAllBytes($"{path}.unfinished", content);
        File.Move($"{path}.unfinished", path, overwrite: true);
        made(new LiveFile(recordingId, path, contentType, grows));
    }
}

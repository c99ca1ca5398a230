namespace Broadcast.Recorder.Certification;

/// <summary>A file of the recording and what its content must hash to.</summary>
/// <param name="Sha256">64 lower-case hex digits.</param>
internal sealed record CertifiedSegment(string Name, long Bytes, string Sha256);

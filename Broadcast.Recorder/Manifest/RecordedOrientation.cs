using Broadcast.Sfu.Rtp;

namespace Broadcast.Recorder.Manifest;

/// <summary>How the pictures of a track are to be turned from a session time on.</summary>
public sealed record RecordedOrientation(TimeSpan From, VideoOrientation Orientation);

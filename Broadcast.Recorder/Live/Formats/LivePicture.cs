using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Recorder.Live.Formats;

/// <summary>A frame on its way into the live recording.</summary>
/// <param name="Preferred">The track that should be shown when it came; null for none.</param>
/// <param name="Configuration">What a decoder must know first, as Matroska stores it; of key frames only.</param>
/// <param name="Size">Of key frames only; before it is turned.</param>
/// <param name="Orientation">How it is to be turned.</param>
internal sealed record LivePicture(
    TrackKey Track, TrackKey? Preferred, Codec Codec, double TimeNs, bool IsKey, byte[] Data, byte[] Configuration, PictureSize Size, VideoOrientation Orientation);

using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Live.Hls;

/// <summary>What the master playlist says of the picture.</summary>
/// <param name="Codec">As RFC 6381 names it.</param>
/// <param name="Size">As it is shown.</param>
internal sealed record HlsVariant(string Codec, PictureSize Size);

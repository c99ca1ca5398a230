namespace Broadcast.Sfu.Routing;

/// <summary>What an SSRC stands for.</summary>
internal readonly record struct StreamRoute(ProducerStream Stream, bool IsRtx);

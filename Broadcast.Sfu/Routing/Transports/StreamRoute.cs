using Broadcast.Sfu.Routing.Producers;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>What an SSRC stands for.</summary>
internal readonly record struct StreamRoute(ProducerStream Stream, bool IsRtx);

using System.ComponentModel.DataAnnotations;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Control.Requests;

public sealed record PauseConsumer(ConsumerId Consumer) : WorkerRequest;

/// <summary>Starts or restarts the flow; video starts at the next key frame, which is asked for.</summary>
public sealed record ResumeConsumer(ConsumerId Consumer) : WorkerRequest;

public sealed record RequestKeyFrame(ConsumerId Consumer) : WorkerRequest;

/// <summary>Limits the layers that a receiver gets; how many of these it does get may be less. Layers above those that there are stand for the highest.</summary>
/// <param name="SpatialLayer">From 0, the smallest; null for no limit.</param>
/// <param name="TemporalLayer">From 0, the slowest; null for no limit.</param>
public sealed record SetPreferredLayers(
    ConsumerId Consumer,
    [property: Range(0, RtpLimits.MaxLayer)] int? SpatialLayer = null,
    [property: Range(0, RtpLimits.MaxLayer)] int? TemporalLayer = null) : WorkerRequest;

/// <summary>Says which of a transport's consumers is served first where there is not enough for all: the one with more.</summary>
/// <param name="Priority">1 unless said.</param>
public sealed record SetPriority(ConsumerId Consumer, [property: Range(1, 255)] int Priority) : WorkerRequest;

/// <summary>Closing what is not there is accepted.</summary>
public sealed record CloseConsumer(ConsumerId Consumer) : WorkerRequest;

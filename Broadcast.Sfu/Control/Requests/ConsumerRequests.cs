using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Control.Requests;

public sealed record PauseConsumer(ConsumerId Consumer) : WorkerRequest;

/// <summary>Starts or restarts the flow; video starts at the next key frame, which is asked for.</summary>
public sealed record ResumeConsumer(ConsumerId Consumer) : WorkerRequest;

public sealed record RequestKeyFrame(ConsumerId Consumer) : WorkerRequest;

/// <summary>Closing what is not there is accepted.</summary>
public sealed record CloseConsumer(ConsumerId Consumer) : WorkerRequest;

using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Control.Requests;

public sealed record PauseProducer(ProducerId Producer) : WorkerRequest;

public sealed record ResumeProducer(ProducerId Producer) : WorkerRequest;

/// <summary>Closes a producer and all that consume it. Closing what is not there is accepted.</summary>
public sealed record CloseProducer(ProducerId Producer) : WorkerRequest;

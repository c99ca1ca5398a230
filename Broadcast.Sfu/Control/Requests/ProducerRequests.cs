using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Control.Requests;

public sealed record PauseProducer(ProducerId Producer) : WorkerRequest;

public sealed record ResumeProducer(ProducerId Producer) : WorkerRequest;

/// <summary>
/// Has a producer that came by a pipe between nodes come by another one of its router: whoever consumes it stays, and sees it go on with
/// the next key frame. Answered by <see cref="Accepted"/>.
/// </summary>
/// <param name="Transport">The other pipe.</param>
/// <param name="RtpParameters">Of the consumer at its far end; they may differ from the producer's in SSRCs only.</param>
public sealed record MoveProducer(TransportId Transport, ProducerId Producer, RtpParameters RtpParameters) : WorkerRequest;

/// <summary>Closes a producer and all that consume it. Closing what is not there is accepted.</summary>
public sealed record CloseProducer(ProducerId Producer) : WorkerRequest;

namespace Broadcast.Sfu.Control.Requests;

/// <summary>What a request says about ownership.</summary>
/// <param name="Owner">Id of what must exist; null for a new router.</param>
/// <param name="Opens">Id of what comes into being.</param>
/// <param name="Closes">Id of what goes.</param>
/// <param name="Source">For a consumer, its producer.</param>
internal readonly record struct RequestRoute(object? Owner, object? Opens = null, object? Closes = null, object? Source = null)
{
    /// <exception cref="ArgumentException">A request type that is not listed here.</exception>
    public static RequestRoute Of(WorkerRequest request) => request switch
    {
        CheckNode or LeaveNode or DumpNode or EndSink => new(null),
        CreateRouter r => new(null, Opens: r.Router),
        CloseRouter r => new(r.Router, Closes: r.Router),
        DumpRouter r => new(r.Router),
        GetRouterStats r => new(r.Router),
        CreateWebRtcTransport r => new(r.Router, Opens: r.Transport),
        CreatePlainTransport r => new(r.Router, Opens: r.Transport),
        CreateDirectTransport r => new(r.Router, Opens: r.Transport),
        CreatePipeTransport r => new(r.Router, Opens: r.Transport),
        ConnectPipeTransport r => new(r.Transport),
        RenewPipeKey r => new(r.Transport),
        ConnectWebRtcTransport r => new(r.Transport),
        ConnectPlainTransport r => new(r.Transport),
        SendToDirectTransport r => new(r.Transport),
        RestartIce r => new(r.Transport),
        CloseTransport r => new(r.Transport, Closes: r.Transport),
        DumpTransport r => new(r.Transport),
        GetTransportStats r => new(r.Transport),
        SetMaxOutgoingBitrate r => new(r.Transport),
        Produce r => new(r.Transport, Opens: r.Producer),
        Consume r => new(r.Transport, Opens: r.Consumer, Source: r.Producer),
        PauseProducer r => new(r.Producer),
        ResumeProducer r => new(r.Producer),
        MoveProducer r => new(r.Producer),
        CloseProducer r => new(r.Producer, Closes: r.Producer),
        PauseConsumer r => new(r.Consumer),
        ResumeConsumer r => new(r.Consumer),
        RequestKeyFrame r => new(r.Consumer),
        SetPreferredLayers r => new(r.Consumer),
        SetPriority r => new(r.Consumer),
        CloseConsumer r => new(r.Consumer, Closes: r.Consumer),
        _ => throw new ArgumentException($"{request.GetType().Name} has no route."),
    };
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Broadcast.Api.Stage;
using Broadcast.Sfu.Control.Validation;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Signaling;

/// <summary>SignalR's JSON protocol, but that a call which cannot be read is answered with what is wrong with it.</summary>
internal sealed class StrictHubProtocol(IOptions<JsonHubProtocolOptions> options) : IHubProtocol
{
    private readonly JsonHubProtocol inner = new(options);

    public string Name => inner.Name;
    public int Version => inner.Version;
    public TransferFormat TransferFormat => inner.TransferFormat;

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);
    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(message);
    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => inner.WriteMessage(message, output);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!inner.TryParseMessage(ref input, binder, out message))
            return false;
        if (message is InvocationBindingFailureMessage failure)
            message = new InvocationBindingFailureMessage(failure.InvocationId, failure.Target, Explain(failure.BindingFailure.SourceException));
        return true;
    }

    private static ExceptionDispatchInfo Explain(Exception failure)
    {
        var invalid = failure switch
        {
            HubException => new InvalidField("target", "There is no such call."),
            { InnerException: JsonException json } => StrictJson.Explain(json),
            _ => new InvalidField("arguments", "A call has one argument, an object."),
        };
        return ExceptionDispatchInfo.Capture(Refusal.Of(StageErrorCode.InvalidRequest, invalid.ToString()));
    }
}

using System.Text.Json;
using Broadcast.Sfu.Control.Channels.Frames;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Control.Validation;

namespace Broadcast.Sfu.Control.Channels;

/// <summary>
/// An owner's connection, at the node: carries out its requests in their order, answers each when it is done, and tells what happens.
/// Nothing here waits for the owner to read; one that reads too slowly is cut off.
/// </summary>
/// <param name="ended">Is told once why the node ended the connection.</param>
internal sealed class OwnerConnection(FrameSocket socket, IControlChannel node, long epoch, Action<ControlRefusal, string> ended)
{
    /// <summary>Requests that are being carried out at a time; further ones are refused.</summary>
    private const int MostAtOnce = 4_096;

    private int atOnce;
    private int isEnded;

    public long Epoch => epoch;

    /// <summary>Until the connection ends, by whichever end.</summary>
    /// <exception cref="ControlRefusedException">A message is no request.</exception>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        while (await socket.ReceiveAsync(cancellationToken) is { } frame)
        {
            if (frame is not RequestFrame asked)
                throw new ControlRefusedException(ControlRefusal.Malformed, "An owner sends nothing but requests.");
            // Nothing is awaited in between: the node takes requests in the order in which they are begun. Once begun they are carried out
            // to their end, whether or not anybody is there to hear of it.
            _ = CarryOutAsync(asked);
        }
    }

    public void Send(ControlFrame frame)
    {
        if (!socket.TrySend(frame))
            End(ControlRefusal.TooSlow, "More waits to be read than is kept.");
    }

    public void Tell(WorkerNotification notification) =>
        Send(new NotificationFrame(JsonSerializer.SerializeToElement(notification, ControlJson.Default.WorkerNotification)));

    /// <summary>Says why and closes. Does not wait for it.</summary>
    public void End(ControlRefusal why, string sentence)
    {
        if (Interlocked.Exchange(ref isEnded, 1) != 0)
            return;
        ended(why, sentence);
        if (why == ControlRefusal.TooSlow)
            socket.Abort();
        else
            _ = socket.CloseAsync(new Refused(why, sentence));
    }

    private async Task CarryOutAsync(RequestFrame asked)
    {
        var response = Interlocked.Increment(ref atOnce) <= MostAtOnce
            ? await AnswerAsync(asked)
            : new ControlError(ControlErrorCode.ResourceExhausted, $"At most {MostAtOnce} requests are carried out at a time.");
        Interlocked.Decrement(ref atOnce);
        Send(new ResponseFrame(asked.Id, JsonSerializer.SerializeToElement(response, ControlJson.Default.ControlResponse)));
    }

    private async Task<ControlResponse> AnswerAsync(RequestFrame asked)
    {
        var request = asked.Request;
        if (!RequestNames.IsKnown(TypeOf(request)))
            return new ControlError(ControlErrorCode.Unsupported, "This node knows no such request.");
        using var trace = RequestTraces.Continue(asked.Traceparent);
        try
        {
            return await node.RequestAsync(request.Deserialize(ControlJson.Default.WorkerRequest)!, CancellationToken.None);
        }
        catch (JsonException failure)
        {
            return new ControlError(ControlErrorCode.InvalidArgument, StrictJson.Explain(failure).ToString());
        }
        // A node that is just ending, and whatever else must not end the others' requests.
        catch (Exception failure)
        {
            return new ControlError(ControlErrorCode.Internal, failure.Message);
        }
    }

    private static string TypeOf(JsonElement request) =>
        request.ValueKind == JsonValueKind.Object && request.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString()! : "";
}

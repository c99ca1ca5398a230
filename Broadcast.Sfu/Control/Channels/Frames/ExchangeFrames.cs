using System.Text.Json;

namespace Broadcast.Sfu.Control.Channels.Frames;

/// <param name="Id">Of the caller's choice; the response bears it.</param>
/// <param name="Request">A <see cref="Requests.WorkerRequest"/>; one of an unknown type is answered by an error.</param>
/// <param name="Traceparent">The span that asks, as W3C Trace Context writes it; null when nobody traces.</param>
internal sealed record RequestFrame(long Id, JsonElement Request, string? Traceparent = null) : ControlFrame;

/// <param name="Response">A <see cref="Responses.ControlResponse"/>.</param>
internal sealed record ResponseFrame(long Id, JsonElement Response) : ControlFrame;

/// <param name="Notification">A <see cref="Notifications.WorkerNotification"/>; one of an unknown type is passed over.</param>
internal sealed record NotificationFrame(JsonElement Notification) : ControlFrame;

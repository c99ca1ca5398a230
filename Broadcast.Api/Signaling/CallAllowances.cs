using System.Globalization;
using Broadcast.Api.Chat;
using Broadcast.Api.Limits;
using Broadcast.Api.Signaling.Connections;
using Broadcast.Api.Stage;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Signaling;

/// <summary>Refuses the calls of those who ask too much or too often as <c>rate_limited</c>, before anything is done for them.</summary>
internal sealed class CallAllowances(IOptions<LimitsOptions> limits, ChatAllowances chat, TimeProvider time) : IHubFilter
{
    private readonly TokenBuckets<Origin> joins = new(limits.Value.Joins, time);

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var guest = GuestConnection.Of(invocationContext.Context);
        Require(guest.Call(CallCost.Of(invocationContext.HubMethodName)), "Too many calls.");
        switch (invocationContext.HubMethodName)
        {
            case nameof(StageHub.Join) or nameof(StageHub.Watch):
                Require(joins[guest.Origin].TryTake(), "Too many people are coming in from your network at once.");
                break;
            case nameof(StageHub.SendChat) or nameof(StageHub.AskQuestion) when ConnectionSeat.Of(invocationContext.Context) is { } seat:
                var speaker = new Speaker(seat.Webinar, seat.Participant, seat.Role, guest.Origin.Address);
                Require(chat.TryTake(guest.Chat, speaker), "Too many messages.");
                break;
        }
        return await next(invocationContext);
    }

    /// <summary>Before anybody can see that the person has left, so that they find it when they come again.</summary>
    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        var guest = GuestConnection.Of(context.Context);
        chat.Return(guest.Origin, guest.Chat);
        return next(context, exception);
    }

    private static void Require(TimeSpan wait, string sentence)
    {
        if (wait > TimeSpan.Zero)
            throw Refusal.Of(StageErrorCode.RateLimited, string.Create(CultureInfo.InvariantCulture, $"{sentence} Try again in {Math.Ceiling(wait.TotalSeconds)} s."));
    }
}

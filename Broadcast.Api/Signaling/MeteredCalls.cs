using System.Diagnostics;
using Broadcast.Api.Signaling.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Signaling;

/// <summary>Counts and times every hub call, with what became of it. Outermost, so that what was refused counts, too.</summary>
internal sealed class MeteredCalls(SignalingMetrics metrics) : IHubFilter
{
    private const string Done = "ok";
    private const string Cancelled = "cancelled";

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var since = Stopwatch.GetTimestamp();
        var outcome = Cancelled;
        try
        {
            var answer = await next(invocationContext);
            outcome = Done;
            return answer;
        }
        catch (HubException refusal)
        {
            outcome = Refusal.CodeOf(refusal);
            throw;
        }
        finally
        {
            metrics.Called(invocationContext.HubMethodName, outcome, Stopwatch.GetElapsedTime(since));
        }
    }
}

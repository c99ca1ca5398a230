using Broadcast.Api.Stage;
using Broadcast.Sfu.Control.Validation;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Signaling;

/// <summary>Checks the argument of every call by what is declared beside its record, and answers whatever goes wrong as <c>code: sentence</c>.</summary>
internal sealed partial class StageHubFilter(ILogger<StageHubFilter> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            foreach (var argument in invocationContext.HubMethodArguments)
            {
                if (DeclaredRules.Check(argument, invocationContext.ServiceProvider) is { } invalid)
                    throw new StageException(StageErrorCode.InvalidRequest, invalid.ToString());
            }
            return await next(invocationContext);
        }
        catch (StageException refusal)
        {
            if (refusal.InnerException is { } cause)
                CouldNotBeDone(invocationContext.HubMethodName, refusal.Message, cause);
            throw Refusal.Of(refusal.Code, refusal.Message, refusal);
        }
        catch (Exception lost) when (lost is OrleansException or TimeoutException)
        {
            GrainLost(invocationContext.HubMethodName, lost);
            throw Refusal.Of(StageErrorCode.MediaUnavailable, "The webinar is just being taken over by another server. Try again in a moment.", lost);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            CallFailed(invocationContext.HubMethodName, failure);
            throw Refusal.Of(StageErrorCode.Internal, "The call failed here. It has been logged.", failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Hub call {Method} did not reach the webinar's grain")]
    private partial void GrainLost(string method, Exception failure);

    [LoggerMessage(LogLevel.Warning, "Hub call {Method} could not be done: {Sentence}")]
    private partial void CouldNotBeDone(string method, string sentence, Exception cause);

    [LoggerMessage(LogLevel.Error, "Hub call {Method} failed")]
    private partial void CallFailed(string method, Exception failure);
}

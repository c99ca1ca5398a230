using System.ComponentModel.DataAnnotations;
using Broadcast.Api.Stage;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Signaling;

/// <summary>Checks the argument of every call by its annotations, and answers a refusal as <c>code: sentence</c>.</summary>
public sealed partial class StageHubFilter(ILogger<StageHubFilter> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            foreach (var argument in invocationContext.HubMethodArguments)
                Validate(argument);
            return await next(invocationContext);
        }
        catch (StageException refusal)
        {
            // Clients find the code behind this type's name, which SignalR puts before the message.
            throw new HubException($"{NameOf(refusal.Code)}: {refusal.Message}", refusal);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            CallFailed(invocationContext.HubMethodName, failure);
            throw;
        }
    }

    static void Validate(object? argument)
    {
        if (argument is null)
            throw new StageException(StageErrorCode.InvalidRequest, "The argument is missing.");
        var failures = new List<ValidationResult>();
        if (!Validator.TryValidateObject(argument, new ValidationContext(argument), failures, validateAllProperties: true))
            throw new StageException(StageErrorCode.InvalidRequest, failures[0].ErrorMessage ?? "The argument is not valid.");
    }

    static string NameOf(StageErrorCode code) => code switch
    {
        StageErrorCode.InvalidRequest => "invalid_request",
        StageErrorCode.Forbidden => "forbidden",
        StageErrorCode.NotFound => "not_found",
        StageErrorCode.Conflict => "conflict",
        StageErrorCode.NotJoined => "not_joined",
        StageErrorCode.RateLimited => "rate_limited",
        StageErrorCode.WebinarFull => "webinar_full",
        _ => "media_unavailable",
    };

    [LoggerMessage(LogLevel.Error, "Hub call {Method} failed")]
    private partial void CallFailed(string method, Exception failure);
}

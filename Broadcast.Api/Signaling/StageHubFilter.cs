using System.ComponentModel.DataAnnotations;
using Broadcast.Api.Stage;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Signaling;

/// <summary>Checks the argument of every call by its annotations and logs what goes wrong inside; refusals are answers, not failures.</summary>
public sealed partial class StageHubFilter(ILogger<StageHubFilter> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        foreach (var argument in invocationContext.HubMethodArguments)
            Validate(argument);
        try
        {
            return await next(invocationContext);
        }
        catch (Exception failure) when (failure is not HubException and not OperationCanceledException)
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

    [LoggerMessage(LogLevel.Error, "Hub call {Method} failed")]
    private partial void CallFailed(string method, Exception failure);
}

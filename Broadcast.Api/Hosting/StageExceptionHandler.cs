using System.Text.Json;
using Broadcast.Api.Http;
using Broadcast.Api.Stage;
using Broadcast.Sfu.Control.Validation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Hosting;

/// <summary>Answers the errors that an HTTP request meets on the way with the problem that names them.</summary>
internal sealed class StageExceptionHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            StageException refused => Of(refused),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.TooLarge("The body is larger than any that this call takes."),
            BadHttpRequestException { InnerException: JsonException json } => Problems.InvalidRequest(StrictJson.Explain(json)),
            BadHttpRequestException malformed => Problems.InvalidRequest(malformed.Message),
            DbUpdateConcurrencyException => Problems.Conflict("Someone else changed this at the same moment. Try again."),
            OrleansException or TimeoutException => Problems.MediaUnavailable("The webinar is just being taken over by another server. Try again in a moment."),
            _ => null,
        };
        if (problem is null)
            return false;
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Of(StageException refused) => refused.Code switch
    {
        StageErrorCode.InvalidRequest or StageErrorCode.Unsupported => Problems.InvalidRequest(refused.Message),
        StageErrorCode.Forbidden => Problems.Forbidden(refused.Message),
        StageErrorCode.NotFound => Problems.NotFound(refused.Message),
        StageErrorCode.RateLimited => Problems.RateLimited(refused.Message),
        StageErrorCode.Internal => Problems.Internal(refused.Message),
        StageErrorCode.MediaUnavailable => Problems.MediaUnavailable(refused.Message),
        _ => Problems.Conflict(refused.Message),
    };
}

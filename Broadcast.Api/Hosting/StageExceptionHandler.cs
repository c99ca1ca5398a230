using Broadcast.Api.Stage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Hosting;

/// <summary>Answers the errors that an HTTP request meets on the way with the problem that names them.</summary>
public sealed class StageExceptionHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            StageException refused => Of(refused),
            BadHttpRequestException malformed => Problems.InvalidRequest(malformed.InnerException is null
                ? malformed.Message
                : "The body is not the JSON that this call takes."),
            DbUpdateConcurrencyException => Problems.Conflict("Someone else changed this at the same moment. Try again."),
            _ => null,
        };
        if (problem is null)
            return false;
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Of(StageException refused) => refused.Code switch
    {
        StageErrorCode.InvalidRequest => Problems.InvalidRequest(refused.Message),
        StageErrorCode.Forbidden => Problems.Forbidden(refused.Message),
        StageErrorCode.NotFound => Problems.NotFound(refused.Message),
        StageErrorCode.RateLimited => Problems.RateLimited(refused.Message),
        StageErrorCode.MediaUnavailable => Problems.MediaUnavailable(refused.Message),
        _ => Problems.Conflict(refused.Message),
    };
}

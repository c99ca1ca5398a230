using Broadcast.Jobs.ObjectStores;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Broadcast.Jobs.Downloads;

/// <summary>Answers a request that needed the object store while that could not be reached: 503 <c>storage_unavailable</c>. Why is in the log, for the operator.</summary>
internal sealed partial class StoreFailureHandler(ILogger<StoreFailureHandler> logger) : IExceptionHandler
{
    private const string Sentence = "The storage of the recordings is not answering. Try again in a moment.";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not ObjectStoreException failure)
            return false;
        LogFailure(failure.Message);
        await DownloadEndpoints.Problem(StatusCodes.Status503ServiceUnavailable, "storage_unavailable", Sentence).ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "A request could not be answered: {Reason}")]
    private partial void LogFailure(string reason);
}

using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Identity;
using Broadcast.Recorder.Live.Formats;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Broadcast.Api.Recordings;

/// <summary>Writes down who downloaded or watched a recording: once, when its first byte is asked for, and not for each range or segment.</summary>
internal static class DownloadAudit
{
    public static TBuilder AuditDownloads<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter(async (invocation, next) =>
        {
            var answer = await next(invocation);
            var result = answer is INestedHttpResult nested ? nested.Result : answer as IResult;
            if (IsMedia(result, invocation.HttpContext.Request) && IsBeginning(invocation.HttpContext.Request))
                await RecordAsync(invocation.HttpContext);
            return answer;
        });

    /// <summary>Posters and chapters come with every look at the page; of what can be watched live, the playlist that all others hang on counts.</summary>
    private static bool IsMedia(IResult? result, HttpRequest request) => result switch
    {
        RedirectHttpResult => true,
        FileStreamHttpResult file when request.RouteValues["name"] is string name => name == LiveFileNames.MasterPlaylist || file.ContentType == "video/webm",
        FileStreamHttpResult file => file.ContentType.StartsWith("video/", StringComparison.Ordinal) || file.ContentType.StartsWith("audio/", StringComparison.Ordinal),
        _ => false,
    };

    private static bool IsBeginning(HttpRequest request) => HttpMethods.IsGet(request.Method)
        && (request.GetTypedHeaders().Range is not { } range || range.Ranges.Any(each => each.From is null or 0));

    private static async Task RecordAsync(HttpContext context)
    {
        var request = context.Request;
        var holder = (request.RouteValues["holder"] ?? request.Query["holder"]).ToString()!;
        var email = await context.RequestServices.GetRequiredService<Sessions>().EmailOfAsync(holder, CancellationToken.None);
        await context.RequestServices.GetRequiredService<AuditLog>().RecordAsync(
            IsPlayer(request) ? AuditAction.RecordingWatched : AuditAction.RecordingDownloaded,
            RecordingOf(request),
            request.Path.Value!.Split('/')[^1],
            AuditActor.Of(context) with { Name = email });
    }

    /// <summary>Browsers say for what they fetch.</summary>
    private static bool IsPlayer(HttpRequest request) => request.RouteValues.ContainsKey("name") || request.Headers["Sec-Fetch-Dest"] == "video";

    /// <summary>A file's key is <c>recordings/{id}/…</c>.</summary>
    private static string? RecordingOf(HttpRequest request) =>
        request.RouteValues["recordingId"] as string ?? (request.RouteValues["key"] as string)?.Split('/').ElementAtOrDefault(1);
}

using Broadcast.Api.Links;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Broadcast.Api.Hosting;

/// <summary>The errors of the HTTP API: problem+json with a stable <c>code</c> (docs/protocol.md).</summary>
public static class Problems
{
    public const string CodeKey = "code";

    public static ProblemHttpResult InvalidRequest(string detail) => Create(StatusCodes.Status400BadRequest, "invalid_request", detail);
    public static ProblemHttpResult Unauthorized(string detail) => Create(StatusCodes.Status401Unauthorized, "unauthorized", detail);
    public static ProblemHttpResult Forbidden(string detail) => Create(StatusCodes.Status403Forbidden, "forbidden", detail);
    public static ProblemHttpResult NotFound(string detail) => Create(StatusCodes.Status404NotFound, "not_found", detail);
    public static ProblemHttpResult Conflict(string detail) => Create(StatusCodes.Status409Conflict, "conflict", detail);
    public static ProblemHttpResult WrongHost(string detail) => Create(StatusCodes.Status421MisdirectedRequest, "wrong_host", detail);
    public static ProblemHttpResult RateLimited(string detail) => Create(StatusCodes.Status429TooManyRequests, "rate_limited", detail);
    public static ProblemHttpResult MediaUnavailable(string detail) => Create(StatusCodes.Status503ServiceUnavailable, "media_unavailable", detail);

    public static ProblemHttpResult Link(LinkVerdict verdict) => verdict == LinkVerdict.Expired
        ? Create(StatusCodes.Status401Unauthorized, "link_expired", "This link has expired. Ask the organizer for a new one.")
        : Create(StatusCodes.Status401Unauthorized, "link_invalid", "This link is not valid. Check that it was copied completely.");

    /// <summary>Gives a problem that the framework made its code, and a sentence where it only has a list of fields.</summary>
    public static void Complete(ProblemDetails problem)
    {
        problem.Extensions.TryAdd(CodeKey, CodeOf(problem.Status));
        if (problem is HttpValidationProblemDetails invalid)
            problem.Detail ??= string.Join(' ', invalid.Errors.Values.SelectMany(sentences => sentences));
    }

    static string CodeOf(int? status) => status switch
    {
        StatusCodes.Status401Unauthorized => "unauthorized",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status409Conflict => "conflict",
        StatusCodes.Status429TooManyRequests => "rate_limited",
        StatusCodes.Status503ServiceUnavailable => "media_unavailable",
        >= 400 and < 500 => "invalid_request",
        _ => "internal_error",
    };

    static ProblemHttpResult Create(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { [CodeKey] = code });
}

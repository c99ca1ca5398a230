using Broadcast.Sfu.Control.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Broadcast.Api.Http;

/// <summary>The errors of the HTTP API: problem+json with a stable <c>code</c> (docs/protocol.md).</summary>
internal static class Problems
{
    public const string CodeKey = "code";
    public const string FieldKey = "field";

    public static ProblemHttpResult InvalidRequest(string detail) => Create(StatusCodes.Status400BadRequest, "invalid_request", detail);

    /// <summary>The problem has the field's path as <c>field</c>.</summary>
    public static ProblemHttpResult InvalidRequest(InvalidField invalid)
    {
        var problem = InvalidRequest(invalid.ToString());
        problem.ProblemDetails.Extensions[FieldKey] = invalid.Path;
        return problem;
    }

    public static ProblemHttpResult Unauthorized(string detail) => Unauthorized("unauthorized", detail);
    public static ProblemHttpResult Unauthorized(string code, string detail) => Create(StatusCodes.Status401Unauthorized, code, detail);
    public static ProblemHttpResult Forbidden(string detail) => Create(StatusCodes.Status403Forbidden, "forbidden", detail);
    public static ProblemHttpResult NotFound(string detail) => Create(StatusCodes.Status404NotFound, "not_found", detail);
    public static ProblemHttpResult Conflict(string detail) => Create(StatusCodes.Status409Conflict, "conflict", detail);
    public static ProblemHttpResult TooLarge(string detail) => Create(StatusCodes.Status413PayloadTooLarge, "too_large", detail);
    public static ProblemHttpResult WrongHost(string detail) => Create(StatusCodes.Status421MisdirectedRequest, "wrong_host", detail);
    public static ProblemHttpResult RateLimited(string detail) => Create(StatusCodes.Status429TooManyRequests, "rate_limited", detail);
    public static ProblemHttpResult Internal(string detail) => Create(StatusCodes.Status500InternalServerError, "internal_error", detail);
    public static ProblemHttpResult MediaUnavailable(string detail) => Create(StatusCodes.Status503ServiceUnavailable, "media_unavailable", detail);

    /// <summary>Gives a problem that the framework made its code.</summary>
    public static void Complete(ProblemDetails problem) => problem.Extensions.TryAdd(CodeKey, CodeOf(problem.Status));

    private static string CodeOf(int? status) => status switch
    {
        StatusCodes.Status401Unauthorized => "unauthorized",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status409Conflict => "conflict",
        StatusCodes.Status413PayloadTooLarge => "too_large",
        StatusCodes.Status421MisdirectedRequest => "wrong_host",
        StatusCodes.Status429TooManyRequests => "rate_limited",
        StatusCodes.Status503ServiceUnavailable => "media_unavailable",
        >= 400 and < 500 => "invalid_request",
        _ => "internal_error",
    };

    private static ProblemHttpResult Create(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { [CodeKey] = code });
}

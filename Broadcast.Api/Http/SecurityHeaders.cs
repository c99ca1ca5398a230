
namespace Broadcast.Api.Http;

/// <summary>What every answer tells the browser not to do, and the header that proves that our own script sent a request.</summary>
internal static class SecurityHeaders
{
    public const string RequestHeader = "X-Broadcast";

    private static readonly TimeSpan HttpsOnly = TimeSpan.FromDays(365);

    // Styles are set inline by the component library; WebSockets are named because 'self' does not cover them in every browser.
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; " +
        "font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; " +
        "form-action 'self'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        if (context.RequestServices.GetRequiredService<PublicAddress>().IsSecure(context))
            headers.StrictTransportSecurity = $"max-age={(int)HttpsOnly.TotalSeconds}";
        headers["Permissions-Policy"] = "camera=(self), microphone=(self), display-capture=(self)";
        return next(context);
    });

    /// <summary>Refuses unsafe methods below /api without <see cref="RequestHeader"/>, which a form on another site cannot send.</summary>
    public static IApplicationBuilder UseRequestHeader(this IApplicationBuilder app) => app.Use((context, next) =>
        IsUnsafe(context.Request) && !context.Request.Headers.ContainsKey(RequestHeader)
            ? Problems.Forbidden($"The header {RequestHeader}: 1 is missing.").ExecuteAsync(context)
            : next(context));

    private static bool IsUnsafe(HttpRequest request) =>
        request.Path.StartsWithSegments("/api")
        && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
}

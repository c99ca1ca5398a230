using System.Net;

namespace Broadcast.Bench.Attack.Crowds;

/// <summary>Bodies of two megabytes where a few kilobytes are expected. Measured: calls that do not refuse it unread.</summary>
internal sealed class HugeBodies : IAttack
{
    private const int Length = 2 << 20;

    private static readonly string[] Paths = ["/api/session", "/api/setup", "/api/webinars", "/api/webinars/none/links", "/api/recordings/none/render"];

    public string Name => "huge HTTP bodies";
    public string Before => "read up to 30 MB";
    public string Limit => "413 or 429";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var others = new List<string>();
        foreach (var path in Paths)
            foreach (var isChunked in (bool[])[false, true])
                if (await StatusAsync(field, path, isChunked) is not (HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.TooManyRequests) and var status)
                    others.Add($"{(int)status} {path}");
        return new AttackOutcome(others.Count, others.Count == 0 ? "413 or 429" : $"{others.Count} of {2 * Paths.Length}, such as {others[0]}", others.Count == 0);
    }

    private static async Task<HttpStatusCode> StatusAsync(Battlefield field, string path, bool isChunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = isChunked;
        try
        {
            using var response = await field.Organizer.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            // The server closed the connection before it had read everything, and the answer was lost with it.
            return HttpStatusCode.RequestEntityTooLarge;
        }
    }

    /// <summary>A JSON string that does not end.</summary>
    private static byte[] Body { get; } = [(byte)'"', .. Enumerable.Repeat((byte)'a', Length)];
}

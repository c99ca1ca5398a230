namespace Broadcast.Bench.Attack.Links;

/// <summary>The organizer's request with another site's name in Host or in a proxy's headers. Measured: links that lead there.</summary>
internal sealed class ForgedHost : IAttack
{
    private const string Evil = "evil.example";

    private static readonly string[] Headers = ["Host", "X-Forwarded-Host", "X-Original-Host", "Forwarded"];

    public string Name => "forged Host";
    public string Before => "links to that site";
    public string Limit => "0 links";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var webinar = await field.Organizer.CreateWebinarAsync("Forged", record: false);
        var forged = new List<string>();
        foreach (var header in Headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/webinars/{webinar}/links");
            request.Headers.TryAddWithoutValidation(header, header == "Forwarded" ? $"host={Evil}" : Evil);
            using var response = await field.Organizer.Http.SendAsync(request);
            if ((await response.Content.ReadAsStringAsync()).Contains(Evil, StringComparison.Ordinal))
                forged.Add(header);
        }
        return new AttackOutcome(forged.Count, forged.Count == 0 ? "0 links" : $"by {string.Join(", ", forged)}", forged.Count == 0);
    }
}

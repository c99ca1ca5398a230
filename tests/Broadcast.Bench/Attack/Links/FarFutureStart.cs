using System.Net;
using System.Net.Http.Json;

namespace Broadcast.Bench.Attack.Links;

/// <summary>A webinar that starts at the end of time, whose links could not be made. Measured: answers of 500 and above.</summary>
internal sealed class FarFutureStart : IAttack
{
    private static readonly string[] Starts = ["9999-12-31T23:59:59Z", "9999-12-31T00:00:00-14:00", "3026-01-01T00:00:00Z", "0001-01-01T00:00:00Z"];

    public string Name => "a start far in the future";
    public string Before => "500 for ever";
    public string Limit => "no 5xx";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var failures = 0;
        foreach (var startsAt in Starts)
        {
            using var created = await field.Organizer.Http.PostAsJsonAsync("/api/webinars", new { title = "Later", startsAt });
            failures += IsFailure(created);
            if (created.Headers.Location is not { } location)
                continue;
            using var links = await field.Organizer.Http.GetAsync($"{location}/links");
            failures += IsFailure(links);
        }
        return new AttackOutcome(failures, $"{failures} answers of 5xx", failures == 0);
    }

    private static int IsFailure(HttpResponseMessage answer) => answer.StatusCode >= HttpStatusCode.InternalServerError ? 1 : 0;
}

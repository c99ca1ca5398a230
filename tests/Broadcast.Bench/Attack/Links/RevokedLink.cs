using System.Diagnostics;
using System.Net;
using Broadcast.Bench.Attack.Clients;
using Broadcast.Bench.Attack.Webinar;

namespace Broadcast.Bench.Attack.Links;

/// <summary>A link is taken back while somebody is connected by it. Measured: ms until the connection ends.</summary>
internal sealed class RevokedLink : IAttack
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "revoked link, still connected";
    public string Before => "no link could be revoked";
    public string Limit => "cut, and not let in";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var webinar = await field.Organizer.CreateWebinarAsync("Revoked", record: false);
        var link = await field.Organizer.CreateLinkAsync(webinar, "viewer");
        var token = Organizer.TokenOf(link.GetProperty("url"));
        await using var viewer = await StageClient.ConnectAsync(field.Host, token, SourceAddress.Hostile);
        await viewer.JoinAsync("Mallory");
        var clock = Stopwatch.StartNew();
        await field.Organizer.DeleteAsync($"/api/webinars/{webinar}/links/{link.GetProperty("id").GetString()}");
        while (viewer.IsConnected && clock.Elapsed < Patience)
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        clock.Stop();
        using var again = await field.Organizer.Http.GetAsync($"/api/join/{token}");
        return new AttackOutcome(
            clock.Elapsed.TotalMilliseconds, $"cut after {clock.ElapsedMilliseconds} ms, then {(int)again.StatusCode}", clock.Elapsed < Patience && again.StatusCode == HttpStatusCode.Unauthorized);
    }
}

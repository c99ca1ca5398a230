using Broadcast.Bench.Attack.Clients;

namespace Broadcast.Bench.Attack.Links;

/// <summary>Somebody who was removed comes again by the same link, under the same name and under others. Measured: joins that succeed.</summary>
internal sealed class RemovedPerson : IAttack
{
    private static readonly string[] Names = ["Mallory", "mallory", "Somebody Else"];

    public string Name => "removed, and back again";
    public string Before => "nobody could be removed";
    public string Limit => "kept out";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var webinar = await field.Organizer.CreateWebinarAsync("Removed", record: false);
        var token = await field.Organizer.LinkAsync(webinar, "viewer");
        await using var removed = await StageClient.ConnectAsync(field.Host, token, SourceAddress.Hostile);
        await removed.JoinAsync(Names[0]);
        await field.Organizer.DeleteAsync($"/api/webinars/{webinar}/people/{removed.Joined.GetProperty("participantId").GetString()}");
        var joins = 0;
        foreach (var displayName in Names)
        {
            await using var again = await StageClient.ConnectAsync(field.Host, token, SourceAddress.Hostile);
            joins += await again.TryCallAsync("Join", new { displayName }) is null ? 1 : 0;
        }
        return new AttackOutcome(joins, $"{joins} of {Names.Length} joins", joins == 0);
    }
}

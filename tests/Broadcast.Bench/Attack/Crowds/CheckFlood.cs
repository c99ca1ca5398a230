using Broadcast.Bench.Attack.Clients;

namespace Broadcast.Bench.Attack.Crowds;

/// <summary>One address begins as many connection checks as it can and gives none back. Measured: how many it has. Others must be able to try theirs.</summary>
internal sealed class CheckFlood : IAttack
{
    private const int Connections = 60;

    /// <summary>Limits:ChecksPerAddress.</summary>
    private const int EachMayHave = 5;

    public string Name => "connection checks";
    public string Before => "-";
    public string Limit => $"{EachMayHave}, and others have theirs";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var hostile = await Every.MakeAsync(field.Times(Connections), _ => StageClient.CheckAsync(field.Host, SourceAddress.Hostile));
        var begun = (await Task.WhenAll(hostile.Select(each => each.TryCallAsync("Begin")))).Count(refusal => refusal is null);
        string? refused;
        await using (var innocent = await StageClient.CheckAsync(field.Host, SourceAddress.Innocent))
            refused = await innocent.TryCallAsync("Begin");
        await Task.WhenAll(hostile.Select(each => each.DisposeAsync().AsTask()));
        return new AttackOutcome(begun, $"{begun} of {hostile.Count} begun, another's {refused ?? "too"}", begun <= EachMayHave && refused is null);
    }
}

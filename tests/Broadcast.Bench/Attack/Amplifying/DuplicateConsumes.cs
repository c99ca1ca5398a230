using System.Text.Json;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Bench.Attack.Amplifying;

/// <summary>A viewer consumes the same producer many times at once. Measured: consumers that it gets besides the first.</summary>
internal sealed class DuplicateConsumes : IAttack
{
    private const int Calls = 60;

    public string Name => "Consume, in parallel";
    public string Before => "-";
    public string Limit => "0 duplicates";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        await using var viewer = await field.JoinAsync();
        var (transport, _) = await viewer.CreateTransportAsync("recv");
        var producer = viewer.Joined.GetProperty("producers")[0].GetProperty("producerId").GetString()!;
        var answers = await Task.WhenAll(Enumerable.Range(0, Calls).Select(async _ =>
        {
            try
            {
                return await viewer.CallAsync("Consume", viewer.Consumption(transport, producer));
            }
            catch (HubException)
            {
                return default;
            }
        }));
        var consumers = answers.Where(answer => answer.ValueKind == JsonValueKind.Object).Select(answer => answer.GetProperty("consumerId").GetString()).Distinct().Count();
        return new AttackOutcome(consumers - 1, $"{consumers} consumers of {Calls} calls", consumers == 1);
    }
}

using System.Text.Json;
using Broadcast.Bench.Attack.Clients;

namespace Broadcast.Bench.Attack.Webinar;

/// <summary>A presenter who mutes and unmutes, twice a second.</summary>
internal sealed class EventPulse(StageClient presenter, StageClient sees, string producerId) : Pulse(presenter, sees, "ProducerChanged", TimeSpan.FromSeconds(0.5))
{
    protected override Task ActAsync(int number) => Acts.CallAsync(IsPause(number) ? "PauseProducer" : "ResumeProducer", new { producerId });

    protected override bool IsAnswer(int number, JsonElement happened) =>
        happened.GetProperty("producerId").GetString() == producerId && happened.GetProperty("paused").GetBoolean() == IsPause(number);

    private static bool IsPause(int number) => number % 2 == 1;
}

using System.Diagnostics;
using System.Net;
using Broadcast.Bench.Attack.Clients;
using Broadcast.Bench.Attack.Webinar;

namespace Broadcast.Bench.Attack.Crowds;

/// <summary>Sixteen who ask for <c>/healthz</c> without pause. Judged by what others feel. Measured: p99 of the answer, ms.</summary>
internal sealed class HealthzFlood : IAttack
{
    private const int AtATime = 16;

    public string Name => "/healthz flood";
    public string Before => "an fsync each";
    public string Limit => "always answered";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var latencies = new Latencies();
        var failed = 0;
        using var http = new HttpClient(SourceAddress.Handler(SourceAddress.Hostile)) { BaseAddress = field.Host };
        await Every.AsOftenAsCanBeAsync(AtATime, field.Span(8), async _ =>
        {
            var begun = Stopwatch.GetTimestamp();
            using var response = await http.GetAsync("/healthz");
            Interlocked.Add(ref failed, response.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable ? 0 : 1);
            latencies.Add(Stopwatch.GetElapsedTime(begun));
        });
        var p99 = Latencies.Percentile99(latencies.Since(0));
        return new AttackOutcome(p99, $"{latencies.Count:N0} asked, p99 {p99:0} ms, {failed} unanswered", failed == 0);
    }
}

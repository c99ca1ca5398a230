namespace Broadcast.Api.Tests;

/// <summary>What a presenter's and a viewer's page call, with parameters that only the scripted node accepts.</summary>
internal static class StageCalls
{
    private static readonly object NoCodecs = new { codecs = Array.Empty<object>() };

    public static async Task<string> CreateTransportAsync(this HubClient client, string direction) =>
        (await client.InvokeAsync("CreateTransport", new { direction })).GetProperty("id").GetString()!;

    public static async Task<string> ProduceAsync(this HubClient presenter)
    {
        var transport = await presenter.CreateTransportAsync("send");
        return (await presenter.InvokeAsync("Produce", Production(transport))).GetProperty("producerId").GetString()!;
    }

    public static object Production(string transportId) =>
        new { transportId, kind = "video", source = "camera", rtpParameters = NoCodecs, paused = false };

    public static object Consumption(string transportId, string producerId) => new { transportId, producerId, rtpCapabilities = NoCodecs };

    /// <param name="bytes">Of the fingerprint; a real node wants 32.</param>
    public static object Connection(string transportId, int bytes = 2) => new
    {
        transportId,
        dtlsParameters = new { role = "client", fingerprints = new[] { new { algorithm = "sha-256", value = string.Join(':', Enumerable.Repeat("AB", bytes)) } } },
    };
}

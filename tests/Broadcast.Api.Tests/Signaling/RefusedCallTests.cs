using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Tests.Signaling;

/// <summary>What cannot be read or is not as declared is answered with the field that is wrong, on the real media node.</summary>
public sealed class RefusedCallTests(MediaHost host) : IClassFixture<MediaHost>
{
    public static TheoryData<string, object?> Fingerprints => new()
    {
        { "dtlsParameters.fingerprints", null },
        { "dtlsParameters.fingerprints", Array.Empty<object>() },
        { "dtlsParameters.fingerprints[0]", new object?[] { null } },
        { "dtlsParameters.fingerprints[0].algorithm", new[] { new { } } },
        { "dtlsParameters.fingerprints[0].value", new[] { new { algorithm = "sha-256", value = (string?)null } } },
        { "dtlsParameters.fingerprints[0].algorithm", new[] { new { algorithm = (string?)null, value = "AA" } } },
    };

    [Theory]
    [MemberData(nameof(Fingerprints))]
    public async Task Names_the_field(string field, object? fingerprints)
    {
        var id = await host.CreateWebinarAsync();
        await using var viewer = await host.JoinAsync(id, "viewer");
        var transportId = await viewer.CreateTransportAsync("recv");

        await viewer.AssertRefusedAsync("invalid_request", "ConnectTransport", new { transportId, dtlsParameters = new { fingerprints } }, field);

        await viewer.InvokeAsync("ConnectTransport", StageCalls.Connection(transportId, bytes: 32));
    }

    [Fact]
    public async Task Says_that_there_is_no_such_call_or_no_such_argument()
    {
        await using var viewer = await host.JoinAsync(await host.CreateWebinarAsync(), "viewer");

        await viewer.AssertRefusedAsync("invalid_request", "Levitate", new { }, "target");
        await viewer.AssertRefusedAsync("invalid_request", "SendChat", null, "");
        await viewer.AssertRefusedAsync("invalid_request", "SendChat", "text", "");
        var refusal = await Assert.ThrowsAsync<HubException>(() => viewer.InvokeWithAsync("SendChat", new { text = "a" }, new { text = "b" }));
        Assert.Contains("HubException: invalid_request: arguments: ", refusal.Message, StringComparison.Ordinal);
    }
}

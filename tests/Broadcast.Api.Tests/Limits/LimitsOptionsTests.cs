using Broadcast.Api.Hosting;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Tests.Limits;

public sealed class LimitsOptionsTests
{
    [Theory]
    [InlineData("Limits:Chat:Burst", "0")]
    [InlineData("Limits:Joins:PerSecond", "0")]
    [InlineData("Limits:Calls:Burst", "19")]
    [InlineData("Limits:ReservedForPresenters", "15000")]
    [InlineData("Limits:SendQueueBytes", "1")]
    public async Task A_limit_that_would_let_nobody_in_stops_the_start(string key, string value)
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            await using var app = BroadcastHost.Build(["--Urls", "http://127.0.0.1:0", "--Media:Port", "0", $"--{key}", value]);
            await app.StartAsync();
        });
        Assert.Contains(key, refusal.Message, StringComparison.Ordinal);
    }
}

using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Tests.Hosting;

public sealed class OptionsTests : IDisposable
{
    private readonly TempDirectory data = new();

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData("Jobs:Concurrency", "-1", "Jobs:Concurrency")]
    [InlineData("Journal:ThroughStore", "true", "Storage:Directory")]
    [InlineData("Journal:Patience", "-00:00:01", "Journal:Patience")]
    [InlineData("Jobs:Retries", "-1", "Jobs:Retries")]
    [InlineData("Jobs:RetryDelay", "02:00:00", "Jobs:RetryDelay")]
    [InlineData("Jobs:CatchUpInterval", "00:00:00", "Jobs:CatchUpInterval")]
    [InlineData("Database:Kind", "PostgreSql", "Database:ConnectionString")]
    [InlineData("Database:ConnectionString", "Host=db;Database=broadcast", "Database:Kind")]
    [InlineData("Storage:Kind", "7", "Storage:Kind")]
    [InlineData("Storage:Kind", "S3", "Storage:S3")]
    [InlineData("Storage:Kind", "Azure", "Storage:Azure")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string key, string value, string named)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => JobsApp.StartAsync(data.Path, settings: [(key, value)]));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }
}

namespace Broadcast.Api.Tests.Cluster;

/// <summary>The two servers of all tests that may lose one: what the test before has lost stands again.</summary>
[CollectionDefinition(nameof(StandingServers))]
public sealed class StandingServers : ICollectionFixture<StandingServers>, IAsyncLifetime
{
    private TwoServers servers = null!;

    public async Task InitializeAsync() => servers = await TwoServers.StartAsync();

    public async Task<TwoServers> StandAsync()
    {
        await servers.StandUpAsync();
        return servers;
    }

    public async Task DisposeAsync() => await servers.DisposeAsync();
}

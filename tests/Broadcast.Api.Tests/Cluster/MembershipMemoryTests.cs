using Broadcast.Api.Cluster;
using Broadcast.TestHost.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace Broadcast.Api.Tests.Cluster;

/// <summary>What a member does with a real Redis that has lost something.</summary>
[Trait("Category", "Servers")]
public sealed class MembershipMemoryTests : IAsyncLifetime
{
    private const string Table = "broadcast/members/broadcast";
    private const string Here = "S127.0.0.1:7001:1";
    private const string There = "S127.0.0.1:7002:2";

    private RedisServer server = null!;
    private ConnectionMultiplexer redis = null!;

    public async Task InitializeAsync()
    {
        server = await RedisServer.StartAsync();
        redis = await ConnectionMultiplexer.ConnectAsync(new ClusterOptions { Redis = server.ConnectionString }.RedisConfiguration());
    }

    public async Task DisposeAsync()
    {
        await redis.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public Task A_redis_that_comes_back_empty_is_told_of_all_members_with_a_version_that_none_has_seen() => AfterAsync(
        "redis.call('FLUSHALL')",
        new() { ["Version"] = "8", [Here] = "here", [There] = "there" });

    [Fact]
    public Task What_members_wrote_into_the_empty_one_themselves_stays() => AfterAsync(
        $"redis.call('FLUSHALL') redis.call('HSET', KEYS[1], 'Version', '1', '{There}', 'newer')",
        new() { ["Version"] = "8", [Here] = "here", [There] = "newer" });

    [Fact]
    public Task A_member_that_the_others_did_not_remember_puts_itself_back() => AfterAsync(
        $"redis.call('HDEL', KEYS[1], '{Here}') redis.call('HSET', KEYS[1], 'Version', '9')",
        new() { ["Version"] = "10", [Here] = "here", [There] = "there" });

    [Fact]
    public Task A_table_that_has_gone_on_is_left_alone() => AfterAsync(
        $"redis.call('HDEL', KEYS[1], '{There}') redis.call('HSET', KEYS[1], 'Version', '8')",
        new() { ["Version"] = "8", [Here] = "here" });

    [Fact]
    public async Task Who_is_not_a_member_yet_puts_nothing_back()
    {
        await redis.GetDatabase().HashSetAsync(Table, [new("Version", 7), new(There, "there")]);
        using var memory = Member();
        await memory.LookAsync(redis.GetDatabase());

        await redis.GetDatabase().KeyDeleteAsync(Table);
        await memory.LookAsync(redis.GetDatabase());

        Assert.False(await redis.GetDatabase().KeyExistsAsync(Table));
    }

    /// <param name="loss">A script that changes the table with two members and version 7.</param>
    private async Task AfterAsync(string loss, Dictionary<string, string> expected)
    {
        await redis.GetDatabase().HashSetAsync(Table, [new("Version", 7), new(Here, "here"), new(There, "there")]);
        using var memory = Member();
        await memory.LookAsync(redis.GetDatabase());

        await redis.GetDatabase().ScriptEvaluateAsync(loss, [Table]);
        await memory.LookAsync(redis.GetDatabase());

        var table = await redis.GetDatabase().HashGetAllAsync(Table);
        Assert.Equal(expected, table.ToDictionary(field => field.Name.ToString(), field => field.Value.ToString()));
    }

    private MembershipMemory Member() =>
        new(Table, Here, () => Task.FromResult<IConnectionMultiplexer>(redis), TimeProvider.System, NullLogger<MembershipMemory>.Instance);
}

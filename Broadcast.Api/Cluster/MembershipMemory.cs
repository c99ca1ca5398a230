using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using StackExchange.Redis;

namespace Broadcast.Api.Cluster;

/// <summary>
/// Remembers Orleans' table of the cluster's members, and puts it back into a Redis that has lost it. Otherwise a process that ends before
/// it is in the table again could be declared dead by nobody, and its webinars would stay where nobody answers.
/// </summary>
internal sealed class MembershipMemory(RedisKey table, string member, Func<Task<IConnectionMultiplexer>> connect, TimeProvider time, ILogger<MembershipMemory> log)
    : BackgroundService
{
    /// <summary>Several times while a process waits that finds none: <see cref="RedisReach"/>.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>The field that each change of the table counts up.</summary>
    private const string Version = "Version";

    /// <summary>
    /// What the table has keeps its place, since it is newer. The new version follows all that the members have seen, or they would not
    /// heed it.
    /// </summary>
    private const string PutBack = """
        local version = tonumber(redis.call('HGET', KEYS[1], 'Version') or '-1')
        local remembered = tonumber(ARGV[1])
        if version >= remembered and redis.call('HEXISTS', KEYS[1], ARGV[2]) == 1 then
            return 0
        end
        for i = 3, #ARGV, 2 do
            redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1])
        end
        redis.call('HSET', KEYS[1], 'Version', string.format('%d', math.max(version, remembered) + 1))
        return 1
        """;

    private HashEntry[] remembered = [];

    public static void AddTo(IServiceCollection services) => services.AddHostedService(provider =>
    {
        var redis = provider.GetRequiredService<IOptions<ClusterOptions>>().Value.RedisConfiguration();
        return new MembershipMemory(
            TableOf(provider), provider.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToString(),
            async () => await ConnectionMultiplexer.ConnectAsync(redis),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<MembershipMemory>>());
    });

    /// <summary>The key of the table, which is a hash of the version and of a field for each member.</summary>
    public static RedisKey TableOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<RedisClusteringOptions>>().Value.CreateRedisKey(
            provider.GetRequiredService<IOptions<Orleans.Configuration.ClusterOptions>>().Value);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var redis = await connect();
        using var timer = new PeriodicTimer(LookInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(redis.GetDatabase());
            }
            catch (Exception unreachable) when (unreachable is RedisException or TimeoutException)
            {
                log.TableOutOfReach(unreachable.Message);
            }
        }
    }

    /// <summary>Reads the table and keeps it in mind; or puts back what it held if it has lost that.</summary>
    internal async Task LookAsync(IDatabase redis)
    {
        var seen = await redis.HashGetAllAsync(table);
        if (IsWhole(seen))
            remembered = seen;
        else if (remembered.Length > 0 && await PutBackAsync(redis))
            log.TablePutBack(remembered.Length - 1);
    }

    /// <summary>A process that is not in it yet, because it has just begun, has nothing to remember either.</summary>
    private bool IsWhole(HashEntry[] seen) =>
        seen.Any(field => field.Name == member) && VersionOf(seen) >= VersionOf(remembered);

    private async Task<bool> PutBackAsync(IDatabase redis)
    {
        RedisValue[] arguments =
        [
            VersionOf(remembered), member,
            .. remembered.Where(field => field.Name != Version).SelectMany(field => (RedisValue[])[field.Name, field.Value]),
        ];
        return (bool)await redis.ScriptEvaluateAsync(PutBack, [table], arguments);
    }

    private static int VersionOf(HashEntry[] fields) =>
        fields.FirstOrDefault(field => field.Name == Version).Value.TryParse(out int version) ? version : -1;
}

/// <summary>Failures here are nobody's answer, so they are logged.</summary>
internal static partial class MembershipMemoryLog
{
    [LoggerMessage(LogLevel.Warning, "Redis had lost who belongs to the cluster; {Members} members are put back")]
    public static partial void TablePutBack(this ILogger logger, int members);

    [LoggerMessage(LogLevel.Debug, "Who belongs to the cluster cannot be read now: {Reason}")]
    public static partial void TableOutOfReach(this ILogger logger, string reason);
}

using Broadcast.Api.Nodes;
using Broadcast.Jobs.Database;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Broadcast.Api.Cluster;

/// <summary>What several processes have to share: Redis, which must answer at the start, a PostgreSQL and media nodes.</summary>
internal sealed class ClusterNeeds(IOptions<DatabaseOptions> database, IOptions<NodesOptions> nodes) : IValidateOptions<ClusterOptions>
{
    public ValidateOptionsResult Validate(string? name, ClusterOptions options)
    {
        if (!options.IsShared)
            return ValidateOptionsResult.Success;
        if (database.Value.Kind != DatabaseKind.PostgreSql)
            return ValidateOptionsResult.Fail("Cluster:Redis needs Database:Kind to be PostgreSql: the processes share their database.");
        if (nodes.Value.Nodes.Count == 0)
            return ValidateOptionsResult.Fail("Cluster:Redis needs Nodes:0:Address: the processes share media nodes of their own.");
        var redis = options.RedisConfiguration();
        return Answers(redis)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Cluster:Redis: no Redis answers at {string.Join(", ", redis.EndPoints.Select(each => EndPointCollection.ToString(each)))}. A server can only be added while it does; those that run go on without it.");
    }

    private static bool Answers(ConfigurationOptions configuration)
    {
        try
        {
            configuration.AbortOnConnectFail = true;
            using var redis = ConnectionMultiplexer.Connect(configuration);
            redis.GetDatabase().Ping();
            return true;
        }
        catch (Exception refusal) when (refusal is RedisException or TimeoutException)
        {
            return false;
        }
    }
}

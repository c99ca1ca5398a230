using Broadcast.Api.Nodes;
using Broadcast.Jobs.Database;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Cluster;

/// <summary>What several processes have to share beside Redis: a PostgreSQL and media nodes.</summary>
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
        return ValidateOptionsResult.Success;
    }
}

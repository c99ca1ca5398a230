using System.ComponentModel.DataAnnotations;
using System.Net;
using StackExchange.Redis;

namespace Broadcast.Api.Cluster;

/// <summary>Section <c>Cluster</c>: several processes that are one service. Without it the process is alone and listens for no other.</summary>
internal sealed class ClusterOptions : IValidatableObject
{
    public const string Section = "Cluster";

    /// <summary>
    /// How Redis is reached, such as <c>redis:6379</c>: by it the processes know of each other. They share a PostgreSQL
    /// (<c>Database</c>) and media nodes (<c>Nodes</c>) as well. Default none.
    /// </summary>
    public string? Redis { get; set; }

    /// <summary>The IP address at which the other processes reach this one. Default 127.0.0.1.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>
    /// The TCP port for it; 0 takes any free one. The connection is not encrypted: leave it on a network of your own. Default 0.
    /// </summary>
    [Range(0, 65_535, ErrorMessage = "Cluster:Port must be between 0 and 65535.")]
    public int Port { get; set; }

    /// <summary>Whether there are other processes.</summary>
    public bool IsShared => !string.IsNullOrEmpty(Redis);

    /// <summary>A new one each time, so that whoever asks may change it. A connection that is lost comes back by itself, and soon.</summary>
    public ConfigurationOptions RedisConfiguration()
    {
        var redis = ConfigurationOptions.Parse(Redis!);
        redis.AbortOnConnectFail = false;
        redis.ReconnectRetryPolicy = new LinearRetry(maxRetryElapsedTimeAllowedMilliseconds: 500);
        return redis;
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Address, out _))
            yield return new ValidationResult("Cluster:Address must be an IP address at which the other processes reach this one.");
    }
}

using Broadcast.Sfu.Hosting;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Broadcast.Api.Cluster;

/// <summary>
/// Looks whether Redis is there before the process joins the others by it, which would end in a stack of Orleans' own. To a Redis that
/// knows of nobody the others may be about to tell who they are: <see cref="MembershipMemory"/>.
/// </summary>
internal sealed class RedisReach(IOptions<ClusterOptions> options, IServiceProvider services, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>Who is the first waits it in vain.</summary>
    private static readonly TimeSpan EmptyPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    /// <exception cref="OperatorException">It does not answer.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var configuration = options.Value.RedisConfiguration();
        configuration.AbortOnConnectFail = true;
        try
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(configuration);
            var table = MembershipMemory.TableOf(services);
            var since = time.GetTimestamp();
            while (!await redis.GetDatabase().KeyExistsAsync(table) && time.GetElapsedTime(since) < EmptyPatience)
                await Task.Delay(LookInterval, time, cancellationToken);
        }
        catch (Exception refusal) when (refusal is RedisException or TimeoutException)
        {
            var where = string.Join(", ", configuration.EndPoints.Select(each => EndPointCollection.ToString(each)));
            throw new OperatorException(
                $"Cluster:Redis: no Redis answers at {where}. A server can only be added while it does; those that run go on without it.", refusal);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

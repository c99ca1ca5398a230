using Orleans.Configuration;
using Orleans.Statistics;

namespace Broadcast.Api.Cluster;

/// <summary>Switches off what a home of grains does for others, where there are none: it would wake the process a dozen times a second.</summary>
internal static class QuietSilo
{
    /// <summary>How often it tells itself how busy it is.</summary>
    private static readonly TimeSpan Seldom = TimeSpan.FromHours(1);

    public static void BeQuiet(this ISiloBuilder silo)
    {
        silo.Configure<DeploymentLoadPublisherOptions>(load => load.DeploymentLoadPublisherRefreshTime = Seldom);
        silo.Services.AddSingleton<IEnvironmentStatisticsProvider, NoStatistics>();
        silo.Services.AddKeyedSingleton<TimeProvider, QuietClock>(TimeProviderNames.Membership);
    }

    /// <summary>Nobody chooses a home by how busy it is.</summary>
    private sealed class NoStatistics : IEnvironmentStatisticsProvider
    {
        public EnvironmentStatistics GetEnvironmentStatistics() => default;
    }

    /// <summary>
    /// Of the members of a cluster. What is to come again and again never comes: that is only the search for pauses of the thread pool, ten
    /// times a second, which are to excuse that another home did not answer.
    /// </summary>
    private sealed class QuietClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, period == Timeout.InfiniteTimeSpan ? dueTime : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}

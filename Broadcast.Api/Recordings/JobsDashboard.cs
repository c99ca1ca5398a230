using Hangfire;

namespace Broadcast.Api.Recordings;

/// <summary>Hangfire's own pages at <c>/jobs</c>, for organizers to look at; what is to happen to a recording is decided on its page.</summary>
internal static class JobsDashboard
{
    private const int StatsEveryMs = 5_000;

    public static IEndpointRouteBuilder MapJobsDashboard(this IEndpointRouteBuilder routes)
    {
        // Hangfire would let in whoever is on the same machine; here the session decides, as everywhere.
        var options = new DashboardOptions
        {
            Authorization = [],
            IsReadOnlyFunc = _ => true,
            DashboardTitle = "Recordings in the making",
            AppPath = "/",
            DisplayStorageConnectionString = false,
            StatsPollingInterval = StatsEveryMs,
        };
        routes.MapHangfireDashboard("/jobs", options).RequireAuthorization();
        return routes;
    }
}

using Microsoft.AspNetCore.Routing;

namespace Broadcast.Jobs.Downloads;

/// <summary>Serves stored files to whoever holds a valid link.</summary>
public static class DownloadEndpoints
{
    public static IEndpointRouteBuilder MapDownloads(this IEndpointRouteBuilder endpoints) => endpoints;
}

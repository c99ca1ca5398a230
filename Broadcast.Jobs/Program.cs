using Broadcast.Jobs.Downloads;
using Broadcast.Jobs.Hosting;
using Broadcast.Jobs.Live;
using Broadcast.Recorder.Hosting;
using Broadcast.Sfu.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

return await StartFailure.RunAsync("The job worker", "Urls", () =>
{
    OwnerOnly.Begin();
    var builder = WebApplication.CreateBuilder(args);
    builder.Services.AddRecorder(builder.Configuration).AddJobs(builder.Configuration);
    builder.Services.AddProblemDetails().AddHealthChecks();
    builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
    var app = builder.Build();
    app.UseExceptionHandler();
    app.MapDownloads();
    app.MapLive();
    app.MapHealthChecks("/livez");
    return app;
});

using Broadcast.Jobs.Downloads;
using Broadcast.Jobs.Hosting;
using Broadcast.Jobs.Live;
using Broadcast.Recorder.Hosting;
using Broadcast.Sfu.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

return await StartFailure.RunAsync("The job worker", "Urls", () =>
{
    OwnerOnly.Begin();
    var builder = WebApplication.CreateBuilder(args);
    builder.Services.AddRecorder(builder.Configuration).AddJobs(builder.Configuration);
    builder.Services.AddProblemDetails();
    var app = builder.Build();
    app.MapDownloads();
    app.MapLive();
    return app;
});

using Broadcast.Recorder.CommandLine;
using Broadcast.Recorder.Hosting;
using Broadcast.Recorder.Live;
using Broadcast.Sfu.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

return args is [JournalCommand.Name, .. var rest]
    ? await JournalCommand.RunAsync(rest, TimeProvider.System)
    : await StartFailure.RunAsync("The recording media node", "Control:Port", () =>
    {
        OwnerOnly.Begin();
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddRecorder(builder.Configuration).AddMediaNode(builder.Configuration).AddControlEndpoint(builder.Configuration);
        builder.WebHost.ListenForControl();
        var app = builder.Build();
        app.MapControl();
        app.Services.GetRequiredService<LiveRecordings>().DiscardFiles();
        return app;
    });

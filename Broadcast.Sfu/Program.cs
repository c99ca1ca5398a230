using Broadcast.Sfu.Hosting;
using Microsoft.AspNetCore.Builder;

return await StartFailure.RunAsync("The media node", "Control:Port", () =>
{
    OwnerOnly.Begin();
    var builder = WebApplication.CreateBuilder(args);
    builder.Services.AddMediaNode(builder.Configuration).AddControlEndpoint(builder.Configuration);
    builder.WebHost.ListenForControl();
    var app = builder.Build();
    app.MapControl();
    return app;
});

using Broadcast.Sfu.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddMediaNode(builder.Configuration);

var app = builder.Build();
app.MapGet("/healthz", (MediaNode node) =>
    node.Check() is { Ailing: { Count: > 0 } ailing }
        ? Results.Json(new { status = "workers_down", ailing }, statusCode: StatusCodes.Status503ServiceUnavailable)
        : Results.Ok(new { status = "ok" }));
await app.RunAsync();

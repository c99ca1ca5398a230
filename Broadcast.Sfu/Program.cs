using Broadcast.Sfu.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddMediaNode(builder.Configuration);

var app = builder.Build();
app.MapGet("/healthz", (MediaNode node) =>
    node.IsHealthy ? Results.Ok(new { status = "ok" }) : Results.Json(new { status = "workers_down" }, statusCode: StatusCodes.Status503ServiceUnavailable));
await app.RunAsync();

using Broadcast.Api.Hosting;

await BroadcastHost.Build(args).RunAsync();

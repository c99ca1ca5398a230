using Broadcast.Api.Hosting;
using Broadcast.Sfu.Hosting;

return args is [ResetPasswordCommand.Name, ..]
    ? await ResetPasswordCommand.RunAsync(args, Console.Out)
    : await StartFailure.RunAsync("Broadcast", "Urls", () => BroadcastHost.Build(args));

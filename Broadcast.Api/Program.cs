using Broadcast.Api.Hosting;
using Broadcast.Api.Identity;

if (args is [ResetPasswordCommand.Name, ..])
    return await ResetPasswordCommand.RunAsync(args, Console.Out);
await BroadcastHost.Build(args).RunAsync();
return 0;

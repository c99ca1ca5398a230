using Broadcast.Api.Hosting;
using Broadcast.Api.Identity;

if (args is [ResetPasswordCommand.Name, ..])
    return await ResetPasswordCommand.RunAsync(args, Console.Out);
try
{
    await BroadcastHost.Build(args).RunAsync();
    return 0;
}
catch (Exception failure) when (StartFailure.SentenceFor(failure) is { } sentence)
{
    await Console.Error.WriteLineAsync($"Broadcast cannot start. {sentence}");
    return 1;
}
